from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.outline import Heading, contributor, heading, is_contents_line, leading_place


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("# 晋中市开发区", Heading(1, "晋中市开发区", inline=False, root=True)),
        ("### 【2023年工作成绩】", Heading(3, "2023年工作成绩", inline=False)),
        ("## “锚定目标”特刊 ##", Heading(2, "“锚定目标”特刊", inline=False)),
        ("##紧挨着", Heading(2, "紧挨着", inline=False)),
        ("【2024年工作计划】", Heading(7, "2024年工作计划", inline=False)),
        ("# 【 要 点 】", Heading(1, "要 点", inline=False, root=True)),
        ("【要点】聚焦升级。", Heading(7, "要点", inline=True)),
        ("第一章 总则", Heading(8, "第一章 总则", inline=False)),
        ("第三条 本办法自发布之日起施行。", Heading(9, "第三条 本办法自发布之日起施行", inline=False)),
        ("一、总体要求", Heading(10, "一、总体要求", inline=False)),
        ("(一)储蓄推进平稳增长。围绕", Heading(11, "(一)储蓄推进平稳增长", inline=True)),
        ("（十二）保障", Heading(11, "（十二）保障", inline=False)),
        ("1.项目建设", Heading(12, "1.项目建设", inline=False)),
        ("2、招商", Heading(12, "2、招商", inline=False)),
        ("(3)改革", Heading(13, "(3)改革", inline=False)),
        ("① ：", Heading(13, "①", inline=False)),
        ("①改革", Heading(13, "①改革", inline=False)),
        ("一是加强领导,高位推动。市委重视。", Heading(14, "一是加强领导,高位推动", inline=True)),
        ("二是要狠抓项目", Heading(14, "二是要狠抓项目", inline=False)),
        ("  四是推进改革。  ", Heading(14, "四是推进改革", inline=False)),
    ],
)
def test_headings(line: str, expected: Heading) -> None:
    assert heading(line) == expected


@pytest.mark.parametrize(
    "line",
    [
        "",
        "聚焦打造开发区升级,坚持错位发展。",
        "2023年,我市与全省同步开展4次活动。",
        "1.5亿元以上项目156个",
        "20.5亿元",
        "#",
        "####",
        "####### 七级",
        "【 】",
        "一季度开门红",
        "三个一批",
        "一是",
        "(一)",
        "1.",
        "供稿:晋中市商务局",
    ],
)
def test_ordinary_lines_are_no_headings(line: str) -> None:
    assert heading(line) is None


def test_a_numbered_sentence_too_long_for_a_title_gives_its_first_clause() -> None:
    line = "一是" + "加强组织领导," + "全面落实各项部署" * 6 + "。其后"
    assert heading(line) == Heading(14, "一是加强组织领导", inline=True)
    assert heading("（一）" + "字" * 60 + "。") == Heading(11, "（一）", inline=True)


def test_ranks_follow_the_usual_order_of_numbering() -> None:
    order = ["# 一", "## 一", "【一】", "第一章 一", "第一节 一", "一、一", "（一）一", "1.一", "（1）一", "一是一"]
    found = [heading(line) for line in order]
    ranks = [one.rank for one in found if one]
    assert len(ranks) == len(order)
    assert ranks == sorted(set(ranks))


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("供稿:晋中市商务局", "晋中市商务局"),
        ("（供稿：阳泉市商务局）", "阳泉市商务局"),
        (" 报送单位： 太原市 ", "太原市"),
        ("撰稿:", ""),
        ("供稿晋中市商务局", ""),
        ("本文供稿:某局", ""),
        ("供稿:" + "长" * 61, ""),
        ("", ""),
    ],
)
def test_contributors(line: str, name: str) -> None:
    assert contributor(line) == name


@given(
    st.text("#【】一二三十第章节条是、，。；:：.．()（）123①供稿 字\u3000", max_size=60)
    | st.text(st.characters(exclude_characters="\n"), max_size=60)
)
def test_a_title_stands_in_its_line_and_is_stripped(line: str) -> None:
    found = heading(line)
    if found is not None:
        assert found.title in line
        assert found.title == found.title.strip()
        assert found.title
        assert found.root == (found.rank == 1)
        assert not (found.root and found.inline)


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("第二部分　年度决算情况", Heading(8, "第二部分　年度决算情况", inline=False)),
        ("4 应急响应", Heading(10, "4 应急响应", inline=False)),
        ("4.1 Ⅳ级响应。符合下列情形的", Heading(11, "4.1 Ⅳ级响应", inline=True)),
        ("1. 项目名称：白鹭水库新建工程", Heading(12, "1. 项目名称：白鹭水库新建工程", inline=False)),
        ("1.5 亿元以上项目", None),
        ("12 月份", None),
    ],
)
def test_headings_of_plans_and_records(line: str, expected: Heading | None) -> None:
    assert heading(line) == expected


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("张店区：党建引领聚合力。全年任务96个小区。", ("张店区", "张店区：党建引领聚合力")),
        ("●张店区：全年任务96个小区。", ("张店区", "张店区")),
        ("各区：要加快进度。", ("", "")),
        ("联系电话：0533-2183456", ("", "")),
    ],
)
def test_a_place_may_lead_a_paragraph(line: str, expected: tuple[str, str]) -> None:
    assert leading_place(line) == expected


@pytest.mark.parametrize("line", ["1. 总则……………………3", "一、摸清家底........12", "2. 工业上楼…………浏水经开区"])
def test_a_line_of_a_table_of_contents_is_no_heading(line: str) -> None:
    assert is_contents_line(line)
    assert heading(line) is None
