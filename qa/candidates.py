"""Questions made from what a document says; whether they are answered is for whoever offers them to find out."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from corpus.types import Document
from qa.lexicon import PROVINCES
from qa.outlines import groups
from qa.places import Place
from qa.segmentation import is_noun, segment
from qa.statements import Statement
from qa.types import Answer
from qa.values import Kind, Value

_SHORTEST_SUBJECT = 4
_LONGEST_SUBJECT = 26
_LONGEST_REST = 10
_LONGEST_TITLE = 12
_LONGEST_HEADING = 18
_POINTS = range(3, 11)
_ASKED_KINDS = (Kind.MONEY, Kind.PERCENT, Kind.COUNT)
# What opens a clause without saying what it is about.
_OPENING = re.compile(
    r"^(?:全年|今年以来|今年|当年|年内|目前|截至[^,，]{0,8}|其中|同时|并且|并|共计|共|已|累计|到\d{4}年底?|\d{4}年|全市|我市|"
    r"[一二三四五六七八九十]是|分[^:：]{1,8}看|实现|[:：,，\s])+"
)
# A clause that begins so leans on the one before it.
_LEANING = re.compile(r"^(?:比|较|同比|环比|高于|低于|占|排|约|达|增|降|增长|下降|提高|完成|以来|等|和|与|及|为|的)")
_VERB_END = re.compile(r"(?:共|已|累计|预计|计划|力争)*(?:完成|实现|达到?|为|是|有|约)?(?:了)?$")
_RATE_END = re.compile(r"(?:率|速|幅|比重|占比|比例)$")
_GROWTH = re.compile(r"^(?:同比|比上年)?增长$")
# Rough figures and spans of time: ``百余批次``, ``40多年``.
_VAGUE = re.compile(r"[多余]|年$")
_DIGITS = re.compile(r"[\d.,一二两三四五六七八九十百千]+")
_NUMBERING = re.compile(
    r"^(?:[（(]?[一二三四五六七八九十\d]+[)）、.．]|[一二三四五六七八九十]+是|第[一二三四五六七八九十]+[章节部分]*)\s*"
)
_MARKS = re.compile(r"[【】#。；;：:]")
_PAIRS = (("“", "”"), ("(", ")"), ("（", "）"), ("《", "》"))


@dataclass(frozen=True, slots=True)
class Candidate:
    """A question, and the span of the document that it was made from.

    Attributes:
        question: The question.
        document_id: The document's id.
        start: Offset of the words that answer it.
        end: Offset after them.
        expected: What the exact answer must hold; empty if any answer from there will do.
    """

    question: str
    document_id: str
    start: int
    end: int
    expected: str = ""


def figures(statements: Iterable[Statement]) -> Iterator[Candidate]:
    """Yield a question for each figure whose clause says what it is."""
    for statement in statements:
        for value in statement.values:
            question = None if statement.heading else _figure_question(statement, value)
            if question:
                start = statement.start + value.start
                text = statement.text[value.start : value.end].strip()
                yield Candidate(question, statement.document_id, start, statement.start + value.end, text)


def _figure_question(statement: Statement, value: Value) -> str | None:
    start, end = statement.clause_at(value.start)
    inside = [other for other in statement.values if start <= other.start < end and other.kind is not Kind.DATE]
    if value.kind not in _ASKED_KINDS or inside != [value] or not value.text[0].isdigit():
        return None
    before, after = statement.text[start : value.start].strip(), statement.text[value.end : end].strip(" ,，;；。")
    subject = _OPENING.sub("", before)
    places = [place for place in statement.places if start <= place.start < value.start]
    if (
        not _SHORTEST_SUBJECT <= len(subject) <= _LONGEST_SUBJECT
        or len(after) > _LONGEST_REST
        or _LEANING.match(subject)
        or not _balanced(subject)
        or not _balanced(after)
        or _VAGUE.search(value.text)
        or not _names_a_thing(subject, places, start + len(statement.text[start : value.start]) - len(subject))
    ):
        return None
    if value.kind is Kind.PERCENT:
        asking = "是多少" if _RATE_END.search(subject) else "多少"
    else:
        asking = "多少" + _DIGITS.sub("", statement.text[value.start : value.end].strip(), count=1)
    lead = "" if places else _scope(statement, value)
    return f"{lead}{subject}{asking}{after}？"


def _scope(statement: Statement, value: Value) -> str:
    """Return the place that a figure is about, or its report, and its year where there is one."""
    if subject := statement.subject_name(value.start):
        return subject
    title = statement.path[0] if statement.path else statement.title
    year = f"{next(iter(statement.years))}年" if len(statement.years) == 1 else ""
    return f"{title if len(title) <= _LONGEST_TITLE else ''}{year if year not in title else ''}"


def comparisons(statements: Iterable[Statement]) -> Iterator[Candidate]:
    """Yield a question for each measure that is given for several zones or towns."""
    measures: dict[tuple[str, Kind], dict[str, tuple[Statement, Value, Place]]] = {}
    for statement in statements:
        said = ""
        for value in statement.values:
            start, end = statement.clause_at(value.start)
            first = [other for other in statement.values if start <= other.start < end][:1] == [value]
            if not first or value.kind not in _ASKED_KINDS or statement.heading:
                continue
            places = [place for place in statement.places if start <= place.start < value.start]
            words = statement.text[max([start, *(place.end for place in places)]) : value.start].strip()
            if value.kind is Kind.PERCENT and _GROWTH.match(words):
                words = f"{said}增速" if said else ""
            else:
                words = said = _VERB_END.sub("", _OPENING.sub("", words))
            subjects = [place for place in statement.subjects_at(value.start) if place.name not in PROVINCES]
            if len(subjects) == 1 and len(words) >= _SHORTEST_SUBJECT and not _LEANING.match(words):
                name = statement.text[subjects[0].start : subjects[0].end]
                measures.setdefault((words, value.kind), {}).setdefault(name, (statement, value, subjects[0]))
    for (words, _), by_place in measures.items():
        zones = [place for _, _, place in by_place.values() if place.zone]
        if len(zones) < 2 or not _balanced(words):
            continue
        top = max(by_place.values(), key=lambda item: item[1].amount or 0)
        at = top[0].start + top[1].start
        yield Candidate(f"哪个开发区{words}最高？", top[0].document_id, at, at + 1)


def points(document: Document) -> Iterator[Candidate]:
    """Yield a question for each heading that has points below it."""
    for group in groups(document):
        title = _MARKS.sub("", _NUMBERING.sub("", group.path[-1])).strip()
        if len(group.path) > 1 and len(group.children) in _POINTS and len(title) <= _LONGEST_HEADING:
            root = group.path[0] if len(group.path[0]) <= _LONGEST_TITLE else ""
            first, last = group.sections[0], group.sections[-1]
            yield Candidate(f"{root}{title}有哪些？", document.id, first.start, last.end)


def elsewhere(answer: Answer, statements: Iterable[Statement]) -> Iterator[Candidate]:
    """Yield an answered question with its place replaced by others that the same section speaks about."""
    listed = list(statements)
    named = {s.text[place.start : place.end] for s in listed for place in s.places if place.zone}
    own = max((name for name in named if name in answer.question), key=len, default="")
    if not own:
        return
    for statement in listed:
        for place in statement.places:
            name = statement.text[place.start : place.end]
            if place.zone and name not in answer.question and name not in own:
                question = answer.question.replace(own, name)
                yield Candidate(question, statement.document_id, statement.start, statement.end)


def _names_a_thing(subject: str, places: Sequence[Place], offset: int) -> bool:
    """Tell whether a subject holds a noun besides the places that it names."""
    bare = "".join(
        char for at, char in enumerate(subject, offset) if not any(place.start <= at < place.end for place in places)
    )
    return any(len(word) > 1 and is_noun(word) for word, _ in segment(bare))


def _balanced(text: str) -> bool:
    return all(text.count(left) == text.count(right) for left, right in _PAIRS) and text.count('"') % 2 == 0
