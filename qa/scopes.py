"""The several places or years that a question asks about at once, each as a question of its own.

``平定和盂县经开区的增速分别是多少`` asks two things that only the place tells apart, and no sentence need name both.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from qa.context import Context
from qa.periods import find_years, short_years, year_spans
from qa.places import Place
from qa.question import Question
from qa.values import Kind

# What stands between places or years that are asked about alike.
_JOINT = re.compile(r"[\s的]*(?:、|,|和|与|及|以及|跟|同|还有|比|较|对比|相比|\s)+[\s]*")
_RANGE = re.compile(r"\d年?\s*(?:-|至|到)\s*\d")
# 两市 and 哪个市 mean those that the reports are about.
_CITIES = re.compile(r"[两各二三四五六\d]个?(?:市|地|城|县)(?!场|区)|哪一?个?(?:城)?[市县]|哪边|哪一方|哪家|谁")
_YEAR_BEFORE = re.compile(r"比(?:上|前|去)一?年|较(?:上|前|去)一?年")
# 2024年的目标比2023年实际多多少 sets what is planned for one year against what was reached in another.
_AGAINST = re.compile("相?比|较|和|与|跟")
_AIM = re.compile(r"(?:计划|预期|预计|规划|设定|确定|定下?)?的?(?:目标|计划|预期|任务|打算)(?:值|数|任务)?")
_MOST = 8
_DAY = re.compile(r"\d{1,2}月\d{1,2}[日号]")


@dataclass(frozen=True, slots=True)
class Scoped:
    """A question restricted to one of its places or years.

    Attributes:
        label: The place or year, as people name it.
        question: The question about it alone.
    """

    label: str
    question: Question


def by_place(question: Question) -> list[Scoped]:
    """Return the question about each of its places."""
    places = {(place.name, place.zone): place for place in question.places}
    return [
        Scoped(question.text[place.start : place.end], replace(question, places=(place,)))
        for place in list(places.values())[:_MOST]
    ]


def by_year(question: Question) -> list[Scoped]:
    """Return the question about each of its years; one set against the year before has two."""
    years = set(question.years)
    if len(years) == 1 and _YEAR_BEFORE.search(question.folded):
        years.add(min(years) - 1)
    return [Scoped(f"{year}年", replace(question, years=frozenset({year}))) for year in sorted(years)[:_MOST]]


def by_aim(question: Question) -> list[Scoped]:
    """Return the question about what is planned for a year, and about what was reached in the one before.

    Both keep their words where they stood; what is said of the other one is left blank.
    """
    spans = sorted(year_spans(question.folded))
    if len(question.years) != 2 or len(spans) != 2:
        return []
    joint = _AGAINST.search(question.folded, spans[0][1], spans[1][0])
    named = [find_years(text) | short_years(text) for text in (question.folded[a:b] for a, b in spans)]
    if joint is None or frozenset().union(*named) != question.years or named[0] == named[1]:
        return []
    planned, done = max(question.years), min(question.years)
    later = 0 if planned in named[0] else 1
    sides = ((0, joint.start()), (joint.end(), len(question.folded)))
    aims = [_AIM.search(question.folded, *side) for side in sides]
    aim = aims[later]
    if aim is None or aims[1 - later] is not None:
        return []
    blank = "，" * (aim.end() - aim.start())
    reached = question.folded[: aim.start()] + blank + question.folded[aim.end() :]
    return [
        Scoped(f"{planned}年目标", replace(question, years=frozenset({planned}))),
        Scoped(f"{done}年", replace(question, years=frozenset({done}), folded=reached)),
    ]


def by_city(question: Question, context: Context) -> list[Scoped]:
    """Return the question about each city that a report at hand is about, where it asks of all of them (``两市``)."""
    if question.places or not _CITIES.search(question.folded):
        return []
    homes = {(place.name, place.zone): place for statement in context.statements for place in statement.home}
    found = [Scoped(f"{home.name}{home.zone}", replace(question, places=(home,))) for home in homes.values()]
    return found[:_MOST] if len(found) > 1 else []


def by_day(question: Question) -> list[Scoped]:
    """Return the question about each of its days (``1月5日和2月1日分别开了什么会``)."""
    days = [value for value in question.values if value.kind is Kind.DATE and _DAY.search(value.text)]
    found = []
    for day in days[:_MOST]:
        others = [other for other in days if other is not day]
        words = tuple(w for w in question.terms if not any(o.start <= w.start < o.end for o in others))
        values = tuple(value for value in question.values if value not in others)
        found.append(Scoped(day.text, replace(question, values=values, terms=words)))
    return found


def enumerated(question: Question) -> list[Scoped]:
    """Return the question about each place, year or day, if the question enumerates some; empty otherwise."""
    spans = [(place.start, place.end) for place in _unlike(question.places)]
    if len(spans) > 1 and _are_joined(question.folded, spans):
        return by_place(question)
    years = sorted(year_spans(question.folded))
    if len(question.years) > 1 and not _RANGE.search(question.folded) and _are_joined(question.folded, years):
        return by_year(question)
    days = [(value.start, value.end) for value in question.values if _DAY.search(value.text)]
    if len(days) > 1 and _are_joined(question.folded, days):
        return by_day(question)
    return []


def search_texts(question: Question) -> list[str]:
    """Return what to search besides the question itself: the question with just one of its places or years each."""
    places = [(place.start, place.end) for place in _unlike(question.places)]
    years = year_spans(question.folded)
    for spans, several in ((places, len(places) > 1), (years, len(by_year(question)) > 1)):
        if several:
            bare = _without(question.text, spans)
            return [scoped.label + bare for scoped in (by_place(question) if spans is places else by_year(question))]
    return []


def _unlike(places: Iterable[Place]) -> list[Place]:
    """Return the places, each once, where it is named first."""
    found: dict[tuple[str, str], Place] = {}
    for place in places:
        found.setdefault((place.name, place.zone), place)
    return list(found.values())


def _are_joined(folded: str, spans: Sequence[tuple[int, int]]) -> bool:
    return all(_JOINT.fullmatch(folded[end:start]) for (_, end), (start, _) in pairwise(spans))


def _without(text: str, spans: Iterable[tuple[int, int]]) -> str:
    for start, end in sorted(spans, reverse=True):
        text = text[:start] + text[end:]
    return text
