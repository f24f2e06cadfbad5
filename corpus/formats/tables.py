"""Tables become lines of text that keep every cell with its header.

Example: header ``开发区 | 增速``, row ``盂县经开区 | 22.4%`` -> ``开发区：盂县经开区；增速：22.4%。``
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

_NUMBER = re.compile(r"[-+－]?[\d,.，．]+\s*(?:%|％|[\u4e00-\u9fff]{0,4})$")
_MOST_HEADERS = 3
_BREAKS = re.compile(r"\s*[\r\n\t\x0b\f]+\s*")


def lines(rows: Iterable[Sequence[str]]) -> list[str]:
    """Return a line for each row of a table.

    Rows at the top without any number are headers; of several, the lower ones say what the upper ones leave open. A
    first row with a single cell is the table's caption. A table without a header is joined cell by cell.

    Args:
        rows: The cells' texts, row by row; merged cells are repeated or empty.
    """
    cleaned = [[_BREAKS.sub(" ", cell).strip() for cell in row] for row in rows]
    kept = [row for row in cleaned if any(row)]
    found: list[str] = []
    wide = max(map(len, kept), default=0) > 1
    while len(kept) > 1 and wide and len({cell for cell in kept[0] if cell}) == 1:
        found.append(next(cell for cell in kept.pop(0) if cell))
    if not kept:
        return found
    if max(map(len, kept)) == 1:
        return found + [row[0] for row in kept]
    depth = _header_depth(kept)
    headers = _headers(kept[:depth], max(map(len, kept)))
    for row in kept[depth:]:
        cells = [
            f"{header}：{cell}" if header else cell
            for header, cell in zip(headers, _padded(row, len(headers)), strict=True)
            if cell
        ]
        found.append("；".join(cells) + "。")
    return found


def _header_depth(rows: Sequence[Sequence[str]]) -> int:
    """Return how many rows are headers: those before the first with a number, at least one where others follow."""
    for number, row in enumerate(rows[: _MOST_HEADERS + 1]):
        if any(_NUMBER.match(cell) for cell in row):
            return number
    return 1 if len(rows) > 1 else 0


def _headers(rows: Sequence[Sequence[str]], width: int) -> list[str]:
    """Return one header for each column; a merged upper cell goes before the lower ones (``工业投资 增速``)."""
    columns: list[list[str]] = [[] for _ in range(width)]
    for row in rows:
        above = ""
        for column, cell in zip(columns, _padded(row, width), strict=True):
            # An empty cell in an upper row belongs to the merged cell on its left.
            above = cell or (above if row is not rows[-1] else "")
            if above and above not in column:
                column.append(above)
    return ["".join(column) for column in columns]


def _padded(row: Sequence[str], width: int) -> list[str]:
    return [*row, *[""] * (width - len(row))]
