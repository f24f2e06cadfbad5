"""Cells of tables: those that a question names, whole columns, and the head that says what a cell is.

``C02是什么岗位`` is answered by the cell under 岗位名称, and ``支持哪六个方向`` by all cells under 支持方向.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from corpus.folding import fold
from qa.asks import Ask
from qa.context import Context
from qa.evidence import coverage
from qa.findings import Finding, Quote, whole
from qa.language.field_labels import ASKED_FOR
from qa.question import Question
from qa.scope import in_scope, place_fit
from qa.statements import Statement
from qa.things import Part
from qa.words import Term, match

_ROW, _PATH, _TOPIC = 1.0, 0.9, 0.9
_LEAST = 0.5
_NAMED = 1.1
_FEWEST = 2
_BY_ENDING = 0.5


def read_cells(question: Question, part: Part, words: Sequence[Term], context: Context) -> list[Finding]:
    """Return the cells of rows that a question names, in the column that it asks for, best first."""
    if part.ask is Ask.LIST:
        return _listed(question, part, words, context)
    if part.ask is not Ask.NAME:
        return []
    found = []
    for inside in context.sections.values():
        for row in inside:
            if row.row is None or not row.row.speaks:
                continue
            columns = row.row.columns
            asked = _column(question, words, part, columns)
            if asked is None or asked >= len(row.row.spans) or not in_scope(question, row):
                continue
            begin, end = row.row.spans[asked]
            beside = f"{row.folded[:begin]} {row.folded[end:]}"
            telling = [word for word in words if not word.kind and not match(word, columns[asked])]
            if not any(match(word, beside) for word in telling) or begin == end:
                continue
            path = row.headings
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


def _listed(question: Question, part: Part, words: Sequence[Term], context: Context) -> list[Finding]:
    """Return all cells of the column that a question asks for (``支持哪六个方向`` under ``支持方向``)."""
    found = []
    for table in _tables(context):
        head = table[0].row
        assert head is not None
        columns = head.columns
        asked = _column(question, words, part, columns)
        rows = [item for item in table if item.row and item.row.speaks and place_fit(question.places, item, None)]
        if (
            asked is None
            or not in_scope(question, table[0])
            or len(rows) < _FEWEST
            or any(len(item.row.spans) <= asked for item in rows if item.row)
        ):
            continue
        quotes, items = [], []
        for item in rows:
            assert item.row is not None
            begin, end = item.row.spans[asked]
            quotes.append(Quote(item, item.start + begin, item.start + end))
            items.append(item.text[begin:end])
        if len(set(items)) < len(items) or any(_is_figure(item) for item in items):
            continue
        telling = [word for word in words if not word.kind]
        above = fold(f"{' '.join(table[0].path)} {head.above}")
        score = coverage(telling, ((above, _PATH), (" ".join(columns), _ROW), (table[0].topic, _TOPIC)), context.weigh)
        if score >= _LEAST:
            found.append(
                Finding(
                    "；".join(items), tuple(quotes), min(1.0, score * _NAMED), tuple(items), itemised=True, quoted=False
                )
            )
    return sorted(found, key=lambda finding: -finding.score)


def _tables(context: Context) -> Iterator[list[Statement]]:
    """Yield the tables at hand, each as its head and its rows."""
    for inside in context.sections.values():
        table: list[Statement] = []
        for item in inside:
            if item.row and item.row.is_head:
                if len(table) > 1:
                    yield table
                table = [item]
            elif item.row and table and table[0].row and item.row.columns == table[0].row.columns:
                table.append(item)
        if len(table) > 1:
            yield table


def _is_figure(cell: str) -> bool:
    return bool(cell) and all(not char.isalpha() for char in cell)


def _column(question: Question, words: Sequence[Term], part: Part, columns: Sequence[str]) -> int | None:
    """Return the column that a question asks for: what it names beside its asking words; None if there is none.

    Who asks 找谁 wants what stands under 联系人.
    """
    asked = [word for word in words if word.kind] or list(part.focus)
    around = question.folded[max(0, part.start - 1) : part.end + 1]
    # 哪家公司 is none of the offices under 责任单位.
    fitting = () if "哪家" in around else (some for some, asking in ASKED_FOR if asking.search(around))
    endings = tuple(ending for some in fitting for ending in some)
    shares = [
        max((match(word, column) for word in asked), default=0.0) or (_BY_ENDING if column.endswith(endings) else 0.0)
        for column in columns
    ]
    # 什么岗位 asks for the name of a post, not for its number.
    ranked = [share + 0.5 * ("名" in column) for share, column in zip(shares, columns, strict=True)]
    best = max(range(len(columns)), key=lambda number: (shares[number] > 0, ranked[number]))
    return best if shares[best] > 0 else None
