from __future__ import annotations

import pytest

from qa.answering import THRESHOLD, Outcome, Reply, reply
from qa.findings import Finding, whole
from qa.question import understand
from tests.qa.made_up import NAMES, NANPU, QINGHE, context, statements_of

BOTH = context(QINGHE, NANPU)


def replies(question: str, threshold: float = THRESHOLD) -> list[Reply]:
    return list(reply(understand(question, NAMES), BOTH, threshold).replies)


def shorts(question: str) -> list[list[str]]:
    return [[finding.short for finding in item.findings] for item in replies(question)]


def test_a_question_about_a_place_is_answered_for_that_place() -> None:
    assert shorts("南浦市开发区规上工业增加值增速是多少？") == [["6.2%"]]
    assert shorts("青河市开发区规上工业增加值增速是多少？") == [["8.3%"]]


def test_a_question_about_no_place_is_answered_for_each_report() -> None:
    found = replies("规上工业增加值增速是多少？")
    assert {item.report[1] for item in found} == {"青河市开发区", "南浦市开发区"}
    assert {item.findings[0].short for item in found} == {"8.3%", "6.2%"}


def test_two_things_asked_are_two_findings_of_one_report() -> None:
    assert shorts("青河市开发区铺排了多少个项目，总投资多少亿元？") == [["312个", "1,065.4亿元"]]


def test_a_reply_is_as_good_as_its_weakest_finding() -> None:
    item = whole(statements_of(QINGHE)[-2])
    assert Reply(("a", "b"), (Finding("", (item,), 0.9), Finding("", (item,), 0.4))).score == 0.4


def test_replies_come_best_first_each_report_once() -> None:
    found = replies("规上工业增加值增速是多少？")
    assert [item.score for item in found] == sorted((item.score for item in found), reverse=True)
    assert len({item.report for item in found}) == len(found)


def test_the_findings_of_a_reply_stand_in_its_report() -> None:
    for item in replies("铺排或签约了多少个项目？"):
        assert all(finding.report == item.report for finding in item.findings)


def test_nothing_is_sure_enough_for_a_threshold_above_all() -> None:
    assert replies("青河市开发区铺排了多少个项目？", threshold=9.0) == []


@pytest.mark.parametrize(
    "question",
    [
        "太原市开发区铺排了多少个项目？",
        "2030年青河市开发区铺排了多少个项目？",
        "青河市的市委书记是谁？",
        "今天天气怎么样？",
        "养老保险缴费比例是多少？",
    ],
)
def test_what_is_not_said_has_no_reply(question: str) -> None:
    assert replies(question) == []


def test_nothing_to_answer_from_is_no_reply() -> None:
    assert reply(understand("青河市铺排了多少个项目？", NAMES), context()) == Outcome()


def test_places_joined_by_and_are_each_answered_for() -> None:
    outcome = reply(understand("云岭经开区和石桥经开区工业投资分别是多少？", NAMES), BOTH)
    assert [(item.label, item.findings[0].short) for item in outcome.replies] == [
        ("云岭经开区", "6.4亿元"),
        ("石桥经开区", "3.3亿元"),
    ]
    assert outcome.missing == ()


def test_what_is_not_said_of_one_of_several_places_is_named() -> None:
    outcome = reply(understand("青河市和太原市开发区规上工业增加值增长多少？", NAMES), BOTH)
    assert [item.label for item in outcome.replies] == ["青河市"]
    assert outcome.missing == ("太原市开发区",)


def test_the_part_of_a_question_that_is_not_answered_is_named() -> None:
    outcome = reply(understand("云岭经开区工业投资完成多少亿元，从业人员有多少人？", NAMES), BOTH)
    assert [finding.short for finding in outcome.replies[0].findings] == ["6.4亿元"]
    assert outcome.missing == ("从业人员有多少人",)


def test_a_figure_of_another_place_is_no_premise() -> None:
    outcome = reply(understand("南浦市开发区规上工业增加值增长8.3%是怎么做到的？", NAMES), BOTH)
    item = outcome.replies[0]
    assert item.findings[0].short == "6.2%"
    assert item.findings[0].note == "8.3%说的是青河市开发区"
    assert ["增长6.2%" in item.findings[0].quotes[0].text, "8.3%" in item.findings[0].quotes[1].text] == [True, True]


def test_a_figure_that_stands_there_is_a_premise() -> None:
    outcome = reply(understand("青河市开发区铺排的312个项目总投资多少？", NAMES), BOTH)
    assert outcome.replies[0].findings[0].short == "1,065.4亿元"
