"""What tests ask, of invented bulletins and the bundled one, and an independent check that a reply is proven."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from typing import Any

from corpus.passages import split
from corpus.reading import make_document
from corpus.types import Document
from index.embedding import load_encoder
from index.search import PassageIndex
from qa.assistant import Assistant
from qa.context import Context
from qa.outlines import groups
from qa.statement_reader import statements
from qa.statements import Statement
from qa.types import Answer
from tests.encoders import BigramEncoder

QINGHE = """# 青河市开发区
### 【2031年工作成绩】
(一)项目建设扎实推进。2031年,青河市开发区共铺排项目312个,总投资1,065.4亿元。亿元以上项目97个,总投资803.2亿元。
(二)主要指标完成情况。青河市开发区规上工业增加值增长8.3%。云岭经开区规上工业增加值完成17.2亿元,增长13.5%;\
工业投资完成6.4亿元,同比增长4.1%。石桥经开区规上工业增加值完成9.8亿元,增长21.7%;工业投资完成3.3亿元。
(三)营商环境持续优化。出台《青河市开发区服务企业十条》,设立总规模5亿元的产业基金。\
3月18日,召开全市招商引资大会,在苏州、无锡、常州等地开展招商活动。
### 【2032年工作计划】
一是抓谋划。谋划储备项目140个,总投资720亿元。
二是抓开工。力争一季度省市重点工程开工率达到45%以上。
三是抓服务。设立企业服务专员,推行全流程代办。
供稿:青河市商务局
"""
NANPU = """# 南浦市开发区
### 【2031年工作成绩】
(一)项目建设成效明显。2031年,南浦市开发区新签约项目58个,总投资196.5亿元。
(二)主要指标完成情况。南浦市开发区规上工业增加值增长6.2%,外贸进出口总额完成88.1亿元。
(三)改革创新走在前列。全面推行“拿地即开工”模式,为73个项目提供了代办服务。
供稿:南浦市商务局
"""
NAMES = frozenset({"青河", "南浦", "云岭", "石桥"})

# Questions of which the bulletin says the answer for the city named, and not for the other.
OF_JINZHONG = {
    "2023年晋中市开发区共铺排了多少个项目？": "269个",
    "2023年晋中市开发区铺排项目总投资是多少？": "870.02亿元",
    "晋中市亿元以上项目有多少个？": "156个",
    "晋中市达成了多少项合作意向？": "20余项",
    "晋中市代办队伍由多少人组成？": "326人",
    "晋中市引入市场化运营公司多少家？": "26家",
    "晋中市解决了多少个空编？": "39个",
    "晋中市在哪些城市开展了招商活动？": "",
    "晋中市什么时候召开招商引智推进会？": "4月27日",
    "晋中市各开发区谋划的34个项目总投资是多少？": "465.3亿元",
}
OF_YANGQUAN = {
    "阳泉市开发区规模以上工业增加值增长多少？": "7.9%",
    "阳泉市开发区工业投资完成多少亿元？": "50.9亿元",
    "阳泉市“签约一批”项目有多少个？": "38个",
    "阳泉市开工一批项目总投资是多少？": "86亿元",
    "阳泉市实行承诺制的项目数量是多少？": "46个",
    "阳泉市已谋划储备项目多少个？": "117个",
    "阳泉市力争全年签约项目金额突破多少亿元？": "300亿元",
    "阳泉市产业基金总规模是多少？": "6亿元",
    "阳泉市工业用地全部以“标准地”出让，共多少宗？": "17宗",
    "阳泉市建成标准化厂房多少平方米？": "22万平方米",
}
EITHER = [*OF_JINZHONG, *OF_YANGQUAN]

_MARKER = re.compile(r"\[(\d{1,3})\]")
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")


def qinghe() -> Document:
    return make_document("青河.md", QINGHE)


def nanpu() -> Document:
    return make_document("南浦.md", NANPU)


def assistant(*documents: Document) -> Assistant:
    """Index documents in memory with the encoder for tests."""
    passages = [passage for document in documents for passage in split(document)]
    return Assistant(PassageIndex.build(documents, passages, BigramEncoder()))


def indexed(texts: Mapping[str, str]) -> Assistant:
    """Index texts in memory, by the names of their files, with the bundled encoder."""
    documents = [make_document(name, text) for name, text in texts.items()]
    passages = [passage for document in documents for passage in split(document)]
    return Assistant(PassageIndex.build(documents, passages, load_encoder()))


def held(assistant: Assistant, question: str, history: Any = ()) -> Answer:
    """Ask, and hold the reply against the documents."""
    reply = assistant.answer(question, history)
    assert_proven(reply, assistant.index.documents)
    assert all(char.isprintable() for char in reply.question)
    return reply


def turns(question: str, reply: str) -> list[dict[str, str]]:
    """Return a question and its reply as messages."""
    return [{"role": "user", "content": question}, {"role": "assistant", "content": reply}]


class AllAlike:
    """Weighs all words alike."""

    def __call__(self, word: str) -> float:
        return 1.0

    def without(self, noun: str) -> float:
        return 0.93


def ask(text: str, question: str) -> Answer:
    """Ask one document made of a text, and hold the reply against it."""
    document = make_document("文件.md", text)
    reply = assistant(document).answer(question)
    assert_proven(reply, {document.id: document})
    return reply


def statements_of(text: str, id: str = "文件.md") -> list[Statement]:
    """Return all statements of a text."""
    document = make_document(id, text)
    return [item for section in document.sections for item in statements(document, section, NAMES)]


def context(*texts: str) -> Context:
    """Return everything that some texts say as what a question is answered from."""
    documents = {f"{number}.md": make_document(f"{number}.md", text) for number, text in enumerate(texts)}
    found = [item for id, document in documents.items() for item in statements_of(document.text, id)]
    sections: dict[tuple[str, tuple[str, ...]], tuple[Statement, ...]] = {}
    for item in found:
        sections[item.section] = (*sections.get(item.section, ()), item)
    headings = [group for document in documents.values() for group in groups(document)]
    return Context(tuple(found), sections, tuple(headings), NAMES, AllAlike(), documents.__getitem__)


def numbers(text: str) -> set[str]:
    """Return the numbers that stand in a text, half-width."""
    return set(_NUMBER.findall(unicodedata.normalize("NFKC", text)))


def assert_proven(reply: Answer, documents: Mapping[str, Document]) -> None:
    """Hold a reply against its documents, by other means than the program's own check."""
    if reply.status == "not_found":
        assert reply.citations == ()
        assert reply.short == ""
        assert reply.text
        return
    assert reply.status == "answered"
    assert reply.citations
    for citation in reply.citations:
        document = documents[citation.document_id]
        assert document.text[citation.start : citation.end] == citation.quote
        assert citation.quote.strip()
        assert citation.title == document.title
        assert any(
            section.path == citation.section_path and section.start <= citation.start and citation.end <= section.end
            for section in document.sections
        ), "the quote stands under its section path"
    markers = [citation.marker for citation in reply.citations]
    assert markers == list(range(1, len(markers) + 1))
    # Brackets with digits that the document writes itself are no markers.
    said = reply.text
    for citation in reply.citations:
        shown = citation.quote.strip().strip("#").strip()
        if _MARKER.search(shown):
            said = said.replace(shown, "")
    assert {int(number) for number in _MARKER.findall(said)} == set(markers)
    _assert_numbers_proven(reply)


def _assert_numbers_proven(reply: Answer) -> None:
    proof = numbers(" ".join(" ".join((*c.section_path, c.quote)) for c in reply.citations))
    for text in (_MARKER.sub("", reply.text), reply.short):
        for number in numbers(text) - proof:
            assert _is_computed(number, reply.text, proof), f"{number} is in no quote: {reply.text}"


def _is_computed(number: str, text: str, proof: set[str]) -> bool:
    """Tell whether a number is shown as the result of a calculation whose inputs are quoted."""
    for shown in re.findall(r"（([^（）]*[+-] [^（）]* = [^（）]*)）", unicodedata.normalize("NFC", text)):
        inputs, _, result = shown.partition(" = ")
        if number in numbers(result) and numbers(inputs) <= proof:
            return True
    return False


def roots(reply: Answer) -> set[str]:
    """Return the reports that a reply cites."""
    return {citation.section_path[0] for citation in reply.citations}


def said(reply: Answer) -> tuple[str, str, str, Sequence[str]]:
    """Return what a reply says, without how the question was spelt."""
    return reply.status, reply.short, reply.text if reply.citations else "", [c.quote for c in reply.citations]
