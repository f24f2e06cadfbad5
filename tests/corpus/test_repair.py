from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given

from corpus.decoding import decode
from corpus.outline import contributor
from corpus.reading import BULLETIN
from corpus.repair import join_lines, place_titles, repair
from tests.corpus.bulletin_words import BULLETINS, bare

TITLE_BLOCK = "# 全省开发区\n## “锚定目标不放松 冲刺首季‘开门红’”特刊\n# 阳泉市开发区"


@pytest.fixture(scope="module")
def raw() -> str:
    [file] = BULLETIN.iterdir()
    return decode(file.read_bytes(), file.name)


def test_the_bulletin_loses_no_character(raw: str) -> None:
    assert Counter(bare(repair(raw))) == Counter(bare(raw))


def test_the_bulletin_is_in_its_order_but_for_the_title_block(raw: str) -> None:
    repaired, block = bare(repair(raw)), bare(TITLE_BLOCK)
    assert bare(raw).endswith(block)
    before, found, after = repaired.partition(block)
    assert found
    assert before + after == bare(raw).removesuffix(block)
    assert before.endswith("供稿:晋中市商务局")
    assert after.startswith("###【2023年工作成绩】")


def test_the_bulletin_is_repaired_once_and_for_all(raw: str) -> None:
    repaired = repair(raw)
    assert repaired != raw
    assert repair(repaired) == repaired


@pytest.mark.parametrize(
    "sentence",
    [
        "项目质量稳步提升,亿元以上项目156个,总投资813.16亿元。",
        "今年累计外出招商百余批次,在北京、上海、广州、深圳",
        "年底前各开发区通过招聘方式解决了39个空编",
        "(一)储蓄推进平稳增长。围绕2024年重点指标运行目标",
        "对晋中开发区、介休经开区、灵石经开区等去年一季度增速偏低",
        "为全市开发区可持续高质量发展奠定制度基础。",
        "标准厂房及基础设施配套建设项目",
        "新建项目开工台账,提早摸排项目单位",
        "全面推广“产业基金+资本招商”等新模式",
        "为开发区发展提供“硬支撑”。",
    ],
)
def test_sentences_that_a_page_end_broke_are_whole_again(raw: str, sentence: str) -> None:
    assert sentence in repair(raw)


@pytest.mark.parametrize(
    "line", ["### 【2024年工作计划】", "(二)开发区改革创新取得新成效", "供稿:晋中市商务局", "# 晋中市开发区"]
)
def test_headings_and_contributors_keep_their_line(raw: str, line: str) -> None:
    assert line in repair(raw).split("\n")


@pytest.mark.parametrize(
    ("lines", "joined"),
    [
        (["项目质量稳步提,再", "", "", "升。"], ["项目质量稳步提,再升。"]),
        (["一句话。", "另一句。"], ["一句话。", "另一句。"]),
        (["他说,“好。”", "然后"], ["他说,“好。”", "然后"]),
        (["落实“三化三制”,推进“承诺制”", "改革"], ["落实“三化三制”,推进“承诺制”改革"]),
        (["（一）抓项目", "正文开始,"], ["（一）抓项目", "正文开始,"]),
        (["推进工作,", "（一）抓项目。"], ["推进工作,", "（一）抓项目。"]),
        (["推进工作,", "\u3000\u3000新的一段"], ["推进工作,", "新的一段"]),
        (["完成各项任务,", "供稿:某局"], ["完成各项任务,", "供稿:某局"]),
        (["供稿:某局", "下文,"], ["供稿:某局", "下文,"]),
        (["表头", "数字"], ["表头", "数字"]),
        (["字" * 40, "续行"], ["字" * 40 + "续行"]),
        (["the first line, broken", "here"], ["the first line, broken here"]),
        (["总投资,20", "23年"], ["总投资,2023年"]),
        (["第一项,", "- 列表"], ["第一项,", "- 列表"]),
        (["| 表,| 格 |", "下一行"], ["| 表,| 格 |", "下一行"]),
        (["", " ", "\u3000"], []),
    ],
)
def test_join_lines(lines: list[str], joined: list[str]) -> None:
    assert join_lines(lines) == joined


def test_a_title_goes_to_the_report_of_its_place() -> None:
    lines = ["甲文。", "供稿:太原市局", "乙文。", "供稿:大同市局", "# 刊", "# 太原市开发区", "# 大同市开发区"]
    assert place_titles(lines) == [
        *("# 刊", "# 太原市开发区", "甲文。", "供稿:太原市局"),
        *("# 大同市开发区", "乙文。", "供稿:大同市局"),
    ]


@pytest.mark.parametrize(
    "lines",
    [
        ["甲文。", "# 太原市开发区"],
        ["# 太原", "甲文。", "供稿:太原市局", "# 太原市开发区"],
        ["## 特刊", "#太原", "甲文。", "供稿:太原市局", "# 太原市开发区"],
        ["甲文。", "供稿:太原市局", "# 大同市开发区"],
        ["甲文。", "供稿:太原市局", "# 太原市开发区", "正文。"],
        ["甲文。", "供稿:太原市局"],
        [],
    ],
    ids=[
        "no contributor",
        "has a title",
        "has a title below another heading",
        "another place",
        "text below",
        "nothing behind",
        "nothing",
    ],
)
def test_titles_stay_where_they_may_belong(lines: list[str]) -> None:
    assert place_titles(lines) == lines


@given(BULLETINS)
def test_any_text_keeps_its_characters(text: str) -> None:
    assert Counter(bare(repair(text))) == Counter(bare(text))


@given(BULLETINS)
def test_joining_keeps_the_order_of_characters(text: str) -> None:
    assert bare("".join(join_lines(text.split("\n")))) == bare(text)


@given(BULLETINS)
def test_only_headings_change_their_place(text: str) -> None:
    lines = join_lines(text.split("\n"))
    placed = place_titles(lines)
    assert [line for line in placed if not line.startswith("#")] == [line for line in lines if not line.startswith("#")]
    if not any(map(contributor, lines)):
        assert placed == lines


@given(BULLETINS)
def test_repairing_again_changes_nothing(text: str) -> None:
    # White space at a line's start marks a paragraph, and is gone after the first time.
    flush = "\n".join(line.lstrip() for line in text.split("\n"))
    once = repair(flush)
    assert repair(once) == once


@pytest.mark.parametrize(
    ("scanned", "mended"),
    [
        ("增加到1 3 9 9 亿美元", "增加到1399 亿美元"),
        ("专利权2 2 ．4 万件", "专利权22．4 万件"),
        ("增长1 1 ％", "增长11 ％"),
        ("第3 5 次", "第35 次"),
        ("| 3 | 5 |", "| 3 | 5 |"),
        ("2023 年 5 月", "2023 年 5 月"),
        ("版本 1 2", "版本 1 2"),
    ],
)
def test_digits_that_a_scan_holds_apart_are_joined(scanned: str, mended: str) -> None:
    assert repair(scanned) == mended


def test_page_numbers_and_place_lines_are_not_joined_to_what_stands_before() -> None:
    text = "（甲市商务局供稿，执笔人：某某）\n— 3 —\n乙 阳 市\n一、外贸"
    assert repair(text).split("\n") == text.split("\n")


def test_the_title_of_a_table_is_no_broken_line() -> None:
    lines = ["各大厅办公时间、地址和电话一览表", "", "（2031年6月更新）", "", "为方便群众，现公布如下。"]
    assert join_lines(lines) == [line for line in lines if line]


def test_the_lines_of_a_table_of_contents_are_not_joined() -> None:
    lines = ["目录", "1. 向存量要空间、让好地长好苗……………浏水经济技术开发区", "2. 提升产出，增加税收……………湘水高新区"]
    assert join_lines(lines) == lines
