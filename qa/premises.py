"""False premises: a figure that a question takes for granted, and that the documents give for something else.

``晋中的7.9%是怎么算的`` where 7.9% is 阳泉's: whoever asks is told whose it is, with the words that say so.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from corpus.folding import fold
from qa.asks import Ask
from qa.context import Context
from qa.evidence import coverage
from qa.figures import value_finding, values_in_focus
from qa.findings import Finding, quote
from qa.fits import same_figure
from qa.question import Question
from qa.scope import in_scope, is_narrower, place_fit
from qa.segmentation import segmenter
from qa.statements import Statement
from qa.things import Part
from qa.values import Kind, Value
from qa.wanting import ORDINAL
from qa.words import Term, match

MEASURABLE = frozenset({Kind.PERCENT, Kind.MONEY, Kind.COUNT, Kind.POINTS})
# Figures that a question bounds or rounds are no claim that the documents give them.
_BOUNDED_BEFORE = re.compile(r"(?:超过?|高于|低于|不到|不足|近|约|大于|小于|多于|少于|突破|至少|最多|第|前|达到)$")
_BOUNDED_BEHIND = re.compile(r"多|余|以上|以下|以内|左右|上下|[强弱]")
_SAME_MATTER = 0.3
_OWN_FIGURE, _SURELY = 0.4, 0.7
_TELLING = frozenset({Ask.EXPLANATION, Ask.NAME, Ask.OPEN, Ask.YES_NO})
_SHORTEST_NAME, _NAMES = 3, frozenset({"nr", "nrt", "nz", "ns", "j"})
_TELLS, _ENOUGH_WORDS, _NAME = 0.5, 2, 4
_FEW = 20
_DAY = re.compile(r"\d月\d{1,2}[日号]")
_RATED = re.compile("同比|增长|增速|增幅|增加|下降|占比|达到")
_SAME_EVENT = 0.6


def claimed(question: Question) -> list[Value]:
    """Return the figures that a question takes for granted."""
    # 那3项活动都是啥 counts what it asks for.
    counted = question.parts[0].ask in (Ask.LIST, Ask.NAME)
    return [
        value
        for value in question.values
        if value.kind in MEASURABLE
        and not (counted and value.kind is Kind.COUNT and value.amount is not None and value.amount <= _FEW)
        and value.amount is not None
        and re.search(r"\d", value.text)
        and not _BOUNDED_BEFORE.search(question.folded[: value.start])
        and not _BOUNDED_BEHIND.match(question.folded, value.end)
    ]


def counts_only(question: Question) -> bool:
    """Tell whether the figures that a question takes for granted are all counts, which name the things asked about."""
    return all(value.kind is Kind.COUNT for value in claimed(question))


def correct_premise(question: Question, context: Context) -> Finding | None:
    """Return what the documents say where a figure that a question takes for granted is not what they give.

    None where its figures stand in what they say of the places and years asked about, or nowhere at all.
    """
    for value in claimed(question):
        if any(_is_meant(question, statement, other) for statement, other in standing(value, context)):
            continue
        words = _around(question, value)
        owner = whose(question, value, words, context)
        if owner is None:
            continue
        own = _own_figure(question, value, words, context)
        if own is not None and _says_less(own, owner, words):
            own = None
        quotes = (*(own.quotes if own else ()), *owner.quotes)
        note = f"{value.text}{owner.note}"
        score = max(owner.score, own.score if own else 0.0)
        return Finding(own.short if own else "", quotes, score, note=note, quoted=own is not None)
    return None


def _is_meant(question: Question, statement: Statement, value: Value) -> bool:
    """Tell whether a figure is of the places and years asked about; a year may stand behind it in its sentence."""
    if in_scope(question, statement, value.start):
        return True
    named = bool(question.years) and all(f"{year}年" in statement.folded for year in question.years)
    return named and place_fit(question.places, statement, value.start) > 0


def taken_for_granted(question: Question, context: Context) -> Finding | None:
    """Return what the documents give instead of a figure that a question states and that nobody gives as it does.

    For questions that nothing else answers: ``阳泉对接了45家企业,对吗`` where 45家 is another city's, and
    ``那支236人的代办队伍何时成立`` where the documents speak of one of 326.
    """
    found = correct_premise(question, context)
    if found is not None:
        return found
    for value in claimed(question):
        if not standing(value, context):
            own = _own_figure(question, value, _around(question, value), context)
            if own is not None and own.score >= _SURELY:
                return replace(own, short="", note=f"资料给出的是{own.short}", quoted=False)
    return _another_s_thing(question, context)


def another_s_event(question: Question, context: Context) -> Finding | None:
    """Return the words that tell of another place what a question tells of its own, with the very day or number.

    ``阳泉承担第三次活动的主会场,完成得怎样`` where it was 晋中 that did, and 阳泉 did nothing the third time.
    """
    marks = [value.text for value in question.values if value.kind is Kind.DATE and _DAY.search(value.text)]
    marks += [found.group() for found in ORDINAL.finditer(question.folded)]
    if not (marks and question.places) or any(part.ask not in _TELLING for part in question.parts):
        return None
    spoken = [item for item in context.statements if not item.heading and all(mark in item.folded for mark in marks)]
    # What the place itself did in another year is not another's.
    if not spoken or any(place_fit(question.places, item, None) for item in spoken):
        return None
    best = max(spoken, key=lambda item: coverage(question.terms, ((item.folded, 1.0),), context.weigh))
    if coverage(question.terms, ((best.folded, 1.0),), context.weigh) < _SAME_EVENT:
        return None
    at = best.folded.find(marks[0])
    cited = quote(best, best.clause_at(at))
    said = best.text[at : at + len(marks[0])]
    return Finding("", (cited,), _SURELY, note=f"{said}说的是{best.subject_name(at) or best.report[1]}")


def without_claims(question: Question) -> Question:
    """Return a question without the figures that it takes for granted, and without the words that make them rates.

    Of ``投资增长3.9%,完成多少亿`` there stays what the investment was.
    """
    rated = any(value.kind is Kind.PERCENT for value in claimed(question))
    rated = rated and not any(Kind.PERCENT in part.kinds for part in question.parts)
    terms = tuple(term for term in question.terms if not (rated and _RATED.fullmatch(term.text)))
    return replace(question, values=(), terms=terms)


def _another_s_thing(question: Question, context: Context) -> Finding | None:
    """Return the words that give a thing of which a question tells to another place (``阳泉的“晋商回归”效果如何``).

    For things that have a name, and for questions about them; a figure that is not given is not another's.
    """
    if not question.places or any(part.ask not in _TELLING for part in question.parts):
        return None
    for word in question.terms:
        if not (word.quoted or _is_own_name(word.text)):
            continue
        holding = [item for item in context.statements if word.text in item.folded and not item.heading]
        if holding and not any(in_scope(question, item) for item in holding):
            best = max(holding, key=lambda item: sum(match(term, item.folded) for term in question.terms))
            at = best.folded.find(word.text)
            cited = quote(best, (at, at + len(word.text)))
            said = best.text[at : at + len(word.text)]
            return Finding("", (cited,), _SURELY, note=f"{said}说的是{best.report[1]}")
    return None


def _is_own_name(word: str) -> bool:
    """Tell whether the segmenter takes a word that it does not know for a name (多氟多, 博彦科技)."""
    tagged = segmenter().tag(word)
    unknown = not segmenter().has_word(word) and len(word) >= _SHORTEST_NAME
    return unknown and (len(tagged) == 1 or tagged[0][1] in _NAMES)


def whose(question: Question, value: Value, words: Sequence[Term], context: Context) -> Finding | None:
    """Return the words that give a figure for something else, with a note whose it is; None if there are none."""
    best: Finding | None = None
    for statement, other in standing(value, context):
        score = coverage(words, ((statement.folded, 1.0), (statement.headings, 0.7)), context.weigh)
        inside = in_scope(question, statement, other.start)
        if score < _SAME_MATTER or (
            inside and not is_narrower(question.places, statement, other.start, question.folded)
        ):
            continue
        owner = statement.subject_name(other.start) or statement.report[1]
        if owner and (best is None or score > best.score):
            cited = quote(statement, (other.start, other.end))
            best = Finding("", (cited,), score, note=f"说的是{owner}")
    return best


def standing(value: Value, context: Context) -> list[tuple[Statement, Value]]:
    """Return where a figure stands in the documents at hand, be it with another unit word or slightly rounded."""
    return [
        (statement, other)
        for statement in context.statements
        for other in statement.values
        if same_figure(value, other)
    ]


def _own_figure(question: Question, value: Value, words: Sequence[Term], context: Context) -> Finding | None:
    """Return the figure that the documents give for what the question speaks of."""
    asked = {word.text for part in question.parts for word in part.focus}
    telling = {word.text for word in words if word.weight >= _TELLS} - asked
    named = any(len(word) >= _NAME for word in telling)  # 三个一批 is enough to say what was counted
    if len(telling) < (_ENOUGH_WORDS if value.kind is Kind.COUNT and not named else 1):
        return None  # 晋中的7.9% and a bare 269个项目 do not say what they are of
    asking = Part(Ask.VALUE, frozenset({value.kind}), value.unit if value.kind is Kind.COUNT else "", 0, 0, ())
    # What is asked besides (比目标高多少) says nothing of what the figure is of.
    start, end = _clause_around(question.folded, value)
    about = replace(question, values=(), folded="，" * start + question.folded[start:end])
    for evidence in values_in_focus(about, asking, words, context)[:1]:
        if evidence.score >= _OWN_FIGURE:
            return value_finding(evidence, words)
    return None


def _says_less(own: Finding, owner: Finding, words: Sequence[Term]) -> bool:
    """Tell whether a figure is of another matter than the one that a question states: 104个项目 tells of no 铺排."""
    said, others = (fold(" ".join(cited.statement.said for cited in item.quotes)) for item in (own, owner))
    return any(word.weight >= _TELLS and match(word, others) and not match(word, said) for word in words)


def _around(question: Question, value: Value) -> tuple[Term, ...]:
    """Return the words of the clause that states a figure; all of the question's where it has none of its own."""
    start, end = _clause_around(question.folded, value)
    return tuple(word for word in question.terms if start <= word.start < end) or question.terms


def _clause_around(folded: str, value: Value) -> tuple[int, int]:
    """Return the span of the clause that states a figure."""
    start = max(folded.rfind(mark, 0, value.start) for mark in ",。;、") + 1
    return start, min((at for mark in ",。;、?!" if (at := folded.find(mark, value.end)) >= 0), default=len(folded))
