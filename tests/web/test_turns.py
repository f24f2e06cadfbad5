"""A conversation: what is shown while an answer is looked up, and how it comes back after a reload."""

from __future__ import annotations

import json

import pytest

from qa.assistant import Assistant
from web.turns import MOST_TURNS, Turns, asked, kept, restored


def _ask(assistant: Assistant, question: str, turns: Turns) -> Turns:
    *_, last = asked(assistant, question, turns)
    return last


def test_the_question_the_answer_and_what_to_ask_next_come_one_after_the_other(assistant: Assistant) -> None:
    pending, answered, whole = asked(assistant, "盂县经开区规上工业增加值增速是多少？", ())
    assert "正在查找 1 篇文档" in pending[-1].html
    assert "22.4%" in answered[-1].html
    assert "bq-next" not in answered[-1].html
    assert "bq-next" in whole[-1].html


def test_a_refusal_offers_questions(assistant: Assistant) -> None:
    html = _ask(assistant, "太原2023年铺排了多少个项目？", ())[-1].html
    assert "可以改问这些" in html
    assert html.count("bq-next") >= 2


def test_a_conversation_goes_on_and_forgets_its_beginning(assistant: Assistant) -> None:
    turns = _ask(assistant, "2023年晋中市开发区铺排了多少个项目？", ())
    turns = _ask(assistant, "总投资是多少？", turns)
    assert "870.02亿元" in turns[-1].html
    assert 'data-proof="2-1"' in turns[-1].html
    for _ in range(MOST_TURNS):
        turns = _ask(assistant, "太原呢？", turns)
    assert len(turns) == MOST_TURNS
    assert turns[-1].number == MOST_TURNS + 2


def test_comes_back_with_follow_ups_understood(assistant: Assistant) -> None:
    stored = json.dumps(
        [{"question": "2023年晋中市开发区铺排了多少个项目？", "documents": []}, {"question": "总投资是多少？"}]
    )
    turns = restored(assistant, stored)
    assert [turn.number for turn in turns] == [1, 2]
    assert "870.02亿元" in turns[1].html


@pytest.mark.parametrize(
    "stored",
    [
        None, 7, "", "{", "null", "[]", "7", '"晋中"', '{"question": "晋中"}', "[null, 7, []]", '[{"question": 7}]',
        '[{"question": "  "}]', "[" * 100_000, "x" * 300_000,
    ],
)  # fmt: skip
def test_whatever_is_no_conversation_is_passed_over(assistant: Assistant, stored: object) -> None:
    assert restored(assistant, stored) == ()


def test_what_is_kept_is_cut() -> None:
    rows = [{"question": "长" * 900, "documents": ["a", 7, None]}] * 50
    found = kept(json.dumps(rows, ensure_ascii=False))
    assert len(found) == 20
    assert found[0] == ("长" * 500, ["a"])
