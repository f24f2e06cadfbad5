"""Tables of their own: spreadsheets (.xlsx) by openpyxl with defusedxml, and comma-separated values."""

from __future__ import annotations

import csv
import datetime
import io
from collections.abc import Iterator
from pathlib import Path

from corpus.formats import tables
from corpus.formats.extracted import Extracted, Unreadable

_MOST_ROWS, _MOST_COLUMNS, _MOST_CELLS = 100_000, 500, 2_000_000


def extract_xlsx(path: Path) -> Extracted:
    """Return the rows of every sheet that has some, under the sheet's name.

    Raises:
        Unreadable: It is damaged, empty or larger than a table for people is.
    """
    from zipfile import BadZipFile

    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        book = load_workbook(path, read_only=True, data_only=True)
        sheets = [(sheet.title, list(_rows(sheet))) for sheet in book.worksheets]
    except Unreadable:
        raise
    except (InvalidFileException, BadZipFile, KeyError, ValueError, TypeError, AttributeError, OSError) as error:
        raise Unreadable("不是完好的 .xlsx 文件", "Excel 2007 及以后版本的工作簿", "用 Excel 打开并另存") from error
    found = []
    for name, rows in sheets:
        lines = tables.lines(rows)
        if lines:
            found.extend([f"## {name}", *lines] if len(sheets) > 1 else lines)
    if not found:
        raise Unreadable("里没有内容", "有内容的表格")
    return Extracted("\n".join(found))


def extract_csv(data: str) -> Extracted:
    """Return the rows of a table, its delimiter found out.

    Raises:
        Unreadable: It cannot be read as a table.
    """
    try:
        dialect: type[csv.Dialect] | csv.Dialect = csv.Sniffer().sniff(data[:4096], delimiters=",;\t|，")
    except csv.Error:
        dialect = csv.excel
    try:
        rows = []
        for row in csv.reader(io.StringIO(data), dialect):
            rows.append(row)
            if len(rows) > _MOST_ROWS:
                raise Unreadable(f"超过 {_MOST_ROWS} 行", "较小的表格", "把它拆成几个文件")
    except csv.Error as error:
        raise Unreadable("不是完好的 CSV 表格", "逗号分隔的表格") from error
    found = tables.lines(rows)
    if not found:
        raise Unreadable("里没有内容", "有内容的表格")
    return Extracted("\n".join(found))


def _rows(sheet: object) -> Iterator[list[str]]:
    """Yield the rows that hold something; the size that a sheet claims is not believed."""
    cells = 0
    iter_rows = sheet.iter_rows  # type: ignore[attr-defined]
    for number, row in enumerate(iter_rows(max_col=_MOST_COLUMNS, values_only=True)):
        cells += len(row)
        if number >= _MOST_ROWS or cells > _MOST_CELLS:
            raise Unreadable(f"的一张表超过 {number} 行", "较小的表格", "删去空行，或把它拆成几个文件")
        texts = [_shown(value) for value in row]
        while texts and not texts[-1]:
            texts.pop()
        if texts:
            yield texts


def _shown(value: object) -> str:
    """Return a cell as people read it."""
    if value is None:
        return ""
    if isinstance(value, datetime.datetime):
        return f"{value.year}年{value.month}月{value.day}日"
    if isinstance(value, float):
        return f"{round(value, 6):g}" if abs(value) < 1e15 else str(value)
    return str(value).strip()
