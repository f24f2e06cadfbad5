"""Scores statements, and the values in them, as evidence for a question.

Coverage is the weighted share of the question's words that stand near the evidence; the nearer, the more they count.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from qa.fits import anchors, implied_words, is_stated, is_such_a_ratio, kind_fit, stated_fit
from qa.lexicon import LIGHT_WORDS, STOP_WORDS
from qa.question import Part, Question
from qa.roles import role_fit
from qa.scope import in_scope, is_narrower
from qa.statements import Statement
from qa.values import Kind, Value
from qa.weights import Weigh, Weights
from qa.words import Term, is_noun, match, phrases, segment

# How much a word counts by where it stands, seen from the value.
_NEAR, _CLAUSE, _BEFORE, _LEAD, _AFTER, _PATH = 1.0, 0.92, 0.85, 0.45, 0.6, 0.7
_TOPIC = 0.9
_PERIOD = 0.9
_OPENING_DATE = 0.95
_EXTRA_WORDS = 0.45
_SMOOTHING = 0.5
_IMPLIED = 0.8
_TOUCHING = 1.08
_BARE = 0.75
# What is said of 第五批 is not said of 第四批.
ORDINAL, _ANOTHER = re.compile(r"第[一二三四五六七八九十\d]+[批次届期号版]|[一二三四五]期"), 0.5
_TELLING_WORD = 0.5
_FOREIGN = 0.55
_WHOLE_PHRASE = 1.06
_OTHER_RATIO = 0.45
_LEAD_WORDS = 0.85
_QUOTED_MISSING = 0.6
_OF_PEOPLE, _NO_PEOPLE, _BESIDE = frozenset({"人", "名", "位", "号人", "人次"}), 0.3, 6
_PEOPLE = re.compile(r"人(?!民币|工|均)|员|才|师|工(?:人|匠)|专家|代表|干部|学生|教授|博士|硕士|团队|骨干")
_RATES = frozenset({Kind.PERCENT, Kind.POINTS})
_AMOUNTS = frozenset({Kind.MONEY, Kind.COUNT})
_MEASURE, _FEW_MEASURES = 0.8, 2
_ROSE_TO = re.compile(r"(?:左右|以上)?(?:提高|增加|下降|降低|降|上升|扩大|提升|减少|增长|调整)[到至为]")


@dataclass(frozen=True, slots=True)
class Evidence:
    """A statement, or a value in it, that may answer a question.

    Attributes:
        statement: The statement.
        value: The value, None when the statement itself is the evidence.
        score: How well it answers, from 0 to 1.
        coverage: Share of the question's words found near it, from 0 to 1.
        narrower: Whether the value is about a part of what the question asks about.
        focus: How well the words that name the thing asked for are found right beside it, from 0 to 1.
    """

    statement: Statement
    value: Value | None
    score: float
    coverage: float
    focus: float
    narrower: bool = False


def coverage(
    words: Sequence[Term], regions: Sequence[tuple[str, float]], weigh: Weigh, implied: frozenset[str] = frozenset()
) -> float:
    """Return the weighted share of the words found in the regions, from 0 to 1; 1 when there are no words.

    Args:
        words: The words looked for.
        regions: Folded texts, each with what a word counts that is found there.
        weigh: How much the words tell.
        implied: Words that need not be found.
    """
    words = tuple({word.text: word for word in reversed(words)}.values())
    weights = [word.weight * weigh(word.text) for word in words]
    total = sum(weights)
    if not total:
        return 1.0
    found = 0.0
    for word, weight in zip(words, weights, strict=True):
        best = _IMPLIED if word.text in implied or implied.intersection(word.variants) else 0.0
        for text, factor in regions:
            if factor > best:
                best = max(best, factor * match(word, text))
        found += weight * best
    return found / total


def score_values(
    question: Question, part: Part, words: Sequence[Term], pool: Iterable[Statement], weigh: Weights
) -> list[Evidence]:
    """Return the values that fit a part of a question, best first.

    Args:
        question: The question.
        part: The part that asks for a value or a date.
        words: The words that count for this part.
        pool: The statements to look at.
        weigh: How much the words tell.
    """
    pool = tuple(pool)
    fitting = list(_fitting(question, part, pool))
    runs, anchored = phrases(words), anchors(question, pool)
    measure = _measure_weight(part, [(statement, value) for statement, value, _ in fitting])
    total = sum(word.weight * weigh(word.text) for word in {word.text: word for word in words}.values())
    found = []
    for statement, value, fit in fitting:
        near, regions = _regions(statement, value)
        implied = implied_words(value, regions)
        share = coverage(words, regions, weigh, implied)
        if measure:
            share = (share * total + measure * (value.unit == part.unit)) / (total + measure)
        focus = max((_IMPLIED if word.text in implied else match(word, near) for word in part.focus), default=1.0)
        fit *= stated_fit(anchored, statement, value)
        extra = _extra_share(near, statement, value, question)
        said = " ".join(text for text, _ in regions)
        score = fit * share * (1 - _EXTRA_WORDS * extra) * lacking(words, said, weigh)
        score *= role_fit(question, words, statement, value, near)
        score *= _QUOTED_MISSING ** _unquoted(words, regions)
        if any(run in near for run in runs):
            score *= _WHOLE_PHRASE
        if not is_such_a_ratio(question, regions):
            score *= _OTHER_RATIO
        if value.kind is Kind.PERCENT and _is_of_something_else(words, statement, value):
            score *= _FOREIGN
        if _is_bare(words, part, regions):
            score *= _BARE
        if any(_touches(word, statement, value) for word in part.focus):
            score *= _TOUCHING
        narrower = not question.members and is_narrower(question.places, statement, value.start, question.folded)
        found.append(Evidence(statement, value, score, share, focus, narrower))
    # Of two that fit in full, the one that the word stands right beside comes first.
    found.sort(key=lambda item: -item.score)
    return [replace(item, score=min(1.0, item.score)) for item in found]


def _fitting(question: Question, part: Part, pool: Iterable[Statement]) -> Iterator[tuple[Statement, Value, float]]:
    """Yield the values of the kind and in the scope that a question asks for, each with how well it fits in these."""
    for statement in pool:
        for value in statement.values:
            fit = kind_fit(part, value)
            if fit and not is_stated(question, value):
                fit *= in_scope(question, statement, value.start) * _people_fit(part, statement, value)
                if fit:
                    yield statement, value, fit


def _people_fit(part: Part, statement: Statement, value: Value) -> float:
    """Return how well a count fits a question for people: 5个 may be five talents, and 104个 in 104个项目 are none."""
    if part.unit not in _OF_PEOPLE or value.unit in _OF_PEOPLE or value.kind is not Kind.COUNT:
        return 1.0
    around = statement.folded[max(0, value.start - _BESIDE) : value.end + _BESIDE]
    return 1.0 if _PEOPLE.search(around) else _NO_PEOPLE


def _measure_weight(part: Part, fitting: Sequence[tuple[Statement, Value]]) -> float:
    """Return how much the measure word of a question says: 几宗 names a thing where few figures are counted in 宗."""
    same = len({(statement.start, value.text) for statement, value in fitting if value.unit == part.unit})
    return _MEASURE * min(1.0, _FEW_MEASURES / same) if part.unit and same else 0.0


def score_statements(
    question: Question, words: Sequence[Term], pool: Iterable[Statement], weigh: Weigh
) -> list[Evidence]:
    """Return the statements in scope, best first."""
    found = []
    for statement in pool:
        fit = in_scope(question, statement)
        if not fit:
            continue
        if statement.heading:
            continue
        regions = (
            (statement.folded, 1.0),
            (statement.lead, _LEAD_WORDS),
            (_path(statement), _PATH),
            (statement.topic, _TOPIC),
            (statement.period, _PERIOD),
        )
        share = coverage(words, regions, weigh)
        dense = max(
            (
                coverage(words, ((statement.folded[start:end], 1.0), (statement.folded, 0.8), *regions[1:]), weigh)
                for start, end in statement.parts
            ),
            default=share,
        )
        found.append(Evidence(statement, None, fit * (0.7 * share + 0.3 * dense), share, 1.0))
    return sorted(found, key=lambda item: -item.score)


def _path(statement: Statement) -> str:
    return " ".join(statement.path)


def _regions(statement: Statement, value: Value) -> tuple[str, tuple[tuple[str, float], ...]]:
    """Return the words that belong to a value, and the regions around it with their factors."""
    if cell := statement.cells.get(value.start):
        row = statement.folded[: value.start]
        above = ((statement.lead, _TOPIC), (_path(statement), _PATH), (statement.topic, _TOPIC))
        return cell.label, ((cell.label, _NEAR), (row, _LEAD), *above)
    text = statement.masked.get(value.start, statement.folded)
    clause_start, clause_end = statement.clause_at(value.start)
    part_start, part_end = statement.part_at(value.start)
    before, after = _own_words(statement, value, clause_start, clause_end)
    if value.start in statement.masked:
        # What several figures share stands before the first of them.
        before = clause_start
    near = text[before : value.start] + " " + text[value.end : after]
    if value.kind in _RATES and not _telling(near):
        # 工业增加值786.97亿元,同比增长7.1%: the rate is that of what the amount before it measures.
        near = f"{_measured_before(statement, text, part_start, clause_start)} {near}"
    # A date that opens a part dates all of it, up to the next date.
    dates = [other for other in statement.values if other.kind is Kind.DATE and value.end <= other.start < part_end]
    opening = value.kind in (Kind.DATE, Kind.FREQUENCY) and value.start - part_start <= 1 and not dates
    behind = _OPENING_DATE if opening else _AFTER
    # 分园区看,总收入甲区612亿元,增长9.4%;乙区538亿元: what is measured is named once, for all.
    shared = part_start and _names_only_places(statement, text, part_start, part_end)
    return near, (
        (near, _NEAR),
        (text[clause_start:clause_end], _CLAUSE),
        (text[part_start:clause_start], _BEFORE),
        (text[:part_start], _BEFORE if shared else _LEAD),
        (text[clause_end:part_end], behind),
        (statement.lead, _PATH),
        (_path(statement), _PATH),
        (statement.topic, _TOPIC),
        (statement.period, _PERIOD),
    )


def _names_only_places(statement: Statement, text: str, start: int, end: int) -> bool:
    """Tell whether a part says of its first figure whose it is, and not what it measures (``乙区538亿元,增长7%``)."""
    first = min((other.start for other in statement.values if start <= other.start < end), default=end)
    named = any(start <= place.start < first for place in statement.places)
    return (named or first == end) and not _telling(_without_places(statement, text, start, first))


def _without_places(statement: Statement, text: str, start: int, end: int) -> str:
    """Return a span of a statement's text without the places that it names."""
    pieces, at = [], start
    for place in statement.places:
        if at <= place.start < end:
            pieces.append(text[at : place.start])
            at = place.end
    return " ".join((*pieces, text[at:end]))


def _measured_before(statement: Statement, text: str, start: int, end: int) -> str:
    """Return the nearest clause before an offset that holds an amount, up to that amount; empty where none does."""
    amounts = [v for v in statement.values if start <= v.start < end and v.kind in _AMOUNTS]
    if not amounts:
        return ""
    first, _ = statement.clause_at(amounts[-1].start)
    return text[first : amounts[-1].start]


def _own_words(statement: Statement, value: Value, start: int, end: int) -> tuple[int, int]:
    """Return the span around a value that holds its own words and not its neighbours'.

    Before it any other value parts it from what stands further off, behind it only one of its own kind; in an
    enumeration (``20亿元的纸、16.5亿元的石墨``) 、 does.
    """
    text = statement.folded
    # 每月 goes with the figure behind it.
    others = [o for o in statement.values if start <= o.start < end and o.kind is not Kind.FREQUENCY]
    # A figure in brackets (完成年度计划投资(10.1亿元)104.3%) parts nothing, nor does one from which another rose
    # (从2.1%提高到2.3%).
    before = max(
        (
            other.end
            for other in others
            if other.end <= value.start
            and text[other.end : other.end + 1] != ")"
            and not _ROSE_TO.fullmatch(text, other.end, value.start)
        ),
        default=None,
    )
    after = min((o.start for o in others if o.start >= value.end and o.kind is value.kind), default=None)
    if before is not None:
        start = max(before, text.rfind("、", before, value.start) + 1)
    if after is not None:
        joint = text.find("、", value.end, after)
        end = after if joint < 0 else joint
    return start, end


def _is_of_something_else(words: Sequence[Term], statement: Statement, value: Value) -> bool:
    """Tell whether a rate stands in a part of its own that names nothing of what the question is about.

    Beside ``财政收入6.13万亿元,增长19.5%`` the price level that the part before speaks of has no rate.
    """
    start, end = statement.part_at(value.start)
    said = f"{statement.folded[start:end]} {statement.lead} {_path(statement)} {statement.topic} {statement.period}"
    named = [word for word in words if word.weight >= 1 and is_noun(word.text)]
    return bool(named) and not any(match(word, said) for word in named)


def _is_bare(words: Sequence[Term], part: Part, regions: Sequence[tuple[str, float]]) -> bool:
    """Tell whether all that a value has of a question is the thing that is counted (``多少个项目``)."""
    others = [word for word in words if word not in part.focus and word.weight >= _TELLING_WORD]
    said = " ".join(text for text, _ in regions)
    return bool(part.focus and others) and not any(match(word, said) for word in others)


def lacking(words: Sequence[Term], said: str, weigh: Weights) -> float:
    """Return what evidence is worth for want of the things that a question names and it does not speak of."""
    missing = [word.text for word in words if word.weight >= _TELLING_WORD and not match(word, said)]
    other = _ANOTHER ** sum(ORDINAL.fullmatch(word) is not None for word in missing)
    return other * math.prod(weigh.without(word) for word in missing if is_noun(word))


def _unquoted(words: Sequence[Term], regions: Sequence[tuple[str, float]]) -> int:
    """Return how many phrases that a question quotes do not stand near a value: who quotes means these words."""
    quoted = [word for word in words if word.quoted]
    return sum(not any(match(word, text) for text, _ in regions) for word in quoted)


def _touches(word: Term, statement: Statement, value: Value) -> bool:
    """Tell whether a word stands right beside a value: ``104个项目``, ``目标(17%)``."""
    before = statement.folded[max(0, value.start - len(word.text) - 1) : value.start].rstrip("(:为达是")
    return statement.folded.startswith(word.text, value.end) or before.endswith(word.text)


def _extra_share(near: str, statement: Statement, value: Value, question: Question) -> float:
    """Return the share of telling words beside a value that the question does not have, from 0 to 1.

    A value that stands behind a mere verb (``财政收入6.13万亿元,增长19.5%``) belongs to what its part says before.
    """
    telling = _telling(near)
    if not telling and not any(match(word, near) for word in question.terms):
        start, _ = statement.part_at(value.start)
        telling = _telling(statement.folded[start : value.start])
    if not telling:
        return 0.0
    extra = [
        word
        for word in telling
        if word not in question.folded
        and not any(word in term.variants or word in term.loose for term in question.terms)
        and not any(place.name and place.name in word for place in question.places)
    ]
    # One strange word alone is little evidence.
    return len(extra) / (len(telling) + _SMOOTHING)


def _telling(folded: str) -> list[str]:
    """Return the Chinese words of a text that are neither function words nor common in all reports."""
    return [
        word
        for word, _ in segment(folded)
        if len(word) > 1 and "\u4e00" <= word[0] <= "\u9fff" and word not in STOP_WORDS and word not in LIGHT_WORDS
    ]
