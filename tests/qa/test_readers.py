from __future__ import annotations

import pytest

from qa.asks import Ask
from qa.findings import Finding
from qa.parts import READERS
from qa.question import understand
from tests.qa.made_up import NAMES, NANPU, QINGHE, context

BOTH = context(QINGHE, NANPU)
QUESTIONS = {
    Ask.VALUE: "青河市铺排了多少个项目？",
    Ask.DATE: "招商引资大会是什么时候召开的？",
    Ask.NAME: "青河市出台了什么文件？",
    Ask.LIST: "青河市在哪些地方开展招商活动？",
    Ask.EXPLANATION: "青河市怎样开展招商活动？",
    Ask.YES_NO: "云岭经开区规上工业增加值增长13.5%吗？",
    Ask.OPEN: "营商环境",
}


def read(question: str) -> list[Finding]:
    asked = understand(question, NAMES)
    part = asked.parts[0]
    return READERS[part.ask](asked, part, asked.terms, BOTH)


def test_there_is_a_reader_for_every_kind_of_reply() -> None:
    assert set(READERS) == set(Ask)


@pytest.mark.parametrize("ask", QUESTIONS)
def test_findings_come_best_first_with_quotes_of_the_document(ask: Ask) -> None:
    question = QUESTIONS[ask]
    assert understand(question, NAMES).parts[0].ask is ask
    found = read(question)
    assert found
    scores = [finding.score for finding in found]
    assert scores == sorted(scores, reverse=True)
    for finding in found:
        assert finding.quotes
        for item in finding.quotes:
            document = BOTH.document(item.statement.document_id)
            assert document.text[item.start : item.end] == item.text
        if finding.itemised:
            assert len(finding.items) == len(finding.quotes)


@pytest.mark.parametrize("ask", [Ask.VALUE, Ask.DATE, Ask.NAME, Ask.LIST])
def test_the_exact_answer_stands_in_its_quotes(ask: Ask) -> None:
    for finding in read(QUESTIONS[ask]):
        if finding.short and not finding.itemised and not finding.items:
            assert finding.short in "".join(item.text for item in finding.quotes)
        for item in finding.items:
            assert item in "".join(each.text for each in finding.quotes)


@pytest.mark.parametrize(
    ("question", "short"),
    [
        ("青河市铺排了多少个项目？", "312个"),
        ("招商引资大会是什么时候召开的？", "3月18日"),
        ("青河市出台了什么文件？", "《青河市开发区服务企业十条》"),
        ("青河市在哪些地方开展招商活动？", "苏州、无锡、常州"),
        ("云岭经开区规上工业增加值增长13.5%吗？", "是"),
        ("云岭经开区规上工业增加值增长99.9%吗？", "否"),
        ("一季度省市重点工程开工率目标是多少？", "45%以上"),
    ],
)
def test_the_best_finding_is_exact(question: str, short: str) -> None:
    assert read(question)[0].short == short


@pytest.mark.parametrize("ask", QUESTIONS)
def test_nothing_is_found_in_nothing(ask: Ask) -> None:
    asked = understand(QUESTIONS[ask], NAMES)
    assert READERS[ask](asked, asked.parts[0], asked.terms, context()) == []


@pytest.mark.parametrize("ask", QUESTIONS)
def test_nothing_is_found_about_another_city(ask: Ask) -> None:
    asked = understand("太原市" + QUESTIONS[ask].replace("青河市", "").replace("云岭经开区", ""), NAMES)
    assert READERS[ask](asked, asked.parts[0], asked.terms, BOTH) == []
