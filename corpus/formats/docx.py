"""Word documents (.docx), read by python-docx; lxml resolves no entities for it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from corpus.formats import tables
from corpus.formats.extracted import Extracted, Unreadable

_HEADING = re.compile(r"(?:heading|标题)\s*(\d)$", re.IGNORECASE)
_TITLES = frozenset({"title", "标题", "题目"})
_MADE_UP = re.compile(r"^(?:microsoft word|word document|文档\d*|document\d*|无标题)|\.docx?$", re.IGNORECASE)


def extract(path: Path) -> Extracted:
    """Return the text of a Word document: paragraphs, headings, lists and tables in their order.

    Raises:
        Unreadable: It is damaged or holds no text.
    """
    from docx import Document
    from docx.opc.exceptions import PackageNotFoundError

    try:
        document = Document(str(path))
    except (PackageNotFoundError, KeyError, ValueError) as error:
        raise Unreadable("不是完好的 .docx 文件", "Word 2007 及以后版本的文档", "用 Word 打开并另存") from error
    text = "\n".join(line for line in _lines(document) if line.strip())
    if not text:
        raise Unreadable("里没有文字", "含有文字的文档", "如果是扫描件，请先做文字识别（OCR）")
    properties = document.core_properties
    title = (properties.title or "").strip()
    return Extracted(text, title="" if _MADE_UP.search(title) else title)


def _lines(document: Any) -> Iterator[str]:
    from docx.table import Table

    for block in document.iter_inner_content():
        if isinstance(block, Table):
            yield from tables.lines([[cell.text for cell in row.cells] for row in block.rows])
        else:
            level = _level(block)
            text = block.text.strip()
            yield f"{'#' * level} {' '.join(text.split())}" if level and text else text


def _level(paragraph: Any) -> int:
    """Return the heading level of a paragraph, 0 for running text; the first level is the document's title."""
    name = (paragraph.style.name or "") if paragraph.style is not None else ""
    if name.lower() in _TITLES:
        return 1
    match = _HEADING.search(name)
    return min(int(match.group(1)) + 1, 6) if match else 0
