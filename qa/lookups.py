"""Cells of tables: those that a question names by row and column, and the head that says what a cell is.

``C02是什么岗位`` is answered by the cell under 岗位名称.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from corpus.folding import fold
from qa.asking import Ask
from qa.context import Context
from qa.evidence import coverage
from qa.findings import Finding, whole
from qa.question import Part, Question
from qa.scope import in_scope
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
        for row in inside:
            if row.row is None or not row.row.speaks:
                continue
            columns = row.row.columns
            asked = _column(words, part, columns)
            if asked is None or asked >= len(row.row.spans) or not in_scope(question, row):
                continue
            begin, end = row.row.spans[asked]
            beside = f"{row.folded[:begin]} {row.folded[end:]}"
            telling = [word for word in words if not word.kind and not match(word, columns[asked])]
            if not any(match(word, beside) for word in telling) or begin == end:
                continue
            path = fold(" ".join(row.path))
            score = coverage(telling, ((beside, _ROW), (path, _PATH), (row.topic, _TOPIC)), context.weigh) * _NAMED
            if score >= _LEAST:
                found.append(Finding(row.text[begin:end], (whole(row),), min(1.0, score)))
    return sorted(found, key=lambda finding: -finding.score)


def headed(finding: Finding, context: Context) -> Finding:
    """Return a finding with the head of the table before the row that proves it: ``15940`` alone names no 万元."""
    quoted = finding.quotes[0].statement
    if finding.itemised or not quoted.row or not quoted.cells:
        return finding
    before = (item for item in context.sections.get(quoted.section, ()) if item.start < quoted.start)
    heads = [item for item in before if item.row and item.row.is_head and item.row.columns == quoted.row.columns]
    return replace(finding, quotes=(whole(heads[-1]), *finding.quotes)) if heads else finding


def _column(words: Sequence[Term], part: Part, columns: Sequence[str]) -> int | None:
    """Return the column that a question asks for: what it names beside its asking words; None if there is none."""
    asked = [word for word in words if word.kind] or list(part.focus)
    shares = [max((match(word, column) for word in asked), default=0.0) for column in columns]
    # 什么岗位 asks for the name of a post, not for its number.
    ranked = [share + 0.5 * ("名" in column) for share, column in zip(shares, columns, strict=True)]
    best = max(range(len(columns)), key=lambda number: (shares[number] > 0, ranked[number]))
    return best if shares[best] > 0 else None
