from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from corpus.folding import fold
from corpus.reading import make_document
from corpus.types import Document, Section
from qa.statement_reader import statements
from qa.statements import Statement
from tests.qa.made_up import NAMES, QINGHE, statements_of

LINES = st.lists(
    st.one_of(
        st.text(max_size=40),
        st.sampled_from(
            [
                "# 青河市开发区",
                "### 【2031年工作成绩】",
                "(一)主要指标。云岭经开区增长13.5%;工业投资6.4亿元。",
                "一是抓谋划。谋划“三个一批”项目140个！好？！",
                "供稿:青河市商务局",
            ]
        ),
    ),
    max_size=8,
).map("\n".join)


def holding(words: str) -> Statement:
    return next(item for item in statements_of(QINGHE) if words in item.text)


def places_of(words: str, value: str) -> list[str]:
    item = holding(words)
    return [place.name for place in item.subjects_at(item.text.index(value))]


@given(LINES)
def test_statements_cover_what_is_said_in_order(raw: str) -> None:
    document = make_document("文件.md", raw)
    for section in document.sections:
        at = section.start
        for item in statements(document, section, NAMES):
            assert document.text[at : item.start].strip() == ""
            assert item.start < item.end <= section.end
            assert document.text[item.start : item.end] == item.text == item.text.strip()
            at = item.end
        assert document.text[at : section.end].strip() == ""


@given(LINES)
def test_inner_spans_lie_within(raw: str) -> None:
    document = make_document("文件.md", raw)
    for section in document.sections:
        for item in statements(document, section, NAMES):
            size = len(item.text)
            assert item.folded == fold(item.text)
            for spans in (item.parts, item.clauses):
                assert all(0 <= start < end <= size for start, end in spans)
                assert all(a[1] <= b[0] for a, b in pairwise(spans))
            inner = [(value.start, value.end) for value in item.values]
            inner += [(place.start, place.end) for place in item.places]
            assert all(0 <= start < end <= size for start, end in inner)
            for offset in range(size):
                start, end = item.part_at(offset)
                assert 0 <= start <= offset < end <= size
                start, end = item.clause_at(offset)
                assert start <= offset <= end
                item.subjects_at(offset)


def test_a_document_without_sections_or_text_has_no_statements() -> None:
    document = Document("a", "标题", "a", "", "  \n ")
    assert list(statements(document, Section((), 0, 4))) == []


def test_parts_end_at_semicolons_and_clauses_at_commas() -> None:
    item = holding("云岭经开区")
    assert [item.text[a:b] for a, b in item.parts] == [
        "云岭经开区规上工业增加值完成17.2亿元,增长13.5%;",
        "工业投资完成6.4亿元,同比增长4.1%。",
    ]
    assert item.text[slice(*item.clause_at(item.text.index("4.1")))] == "同比增长4.1%"


def test_a_place_owns_what_follows_it_in_its_statement() -> None:
    assert places_of("云岭", "17.2") == ["云岭"]
    assert places_of("云岭", "4.1") == ["云岭"]
    assert places_of("石桥", "3.3") == ["石桥"]


def test_headings_date_what_stands_under_them() -> None:
    assert holding("服务企业十条").years == {2031}
    assert holding("谋划储备项目").years == {2032}
    assert holding("云岭").report_years == {2031, 2032}


def test_a_statement_knows_its_report_and_section() -> None:
    item = holding("云岭")
    assert item.report == ("文件.md", "青河市开发区")
    assert item.section == ("文件.md", item.path)
    assert item.path[1] == "2031年工作成绩"


def test_headings_and_leads_say_nothing_of_their_own() -> None:
    found = statements_of(QINGHE)
    assert all(item.heading for item in found if item.text.startswith("#"))
    assert not holding("17.2").heading


def test_a_lead_says_what_follows_until_the_line_ends() -> None:
    found = {
        item.text: item for item in statements_of("# 青河\n抓开工。新开工项目4个。竣工2个。\n别的事情也做了3件。\n")
    }
    assert found["抓开工。"].heading
    assert found["新开工项目4个。"].lead == found["竣工2个。"].lead == "抓开工"
    assert found["别的事情也做了3件。"].lead == ""


def test_a_short_sentence_that_nothing_follows_says_something() -> None:
    (item,) = [item for item in statements_of("# 青河市\n招商大会在苏州召开。\n") if not item.text.startswith("#")]
    assert not item.heading


def test_a_figure_in_a_name_is_no_value() -> None:
    (item,) = [
        s for s in statements_of("# 青河\n开展“三个一批”活动,印发《2031年工作要点》,签约12个。\n") if not s.heading
    ]
    assert [value.text for value in item.values] == ["12个"]
