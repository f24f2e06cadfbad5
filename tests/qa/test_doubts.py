"""A second opinion on doubtful answers, with readers made up."""

from __future__ import annotations

import pytest

from index.span_reader import Span
from qa import doubts
from qa.answerer import Answerer
from qa.answering import THRESHOLD, Outcome, reply
from qa.bundled import build
from qa.context import Context
from qa.question import Question, understand

DOUBTFUL = "阳泉想六月底前让省市大项目有多少开工"


@pytest.fixture(scope="module")
def answerer() -> Answerer:
    return Answerer(build(), THRESHOLD)


def given(answerer: Answerer, text: str) -> tuple[Question, Context]:
    hits, context, _ = answerer._outcome(text, None)
    assert hits
    return understand(text, context.names), context


def at_margin(margin: float) -> doubts.ReadWithin:
    return lambda question, text, about, within: Span(*within, margin)


def judged(answerer: Answerer, text: str, margin: float, threshold: float = THRESHOLD) -> Outcome:
    question, context = given(answerer, text)
    return reply(question, context, threshold, doubts.SecondLook(at_margin(margin), context))


def test_what_the_reader_confirms_is_answered_and_what_it_doubts_is_not(answerer: Answerer) -> None:
    confirmed = judged(answerer, DOUBTFUL, doubts.FURTHEST)
    assert confirmed.replies
    assert confirmed.replies[0].findings[0].short.startswith("80%")
    assert not judged(answerer, DOUBTFUL, doubts.LOWEST).replies


def test_a_sure_answer_is_not_asked_about(answerer: Answerer) -> None:
    outcome = judged(answerer, "盂县经开区规上工业增加值增速是多少？", -100.0)
    assert outcome.replies[0].findings[0].short == "22.4%"


def test_another_place_or_plan_is_not_raised(answerer: Answerer) -> None:
    for text in ("太原2023年铺排了多少个项目？", "盂县经开区工业投资的省定目标是多少?"):
        assert not judged(answerer, text, doubts.FURTHEST).replies


def test_several_questions_are_left_alone(answerer: Answerer) -> None:
    question, context = given(answerer, "晋中铺排了多少个项目，总投资多少？")
    outcome = reply(question, context)
    assert outcome.replies
    assert judged(answerer, question.text, -100.0) == outcome
