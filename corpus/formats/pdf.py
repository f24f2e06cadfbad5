"""PDF files with text, read by pypdf.

Lines that stand at the top or bottom of most pages (running headers, page numbers) are left out; everything else stays,
in the order in which the file has it.
"""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

from corpus.formats.extracted import Extracted, Unreadable

_PAGE_NUMBER = re.compile(r"^[-—–－·\s]*(?:第\s*)?\d{1,4}\s*(?:页|/\s*\d{1,4})?(?:\s*共\s*\d{1,4}\s*页)?[-—–－·\s]*$")
_DIGITS = re.compile(r"\d+")
_MADE_UP = re.compile(r"^(?:microsoft word|untitled|无标题|幻灯片)|\.(?:docx?|wps|pdf)$", re.IGNORECASE)
_MOST_PAGES = 5000
_RUNNING = 0.6
_EDGE = 2


def extract(path: Path) -> Extracted:
    """Return the text of a PDF file, page by page.

    Raises:
        Unreadable: It is encrypted, damaged, too long, or holds pictures of text only.
    """
    from pypdf import PdfReader
    from pypdf.errors import DependencyError, PyPdfError

    try:
        reader = PdfReader(str(path))
        if reader.is_encrypted and not reader.decrypt(""):
            raise Unreadable("是加密的", "没有密码的 PDF", "用有密码的程序打开并另存为不加密的 PDF")
        count = len(reader.pages)
        if count > _MOST_PAGES:
            raise Unreadable(f"有 {count} 页", f"不超过 {_MOST_PAGES} 页的 PDF", "把它拆成几个文件")
        pages = [page.extract_text() or "" for page in reader.pages]
        title = str((reader.metadata.title if reader.metadata else "") or "").strip()
    except DependencyError as error:
        raise Unreadable("是加密的", "没有密码的 PDF", "用有密码的程序打开并另存为不加密的 PDF") from error
    except (PyPdfError, ValueError, KeyError, TypeError, IndexError, AttributeError, OSError) as error:
        # pypdf raises whatever a malformed object happens to cause.
        raise Unreadable("不是完好的 PDF 文件", "能正常打开的 PDF", "用阅读器打开并另存") from error
    cleaned = tuple(_without_running_lines(pages))
    if not any(page.strip() for page in cleaned):
        raise Unreadable("没有文字层（可能是扫描件）", "有文字的 PDF", "先做文字识别（OCR）再加入")
    return Extracted("\n".join(cleaned), title="" if _MADE_UP.search(title) else title, pages=cleaned)


def _without_running_lines(pages: list[str]) -> list[str]:
    """Drop page numbers, and lines that stand at the edge of most pages."""
    split = [[line.rstrip() for line in page.replace("\x00", "").split("\n") if line.strip()] for page in pages]
    edges = Counter(key for lines in split for key in {_shape(line) for line in (*lines[:_EDGE], *lines[-_EDGE:])})
    least = max(3, _RUNNING * len(pages))
    running = {key for key, times in edges.items() if times >= least}
    cleaned = []
    for lines in split:
        last = len(lines) - _EDGE
        kept = [
            line
            for number, line in enumerate(lines)
            if not ((number < _EDGE or number >= last) and (_shape(line) in running or _PAGE_NUMBER.match(line)))
        ]
        cleaned.append("\n".join(kept))
    return cleaned


def _shape(line: str) -> str:
    """Return a line with its numbers blotted out: ``第 3 页`` and ``第 4 页`` are one running line."""
    return _DIGITS.sub("0", line.strip())
