"""Chooses figures that go together: one for each place, year or thing, in one unit, best out of one sentence."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

from qa.arithmetic import value_of
from qa.evidence import Evidence

Operand = tuple[str, Evidence]
"""What a figure is of, as people name it, and the figure."""

_AS_GOOD = 0.8
_NEARLY_AS_GOOD = 0.75
_MOST_PAIRED, _SAME_WORDS, _ABOUT_AS_GOOD = 6, 4, 0.9
_MOST_OPTIONS = 3
_MARKS = ",，。;；:：、(（)）"


def alike(queries: Sequence[tuple[str, Sequence[Evidence]]]) -> list[Operand]:
    """Return a figure for each query, all in the unit of the best ones; empty if one lacks a figure of its own."""
    if not all(candidates for _, candidates in queries):
        return []
    together = _of_one_sentence(queries)
    if together:
        return together
    for unit in dict.fromkeys(value_of(candidates[0]).unit for _, candidates in queries):
        found: list[Operand] = []
        for label, candidates in queries:
            taken = {(item.statement.document_id, item.statement.start, value_of(item).start) for _, item in found}
            fresh = next(
                (
                    item
                    for item in candidates
                    if value_of(item).unit == unit
                    and item.score >= _AS_GOOD * candidates[0].score
                    and (item.statement.document_id, item.statement.start, value_of(item).start) not in taken
                ),
                None,
            )
            if fresh is None:
                break
            found.append((label, fresh))
        if len(found) == len(queries):
            return found
    return []


def measured_alike(queries: Sequence[tuple[str, Sequence[Evidence]]]) -> list[Operand]:
    """Return the two figures that the same words stand before (``完成交通固定资产投资``), if there are such."""
    if len(queries) != 2:
        return []
    (label, these), (other, those) = queries
    good = [
        [item for item in items if item.score >= _AS_GOOD * items[0].score][:_MOST_PAIRED] for items in (these, those)
    ]
    pairs = [
        (_shared_before(one, two), one, two)
        for one in good[0]
        for two in good[1]
        if value_of(one).unit == value_of(two).unit and value_of(one) != value_of(two) and _same_subject(one, two)
        if one.score + two.score >= _ABOUT_AS_GOOD * (good[0][0].score + good[1][0].score)
    ]
    shared, one, two = max(pairs, key=lambda pair: pair[0], default=(0, None, None))
    return [(label, one), (other, two)] if one and two and shared >= _SAME_WORDS else []


def _shared_before(one: Evidence, other: Evidence) -> int:
    """Return how many characters of the clause right before two figures are the same."""
    texts = [item.statement.folded[: value_of(item).start][::-1] for item in (one, other)]
    same = itertools.takewhile(lambda pair: pair[0] == pair[1] not in _MARKS, zip(*texts, strict=False))
    return sum(1 for _ in same)


def _same_subject(one: Evidence, other: Evidence) -> bool:
    """Tell whether two figures are about the same places, as far as both say."""
    first, second = ({(p.name, p.zone) for p in e.statement.subjects_at(value_of(e).start)} for e in (one, other))
    return first == second or not (first and second)


def _of_one_sentence(queries: Sequence[tuple[str, Sequence[Evidence]]]) -> list[Operand]:
    """Return a figure for each query out of one sentence, if there is a sentence with nearly the best for all."""
    for first in queries[0][1]:
        options = [
            [
                item
                for item in candidates
                if item.statement is first.statement
                and value_of(item).unit == value_of(first).unit
                and item.score >= _NEARLY_AS_GOOD * candidates[0].score
            ][: _MOST_OPTIONS if len(queries) < _MOST_PAIRED else 1]
            for _, candidates in queries
        ]
        # What fits two of them belongs to the one that has nothing else.
        apart = (
            chosen
            for chosen in itertools.product(*options)
            if len({value_of(item).start for item in chosen}) == len(queries)
        )
        best = max(apart, key=lambda chosen: sum(item.score for item in chosen), default=())
        if best:
            return [(label, item) for (label, _), item in zip(queries, best, strict=True)]
    return []
