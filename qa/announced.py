"""Lists that a sentence announces and the lines behind it hold.

Example: ``我们的主要体会是：`` with lines below it that begin with ``第一，``, ``（一）``, ``一是`` or ``——``.

`qa.points` finds numbered points within one paragraph and `qa.outlines` headings under a heading; here the points may
stand in lines and sections of their own, with paragraphs that explain them in between.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from corpus.sentences import Span
from corpus.types import Document
from qa.statements import Statement

_NUMERALS = "一二三四五六七八九十"
# Ways of numbering; of each kind only those that continue from the first on belong to one list.
_KINDS = tuple(
    re.compile(pattern)
    for pattern in (
        rf"第(?P<number>[{_NUMERALS}])[，,、]",
        rf"(?P<number>[{_NUMERALS}])(?:是|要)",
        rf"[（(](?P<number>[{_NUMERALS}])[)）]",
        rf"(?P<number>[{_NUMERALS}])、",
        r"(?P<arabic>\d{1,2})[.．、](?!\d)",
        r"(?P<dash>——|—{2,})",
    )
)
_ANNOUNCES = re.compile(
    rf"(?:以下|如下|下列|下面|(?P<many>[{_NUMERALS}几]|\d{{1,2}})(?:大|个|项|条|点|方面))[^。，,]{{0,30}}[:：。]?$|"
    r"(?:主要|体会|经验|原则|问题|不足|措施|举措|任务|工作)[^。，,]{0,30}[:：。]?$"
)
_FURTHEST = 6000
_SHORTEST_LEAD, _FEWEST = 4, 3
_LONGEST_TITLE = 60
_TITLE_END = re.compile(r"[。；;!！?？\n]|(?<=.{12})[，,]")


def points_within(statement: Statement) -> list[Span]:
    """Return where the items stand that a sentence lists itself, behind a colon and parted by semicolons.

    Example: ``有下列情形之一的，不予支持：…；…；….`` has three. Offsets are relative to the statement; empty for none.
    """
    colon = statement.folded.find(":")
    behind = [(max(start, colon + 1), end) for start, end in statement.parts if end > colon + 1]
    if colon < _SHORTEST_LEAD or len(behind) < _FEWEST or statement.parts[0][1] < colon:
        return []
    return [(start, start + len(statement.text[start:end].rstrip("；;。 "))) for start, end in behind]


def points_behind(document: Document, statement: Statement) -> list[Span]:
    """Return where the points stand that a statement announces, as spans of the document up to their first mark.

    Args:
        document: The document.
        statement: One of its statements.

    Returns:
        At least two spans; empty where the statement announces none.
    """
    announces = _ANNOUNCES.search(statement.folded)
    if not announces or any(kind.match(statement.text) for kind in _KINDS):
        return []
    lines = list(_lines(document.text, statement.end))
    if not lines:
        return []
    first = document.text[slice(*lines[0])]
    kind = next((kind for kind in _KINDS if _opens(kind, first, 1)), None)
    if kind is None:
        return []
    found: list[Span] = []
    for start, end in lines:
        if _opens(kind, document.text[start:end], len(found) + 1):
            found.append(_title(document.text, start, end))
        elif kind.match(document.text, start):
            break  # another list begins
    # 其中续建项目2个 counts something else than the three headings below.
    many = announces["many"]
    counted = int(many) if many and many.isdigit() else _NUMERALS.find(many or "几") + 1
    return found if len(found) > 1 and counted in (0, len(found)) else []


def _lines(text: str, start: int) -> Iterator[Span]:
    """Yield the lines behind an offset; the rest of its own line only if it is empty."""
    line_end = text.find("\n", start)
    if line_end < 0 or text[start:line_end].strip():
        return
    at, stop = line_end + 1, min(len(text), line_end + 1 + _FURTHEST)
    while at < stop:
        end = text.find("\n", at)
        end = len(text) if end < 0 else end
        if text[at:end].strip():
            yield at, end
        at = end + 1


def _opens(kind: re.Pattern[str], line: str, number: int) -> bool:
    """Tell whether a line begins with the number that is due."""
    found = kind.match(line)
    if found is None:
        return False
    groups = found.groupdict()
    if groups.get("dash"):
        return True
    said = int(groups["arabic"]) if groups.get("arabic") else _NUMERALS.index(groups["number"]) + 1
    return said == number


def _title(text: str, start: int, end: int) -> Span:
    mark = _TITLE_END.search(text, start + 4, min(end, start + _LONGEST_TITLE))
    return start, mark.start() if mark else min(end, start + _LONGEST_TITLE)
