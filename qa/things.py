"""The things that a question asks: each with its asking words, and with the words that name it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from qa.asks import Ask, Asking, Sort
from qa.figure_kinds import kinds_named
from qa.segmentation import is_noun
from qa.values import Kind
from qa.words import Term

_EACH = re.compile(r"(?:分别|各自?|各占|各有|各是)(?:是|有|为|占)?$|(?:分别|各自?)")
_BARELY = re.compile(r"(?:分别|各自?)(?:是|为|有|达到?|完成|实现|增加了?|减少了?)*")
# 在数量和总投资上分别…
_ON = re.compile("(?:的|上|方面)+$")
_JOINED = re.compile(r"、|和|与|及|以及|跟|(?<=[\u4e00-\u9fff)]) (?=[\u4e00-\u9fff])")
# 博士每月比本科生多多少 sets two things against each other, 比上年 does not.
_AGAINST = re.compile(r"、|和|与|及|以及|跟|再?加上|比(?![例重较率值如,]|上|去|前|同期|年初|起来|$)")
_TELLING = 0.5
# 财政赤字总额 names the deficit, and that its whole sum is meant.
_SUMS = frozenset("总额 总量 总数 规模 数量 数额 金额 数目 个数 总和".split())


@dataclass(frozen=True, slots=True)
class Part:
    """One thing that a question asks.

    Attributes:
        ask: The kind of reply.
        kinds: The kinds of value that fit, for a value; empty when any fits.
        unit: The measure word asked with (``家`` in ``多少家``), or empty.
        start: Offset of the asking words in the folded question.
        end: Offset after them.
        focus: The words that name what is asked for; an answer must hold them nearby.
        sort: The sort of name asked for, for a name.
        currency: The currency that a sum of money is asked for in (``多少亿美元``), or empty.
        own: How many of the spans in ``about``, the first ones, are this thing's alone.
        about: Where the words stand that count for this part alone, if it is one of several things asked alike
            (``新开工和基本建成各多少套``); None if all of the question's words count.
    """

    ask: Ask
    kinds: frozenset[Kind]
    unit: str
    start: int
    end: int
    focus: tuple[Term, ...]
    sort: Sort = Sort.ANY
    about: tuple[tuple[int, int], ...] | None = None
    own: int = 0
    currency: str = ""


def parts_of(folded: str, asked: Sequence[Asking], words: tuple[Term, ...]) -> tuple[Part, ...]:
    """Return what a folded question asks: a part for each of its asking words, or for each thing that they ask of.

    Args:
        folded: The folded question.
        asked: Its asking words, in order.
        words: Its telling words.
    """
    parts = tuple(
        Part(
            item.ask,
            item.kinds,
            item.unit,
            item.start,
            item.end,
            _focus(folded, item, words),
            item.sort,
            currency=item.currency,
        )
        for item in asked
    )
    alike = all(part.ask in (Ask.VALUE, Ask.DATE) for part in parts)
    return _distributed(folded, parts, words) if alike else parts


def _distributed(folded: str, parts: tuple[Part, ...], words: tuple[Term, ...]) -> tuple[Part, ...]:
    """Return a part for each of the things that a question asks the same of (``A、B和C各有多少个``).

    Where it asks several figures of each (``A、B分别多少个,总投资多少``), all of one thing come before the next one's.
    """
    first = parts[0]
    each = _EACH.search(folded[: first.start])
    named = things(folded, first, words, each.start()) if each else (first,)
    if len(named) < 2 or len(parts) == 1:
        return named if len(parts) == 1 else parts
    found = []
    for thing in named:
        own = (thing.about or ())[: thing.own]
        found.append(thing)
        for before, part in pairwise(parts):
            measured = [word for word in words if before.end <= word.start < part.start and word not in before.focus]
            shared = [word for word in words if word.start < own[0][0] and word.quoted]
            spans = tuple((word.start, word.start + len(word.text)) for word in (*measured, *shared))
            found.append(replace(part, focus=tuple(measured[-1:]), about=(*own, *spans), own=thing.own))
    return tuple(found)


def things(folded: str, part: Part, words: tuple[Term, ...], until: int) -> tuple[Part, ...]:
    """Return a part for each thing that stands before an offset, or the part itself if there is but one.

    Things are quoted phrases, or what 、 and 和 join. What stands before the first or after the last of them
    (``项目总投资``) belongs to all.
    """
    before = [word for word in words if word.start < until]
    quoted = [word for word in before if word.quoted]
    if len(quoted) > 1:
        groups = [[word] for word in quoted]
        segments = [word.text for word in quoted]
    else:
        joint = _AGAINST if part.ask in (Ask.DIFFERENCE, Ask.COMPARISON, Ask.SUM) else _JOINED
        cuts = [match.start() for match in joint.finditer(folded, 0, until)]
        # 与上年相比,A和B各增加多少 joins nothing with 与.
        cuts = [cut for cut in cuts if before and before[0].start < cut]
        cuts = [cut for cut in cuts if not any(word.start <= cut < word.start + len(word.text) for word in before)]
        edges = [0, *cuts, until]
        groups = [[word for word in before if a <= word.start < b] for a, b in pairwise(edges)]
        segments = [_ON.sub("", folded[a:b]) for a, b in pairwise(edges)]
        if len(groups) < 2 or not all(groups):
            return (part,)
        alike = len(groups) == 2 and set(groups[0][-1].text[-2:]) & set(groups[1][-1].text[-2:])
        whole = (alike and len(groups[1]) > 1) or (len(groups) > 2 and all(len(group) > 1 for group in groups[:-1]))
        if not whole:
            # The first thing's own word stands next to the joint, and the last one's next to its joint; phrases that
            # end alike (A会议和B会议), and three or more of several words, are each whole.
            groups = [groups[0][-1:], *groups[1:-1], groups[-1][:1]]
    own = {word for group in groups for word in group}
    # A quoted phrase also comes as single words; those are not shared.
    inside = {word for word in words for owner in own if owner.start <= word.start < owner.start + len(owner.text)}
    shared = [word for word in words if word not in own and word not in inside]
    kinds = _kinds_of(part, segments, folded[until : part.start])
    return tuple(
        replace(
            part,
            kinds=own_kinds,
            focus=(),
            about=tuple((word.start, word.start + len(word.text)) for word in (*group, *shared)),
            own=len(group),
        )
        for group, own_kinds in zip(groups, kinds, strict=True)
    )


def _kinds_of(part: Part, things_named: Sequence[str], between: str) -> list[frozenset[Kind]]:
    """Return the kinds of value that fit each of several things: 面积、产量和产值 are measured each in its own way.

    What is asked of all alike (``分别要增长多少``, ``A收入和B收入的增长率``) is of the same kind.
    """
    named = [kinds_named(words) for words in things_named]
    alike = _BARELY.fullmatch(between) is None or "的" in things_named[-1] or part.unit
    return [part.kinds] * len(named) if alike or not all(named) else named


def _focus(folded: str, asking: Asking, words: tuple[Term, ...]) -> tuple[Term, ...]:
    """Return the words that name what is asked for.

    For 多少个项目 and 哪些城市 it is the word right behind, otherwise the last telling word before the asking ones in
    the same clause (总投资是多少).
    """
    start, end = asking.start, asking.end
    if asking.ask not in (Ask.VALUE, Ask.DATE, Ask.NAME, Ask.LIST):
        return ()
    if not re.match(r"[,、?。;]", folded[end : end + 1]):
        behind = [word for word in words if word.start in (end, end + 1) and folded[end] != "来"]
        if behind and behind[0].weight >= _TELLING and (asking.ask is not Ask.DATE or is_noun(behind[0].text)):
            return (behind[0],)
    if asking.ask is not Ask.VALUE or any(char not in "多少几若干" for char in folded[start:end]):
        return ()
    before = [word for word in words if word.start < start]
    if start == end:
        return tuple(before[-1:])
    clause = max(folded.rfind(mark, 0, start) for mark in ",;。?!")
    near = [word for word in before if word.start > clause] or before
    telling = [word for word in near if word.weight >= _TELLING] or near
    named = [word for word in telling if word.text not in _SUMS] or telling
    return tuple(named[-1:])
