"""The figures of a table's column, one for each row: what a question compares that names the column and not the rows.

``哪一件年度投资最多`` compares what stands under 年度投资(万元).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from corpus.folding import fold
from qa.context import Context
from qa.evidence import Evidence, coverage
from qa.question import Question
from qa.scope import in_scope
from qa.statements import Statement
from qa.values import Value
from qa.words import Term, match

_COLUMN, _ABOVE, _ROW = 1.0, 0.9, 0.8
_ENOUGH = 0.5
_PHRASE = 4
# 哪位, 一件 and 最贵 name no column, and what is dear has a price.
_UNNAMED = re.compile(r"哪|最|[一几这那][\u4e00-\u9fff]$|[县市区]{2,3}$")
# The last row sums up the others, and is none of them.
_TOTAL = re.compile(r"[合总小共]\s*计|全[市省县区州国]|平\s*均")
_SAID_BY_ORDER = (
    (re.compile("贵|便宜"), re.compile("费|价|元")),
    (re.compile("人数?最[多少]"), re.compile("人数|人员")),
)


def by_column(question: Question, words: Sequence[Term], context: Context) -> list[tuple[str, Evidence]]:
    """Return the figure of each row in the column that a question names, with the row's name; empty for none."""
    whole = replace(question, members=bool(question.places))
    telling = [word for word in words if not _UNNAMED.search(word.text)]
    best: tuple[float, list[tuple[str, Evidence]]] = (0.0, [])
    for column, rows in _columns(context):
        named = [word for word in telling if match(word, column) or _is_headed(word, column)]
        ordered = any(asked.search(question.folded) and said.search(column) for asked, said in _SAID_BY_ORDER)
        if not (named or ordered) or not _are_meant(whole, rows):
            continue
        first = rows[0][0]
        table = "\n".join((*(first.row.columns if first.row else ()), *(row.folded for row, _ in rows)))
        regions = ((column, _COLUMN), (fold(first.above), _ABOVE), (table, _ROW))
        # Of 年度投资 and 已完成投资 the one that says less besides is meant.
        share = coverage(telling, regions, context.weigh) - 0.01 * len(column)
        if share >= max(_ENOUGH, best[0]):
            found = [Evidence(row, value, min(1.0, share), share, 1.0) for row, value in rows]
            names = (_name(row, value, telling) for row, value in rows)
            best = share, list(zip(names, found, strict=True))
    return best[1]


def _is_headed(word: Term, column: str) -> bool:
    """Tell whether a column counts what a phrase is a kind of (``重点项目``: ``项目数(个)``)."""
    return len(word.text) == _PHRASE and column.startswith(word.text[_PHRASE // 2 :])


def _are_meant(question: Question, rows: Sequence[tuple[Statement, Value]]) -> bool:
    """Tell whether the rows are in scope: those of a document about a city are its districts'."""
    if all(in_scope(question, row, value.start) for row, value in rows):
        return True
    bare = replace(question, places=())
    about = (*rows[0][0].home, *rows[0][0].about)
    own = bool(question.places) and all(any(place.covers(other) for other in about) for place in question.places)
    return own and all(in_scope(bare, row, value.start) for row, value in rows)


def _name(row: Statement, value: Value, words: Sequence[Term]) -> str:
    """Return what a row is called: by the cell that by its head or itself is what is asked for (``哪位专家``)."""
    assert row.row is not None
    cell = row.cells[value.start]
    # What the figure counts is not what the row is called.
    asked = tuple(word.text for word in words if not match(word, cell.column))
    for column, (start, stop) in zip(row.row.columns, row.row.spans, strict=False):
        if not start <= value.start < stop and (column.endswith(asked) or row.folded[start:stop].endswith(asked)):
            return row.text[start:stop]
    return cell.owner


def _columns(context: Context) -> Iterator[tuple[str, list[tuple[Statement, Value]]]]:
    """Yield the columns of the tables at hand that have a figure in several rows."""
    for inside in context.sections.values():
        found: dict[str, list[tuple[Statement, Value]]] = {}
        for row in inside:
            seen: set[str] = set()
            for value in row.values:
                cell = row.cells.get(value.start)
                if cell and value.amount is not None and cell.column not in seen and not _TOTAL.match(cell.owner):
                    seen.add(cell.column)
                    found.setdefault(cell.column, []).append((row, value))
        yield from ((column, rows) for column, rows in found.items() if len(rows) > 1)
