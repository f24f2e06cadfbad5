"""Figures that a sentence lists, each behind the name of what it is of, or ``分别`` in the order of the names.

Examples: ``青石镇14个,重点支持柑橘;白杨镇11个,…``, ``其中云溪9家、石桥6家``, ``甲、乙两园分别为600亿元、200亿元``,
``"签约一批"项目38个;"开工一批"项目42个``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence

from corpus.folding import fold
from corpus.sentences import Span
from qa.context import Context
from qa.evidence import Evidence, coverage
from qa.question import Question
from qa.respective import pairs
from qa.scope import in_scope
from qa.statements import Statement
from qa.values import Kind, Value
from qa.words import Term, match

Listed = list[tuple[str, Value]]

_MARK = re.compile(r"[、,;:。]|其中|分别(?:为|是)?|(?<=[\u4e00-\u9fff])[为是](?=[\u4e00-\u9fff])")
# What stands between a name and its figure: 城关区每平方米每月7.2元, 云溪有9家, 临江区达到5.9%.
_BETWEEN = re.compile(r"(?:每(?:平方米|立方米|人|户|年|月|天|亩|个)|有|为|是|达到?|共|约|增长|实现|完成)+$")
_NAME = re.compile(r"[\u4e00-\u9fffa-z0-9()]{2,10}")
# 三批, 哪一批, 各类: all that a sentence sets side by side are meant.
_BATCHES = re.compile(r"(?:哪|[两二三四五六七八九几各])个?一?[批类种]")
_QUOTED_NAME = re.compile(r'"([^"]{2,14})"(?=[^"]*$)')
_PLACE = re.compile("(?:[区县市镇乡村园旗州站]|街道|开发区)$")
_LED = re.compile(
    r"[\u4e00-\u9fff]{2,10}?(?:开发区|高新区|经开区|园区|新港区|街道|[区县市镇乡旗州])(?=[\u4e00-\u9fff]{3,12}$)"
)
_FEWEST = 3
_ENOUGH = 0.5
_PATH, _BEFORE = 0.8, 0.5
_SHARED = 2


def listed(
    question: Question, words: Sequence[Term], kinds: frozenset[Kind], context: Context, *, of_places: bool = False
) -> list[tuple[str, Evidence]]:
    """Return the figures that one sentence lists of several things, of those alone that a question names if it does.

    Args:
        question: The question.
        words: The words that count.
        kinds: The kinds of value that may be meant.
        context: The evidence at hand.
        of_places: Whether the things must be places.

    Returns:
        Each figure with the name before it; empty where no sentence lists what the question is about.
    """

    def runs(statement: Statement) -> Iterator[tuple[Listed, Sequence[Term], float]]:
        # Each figure has a place of its own, which is none of the question's where that asks for the highest.
        if statement.row or not in_scope(question, statement):
            return
        for run in (*_runs(statement, kinds), *_in_order(statement, kinds)):
            named = [(label, value) for label, value in run if _is_named(label, question.folded)]
            if len(named) == 1:
                continue  # who names one of them asks about that one
            if of_places and 2 * sum(_is_place(label, statement) for label, _ in run) <= len(run):
                continue
            own = [word for word in words if not any(match(word, fold(label)) for label, _ in run)]
            if own:
                yield named or run, own, 1.0

    return _fullest(context, runs)


def in_parallel(
    question: Question, words: Sequence[Term], kinds: frozenset[Kind], context: Context
) -> list[tuple[str, Evidence]]:
    """Return the figures of each of the things that one sentence names in quotes; empty unless all are asked about.

    Args:
        question: The question.
        words: The words that count.
        kinds: The kinds of value that may be meant.
        context: The evidence at hand.
    """
    if not _BATCHES.search(question.folded):
        return []
    words = [word for word in words if not _BATCHES.search(word.text) or word.quoted]

    def runs(statement: Statement) -> Iterator[tuple[Listed, Sequence[Term], float]]:
        for run in _quoted(statement, kinds):
            named = [_is_named(label, question.folded) for label, _ in run]
            if all(named) or not any(named):
                yield run, words, min(in_scope(question, statement, value.start) for _, value in run)

    return _fullest(context, runs)


def _fullest(
    context: Context, runs: Callable[[Statement], Iterable[tuple[Listed, Sequence[Term], float]]]
) -> list[tuple[str, Evidence]]:
    """Return the run of figures that is best covered, of those covered alike the longest; empty if none is enough.

    Args:
        context: The evidence at hand.
        runs: Gives the runs of a statement, each with the words to be found about it and how well it is in scope.
    """
    best: list[tuple[str, Evidence]] = []
    for statement in context.statements:
        for run, words, fit in runs(statement):
            regions = (
                (statement.folded, 1.0),
                (statement.headings, _PATH),
                (statement.topic, _PATH),
                (statement.previous, _BEFORE),
            )
            share = coverage(words, regions, context.weigh)
            score = share * fit
            if score >= _ENOUGH and (not best or (score, len(run)) > (best[0][1].score, len(best))):
                best = [(label, Evidence(statement, value, score, share, 1.0)) for label, value in run]
    return best


def _runs(statement: Statement, kinds: frozenset[Kind]) -> Iterator[Listed]:
    """Yield the runs of figures of one unit that each stand behind a name of their own.

    Where several stand in each part (``甲站警戒水位38米、保证水位41米;乙站…``), the first of each are such, too.
    """
    named = [list(_named_in(statement, part, kinds)) for part in statement.parts]
    for figures in ([pair for part in named for pair in part[:1]], [pair for part in named for pair in part]):
        run: Listed = []
        for label, value in figures:
            if run and value.unit == run[-1][1].unit and label not in {name for name, _ in run}:
                run.append((label, value))
                continue
            if len(run) >= _FEWEST:
                yield run
            run = [(label, value)]
        if len(run) >= _FEWEST:
            yield run


def _named_in(statement: Statement, part: Span, kinds: frozenset[Kind]) -> Iterator[tuple[str, Value]]:
    """Yield the figures of a part with their names; one behind another's clause (``甲区6亿元,增长5%``) has its name."""
    start, end = part
    before = ""
    for value in statement.values:
        if not start <= value.start < end or value.kind in (Kind.DATE, Kind.FREQUENCY) or value.amount is None:
            continue
        cut = max((found.end() for found in _MARK.finditer(statement.folded, start, value.start)), default=start)
        said = _BETWEEN.sub("", statement.folded[cut : value.start])
        name = statement.text[cut : cut + len(said)].strip()
        led = _LED.match(said)
        if _NAME.fullmatch(said) and not said[0].isdigit():
            before = name
        elif led:
            before = name[: led.end()]  # 绿色化工高新区规模工业增加值276.5亿元;岳阳经开区214.7亿元
        elif said:
            before = ""
        if before and value.kind in kinds:
            yield before, value


def _in_order(statement: Statement, kinds: frozenset[Kind]) -> Iterator[Listed]:
    """Yield the figures that stand behind 分别, each with the thing named in its place."""
    for run in pairs(statement.folded, statement.parts, statement.values):
        found = [(statement.text[slice(*span)].strip(), value) for span, value in run if value.kind in kinds]
        if len(found) == len(run) > 1:
            yield found


def _quoted(statement: Statement, kinds: frozenset[Kind]) -> Iterator[Listed]:
    """Yield the runs of figures that stand alike behind names in quotes."""
    groups: dict[tuple[str, str], Listed] = {}
    for value in statement.values:
        start, _ = statement.part_at(value.start)
        named = _QUOTED_NAME.search(statement.folded, start, value.start)
        if value.kind not in kinds or value.amount is None or named is None:
            continue
        between = statement.folded[named.end() : value.start]
        for other in statement.values:
            if named.end() <= other.start < value.start:
                between = between.replace(other.text, "#")
        groups.setdefault((between, value.unit), []).append((statement.text[slice(*named.span(1))], value))
    for group in groups.values():
        if len({label for label, _ in group}) == len(group) > 1:
            yield group


def _is_place(label: str, statement: Statement) -> bool:
    known = {place.name for place in statement.places if place.name}
    return _PLACE.search(label) is not None or any(name in label for name in known)


def _is_named(label: str, folded: str) -> bool:
    return fold(label)[:_SHARED] in folded
