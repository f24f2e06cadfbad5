"""Scores statements, and the values in them, as evidence for a question.

Coverage is the weighted share of the question's words that stand near the evidence; the nearer, the more they count.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from qa.fits import anchors, implied_words, is_stated, is_such_a_ratio, kind_fit, stated_fit
from qa.question import Question
from qa.regions import Region, of_statement, of_value, telling, without_places
from qa.roles import measure_fit, role_fit
from qa.scope import in_scope, is_narrower
from qa.segmentation import is_noun
from qa.statements import Statement
from qa.things import Part
from qa.values import Kind, Value
from qa.wanting import class_fit, lacking, of_another_class, of_things_elsewhere, spoken_of_elsewhere
from qa.weights import Weigh, Weights
from qa.words import Term, match, phrases

_EXTRA_WORDS = 0.45
_SMOOTHING = 0.5
_IMPLIED = 0.8
_TOUCHING = 1.08
_BARE = 0.75
_TELLING_WORD = 0.5
_FOREIGN = 0.55
_WHOLE_PHRASE = 1.06
_OTHER_RATIO = 0.45
_QUOTED_MISSING = 0.6
_OF_PEOPLE, _NO_PEOPLE, _BESIDE = frozenset({"人", "名", "位", "号人", "人次"}), 0.3, 6
_PEOPLE = re.compile(r"人(?!民币|工|均)|员|才|师|工(?:人|匠)|专家|代表|干部|学生|教授|博士|硕士|团队|骨干")
# 附件：1.重点任务分工表 names papers, and says nothing of the tasks.
_ANNEX, _ANNEX_ASKED, _AS_ANNEX = re.compile(r"附[件表]\d?[:.\d]"), re.compile("附[件表]"), 0.5
_TOTAL, _ROW_UNNAMED = re.compile("[合总小累]计|总[数量和体]|全[省市县区州国镇乡]"), 0.6
# 现将各市的做法刊发如下 tells what a paper prints, and not what was done.
_EDITORIAL = re.compile("^现将[^。]{4,60}(?:刊发|刊登|印发|转发|摘编)|供[^。,]{0,6}(?:学习)?(?:参考|借鉴)。?$")
_SAYS_WHEN = re.compile("[年月日底末初]$")
_A_LEAD, _LED = 3, 1.15
_ANOTHERS, _OTHER_PART = 0.4, 0.6
# What scores less can be no answer, however well it fits otherwise.
_WORTH_A_LOOK = 0.1
_MEASURE, _FEW_MEASURES = 0.8, 2


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
    words: Sequence[Term], regions: Sequence[Region], weigh: Weigh, implied: frozenset[str] = frozenset()
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
    elsewhere = spoken_of_elsewhere(words, pool)
    own = _own_words_said(part, words, pool)
    measure = _measure_weight(part, [(statement, value) for statement, value, _ in fitting])
    total = sum(word.weight * weigh(word.text) for word in {word.text: word for word in words}.values())
    found = []
    for statement, value, fit in fitting:
        near, regions = of_value(statement, value)
        implied = implied_words(value, regions)
        share = coverage(words, regions, weigh, implied)
        if measure:
            share = (share * total + measure * (value.unit == part.unit)) / (total + measure)
        focus = max((_IMPLIED if word.text in implied else match(word, near) for word in part.focus), default=1.0)
        fit *= stated_fit(anchored, statement, value)
        extra = _extra_share(near, statement, value, question)
        said = " ".join(text for text, _ in regions)
        score = fit * share * (1 - _EXTRA_WORDS * extra) * lacking(words, said, weigh)
        if score >= _WORTH_A_LOOK:
            score *= role_fit(question, part, words, statement, value, near)
            score *= _QUOTED_MISSING ** _unquoted(words, regions)
            score *= _own_fit(part, words, own, statement, value) * measure_fit(words, near, regions[1][0])
            score *= class_fit(words, statement, value)
            score *= of_things_elsewhere(elsewhere, said)
            if any(run in near for run in runs):
                score *= _WHOLE_PHRASE
            if not is_such_a_ratio(question, regions):
                score *= _OTHER_RATIO
            if value.kind is Kind.PERCENT and _is_of_something_else(words, statement, value, near):
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
                fit *= _row_fit(question, statement)
                if fit:
                    yield statement, value, fit


def _row_fit(question: Question, statement: Statement) -> float:
    """Return how well a row of a table fits a question: one that it does not name is no answer where all are summed up.

    Without 月塘乡 in the question, 粮食产量 is that of the row 合计.
    """
    if not statement.row or not statement.row.spans or not statement.cells:
        return 1.0
    cells = [statement.folded[slice(*span)] for span in statement.row.spans]
    words = " ".join(cell for cell in cells if not any(char.isdigit() for char in cell))
    named = any(match(word, words) for word in question.terms) or any(place.name in words for place in question.places)
    said = cells[0] in question.folded and not cells[0].isdigit()  # a running number names no row
    return 1.0 if named or said or _TOTAL.match(cells[0]) else _ROW_UNNAMED


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
        fit *= annex_fit(question, statement) * of_another_class(words, statement)
        regions = of_statement(statement)
        share = coverage(words, regions, weigh)
        dense = max(
            (
                coverage(words, ((statement.folded[start:end], 1.0), (statement.folded, 0.8), *regions[1:]), weigh)
                for start, end in statement.parts
            ),
            default=share,
        )
        if len(statement.lead) >= _A_LEAD and statement.lead in question.folded:
            fit *= _LED  # 抓推进怎么抓 asks for what stands behind 抓推进。
        found.append(Evidence(statement, None, fit * (0.7 * share + 0.3 * dense), share, 1.0))
    return sorted(found, key=lambda item: -item.score)


def _is_of_something_else(words: Sequence[Term], statement: Statement, value: Value, near: str) -> bool:
    """Tell whether a rate stands in a part of its own that names nothing of what the question is about.

    Beside ``财政收入6.13万亿元,增长19.5%`` the price level that the part before speaks of has no rate.
    """
    start, end = statement.part_at(value.start)
    said = f"{near} {statement.folded[start:end]} {statement.above}"
    named = [word for word in words if word.weight >= 1 and is_noun(word.text)]
    return bool(named) and not any(match(word, said) for word in named)


def _is_bare(words: Sequence[Term], part: Part, regions: Sequence[Region]) -> bool:
    """Tell whether all that a value has of a question is the thing that is counted (``多少个项目``)."""
    others = [word for word in words if word not in part.focus and word.weight >= _TELLING_WORD]
    said = " ".join(text for text, _ in regions)
    return bool(part.focus and others) and not any(match(word, said) for word in others)


def annex_fit(question: Question, statement: Statement) -> float:
    """Return what a statement counts that may only name the annexes of a paper, or what is printed in it."""
    if _EDITORIAL.search(statement.folded):
        return _AS_ANNEX
    return _AS_ANNEX if _ANNEX.match(statement.folded) and not _ANNEX_ASKED.search(question.folded) else 1.0


def _own_words_said(part: Part, words: Sequence[Term], pool: Iterable[Statement]) -> list[Term]:
    """Return the words that are those of one of several things asked for, if the documents speak of it anywhere."""
    alone = set(part.about[: part.own]) if part.about else set()
    own = [word for word in words if (word.start, word.start + len(word.text)) in alone]
    return own if any(match(word, statement.folded) for word in own for statement in pool) else []


def _own_fit(part: Part, words: Sequence[Term], mine: Sequence[Term], statement: Statement, value: Value) -> float:
    """Return how well what stands around a value fits a question in naming the one of several things asked for.

    Beside ``落马湖通道完成设计;开工建设客运枢纽,总投资6.9亿元`` the 通道 is another matter.
    """
    start, end = statement.part_at(value.start)
    own = f"{statement.folded[start:end]} {statement.above}"
    # A day stands before what it dates, a figure behind what it measures.
    stop = end if value.kind is Kind.DATE else statement.clause_at(value.start)[1]
    if mine and not any(match(word, f"{statement.folded[start:stop]} {statement.above}") for word in mine):
        return _ANOTHERS
    named = [word for word in words if word.weight >= 1 and is_noun(word.text) and word not in part.focus]
    elsewhere = f"{statement.folded[:start]} {statement.folded[end:]}"
    if named and not any(match(word, own) for word in named) and any(match(word, elsewhere) for word in named):
        before = telling(without_places(statement, statement.folded, start, value.start))
        return _OTHER_PART if any(is_noun(word) and not _SAYS_WHEN.search(word) for word in before) else 1.0
    return 1.0


def _unquoted(words: Sequence[Term], regions: Sequence[Region]) -> int:
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
    words = telling(near)
    if not words and not any(match(word, near) for word in question.terms):
        start, _ = statement.part_at(value.start)
        words = telling(statement.folded[start : value.start])
    if not words:
        return 0.0
    extra = [
        word
        for word in words
        if word not in question.folded
        and not any(word in term.variants or word in term.loose for term in question.terms)
        and not any(place.name and place.name in word for place in question.places)
    ]
    # One strange word alone is little evidence.
    return len(extra) / (len(words) + _SMOOTHING)
