"""The figures that a question sets against one another: one for each place, year or thing that it names."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from corpus.folding import fold
from qa.arithmetic import value_of
from qa.asks import Ask
from qa.columns import by_column
from qa.context import Context
from qa.evidence import Evidence
from qa.figures import values_in_focus
from qa.labels import place_label, record_label, thing_label
from qa.lexicon import PROVINCES
from qa.listed import in_parallel, listed
from qa.pairing import Operand, alike, measured_alike
from qa.question import Question
from qa.roles import is_increment
from qa.scopes import by_aim, by_city, by_place, by_year
from qa.statements import Statement
from qa.things import Part, things
from qa.values import Kind, Value, han_number
from qa.words import Term, match

_POINTS_WORDS = re.compile(r"幅度|百分点|个点")
_PERCENT_WORDS = re.compile(r"增速|增幅|增长|增得|涨得|涨幅|升得|率|占比|比例|快|慢|百分点")
_MONEY_WORDS = re.compile(
    r"投资|盘子|砸钱|花钱|投得|增加值|总量|金额|资金|产值|收入|亿|钱|规模|基金|外资|支出|赤字|进出口"
)
_COUNT_WORDS = re.compile(r"数|项目|企业|家|个|次|面积|人|亩|宗|件|项|产量|吨|客|户|辆|列|起")
_WHICH = re.compile(r"哪一?[个家项次年类种]|两[个家项年者]")
_ZONES = re.compile(
    r"哪一?个?地[方区]|哪里|各地(?!区)|(?:哪个|哪家|各|几个|[两三四五六七八九\d][个家]|[仨俩]个?|这些)(?:经开区|开发区|园区|县区?|区|市)"
)
_SEVERAL = re.compile(r"[三四五六七八九十](?:个?[市州县区](?!域)|地)")
_EACH_PLACE = re.compile(r"(?:各个?|每个|分)(?:经开区|开发区|园区|县区?|区|市)(?!域)")
_EACH_ROW = re.compile(r"(?:各个?|每一?[个位家项])[^,。;?]{1,14}分别")
_BOUNDED = re.compile(r"(?:超过?|逾|近|不低于|不少于|大于)$")
_ASKS_RISE = re.compile("净增|新增|增加(?!值)|增产|减少|压减|下降")
_HOW_MANY_PLACES = re.compile(
    r"(?P<many>[二两三四五六七八各几])个?(?:市|县|州|地|区县|县区|县市|市县|城市|开发区|园区)"
)
_PLACE_KIND = re.compile("城市|[市县区州地](?:区|市|方|县|增|的)|^[二三四五六七八各几][市县地州]")
# What tells the plan from the result, and is not itself asked about.
_OF_AIM = re.compile("目标|计划|预期|任务|打算|实际|完成|实现|达到|达成|至少|年底")
_ENOUGH = 0.42
# What so many reports say alike may match a question's words less well.
_ALIKE = 0.3
_RELATIVE, _LISTED = 0.72, 0.5
_LONGEST_REST = 12
_NEARLY_NAMED = 0.5
_LIKELY = 2


def _is_named(name: str, folded: str) -> bool:
    """Tell whether a question names a row, be it a little shortened (``温泉智能装备园`` for ``…装备产业园``)."""
    return match(Term(fold(name), 0, 1.0), folded) >= _NEARLY_NAMED


def operands(question: Question, part: Part, words: Sequence[Term], context: Context) -> list[Operand]:
    """Return the figures that a question sets against one another, all in one unit; empty if one is missing.

    The rows of a table that it names are such; otherwise the places, years or things.
    """
    words = tuple(word for word in words if not word.text.startswith("哪"))
    # 京山的温泉智能装备园 is named by itself, wherever it lies.
    listed = by_column(replace(question, places=()), words, context)
    rows = [(name, item) for name, item in listed if _is_named(name, question.folded)]
    if len(rows) > 1:
        return rows
    joined = _joined(question, part, words)
    places, years, cities = by_place(question), by_year(question), by_city(question, context)
    if _ZONES.search(question.folded) and len(places) < 2:
        return _of_reports(question, part, words, context)
    queries: list[tuple[str, Question, Sequence[Term]]] = []
    if aims := by_aim(question):
        words = [word for word in words if not _OF_AIM.fullmatch(word.text)]
        queries = [(scoped.label, scoped.question, words) for scoped in aims]
    elif len(places) > 1 and (len(joined) < 3 or len(joined) == len(places)):
        queries = [(scoped.label, scoped.question, words) for scoped in places]
    elif len(years) > 1:
        queries = [(scoped.label, scoped.question, words) for scoped in years]
    elif joined:
        queries = joined
    else:
        queries = [(scoped.label, scoped.question, words) for scoped in cities]
    if len(queries) < 2:
        return _of_reports(question, part, words, context)
    for kinds in _kinds(question, part):
        figures = [(label, _candidates(asked, chosen, kinds, part.unit, context)) for label, asked, chosen in queries]
        found = (measured_alike(figures) if aims else []) or alike(figures)
        if found:
            return found
    return _of_reports(question, part, words, context)


def _of_reports(question: Question, part: Part, words: Sequence[Term], context: Context) -> list[Operand]:
    """Return the figure of each report on a place, where a question asks which of several is first (``三市里谁最快``).

    Reports that say nothing of the matter are no party to it; where a question says how many there are, all must be.
    """
    told = _HOW_MANY_PLACES.search(question.folded)
    if part.ask is not Ask.COMPARISON or told is None or len(question.places) > 1:
        return []
    words = [word for word in words if not _PLACE_KIND.search(word.text)]
    for kinds in _kinds(question, part):
        scored = _candidates(replace(question, places=()), words, kinds, part.unit, context, _ALIKE)
        best: dict[str, Evidence] = {}
        for item in scored:
            homes = [place for place in item.statement.home if place.name and place.name not in PROVINCES]
            if homes and item.score >= _RELATIVE * scored[0].score and value_of(item).unit == value_of(scored[0]).unit:
                best.setdefault(f"{homes[-1].name}{homes[-1].zone}", item)
        # 岳阳各园区 are parts of 岳阳, of which no other report tells.
        many = han_number(told["many"]) if told["many"] not in "各几" else len(best) if not question.places else 0
        if many == len(best) > 1:
            return list(best.items())
    return []


def of_each(question: Question, part: Part, words: Sequence[Term], context: Context) -> list[Operand]:
    """Return the figure of each row, zone or city where a question asks for all of them (``各开发区的增速``)."""
    if _EACH_ROW.search(question.folded) and (rows := by_column(question, words, context)):
        return rows
    if not _EACH_PLACE.search(question.folded):
        return []
    found = side_by_side(question, words, context, part)
    return found if all(label == place_label(item) for label, item in found) else []


def side_by_side(
    question: Question, words: Sequence[Term], context: Context, part: Part | None = None
) -> list[Operand]:
    """Return the best figure of each row of a table, of each place, or of each thing where places do not differ.

    Args:
        question: The question.
        words: The words that count.
        context: The evidence at hand.
        part: The part that asks for figures of a kind and in a unit; None where any may be set side by side.
    """
    words = tuple(word for word in words if not word.text.startswith("哪"))
    zones = _ZONES.search(question.folded) is not None or _SEVERAL.search(question.folded) is not None
    found = by_column(question, words, context) or parallels(question, words, context)
    if found:
        return found
    for kinds in _kinds(question, part)[:_LIKELY]:
        if found := listed(question, words, kinds, context, of_places=zones):
            return found
    for kinds in _kinds(question, part):
        unit = part.unit if part else ""
        scored = _candidates(replace(question, members=zones), words, kinds, unit, context)
        # Of a list of zones in one sentence, only the first says what is measured.
        good = [
            item
            for item in scored
            if item.score >= _RELATIVE * scored[0].score
            or (zones and item.statement is scored[0].statement and item.score >= _LISTED * scored[0].score)
        ]
        good = [item for item in good if value_of(item).unit == value_of(good[0]).unit]
        by_place_first = zones or (len(context.reports) > 1 and not question.places)
        labels: tuple[Callable[[Evidence], str], ...] = (place_label, thing_label)
        for label in (record_label, *(labels if by_place_first else labels[::-1])):
            best: dict[str, Evidence] = {}
            for item in good:
                best.setdefault(label(item), item)
            best.pop("", None)
            if len(best) > 1:
                return list(best.items())
    return []


def parallels(question: Question, words: Sequence[Term], context: Context) -> list[Operand]:
    """Return the figures that one sentence gives of each of several things in quotes, if all are asked about."""
    found = (in_parallel(question, words, kinds, context) for kinds in _kinds(question))
    return next((figures for figures in found if figures), [])


def _candidates(
    question: Question,
    words: Sequence[Term],
    kinds: frozenset[Kind],
    unit: str,
    context: Context,
    enough: float = _ENOUGH,
) -> list[Evidence]:
    """Return the figures of one place, year or thing that are good enough, best first."""
    asking = Part(Ask.VALUE, kinds, unit, 0, 0, tuple(words[-1:]) if Kind.COUNT in kinds and not unit else ())
    scored = values_in_focus(question, asking, words, context)
    return [
        item
        for item in scored
        if item.score >= enough
        and value_of(item).amount is not None
        and not is_bounded(item.statement, value_of(item))
        and (_ASKS_RISE.search(question.folded) or not is_increment(item.statement, value_of(item)))
        and "分之" not in value_of(item).text
    ]


def is_bounded(statement: Statement, value: Value) -> bool:
    """Tell whether a text says of a figure only that something exceeds it (``6个超10亿元项目``)."""
    return _BOUNDED.search(statement.folded[: value.start]) is not None


def _kinds(question: Question, part: Part | None = None) -> tuple[frozenset[Kind], ...]:
    """Return the kinds of value that the question may compare, the likeliest first."""
    if part is not None and part.kinds:
        # A difference of percentages is asked for in points.
        return (part.kinds | {Kind.PERCENT} if Kind.POINTS in part.kinds else part.kinds,)
    order = []
    asked = _WHICH.sub("", question.folded)
    for pattern, kind in (
        (_POINTS_WORDS, Kind.POINTS),
        (_PERCENT_WORDS, Kind.PERCENT),
        (_MONEY_WORDS, Kind.MONEY),
        (_COUNT_WORDS, Kind.COUNT),
    ):
        if pattern.search(asked):
            order.append(frozenset({kind}))
    return tuple(dict.fromkeys((*order, *(frozenset({kind}) for kind in (Kind.MONEY, Kind.COUNT, Kind.PERCENT)))))


def _joined(question: Question, part: Part, words: Sequence[Term]) -> list[tuple[str, Question, Sequence[Term]]]:
    """Split the words at what joins things: each thing's own words and places, and those that all share."""
    found: list[tuple[str, Question, Sequence[Term]]] = []
    begin = 0
    joined = things(question.folded, part, tuple(words), part.start)
    if len(joined) < 2 and part.ask is Ask.SUM:
        joined = things(question.folded, part, tuple(words), len(question.folded))
    for each in joined:
        about = each.about or ()
        chosen = tuple(word for word in words if (word.start, word.start + len(word.text)) in set(about))
        if not chosen:
            continue
        end = about[each.own - 1][1]
        first = _phrase_start(question, begin, about[0][0])
        places = tuple(place for place in question.places if begin <= place.start < end)
        asked = replace(question, places=places) if len(question.places) > 1 and places else question
        end = max(end, min(_phrase_end(question.folded, end), part.start))
        found.append((question.text[first:end], asked, chosen))
        begin = end
    return found if len(found) > 1 else []


_BEFORE_PHRASE = re.compile(r"^(?:的|里|中|和|与|及|以及|跟|、|,|，|比|在|把|是|\d{4}年|今年|去年|请问|\s)+")
_PHRASE = re.compile(
    r"[\u4e00-\u9fff\w-]*?(?=项目|企业|基地|的|、|和|与|,|相比|比|哪|谁|各|分别|合计|一共|总|[两三四五六七八九][个类批种项家者]|$)"
)


def _phrase_start(question: Question, begin: int, own: int) -> int:
    """Return where the phrase begins that names a thing, from what stands before it on: behind a joint and a place."""
    clause = max((question.folded.rfind(mark, begin, own) + 1 for mark in ",。;、"), default=begin)
    first = max(begin, clause, *(place.end for place in question.places if place.end <= own), 0)
    lead = _BEFORE_PHRASE.match(question.folded[first:own])
    return min(own, first + (lead.end() if lead else 0))


def _phrase_end(folded: str, end: int) -> int:
    found = _PHRASE.match(folded, end)
    return found.end() if found and found.end() - end <= _LONGEST_REST else end
