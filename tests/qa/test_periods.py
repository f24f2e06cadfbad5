from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.folding import fold
from qa.periods import (
    find_years,
    heading_years,
    relative_years,
    report_years,
    reviewed_years,
    short_years,
    year_marks,
    year_spans,
)


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("2031年青河市铺排项目", {2031}),
        ("２０３１年", {2031}),
        ("二零二三年", {2023}),
        ("二〇二三年", {2023}),
        ("2031-2033年", {2031, 2032, 2033}),
        ("2031年至2033年", {2031, 2032, 2033}),
        ("2031年和2032年", {2031, 2032}),
        ("总投资2031.5亿元", set()),
        ("120312年", set()),
        ("", set()),
    ],
)
def test_finds_years(text: str, years: set[int]) -> None:
    assert find_years(fold(text)) == years


def test_a_span_turned_round_or_endless_names_its_ends_alone() -> None:
    assert find_years("2033-2031年") == {2031, 2033}
    assert find_years("1900-2099年") == {1900, 2099}


def test_a_report_is_named_by_its_year() -> None:
    assert report_years("按2031年政府工作报告,赤字率是多少") == {2031}
    assert report_years("2031年铺排了多少个项目") == frozenset()


def test_this_and_last_year_need_a_reference() -> None:
    assert relative_years("今年铺排312个", 2031) == {2031}
    assert relative_years("去年铺排312个", 2031) == {2030}
    assert relative_years("比上年多96个", 2031) == frozenset()
    assert relative_years("铺排312个", 2031) == frozenset()


def test_two_digits_are_a_year() -> None:
    assert short_years("23年铺排了多少个项目") == {2023}
    assert short_years("98年的投资") == {1998}
    assert short_years("80年代") == frozenset()
    assert short_years("2023年") == frozenset()


def test_the_innermost_dated_heading_counts() -> None:
    assert heading_years(("2030年报告", "2031年工作成绩", "(一)项目")) == {2031}
    assert heading_years(("青河市", "项目")) == frozenset()
    assert heading_years(()) == frozenset()


def test_spans_take_the_year_sign_along() -> None:
    text = "青河市2031年和32年"
    assert {text[start:end] for start, end in year_spans(text)} == {"2031年", "32年"}


@given(st.text(alphabet="0123456789年至-、/.一二三零九今去上报告比 a", max_size=40))
def test_any_text_has_years_within_reason_and_spans_within_bounds(text: str) -> None:
    folded = fold(text)
    for years in (find_years(folded), report_years(folded), short_years(folded)):
        assert all(1000 <= year <= 2999 for year in years)
    assert all(0 <= start < end <= len(folded) for start, end in year_spans(folded))


@given(st.text(max_size=40))
def test_years_of_any_text_do_not_raise(text: str) -> None:
    find_years(fold(text))
    short_years(fold(text))
    report_years(fold(text))
    heading_years((text, text))


@pytest.mark.parametrize(
    ("text", "marks"),
    [
        ("2030年完成5亿元,2031年完成6亿元", [2030, 2031]),
        ("2031年完成6亿元,比2030年增长20%", [2031]),
        ("2017年以来共建成9个", []),
        ("从2026年底的8.4%提升到去年底的13.3%", [2026, 2030]),
        ("新建管廊2000公里", []),
    ],
)
def test_a_figure_belongs_to_the_year_named_before_it(text: str, marks: list[int]) -> None:
    assert [years for _, years in year_marks(text, 2031) if years] == [frozenset({year}) for year in marks]


@pytest.mark.parametrize(
    ("title", "path", "years"),
    [
        ("2031年政府工作报告", ("2031年政府工作报告", "一、过去一年工作回顾"), {2030}),
        ("2031年政府工作报告", ("2031年政府工作报告", "一、过去五年工作回顾"), {2026, 2027, 2028, 2029, 2030}),
        ("2031年政府工作报告", ("2031年政府工作报告", "二、重点工作"), {2031}),
        ("2031年工作要点", ("2031年工作要点", "总结"), {2031}),
        ("工作报告", ("工作报告", "回顾"), set()),
    ],
)
def test_a_review_speaks_of_the_years_before(title: str, path: tuple[str, ...], years: set[int]) -> None:
    assert reviewed_years(title, path) == years
