"""Where something is or happened: the place or the park that stands nearest to a question's words."""

from __future__ import annotations

import re
from collections.abc import Sequence

from corpus.sentences import Span
from qa.enumerations import Reading
from qa.lexicon import PROVINCES
from qa.places import Place
from qa.question import Question
from qa.segmentation import segmenter
from qa.statements import Statement
from qa.words import Term, match

_LOCATED = re.compile(
    r"(?P<how>位于|坐落[于在]|地处|生于|设[于在]|落户|产于|选址(?:定?[在于为])?|(?:搬迁?|迁移?|[上下转]?移|安置|改设)[至到在于]|地[点址][为在是:：])"
    r"(?P<where>[\u4e00-\u9fffA-Za-z0-9·]{2,24})"
)
# 搬到什么地方 and 选址在哪 ask with the very verb behind which the place stands.
_MOVES = re.compile("选址|搬|迁|移|安置|设")
# Behind the zone that it lies in: 太谷经开区乾通产业园.
_PARK = re.compile(
    r"(?:(?<=开发区)|(?<=经开区)|(?<=高新区)|(?<![\u4e00-\u9fff]))[\u4e00-\u9fffA-Za-z0-9]{2,12}?(?:园区|产业园|工业园|科技园|企业园|物流园)(?!区)"
)
_KINDS = ("镇", "乡", "街道", "社区", "村", "管理区", "农场", "林场", "小区")
_WHICH_LOCAL = re.compile(r"哪一?[个家座]?(?:开发区|经开区|园区|高新区|区|县|市|镇|乡)")
_OF_MOST = 0.7
_WHICH_KIND = re.compile(rf"哪一?[个座]?(?P<kind>{'|'.join(_KINDS)}|地方|地区|[城乡村]镇)")
_NAME = re.compile(
    r"[\u4e00-\u9fff]{2,6}(?<![城乡村本各])(?<!示范)(?<!中心)(?<!行政)(?<!自然)(?<!贫困)(?<!老旧)(?<!安置)(?<!国有)(?<!搬迁)(?:"
    + "|".join(_KINDS)
    + ")"
)


def read_place(question: Question, statement: Statement, words: Sequence[Term]) -> Reading | None:
    """Return the place, not named by the question, that stands nearest to its words."""
    if moved := read_located(question, statement, words, named=True):
        return moved
    asked = {place.name for place in question.places}
    new = [
        place
        for place in statement.places
        # 晋中开发区 may be one of 晋中's zones even where the question names 晋中.
        if place.name not in asked or place.zone or statement.text[place.start : place.end].endswith("区")
    ]
    best: tuple[float, Place] | None = None
    if _WHICH_LOCAL.search(question.folded):
        new = [place for place in new if place.name not in PROVINCES]
    # The place of another thing in a list (光存信息项目、海藻锂电池项目) is not that of the one asked about.
    items = {item_at(statement, value.start) for value in statement.values}
    most = max((_held(words, statement.folded[slice(*item)]) for item in items), default=0.0)
    for place in new:
        start, end = item_at(statement, place.start)
        clause = statement.folded[start:end]
        held = _held(words, clause)
        if held < _OF_MOST * most:
            continue
        nearest = min(
            (abs(at - place.start) for word in words if (at := statement.folded.find(word.text, start, end)) >= 0),
            default=99,
        )
        score = held - nearest / 100
        if held >= 1 and (best is None or score > best[0]):
            best = (score, place)
    if best:
        return Reading((best[1].start, best[1].end))
    if named := _read_kind(question, statement, words):
        return Reading(named)
    return read_located(question, statement, words)


def read_located(
    question: Question, statement: Statement, words: Sequence[Term], named: bool = False
) -> Reading | None:
    """Return the place behind a verb such as 位于 in the part that holds most of the question's words.

    Args:
        question: The question.
        statement: The statement.
        words: The question's words.
        named: Whether the question must name the verb itself.
    """
    best: tuple[float, Span] | None = None
    for found in _LOCATED.finditer(statement.text):
        verb = _MOVES.search(found["how"])
        asked = verb is not None and verb.group() in question.folded
        start, _ = statement.part_at(found.start()) if asked else statement.clause_at(found.start())
        held = sum(word.weight * match(word, statement.folded[start : found.end()]) for word in words)
        if held >= 1 and (asked or not named) and (best is None or held > best[0]):
            best = (held, found.span("where"))
    return Reading(best[1]) if best else None


def _held(words: Sequence[Term], text: str) -> float:
    return sum(word.weight * match(word, text) for word in words)


def _read_kind(question: Question, statement: Statement, words: Sequence[Term]) -> Span | None:
    """Return the name of the kind asked for (``哪个镇``) in the clause that holds most of the question's words."""
    asked = _WHICH_KIND.search(question.folded)
    if asked is None:
        return None
    kinds = [asked["kind"]] if asked["kind"] in _KINDS else list(_KINDS)
    # A name begins behind a verb or a preposition, wherever the segmenter cuts what it does not know.
    bounds, at = [0], 0
    for word, tag in segmenter().tag(statement.folded):
        at += len(word)
        if tag[0] in "vpcxmufrd":
            bounds.append(at)
    best: tuple[float, Span] | None = None
    for found in re.finditer("|".join(kinds), statement.folded):
        start, end = max(bound for bound in bounds if bound <= found.start()), found.end()
        if not _NAME.fullmatch(statement.folded, start, end):
            continue
        begins, ends = statement.clause_at(start)
        held = sum(word.weight * match(word, statement.folded[begins:ends]) for word in words)
        if statement.folded[start:end] not in question.folded and held >= 1 and (best is None or held > best[0]):
            best = (held, (start, end))
    return best[1] if best else None


def read_park(question: Question, statement: Statement, words: Sequence[Term]) -> Reading | None:
    """Return the park in the clause that holds most of the question's words, without the zone that it lies in."""
    best: tuple[float, Span] | None = None
    for found in _PARK.finditer(statement.text):
        start, end = found.span()
        inside = [place for place in statement.places if start <= place.start < end]
        if inside and question.places and not any(p.covers(other) for p in question.places for other in inside):
            continue
        behind = max((place.end for place in inside if place.end < end), default=start)
        # A mere 中小企业园 is what the question says itself; 祁县经开区中小企业园 is its name.
        start = start if statement.folded[behind:end] in question.folded else behind
        clause = statement.folded[slice(*item_at(statement, start))]
        held = sum(word.weight * match(word, clause) for word in words)
        if statement.folded[start:end] not in question.folded and held >= 1 and (best is None or held > best[0]):
            best = (held, (start, end))
    return Reading(best[1]) if best else None


def item_at(statement: Statement, offset: int) -> Span:
    """Return the item of an enumeration that holds an offset, where its items have figures; else the clause."""
    start, end = statement.clause_at(offset)
    if sum(start <= value.start < end for value in statement.values) < 2:
        return start, end
    left = statement.text.rfind("、", start, offset)
    right = statement.text.find("、", offset, end)
    return (left + 1 if left >= 0 else start), (right if right >= 0 else end)
