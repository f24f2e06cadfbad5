"""Cells of tables: those that a question names by row and column, and the head that says what a cell is.

``C02是什么岗位`` is answered by the cell under 岗位名称.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from corpus.folding import fold
from corpus.sentences import Span
from qa.asking import Ask
from qa.context import Context
from qa.evidence import coverage
from qa.findings import Finding, Quote
from qa.question import Part, Question
from qa.scope import in_scope
from qa.statements import Statement
from qa.tables import cells, is_head, is_row, is_rule, record
from qa.words import Term, match

_ROW, _PATH, _TOPIC = 1.0, 0.9, 0.9
_LEAST = 0.5
_NAMED = 1.1


def read_cells(question: Question, part: Part, words: Sequence[Term], context: Context) -> list[Finding]:
    """Return the cells of rows that a question names, in the column that it asks for, best first."""
    if part.ask is not Ask.NAME:
        return []
    found = []
    for inside in context.sections.values():
        for row, columns, spans in _rows(inside):
            asked = _column(words, part, columns)
            if asked is None or asked >= len(spans) or not in_scope(question, row):
                continue
            begin, end = spans[asked]
            beside = f"{row.folded[:begin]} {row.folded[end:]}"
            telling = [word for word in words if not word.kind and not match(word, columns[asked])]
            if not any(match(word, beside) for word in telling) or begin == end:
                continue
            path = fold(" ".join(row.path))
            score = coverage(telling, ((beside, _ROW), (path, _PATH), (row.topic, _TOPIC)), context.weigh) * _NAMED
            if score >= _LEAST:
                found.append(Finding(row.text[begin:end], (Quote(row, row.start, row.end),), min(1.0, score)))
    return sorted(found, key=lambda finding: -finding.score)


def headed(finding: Finding, context: Context) -> Finding:
    """Return a finding with the head of the table before the row that proves it: ``15940`` alone names no 万元."""
    quoted = finding.quotes[0].statement
    if finding.itemised or not quoted.cells or record(quoted.folded):
        return finding
    head: Statement | None = None
    inside = context.sections.get(quoted.section, ())
    for statement, below in pairwise(inside):
        if statement.start >= quoted.start:
            break
        if is_head(statement.text, below.text):
            head = statement
    return replace(finding, quotes=(Quote(head, head.start, head.end), *finding.quotes)) if head else finding


def _rows(inside: Sequence[Statement]) -> Iterator[tuple[Statement, tuple[str, ...], list[Span]]]:
    """Yield the rows of the tables of a section, with the heads of their columns and where their cells stand."""
    columns: tuple[str, ...] = ()
    for statement, below in zip(inside, (*inside[1:], None), strict=True):
        if pairs := record(statement.folded):
            yield statement, tuple(statement.folded[slice(*named)] for named, _ in pairs), [span for _, span in pairs]
        elif not is_row(statement.text):
            columns = ()
        elif not columns and below is not None and is_head(statement.text, below.text):
            columns = tuple(statement.folded[slice(*span)] for span in cells(statement.text))
        elif columns and not is_rule(statement.text):
            yield statement, columns, cells(statement.text)


def _column(words: Sequence[Term], part: Part, columns: Sequence[str]) -> int | None:
    """Return the column that a question asks for: what it names beside its asking words; None if there is none."""
    asked = [word for word in words if word.kind] or list(part.focus)
    shares = [max((match(word, column) for word in asked), default=0.0) for column in columns]
    # 什么岗位 asks for the name of a post, not for its number.
    ranked = [share + 0.5 * ("名" in column) for share, column in zip(shares, columns, strict=True)]
    best = max(range(len(columns)), key=lambda number: (shares[number] > 0, ranked[number]))
    return best if shares[best] > 0 else None
