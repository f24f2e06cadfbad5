from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.enumerations import Reading, read_list
from qa.question import understand
from qa.spans import read_name
from qa.statements import Statement
from tests.qa.made_up import NAMES, statements_of


def sentence(text: str) -> Statement:
    return next(item for item in statements_of(f"# 青河市开发区\n{text}\n") if not item.heading)


def name(question: str, text: str) -> str | None:
    asked, item = understand(question, NAMES), sentence(text)
    reading = read_name(asked, asked.parts[0], item)
    return item.text[slice(*reading.span)] if reading else None


def items(question: str, text: str) -> list[str]:
    asked, item = understand(question, NAMES), sentence(text)
    reading = read_list(asked, asked.parts[0], item)
    return [item.text[a:b] for a, b in reading.items] if reading else []


@pytest.mark.parametrize(
    ("question", "text", "expected"),
    [
        ("青河市出台了什么文件？", "青河市出台《服务企业十条》,设立产业基金。", "《服务企业十条》"),
        ("青河市市长是谁？", "青河市市长赵明出席会议,听取情况汇报。", "赵明"),
        ("招商大会在哪里召开？", "招商大会在苏州召开,签约一批项目。", "苏州"),
        ("青河市重点聚焦什么？", "青河市重点聚焦数字经济,加快集聚发展。", "数字经济"),
    ],
)
def test_reads_the_name_that_fills_the_gap(question: str, text: str, expected: str) -> None:
    assert name(question, text) == expected


def test_a_term_is_explained_by_the_words_behind_it() -> None:
    said = name("“两快”具体指什么？", "全面落实“两快”,即审批快、开工快。")
    assert said is not None
    assert "审批快" in said


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("青河市书记是谁？", "青河市市长赵明出席会议,听取情况汇报。"),
        ("青河市市长是谁？", "青河市开发区增长8.3%。"),
        ("招商大会在哪里召开？", "全市召开了招商大会,签约一批项目。"),
        ("由哪个部门负责？", "增长8.3%。"),
    ],
)
def test_reads_nothing_where_nothing_of_the_sort_stands(question: str, text: str) -> None:
    assert name(question, text) is None


def test_reads_an_enumeration_item_by_item() -> None:
    question = "青河市在哪些地方开展了招商活动？"
    assert items(question, "青河市在苏州、无锡、常州等地开展招商活动。") == ["苏州", "无锡", "常州"]


def test_marks_inside_quotes_and_brackets_part_no_items() -> None:
    found = items("青河市推行哪些模式？", "青河市推行“甲、乙”模式、丙(丁、戊)模式。")
    assert len(found) == 2
    assert found[1] == "丙(丁、戊)模式"


def test_a_sentence_without_an_enumeration_has_no_items() -> None:
    assert items("青河市有哪些举措？", "青河市设立产业基金,加快集聚发展。") == []


@given(
    st.sampled_from(["出台了什么文件？", "市长是谁？", "在哪里？", "有哪些项目？", "“甲乙”指什么？", "聚焦什么？"]),
    st.text(alphabet="青河市长赵明《》“”、,;:()（）等地在聚焦项目甲乙即是的了苏州2%", min_size=1, max_size=40),
)
def test_spans_lie_in_the_statement(question: str, text: str) -> None:
    asked = understand(question, NAMES)
    for item in statements_of(f"# 青河市开发区\n{text}\n"):
        for reading in (read_name(asked, asked.parts[0], item), read_list(asked, asked.parts[0], item)):
            _check(reading, item)


def _check(reading: Reading | None, item: Statement) -> None:
    if reading is None:
        return
    start, end = reading.span
    assert 0 <= start < end <= len(item.text)
    for a, b in reading.items:
        assert start <= a <= b <= len(item.text)
