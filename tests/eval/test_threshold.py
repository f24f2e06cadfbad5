from __future__ import annotations

from eval.questions import load_questions
from eval.sets import QUESTIONS, QuestionSet
from eval.threshold import curve
from qa.bundled import build


def test_a_higher_threshold_refuses_more() -> None:
    some = tuple(load_questions(QUESTIONS / "bulletin_tune.jsonl"))[::9]
    low, high = curve(QuestionSet("bulletin", "tune", some, build()), (0.1, 0.8))
    assert low.refused <= high.refused
    assert low.false_refused <= high.false_refused
    assert high.refused > 0.9
    for point in (low, high):
        assert abs(point.right + point.wrong + point.false_refused - 1) < 1e-9
