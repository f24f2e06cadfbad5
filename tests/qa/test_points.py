from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.points import find_points
from tests.qa.made_up import statements_of


def points(text: str) -> list[list[str]]:
    return [[p.statement.text[p.start : p.end] for p in run.points] for run in find_points(statements_of(text))]


def test_points_in_one_statement() -> None:
    assert points("# 青河\n要把握好三点:一要统筹好项目;二要平衡好资金;三要处理好土地。\n") == [
        ["一要统筹好项目", "二要平衡好资金", "三要处理好土地。"]
    ]


def test_points_in_statements_of_their_own() -> None:
    (run,) = points("# 青河\n要处理好关系。一要统筹好项目。二要平衡好资金。\n")
    assert run == ["一要统筹好项目。", "二要平衡好资金。"]


def test_the_introduction_is_what_stands_before() -> None:
    (run,) = find_points(statements_of("# 青河\n今年形势很好。要处理好关系。一要统筹好项目。二要平衡好资金。\n"))
    assert run.introduction[-1].text == "要处理好关系。"


@pytest.mark.parametrize(
    "text", ["一要统筹好项目。", "二要平衡好。三要处理好。", "统筹好项目。", "一流的环境。二手的车。", ""]
)
def test_fewer_than_two_numbered_points_from_one_on_are_none(text: str) -> None:
    assert points(f"# 青河\n{text}\n") == []


def test_a_second_run_begins_at_one() -> None:
    found = points("# 青河\n一要甲事。二要乙事。另外,一要丙事。二要丁事。\n")
    assert found[0] == ["一要甲事。", "二要乙事。"]


@given(
    st.lists(
        st.sampled_from(["一是甲", "二要乙", "三则丙", "(一)丁", "(二)戊", "前言", ";", "。", ",", ":", "\n"]),
        max_size=14,
    )
)
def test_runs_are_numbered_and_lie_in_their_statements(words: list[str]) -> None:
    for run in find_points(statements_of("# 青河\n" + "".join(words))):
        assert len(run.points) >= 2
        places = [(point.statement.start + point.start, point.statement.start + point.end) for point in run.points]
        assert places == sorted(places)
        assert all(a[1] <= b[0] for a, b in pairwise(places))
        for point in run.points:
            assert 0 <= point.start < point.end <= len(point.statement.text)
