"""Figures that one sentence gives in parallel, each behind a name in quotes.

Example: ``"签约一批"项目38个;"开工一批"项目42个``.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from qa.context import Context
from qa.evidence import Evidence, coverage
from qa.question import Question
from qa.scope import in_scope
from qa.statements import Statement
from qa.values import Kind, Value
from qa.words import Term

# 三批, 哪一批, 各类: all that a sentence sets side by side are meant.
_BATCHES = re.compile(r"(?:哪|[两二三四五六七八九几各])个?一?[批类种]")
_NAME = re.compile(r'"([^"]{2,14})"(?=[^"]*$)')
_ENOUGH = 0.5
_SHARED = 2


def in_parallel(
    question: Question, words: Sequence[Term], kinds: frozenset[Kind], context: Context
) -> list[tuple[str, Evidence]]:
    """Return the figures of each of the things that one sentence names in parallel; empty unless all are asked about.

    Args:
        question: The question.
        words: The words that count.
        kinds: The kinds of value that may be meant.
        context: The evidence at hand.
    """
    if not _BATCHES.search(question.folded):
        return []
    words = [word for word in words if not _BATCHES.search(word.text) or word.quoted]
    best: list[tuple[str, Evidence]] = []
    for statement in context.statements:
        for group in _groups(question, statement, kinds):
            share = coverage(words, ((statement.folded, 1.0), (statement.headings, 0.7)), context.weigh)
            fit = min(in_scope(question, statement, value.start) for _, value in group)
            score = fit * share
            if score < _ENOUGH or (best and (score, len(group)) <= (best[0][1].score, len(best))):
                continue
            best = [(label, Evidence(statement, value, score, share, 1.0)) for label, value in group]
    return best


def _groups(question: Question, statement: Statement, kinds: frozenset[Kind]) -> list[list[tuple[str, Value]]]:
    """Return the parallel figures of a sentence, each with its name, by what stands between name and figure."""
    groups: dict[tuple[str, str], list[tuple[str, Value]]] = {}
    for value in statement.values:
        start, _ = statement.part_at(value.start)
        named = _NAME.search(statement.folded, start, value.start)
        if value.kind not in kinds or value.amount is None or named is None:
            continue
        between = statement.folded[named.end() : value.start]
        for other in statement.values:
            if named.end() <= other.start < value.start:
                between = between.replace(other.text, "#")
        groups.setdefault((between, value.unit), []).append((statement.text[slice(*named.span(1))], value))
    found = [group for group in groups.values() if len({label for label, _ in group}) == len(group) > 1]
    return [group for group in found if _all_or_none(question, [label for label, _ in group])]


def _all_or_none(question: Question, labels: Sequence[str]) -> bool:
    """Tell whether a question names all of the things or none: who names one of them asks about that one."""
    named = [label[:_SHARED] in question.folded for label in labels]
    return all(named) or not any(named)
