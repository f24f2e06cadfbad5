from __future__ import annotations

import pytest
from hypothesis import given

from corpus.reading import read_bulletin
from corpus.repair import repair
from corpus.sections import Masthead, contributors, find_sections, masthead
from tests.corpus.bulletin_words import BULLETINS


def cut(text: str, title: str = "文件") -> list[tuple[tuple[str, ...], str]]:
    """Return the sections as pairs of path and text."""
    return [(section.path, text[section.start : section.end]) for section in find_sections(text, title)]


def test_headings_make_a_tree() -> None:
    text = "# 甲市\n### 【成绩】\n(一)项目。多。\n续段。\n一是抓。好。\n(二)招商\n很多。\n### 【计划】\n总述。"
    assert cut(text) == [
        (("甲市", "成绩", "(一)项目"), "# 甲市\n### 【成绩】\n(一)项目。多。\n续段。\n"),
        (("甲市", "成绩", "(一)项目", "一是抓"), "一是抓。好。\n"),
        (("甲市", "成绩", "(二)招商"), "(二)招商\n很多。\n"),
        (("甲市", "计划"), "### 【计划】\n总述。"),
    ]


def test_a_text_without_headings_is_one_section() -> None:
    assert cut("一句。\n二句。") == [(("文件",), "一句。\n二句。")]


def test_text_above_the_first_heading_stands_under_the_document() -> None:
    assert [path for path, _ in cut("引言。\n一、总则\n正文。")] == [("文件",), ("文件", "一、总则")]


def test_headings_at_the_end_are_a_section_of_their_own() -> None:
    assert cut("正文。\n# 附录") == [(("文件",), "正文。\n"), (("附录",), "# 附录")]


def test_a_contributor_line_ends_its_report() -> None:
    text = "# 甲市\n一是项目。多。\n供稿:甲市商务局\n一是招商。多。\n供稿:乙市商务局"
    assert cut(text) == [
        (("甲市", "一是项目"), "# 甲市\n一是项目。多。\n"),
        (("甲市",), "供稿:甲市商务局\n"),
        (("乙市", "一是招商"), "一是招商。多。\n"),
        (("乙市",), "供稿:乙市商务局"),
    ]


def test_a_report_without_a_title_is_named_after_its_contributor() -> None:
    text = "# 甲市\n正文。\n供稿:甲市商务局\n【成绩】\n别处的正文。\n供稿:乙市商务局\n尾。"
    assert [path for path, _ in cut(text)] == [("甲市",), ("甲市",), ("乙市", "成绩"), ("乙市",), ("文件",)]


def test_a_contributor_without_a_place_gives_its_whole_name() -> None:
    assert [path for path, _ in cut("正文。\n供稿:编辑部")] == [("编辑部",), ("编辑部",)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("# 全省开发区\n## 特刊\n# 晋中市开发区\n正文", Masthead("全省开发区", "特刊")),
        ("# 刊\n## 第3期\n## 总第9期\n# 文\n正文", Masthead("刊", "第3期 总第9期")),
        ("# 刊\n# 文", Masthead("刊", "")),
        ("# 文\n## 节\n正文\n# 另", Masthead("文", "")),
        ("## 节\n正文", Masthead("", "")),
        ("正文\n# 文", Masthead("", "")),
        ("", Masthead("", "")),
    ],
)
def test_masthead(text: str, expected: Masthead) -> None:
    assert masthead(text) == expected


def test_contributors_are_listed_once() -> None:
    assert contributors("文。\n供稿:乙局\n文。\n(供稿：甲局)\n供稿:乙局") == ["乙局", "甲局"]


def test_the_bulletin_attributes_every_section_to_its_city() -> None:
    [document] = read_bulletin()
    middle = document.text.index("供稿:晋中市商务局") + len("供稿:晋中市商务局\n")
    for section in document.sections:
        assert section.path[0] == ("晋中市开发区" if section.end <= middle else "阳泉市开发区")
        assert section.end <= middle or section.start >= middle
    assert {section.path[0] for section in document.sections} == {"晋中市开发区", "阳泉市开发区"}


@pytest.mark.parametrize(
    ("words", "path"),
    [
        ("全年共铺排项目269个", ("晋中市开发区", "2023年工作成绩", "(一)以“三个一批”为抓手加快项目建设")),
        ("围绕2024年重点指标", ("晋中市开发区", "2024年工作计划", "(一)储蓄推进平稳增长")),
        ("总投资171.97亿元", ("晋中市开发区", "首季“开门红”主要举措", "二是狠抓项目,夯实基础")),
        ("盂县经开区规上工业", ("阳泉市开发区", "2023年工作成绩", "(一)2023年主要指标完成情况")),
        (
            "共17宗、1865.55亩",
            ("阳泉市开发区", "2023年工作成绩", "(二)开发区改革创新取得新成效", "三是全面优化营商环境"),
        ),
        ("聚焦打造开发区升级", ("阳泉市开发区", "2024年工作计划")),
        ("突破300亿元", ("阳泉市开发区", "2024年工作计划", "二是拓宽源头活水,持续破局招商引资")),
    ],
)
def test_the_bulletin_puts_words_under_their_headings(words: str, path: tuple[str, ...]) -> None:
    [document] = read_bulletin()
    assert document.text.count(words) == 1
    at = document.text.index(words)
    assert [section.path for section in document.sections if section.start <= at < section.end] == [path]


@given(BULLETINS)
def test_sections_partition_any_text(text: str) -> None:
    for form in (text, repair(text)):
        sections = find_sections(form, "文件")
        assert "".join(form[section.start : section.end] for section in sections) == form
        at = 0
        for section in sections:
            assert section.start == at < section.end
            at = section.end
        assert at == len(form)


@given(BULLETINS)
def test_every_path_is_of_the_text_or_the_title(text: str) -> None:
    for section in find_sections(text, "文件"):
        assert section.path
        assert all(title == "文件" or title in text for title in section.path)


def test_a_bare_line_that_names_a_place_is_the_title_of_its_report() -> None:
    text = "简报\n编者按。\n甲 州 市\n一、外贸\n甲的外贸。\n乙阳市\n一、外贸\n乙的外贸。"
    assert [path for path, _ in cut(text, "简报")] == [("简报",), ("甲州市", "一、外贸"), ("乙阳市", "一、外贸")]


def test_headings_that_name_different_places_are_titles_of_reports() -> None:
    text = "# 动态\n按语。\n## 甲县:抓粮食\n### 产量\n多。\n## 乙县:抓旅游\n### 产量\n少。"
    assert [path for path, _ in cut(text)] == [("动态",), ("甲县:抓粮食", "产量"), ("乙县:抓旅游", "产量")]


def test_headings_between_titles_of_their_rank_are_parts_of_the_report_before() -> None:
    text = "简报\n【甲州市：做活港口】\n【工作情况】\n多。\n【打算】\n更多。\n【乙阳市：引进乡贤】\n【工作情况】\n少。"
    assert [path for path, _ in cut(text, "简报")] == [
        ("简报",),
        ("甲州市：做活港口", "工作情况"),
        ("甲州市：做活港口", "打算"),
        ("乙阳市：引进乡贤", "工作情况"),
    ]


@pytest.mark.parametrize("text", ["名单\n甲州市\n乙阳市\n丙原市", "# 甲市\n## 城市建设\n多。\n## 全市经济\n好。"])
def test_lists_of_places_and_everyday_words_are_no_titles(text: str) -> None:
    roots = {path[0] for path, _ in cut(text)}
    assert roots <= {"文件", "甲市"}


def test_items_without_text_below_them_are_no_headings_of_what_follows() -> None:
    text = "五、要求\n(一)加强宣传。各地要做到应知尽知。\n(二)骗取资金的,取消三年内的资格。\n六、联系方式\n电话在此。"
    assert [path for path, _ in cut(text)] == [
        ("文件", "五、要求", "(一)加强宣传"),
        ("文件", "五、要求", "(二)骗取资金的,取消三年内的资格"),
        ("文件", "六、联系方式"),
    ]


def test_lines_that_begin_with_places_are_titles_of_reports() -> None:
    text = "简报\n编者按在此。\n青河县:石榴闯出大市场\n面积7万亩。\n云岭市:火腿卖出品牌\n产值71亿元。"
    assert [path for path, _ in cut(text)] == [("文件",), ("青河县:石榴闯出大市场",), ("云岭市:火腿卖出品牌",)]


def test_the_office_above_a_document_is_no_report() -> None:
    assert [path for path, _ in cut("云岭市人民政府\n关于环评的会议纪要\n一、关于环评。由市局负责,月底前完成。")] == [
        ("文件",),
        ("文件", "一、关于环评"),
    ]


def test_bold_type_marks_a_heading_off() -> None:
    assert cut("1. **申请。** 登录平台。\n2. **初审。** 五日内完成。") == [
        (("文件", "1. 申请"), "1. **申请。** 登录平台。\n"),
        (("文件", "2. 初审"), "2. **初审。** 五日内完成。"),
    ]


def test_numbering_that_begins_anew_begins_the_report_named_above_it() -> None:
    text = "简报\n编者按。\n甲溪经济开发区\n一、招商\n多。\n二、打算\n更多。\n乙原高新区\n一、招商\n少。"
    assert [path for path, _ in cut(text, "简报")] == [
        ("简报",),
        ("甲溪经济开发区", "一、招商"),
        ("甲溪经济开发区", "二、打算"),
        ("乙原高新区", "一、招商"),
    ]


def test_districts_that_lead_paragraphs_have_a_section_each() -> None:
    text = "二、各区动态\n云岭区：聚合力。完工61个。\n石桥区：破难题。完工22个。\n三、存在问题\n进度不平衡。"
    assert [section.path[1:] for section in find_sections(text, "简报")] == [
        ("二、各区动态", "云岭区：聚合力"),
        ("二、各区动态", "石桥区：破难题"),
        ("三、存在问题",),
    ]


def test_who_reports_below_a_title_names_the_paper() -> None:
    text = "材料之一\n向存量要空间\n浏水开发区\n税收34万元。\n材料之二\n提升产出\n湘水高新区\n税收27万元。"
    assert [section.path for section in find_sections(text, "材料")] == [("材料",), ("浏水开发区",), ("湘水高新区",)]
