"""From judgements to figures."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from eval.judging import Judgement
from eval.outcomes import Outcome, below_floor, by_kind, failures, figures, rows
from eval.questions import Gold, Question
from eval.table import text_table
from qa.types import Answer


def outcome(kind: str = "fact", milliseconds: float = 1.0, **judged: object) -> Outcome:
    answerable = kind != "unanswerable"
    question = Question(
        id=kind,
        kind=kind,
        question="多少个？",
        history=(),
        status="answered" if answerable else "not_found",
        answers=(("269个",),) if answerable else (),
        forbid=("293个",) if kind == "city" else (),
        gold=(Gold("a.txt", "项目269个"),) if answerable else (),
    )
    values: Mapping[str, object] = {
        "right": True,
        "refused": not answerable,
        "exact": True if answerable else None,
        "cited": answerable,
        "precision": 1.0 if answerable else None,
        "recall": 1.0 if answerable else None,
        "wrong_scope": False,
        "forbidden": False,
        "missing": (),
        "length": 10,
    } | judged
    reply = Answer("269个[1]", "269个", "answered", (), "多少个？", ())
    return Outcome(question, reply, Judgement(**values), milliseconds / 1000)  # type: ignore[arg-type]


def test_rates_are_of_the_questions_that_they_are_about() -> None:
    found = figures(
        [
            outcome(milliseconds=1, exact=False),
            outcome(milliseconds=2, right=False, cited=False, precision=0.5, recall=0.0, length=30),
            outcome(milliseconds=3, right=False, refused=True, cited=False, precision=None, recall=0.0, length=99),
            outcome("city", milliseconds=4, right=False, wrong_scope=True, forbidden=True, length=20),
            outcome("city", milliseconds=5, forbidden=True, cited=False, length=20),
            outcome("unanswerable", milliseconds=6),
            outcome("unanswerable", milliseconds=7, right=False, refused=False, precision=0.0),
        ]
    )
    assert found.n == 7
    assert found.right.value == pytest.approx(3 / 7)
    assert found.proven.value == pytest.approx(2 / 7)  # one right reply cites something else
    assert found.exact.value == pytest.approx(4 / 5)
    assert found.cited.value == pytest.approx(2 / 5)
    assert found.cited.n == 5
    assert found.precision.value == pytest.approx(3.5 / 4)
    assert found.precision.n == 4
    assert found.recall.value == pytest.approx(3 / 5)
    assert (found.refused.value, found.refused.n) == (0.5, 2)
    assert found.false_refused.value == pytest.approx(1 / 5)
    assert (found.wrong_scope.value, found.wrong_scope.n, found.forbidden.value) == (0.5, 2, 1.0)
    assert found.length == 20  # of 10, 30, 20, 20 and the wrongly given 10
    assert found.median_ms == pytest.approx(4)
    assert found.p95_ms == pytest.approx(7)


def test_groups_are_the_kinds_that_occur_then_sums() -> None:
    found = by_kind([outcome("unanswerable"), outcome("city"), outcome("fact"), outcome("fact")])
    assert {kind: group.n for kind, group in found.items()} == {
        "fact": 2,
        "city": 1,
        "unanswerable": 1,
        "answerable": 3,
        "all": 4,
    }
    header, lines = rows(found)
    assert "false refused" in text_table(header, lines)


def test_failures_are_wrong_replies_and_those_with_other_proof() -> None:
    found = failures(
        [
            outcome(),
            outcome(right=False, missing=("269个",)),
            outcome(cited=False),
            outcome("unanswerable"),
            outcome("unanswerable", right=False, refused=False),
        ]
    )
    assert [item["why"] for item in found] == [
        "lacks 269个",
        "cites something else",
        "answered what the documents do not say",
    ]
    assert found[0]["expected"] == [["269个"]]


def test_a_figure_below_its_floor_is_named() -> None:
    measured = figures([outcome(), outcome(right=False)])
    assert below_floor(measured, {"right": 0.5, "cited": 1.0}) == []
    assert below_floor(measured, {"right": 0.6}) == ["right is 0.500, its floor 0.600"]
