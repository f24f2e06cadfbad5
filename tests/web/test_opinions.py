"""Opinions become questions that the measuring script runs; none is lost."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from eval.answers import main
from eval.questions import load_questions
from index.search import PassageIndex
from qa.assistant import Assistant
from web.asking import ask
from web.opinions import LOG, QUESTIONS, Opinion, OpinionProblem, count, read_opinion, record

ANSWERED = "盂县经开区规上工业增加值增速是多少？"
REFUSED = "太原2023年铺排了多少个项目？"


def _record(folder: Path, assistant: Assistant, opinion: Opinion) -> None:
    record(folder, opinion, ask(assistant, opinion.question, opinion.history), assistant.index.documents)


def test_the_measuring_script_runs_what_people_thought(
    bulletin: PassageIndex, assistant: Assistant, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    first = {"role": "user", "content": ANSWERED}
    for opinion in (
        Opinion(ANSWERED, (), good=True),
        Opinion(REFUSED, (), good=True, note="应当拒答"),
        Opinion("那阳泉高新区呢？", (first,), good=True),
        Opinion("哪个开发区规上工业增加值最高？", (), good=True),
        Opinion("首季“开门红”晋中有哪些主要举措？", (), good=True),
        Opinion(ANSWERED, (), good=False, right="14.9亿元"),
        Opinion(ANSWERED, (), good=False, absent=True),
    ):
        _record(tmp_path, assistant, opinion)
    questions = load_questions(tmp_path / QUESTIONS)
    assert [question.status for question in questions].count("not_found") == 2
    assert len(questions) == count(tmp_path) == 7
    assert questions[5].answers == (("14.9亿元",),)
    assert questions[5].forbid == ("22.4%",)
    assert "14.9亿元" in questions[5].gold[0].quote
    bulletin.save(tmp_path / "index")
    asked = ["--index", str(tmp_path / "index"), "--questions", str(tmp_path / QUESTIONS), "--json"]
    assert main(asked) == 0
    (measured,) = json.loads(capsys.readouterr().out).values()
    # All that was called right is right, and the two that were called wrong are wrong.
    assert measured["figures"]["all"]["n"] == 7
    assert {failure["question"] for failure in measured["failures"]} == {ANSWERED}
    assert len(measured["failures"]) == 2


@pytest.mark.parametrize("right", ["", "没有哪一篇这样写"])
def test_an_opinion_without_a_provable_answer_is_kept_all_the_same(
    assistant: Assistant, tmp_path: Path, right: str
) -> None:
    with pytest.raises(OpinionProblem):
        _record(tmp_path, assistant, Opinion(ANSWERED, (), good=False, right=right, note="不对"))
    assert count(tmp_path) == 0
    (kept,) = (tmp_path / LOG).read_text(encoding="utf-8").splitlines()
    assert json.loads(kept)["note"] == "不对"


def test_a_line_that_was_cut_short_swallows_nothing(assistant: Assistant, tmp_path: Path) -> None:
    (tmp_path / LOG).write_bytes(b'{"id": "u1", "quest')
    _record(tmp_path, assistant, Opinion(ANSWERED, (), good=True))
    lines = (tmp_path / LOG).read_text(encoding="utf-8").splitlines()
    assert len(lines) == 2
    assert json.loads(lines[1])["question"] == ANSWERED


@pytest.mark.parametrize(
    "sent",
    [
        None,
        [],
        "好",
        {},
        {"question": 7},
        {"question": " "},
        {"question": "好", "note": 7},
        {"question": "好", "right": "长" * 501},
    ],
)
def test_what_is_no_opinion_is_told(sent: object) -> None:
    with pytest.raises(OpinionProblem):
        read_opinion(sent, [])
