"""Enumerations within a sentence, and the exact words read out of it.

Example: ``在北京、上海、广州等地开展…`` has the items ``北京``, ``上海`` and ``广州``.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from corpus.sentences import Span
from qa.asks import Sort
from qa.question import Question
from qa.segmentation import segmenter
from qa.statements import Statement
from qa.things import Part
from qa.words import Term, match

LEADING = re.compile(r"^(?:[指了的为是在于到以由对:：,，、\s“\"']|达到|达|完成|包括|包含|有|等|分别|和|与|将|被)+")
_LEAD_VERB = re.compile(
    r"(?:引进|招引|打好|打赢|签约(?![率额一]|仪式|项目)|聚焦|围绕|包括|包含|涉及|推动|获评|入选|加快|推进|完成|打造|建设|引入|在|以(?![上下内来外])|对|将|把|与|为|是|有|了|即|如|:|：|明确|实施|实现|开展|制定|健全|坚持|强化|抓好|引导|依托|达成|培育|发展|从|向|到|用于)+"
)

_LONGEST_NAME = 8
_ETC = re.compile(r"等(?!次|级|待)")
_QUOTED_RUN = re.compile(r"“([^“”、]{2,16}(?:、[^“”、]{2,16})+)”")
_CALLED = re.compile(r"等(?!次|级|待)[^,。;、]{1,8}")


@dataclass(frozen=True, slots=True)
class Reading:
    """An exact answer read from a statement.

    Attributes:
        span: Where it stands, relative to the statement.
        items: The items' spans, for an enumeration; empty otherwise.
    """

    span: Span
    items: tuple[Span, ...] = ()


def read_list(question: Question, part: Part, statement: Statement, asked: int = 0) -> Reading | None:
    """Return the enumeration that a question asks for, with its items, if the statement has one.

    Args:
        question: The question.
        part: The part that asks for it.
        statement: The statement.
        asked: How many items the question says there are; 0 if it does not say.
    """
    best: tuple[float, Reading] | None = None
    quoted = [run for run in _in_quotes(statement) if len(run.items) == asked]
    for reading in (*enumerations(statement), *quoted):
        start, end = reading.span
        clause = statement.folded[slice(*statement.clause_at(start))]
        near = sum(word.weight * match(word, clause) for word in question.terms)
        # 百度、博彦科技等重点企业 says itself what its items are.
        called = _CALLED.match(statement.folded, end)
        kind = called is not None and any(word.kind and match(word, called.group()) for word in question.terms)
        # Who says that there are four wants an enumeration of four, and none of bare figures.
        if _are_figures(statement, reading):
            continue
        score = near + kind + min(len(reading.items), 5) / 10 + (len(reading.items) == asked)
        if part.sort is Sort.PLACE:
            named = sum(_names_place(statement, item) for item in reading.items)
            if 2 * named < len(reading.items):
                continue
        if best is None or score > best[0]:
            best = (score, reading)
    if best is None:
        return None
    if best[1] in quoted:
        return best[1]
    left, _ = neighbours(question, part)
    return without_lead(best[1], statement, left)


def _are_figures(statement: Statement, reading: Reading) -> bool:
    """Tell whether most items are figures and nothing else (``87宗、4265亩``)."""
    bare = sum(any(v.start <= a and b <= v.end for v in statement.values) for a, b in reading.items[1:])
    return 2 * bare > len(reading.items[1:])


def _names_place(statement: Statement, item: Span) -> bool:
    """Tell whether an item names a place: one of those that the statement speaks about, or a country."""
    start, end = item
    if any(start <= place.start < end for place in statement.places):
        return True
    return any(tag == "ns" for _, tag in segmenter().tag(statement.folded[start:end][-_LONGEST_NAME:]))


def neighbours(question: Question, part: Part) -> tuple[list[Term], list[Term]]:
    """Return the words left of the asking words, nearest first, and those right of them, nearest first."""
    left = [word for word in question.terms if word.start < part.start]
    right = [word for word in question.terms if word.start >= part.end and word not in part.focus]
    return left[::-1], right


def find_word(word: Term, statement: Statement, start: int, end: int) -> Span | None:
    """Return where a word, or one that reports use for it, first stands between two offsets."""
    for form in (word.text, *word.variants):
        at = statement.folded.find(form, start, end)
        if at >= 0:
            return at, at + len(form)
    return None


def enumerations(statement: Statement) -> list[Reading]:
    """Return the runs of items joined by 、 outside quotes and brackets."""
    found = []
    for start, end in statement.clauses:
        cuts, depth = [start], 0
        for at in range(start, end):
            char = statement.text[at]
            depth += (char in "（(《“‘") - (char in "）)》”’")
            if char == "、" and depth <= 0:
                cuts.append(at + 1)
        if len(cuts) < 2:
            continue
        ends = [cut - 1 for cut in cuts[1:]] + [end]
        items = _until_etc(statement.text, list(zip(cuts, ends, strict=True)))
        if len(items) < 2:
            continue
        last = _last_item(statement.text, items[-1])
        found.append(Reading((start, last[1]), (*items[:-1], last)))
    return found


def _in_quotes(statement: Statement) -> list[Reading]:
    """Return the runs of items joined by 、 that quotes hold together (``“政府收储一批、企业自改一批”``)."""
    found = []
    for quoted in _QUOTED_RUN.finditer(statement.text):
        at, items = quoted.start(1), []
        for item in quoted.group(1).split("、"):
            items.append((at, at + len(item)))
            at += len(item) + 1
        found.append(Reading(quoted.span(1), tuple(items)))
    return found


def _until_etc(text: str, items: list[Span]) -> list[Span]:
    """Drop what stands behind the item with 等: it is another enumeration."""
    for number, (start, end) in enumerate(items):
        etc = _ETC.search(text, start, end)
        if etc and etc.start() > start + 1:
            return items[: number + 1]
    return items


def _last_item(text: str, item: Span) -> Span:
    """Cut off what follows the last item (``苏州等地开展…`` -> ``苏州``)."""
    start, end = item
    etc = _ETC.search(text, start, end)
    if etc and etc.start() > start + 1:
        return start, etc.start()
    return start, end


def without_lead(reading: Reading, statement: Statement, left: Sequence[Term] = ()) -> Reading:
    """Cut off what stands before the first item (``在北京、上海`` -> ``北京``), ``left`` of it or not."""
    start, end = reading.items[0]
    begin = start
    for word in left[:3]:
        span = find_word(word, statement, start, end)
        if span and span[1] < end - 1:
            begin = max(begin, span[1])
    typical = sorted(b - a for a, b in reading.items[1:])[len(reading.items[1:]) // 2]
    verbs = [verb.end() for verb in _LEAD_VERB.finditer(statement.text, begin, end) if verb.end() < end - 1]
    if verbs and end - begin > typical + 1:
        # Of the words that may open an enumeration, take the one that leaves an item of the others' length.
        begin = min(verbs, key=lambda at: abs((end - at) - typical))
    # 购买二级能效的冰箱、洗衣机: what stands before 的 belongs to all.
    said = statement.text.rfind("的", begin, end - 1) + 1
    begin = said if said and end - begin > 2 * typical + 2 else begin
    lead = LEADING.match(statement.text[begin:end])
    begin += lead.end() if lead and lead.end() < end - begin else 0
    items = ((begin, end), *reading.items[1:-1], _without_object(statement, reading.items))
    return Reading((begin, items[-1][1]), items)


def _without_object(statement: Statement, items: tuple[Span, ...]) -> Span:
    """Cut the last item where it goes on much longer than the others (``灵石、太谷、平遥经开区的区域调整``)."""
    start, end = items[-1]
    longest = max(b - a for a, b in items[1:-1]) if len(items) > 2 else 0
    joint = statement.text.find("的", start, end)
    if longest and joint > start + 1 and end - start > 2 * longest + 2:
        return start, joint
    return start, end
