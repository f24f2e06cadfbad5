"""Is a reply right? Each case is decided by hand."""

from __future__ import annotations

from dataclasses import replace

import pytest

from corpus.reading import make_document
from corpus.types import Document
from eval.judging import judge, normalise, says
from eval.questions import Gold, Question, find_quote
from qa.types import Answer, Citation

TEXT = "全年共铺排项目269个,总投资870.02亿元。已开工210个。\n阳泉铺排项目293个。"


@pytest.fixture
def document() -> Document:
    return make_document("a.txt", TEXT)


@pytest.fixture
def question() -> Question:
    return Question(
        id="q1",
        kind="fact",
        question="铺排了多少个项目，投资多少？",
        history=(),
        status="answered",
        answers=(("269个", "269"), ("870.02亿元",)),
        forbid=("293",),
        gold=(Gold("a.txt", "全年共铺排项目269个"),),
    )


UNANSWERABLE = Question("q2", "unanswerable", "太原呢？", (), "not_found", (), (), ())


def cite(document: Document, quote: str, marker: int = 1) -> Citation:
    found = find_quote(document.text, quote)
    assert found is not None
    return Citation(marker, quote, document.id, document.title, (), *found)


def reply(text: str, short: str = "", *citations: Citation) -> Answer:
    return Answer(text, short, "answered", citations, "", ())


@pytest.mark.parametrize(
    ("text", "words", "expected"),
    [
        ("增长6%", "6%", True),
        ("增长16%", "6%", False),
        ("增长1.6%", "6%", False),
        ("1. 6%", "6%", True),  # an item's number is not part of the figure
        ("增长6.5%", "6%", False),
        ("增长6.5%和6%", "6%", True),  # a later occurrence counts
        ("投资29.36亿元", "29.3", False),
        ("投资29.3亿元", "29.3", True),
        ("损失1,126.4万元", "1126.4万元", True),
        ("损失１，１２６万元", "126万元", False),
        ("签约3,40个", "340", False),
        ("投资29.3", "29", False),
        ("共269个", "269", True),
        ("共269.", "269", True),  # a point behind which no digit stands ends a sentence
        ("共1269个", "269个", False),
        ("共２６９个", "269个", True),
        ("共 269\n个", "269个", True),
        ("2023 269个", "269个", True),  # white space does not make one number of two
        ("共269[1]个", "269个", True),  # a marker is no text
        ("共269个[1]", "1", False),
        ("增速12%[1]2023年", "12%", True),
        ("269[1]2023年", "269", True),
        ("“三个一批”活动", '"三个一批"', True),
        ("「三个一批」", "“三个一批”", True),
        ("装备、煤化工", "装备，煤化工", True),
        ("GDP总量", "gdp", True),
        ("是的，有", "是", True),
        ("任何文字", "", False),
        ("", "269", False),
    ],
)
def test_says_holds_words_and_whole_numbers(text: str, words: str, expected: bool) -> None:
    assert says(text, words) is expected


def test_normalising_twice_changes_nothing() -> None:
    once = normalise("“三个一批”，２６９ 个[1]、 １ ２")
    assert once == '"三个一批",269个,1 2'
    assert normalise(once) == once


def test_every_group_must_be_met(question: Question, document: Document) -> None:
    proof = cite(document, "全年共铺排项目269个")
    assert judge(question, reply("项目269个，总投资870.02亿元[1]", "", proof), {"a.txt": document}).right
    partial = judge(question, reply("项目269个[1]", "269个", proof), {"a.txt": document})
    assert not partial.right
    assert partial.missing == ("870.02亿元",)
    assert partial.why == "lacks 870.02亿元"
    assert judge(question, reply("见引文[1]", "269个，870.02亿元", proof), {"a.txt": document}).right


def test_the_exact_answer_alone_is_judged_where_one_thing_is_asked(question: Question, document: Document) -> None:
    documents = {"a.txt": document}
    one = replace(question, answers=(("269个", "269"),))
    assert judge(one, reply("项目269个", "269"), documents).exact is True
    told = judge(one, reply("210个，项目269个", "210个"), documents)
    assert (told.right, told.exact) == (True, False)
    assert judge(question, reply("项目269个", "269"), documents).exact is None


@pytest.mark.parametrize(
    ("short", "text", "right"),
    [
        ("是", "是（项目269个）", True),
        ("是的", "是的，269个", True),
        ("否", "否，但是有269个", False),
        ("不是", "不是，项目是269个", False),
        ("", "项目是269个", True),
    ],
)
def test_a_verdict_counts_at_the_beginning_of_short(
    question: Question, document: Document, short: str, text: str, right: bool
) -> None:
    asked = replace(question, kind="yesno", answers=(("是的", "是"), ("269个",)))
    assert judge(asked, reply(text, short), {"a.txt": document}).right is right


def test_a_forbidden_figure_in_short_is_wrong_but_in_the_text_only_told(question: Question, document: Document) -> None:
    text = "项目269个，总投资870.02亿元（阳泉293个）"
    told = judge(question, reply(text, "269个"), {"a.txt": document})
    assert (told.right, told.wrong_scope, told.forbidden) == (True, False, True)
    wrong = judge(question, reply(text, "293个"), {"a.txt": document})
    assert (wrong.right, wrong.wrong_scope, wrong.forbidden) == (False, True, True)
    assert "forbidden" in wrong.why
    bigger = judge(question, reply("项目269个，总投资870.02亿元", "1293个"), {"a.txt": document})
    assert not bigger.wrong_scope


def test_a_refusal_of_what_the_documents_say_is_wrong(question: Question, document: Document) -> None:
    refused = Answer("公报未提及269个、870.02亿元", "", "not_found", (), "", ())
    found = judge(question, refused, {"a.txt": document})
    assert (found.right, found.refused, found.cited, found.precision, found.recall) == (False, True, False, None, 0)


def test_an_unanswerable_question_wants_a_refusal_without_citations(document: Document) -> None:
    refused = Answer("公报没有说", "", "not_found", (), "", ())
    assert judge(UNANSWERABLE, refused, {"a.txt": document}).right
    proof = cite(document, "已开工210个")
    assert not judge(UNANSWERABLE, replace(refused, citations=(proof,)), {"a.txt": document}).right
    answered = judge(UNANSWERABLE, reply("210个[1]", "210个", proof), {"a.txt": document})
    assert not answered.right
    assert answered.recall is None
    assert answered.why == "answered what the documents do not say"


def test_citation_precision_counts_the_sentence_and_recall_the_quote(question: Question, document: Document) -> None:
    documents = {"a.txt": document}
    two = replace(question, gold=(Gold("a.txt", "全年共铺排项目269个"), Gold("a.txt", "已开工210个")))
    same_sentence = cite(document, "总投资870.02亿元")
    other = cite(document, "阳泉铺排项目293个", 2)
    found = judge(two, reply("269个，870.02亿元[1][2]", "", same_sentence, other), documents)
    assert (found.cited, found.precision, found.recall) == (False, 0.5, 0.0)
    found = judge(two, reply("269个，870.02亿元[1][2]", "", cite(document, "项目269个,总投资"), other), documents)
    assert (found.cited, found.precision, found.recall) == (True, 0.5, 0.5)


def test_a_citation_of_another_document_proves_nothing(question: Question, document: Document) -> None:
    elsewhere = replace(cite(document, "全年共铺排项目269个"), document_id="b.txt")
    assert not judge(question, reply("269个，870.02亿元[1]", "", elsewhere), {"a.txt": document}).cited


def test_length_does_not_count_markers(question: Question, document: Document) -> None:
    assert judge(question, reply("269个[1][12]"), {"a.txt": document}).length == 4


def test_gold_that_is_out_of_step_with_the_text_is_an_error(question: Question, document: Document) -> None:
    wrong = replace(question, gold=(Gold("a.txt", "没有的话"),))
    with pytest.raises(LookupError, match="没有的话"):
        judge(wrong, reply(""), {"a.txt": document})
    with pytest.raises(LookupError, match="no document"):
        judge(question, reply(""), {})
