"""Suggested questions: made from the documents, answered by them, and never asked twice."""

from __future__ import annotations

import pytest

from corpus.passages import split
from corpus.reading import make_document
from index.search import PassageIndex
from qa.assistant import Assistant
from qa.bundled import bundled
from qa.suggestions import follow_ups, instead, starters
from tests.encoders import BigramEncoder

ZONES = """# 长治市开发区
供稿:长治市商务局
### 【2022年工作成绩】
襄垣经开区工业投资完成12.5亿元,同比增长9.1%;壶关经开区工业投资完成8.4亿元,同比增长11.7%。全市开发区新增就业岗位5300个。
改革开放走过40多年光辉历程。
"""


@pytest.fixture(scope="module")
def zones() -> Assistant:
    document = make_document("长治.txt", ZONES)
    return Assistant(PassageIndex.build([document], split(document), BigramEncoder()))


@pytest.fixture(scope="module")
def bulletin() -> Assistant:
    return bundled()


def test_every_starter_is_answered(bulletin: Assistant) -> None:
    found = starters(bulletin, 12)
    assert len(found) == len(set(found)) == 12
    for question in found:
        assert bulletin.answer(question).status == "answered"


def test_the_first_starters_are_of_several_kinds_and_reports(bulletin: Assistant) -> None:
    text = "".join(starters(bulletin))
    assert "晋中" in text
    assert "阳泉" in text
    assert "多少" in text
    assert "最高" in text
    assert "有哪些" in text


def test_starters_come_from_whatever_documents_there_are(zones: Assistant) -> None:
    found = starters(zones, 6)
    assert "哪个开发区工业投资最高？" in found
    assert zones.answer("哪个开发区工业投资最高？").short == "襄垣经开区"
    assert not any("历程" in question for question in found)
    assert not any("晋中" in question or "阳泉" in question for question in found)


def test_no_documents_no_questions() -> None:
    assert starters(Assistant(PassageIndex.build([], [], BigramEncoder()))) == []


def test_starters_can_be_limited_to_documents(bulletin: Assistant) -> None:
    assert starters(bulletin, documents=["没有这一篇"]) == []


def test_follow_ups_ask_the_same_of_other_places(bulletin: Assistant) -> None:
    answer = bulletin.answer("盂县经开区规上工业增加值增速是多少？")
    found = follow_ups(bulletin, answer)
    assert "阳泉高新区规上工业增加值增速是多少？" in found
    assert answer.question not in found
    for question in found:
        assert bulletin.answer(question).status == "answered"


def test_follow_ups_are_new(bulletin: Assistant) -> None:
    answer = bulletin.answer("盂县经开区规上工业增加值增速是多少？")
    first = follow_ups(bulletin, answer)
    assert not set(first) & set(follow_ups(bulletin, answer, asked=first))


@pytest.mark.parametrize("question", ["太原2023年铺排了多少个项目？", "怎么做红烧肉？"])
def test_instead_of_a_refusal_there_is_something_to_ask(bulletin: Assistant, question: str) -> None:
    refusal = bulletin.answer(question)
    assert refusal.status == "not_found"
    found = instead(bulletin, refusal)
    assert found
    for other in found:
        assert bulletin.answer(other).status == "answered"
