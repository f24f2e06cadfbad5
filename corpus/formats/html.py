"""Web pages, read by selectolax (lexbor), which runs no script and loads nothing."""

from __future__ import annotations

import re
from typing import Any

from corpus.formats import tables
from corpus.formats.extracted import Extracted, Unreadable

_LEFT_OUT = "script,style,noscript,template,nav,footer,aside,form,iframe,svg,button,select,head"
_BLOCKS = frozenset(
    "p div li ul ol dl dt dd h1 h2 h3 h4 h5 h6 table tr section article header main blockquote pre figure figcaption "
    "hr address center fieldset details summary body".split()
)
_HEADING = re.compile(r"h([1-6])$")
_SPACE = re.compile(r"[ \t\r\n\xa0\u3000]+")
_DATES = ("pubdate", "publishdate", "publish_date", "article:published_time", "date", "dc.date")
_ISSUERS = ("contentsource", "source", "publisher", "author", "article:author", "dc.publisher")
_DEEPEST = 2000


def extract(data: str) -> Extracted:
    """Return the text of a web page.

    Args:
        data: The page, decoded.

    Raises:
        Unreadable: It has no text, or is nested deeper than any page is.
    """
    from selectolax.lexbor import LexborHTMLParser

    page = LexborHTMLParser(data)
    metas = _metas(page)
    title_node = page.css_first("title")
    title = _SPACE.sub(" ", title_node.text()).strip() if title_node else ""
    for node in page.css(_LEFT_OUT):
        if node.tag != "head":
            node.decompose()
    found = _Lines()
    # Several h1 are chapters, and none of them is the title.
    found.lower = int(len(page.css("h1")) > 1)
    if page.body is not None:
        _walk(page.body, found)
    text = found.text()
    if not text:
        raise Unreadable("里没有文字", "含有正文的网页")
    title = next((line.lstrip("# ") for line in text.split("\n") if line.startswith("# ")), "") or title
    return Extracted(
        text,
        title=title,
        date=next((metas[name] for name in _DATES if metas.get(name)), ""),
        issuer=next((metas[name] for name in _ISSUERS if metas.get(name)), ""),
    )


def _metas(page: Any) -> dict[str, str]:
    found: dict[str, str] = {}
    for node in page.css("meta"):
        name = (node.attributes.get("name") or node.attributes.get("property") or "").lower()
        found.setdefault(name, (node.attributes.get("content") or "").strip())
    return found


class _Lines:
    """Collects running text into lines."""

    def __init__(self) -> None:
        self._done: list[str] = []
        self._line: list[str] = []
        self.prefix = ""
        self.lower = 0

    def add(self, text: str) -> None:
        self._line.append(text)

    def end(self) -> None:
        line = _SPACE.sub(" ", "".join(self._line)).strip()
        if line:
            self._done.append(self.prefix + line)
            self.prefix = ""
        self._line = []

    def whole(self, lines: list[str]) -> None:
        self.end()
        self._done.extend(lines)

    def text(self) -> str:
        self.end()
        return "\n".join(self._done)


def _walk(root: Any, found: _Lines) -> None:
    """Add the text below a node; with a stack of its own, so that deep nesting costs no recursion."""
    stack: list[tuple[Any, bool, int]] = [(root, False, 0)]
    while stack:
        node, leaving, depth = stack.pop()
        if depth > _DEEPEST:
            raise Unreadable("的标签嵌套过深", f"嵌套不超过 {_DEEPEST} 层的网页")
        tag = node.tag
        if leaving:
            found.end()
            found.prefix = ""
        elif tag == "-text":
            found.add(node.text_content or "")
        elif tag == "br":
            found.end()
        elif tag == "table" and not node.css("table table"):
            found.whole(tables.lines(_rows(node)))
        elif tag not in ("-comment", "-document"):
            if tag in _BLOCKS:
                found.end()
                heading = _HEADING.match(tag)
                if heading:
                    found.prefix = "#" * min(int(heading.group(1)) + found.lower, 6) + " "
                stack.append((node, True, depth))
            children = list(node.iter(include_text=True))
            stack.extend((child, False, depth + 1) for child in reversed(children))


def _rows(table: Any) -> list[list[str]]:
    """Return the cells of a table; a cell that spans columns or rows is repeated in them."""
    rows: list[list[str]] = []
    hanging: dict[int, tuple[int, str]] = {}  # column -> rows still to fill, and with what
    for row in table.css("tr"):
        cells: list[str] = []
        for cell in row.css("td,th"):
            _fill(cells, hanging)
            text = _SPACE.sub(" ", cell.text(separator=" ")).strip()
            for _ in range(_span(cell, "colspan")):
                if (down := _span(cell, "rowspan")) > 1:
                    hanging[len(cells)] = (down - 1, text)
                cells.append(text)
        _fill(cells, hanging)
        rows.append(cells)
    return rows


def _fill(cells: list[str], hanging: dict[int, tuple[int, str]]) -> None:
    while len(cells) in hanging:
        left, text = hanging.pop(len(cells))
        if left > 1:
            hanging[len(cells)] = (left - 1, text)
        cells.append(text)


def _span(cell: Any, name: str) -> int:
    value = cell.attributes.get(name) or "1"
    return min(int(value), 100) if value.isdecimal() and int(value) else 1
