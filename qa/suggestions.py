"""Questions that the documents answer: to begin with, to go on with, and in place of one that they do not answer.

A question is made from a sentence by asking for its figure (``工业投资完成50.9亿元`` -> ``工业投资完成多少亿元？``), from
figures that a section gives for several places, or from a heading with points below it. Each is asked before it is
offered, and dropped unless the answer rests on the very words that it was made from.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, zip_longest

from qa.assistant import Assistant
from qa.lexicon import PROVINCES
from qa.outlines import groups
from qa.places import Place
from qa.statements import Statement
from qa.types import Answer
from qa.values import Kind, Value
from qa.words import is_noun, segment

# Documents, and sections of each, that starting questions are made from: a large library is not read through.
_MOST_DOCUMENTS = 6
_MOST_SECTIONS = 40
# Questions that are asked at most before fewer are offered than wanted, so that a page never waits for long.
_MOST_TRIES = 16
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
_DIGITS = re.compile(r"[\d.,一二两三四五六七八九十百千]+")
_NUMBERING = re.compile(r"^(?:[（(]?[一二三四五六七八九十\d]+[)）、.．]|[一二三四五六七八九十]+是|第[一二三四五六七八九十]+[章节部分]*)\s*")
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


def starters(assistant: Assistant, count: int = 4, documents: Collection[str] | None = None) -> list[str]:
    """Return questions to begin with, of several kinds and about several reports where there are some.

    Args:
        assistant: Answers; its index holds the documents.
        count: How many to return at most.
        documents: Ids of the documents to ask about; all where it is ``None``.
    """
    known = assistant.index.documents
    chosen = [id for id in known if documents is None or id in documents][:_MOST_DOCUMENTS]
    reports: dict[tuple[str, str], list[list[Candidate]]] = {}
    others: list[Candidate] = []
    for id in chosen:
        listed, compared = list(_points(assistant, id)), []
        for number, section in enumerate(known[id].sections[:_MOST_SECTIONS]):
            inside = assistant.statements_of(id, number)
            compared += _comparisons(inside)
            reports.setdefault((id, section.path[0] if section.path else ""), []).append(list(_figures(inside)))
        others += [each for pair in zip_longest(compared, listed) for each in pair if each]
    # One figure of each report in turn, from its next section each time.
    figures = _in_turn([list(_in_turn(sections)) for sections in reports.values()])
    return _confirmed(assistant, _in_turn([list(figures), others]), count, (), documents)


def follow_ups(
    assistant: Assistant,
    answer: Answer,
    count: int = 3,
    documents: Collection[str] | None = None,
    asked: Iterable[str] = (),
) -> list[str]:
    """Return questions that lead on from an answer: the same for other places, and what stands near the proof.

    Args:
        assistant: Gave the answer.
        answer: The answer; nothing follows from a refusal, see ``instead``.
        count: How many to return at most.
        documents: Ids of the documents to ask about; all where it is ``None``.
        asked: Questions that were asked already.
    """
    near = [(c.document_id, c.start, c.end) for c in answer.citations]
    same: list[Candidate] = []
    beside: list[Candidate] = []
    for id, number in _sections_at(assistant, near):
        inside = assistant.statements_of(id, number)
        same += _elsewhere(answer, inside)
        beside += _comparisons(inside)
        beside += _figures(inside)
    proof = [(id, start, end) for id, start, end in near]
    beside = [each for each in beside if not any(_meets(each, span) and _told(each, answer) for span in proof)]
    return _confirmed(assistant, _in_turn([same, beside]), count, (answer.question, *asked), documents)


def instead(
    assistant: Assistant, answer: Answer, count: int = 3, documents: Collection[str] | None = None
) -> list[str]:
    """Return questions that can be answered, made from the passages nearest to a question that cannot.

    Args:
        assistant: Refused.
        answer: The refusal.
        count: How many to return at most.
        documents: Ids of the documents to ask about; all where it is ``None``.
    """
    near = [(hit.passage.document_id, hit.passage.start, hit.passage.end) for hit in answer.hits[:6]]
    by_section = []
    for id, number in _sections_at(assistant, near):
        inside = assistant.statements_of(id, number)
        by_section.append([*_figures(inside), *_comparisons(inside)])
    return _confirmed(assistant, _in_turn(by_section), count, (answer.question,), documents)


def _confirmed(
    assistant: Assistant,
    candidates: Iterable[Candidate],
    count: int,
    asked: Sequence[str],
    documents: Collection[str] | None,
) -> list[str]:
    """Return the first questions that are answered from the words that they were made from."""
    found: list[str] = []
    seen = set(map(_bare, asked))
    tries = 0
    for each in candidates:
        if len(found) == count or tries == _MOST_TRIES:
            break
        if _bare(each.question) in seen:
            continue
        seen.add(_bare(each.question))
        tries += 1
        answer = assistant.answer(each.question, documents=documents)
        proven = any(_meets(each, (c.document_id, c.start, c.end)) for c in answer.citations)
        if answer.status == "answered" and proven and each.expected in answer.short:
            found.append(each.question)
    return found


def _figures(statements: Iterable[Statement]) -> Iterator[Candidate]:
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
    subjects = statement.subjects_at(value.start)
    if subjects:
        return statement.text[subjects[-1].start : subjects[-1].end]
    title = statement.path[0] if statement.path else statement.title
    year = f"{next(iter(statement.years))}年" if len(statement.years) == 1 else ""
    return f"{title if len(title) <= _LONGEST_TITLE else ''}{year if year not in title else ''}"


def _comparisons(statements: Iterable[Statement]) -> Iterator[Candidate]:
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


def _points(assistant: Assistant, document_id: str) -> Iterator[Candidate]:
    """Yield a question for each heading that has points below it."""
    for group in groups(assistant.index.documents[document_id]):
        title = _MARKS.sub("", _NUMBERING.sub("", group.path[-1])).strip()
        if len(group.path) > 1 and len(group.children) in _POINTS and len(title) <= _LONGEST_HEADING:
            root = group.path[0] if len(group.path[0]) <= _LONGEST_TITLE else ""
            first, last = group.sections[0], group.sections[-1]
            yield Candidate(f"{root}{title}有哪些？", document_id, first.start, last.end)


def _elsewhere(answer: Answer, statements: Iterable[Statement]) -> Iterator[Candidate]:
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


def _sections_at(assistant: Assistant, spans: Iterable[tuple[str, int, int]]) -> list[tuple[str, int]]:
    """Return the sections in which spans lie, each once, in the spans' order."""
    found = {}
    for id, start, end in spans:
        for number, section in enumerate(assistant.index.documents[id].sections):
            if section.start < end and start < section.end:
                found[id, number] = None
    return list(found)


def _names_a_thing(subject: str, places: Sequence[Place], offset: int) -> bool:
    """Tell whether a subject holds a noun besides the places that it names."""
    bare = "".join(
        char for at, char in enumerate(subject, offset) if not any(place.start <= at < place.end for place in places)
    )
    return any(len(word) > 1 and is_noun(word) for word, _ in segment(bare))


def _balanced(text: str) -> bool:
    return all(text.count(left) == text.count(right) for left, right in _PAIRS) and text.count('"') % 2 == 0


def _meets(candidate: Candidate, span: tuple[str, int, int]) -> bool:
    id, start, end = span
    return candidate.document_id == id and candidate.start < end and start < candidate.end


def _told(candidate: Candidate, answer: Answer) -> bool:
    """Tell whether an answer has said already what a question asks for."""
    return not candidate.expected or candidate.expected in answer.short


def _in_turn(lists: Iterable[Iterable[Candidate]]) -> Iterator[Candidate]:
    """Yield the first of each list, then the second of each, and so on."""
    return (each for each in chain.from_iterable(zip_longest(*lists)) if each is not None)


def _bare(question: str) -> str:
    return "".join(char for char in question if char.isalnum())
