"""Tables for the terminal and for Markdown; Chinese characters count as two columns wide."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

Row = Sequence[object]


def text_table(header: Sequence[str], rows: Sequence[Row]) -> str:
    """Return aligned columns: the first one to the left, the others to the right.

    Raises:
        ValueError: A row is not as long as the header.
    """
    cells = _cells(header, rows)
    widths = [max(_width(row[column]) for row in cells) for column in range(len(header))]
    lines = [
        "  ".join(_pad(cell, width, at > 0) for at, (cell, width) in enumerate(zip(row, widths, strict=True)))
        for row in cells
    ]
    rule = "  ".join("-" * width for width in widths)
    return "\n".join(line.rstrip() for line in [lines[0], rule, *lines[1:]])


def markdown_table(header: Sequence[str], rows: Sequence[Row]) -> str:
    """Return a Markdown table, the first column to the left, the others to the right.

    Raises:
        ValueError: A row is not as long as the header.
    """
    cells = [[cell.replace("|", r"\|") for cell in row] for row in _cells(header, rows)]
    rule = ["---", *["---:"] * (len(header) - 1)]
    return "\n".join(f"| {' | '.join(row)} |" for row in [cells[0], rule, *cells[1:]])


def _cells(header: Sequence[str], rows: Sequence[Row]) -> list[list[str]]:
    cells = [list(header), *([str(cell) for cell in row] for row in rows)]
    for row in cells:
        if len(row) != len(header):
            raise ValueError(f"a row has {len(row)} cells, the header {len(header)}: {row}")
    return cells


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text)


def _pad(text: str, width: int, right: bool) -> str:
    space = " " * (width - _width(text))
    return space + text if right else text + space
