"""Where the words of an answer begin and end: at words and quotes, without what leads to them and trails behind."""

from __future__ import annotations

import re

from corpus.sentences import Span
from qa.enumerations import LEADING
from qa.segmentation import segment
from qa.statements import Statement

_TRAILING = re.compile(r"(?:等(?:一批|多个|地|领域|方面|产业|.{0,12})?|[,，。;；:：、\s]|的)+$")
# Behind these a name of a place is at its end, however the segmenter cuts it.
_ENDS_NAME = frozenset("镇乡村")
_LONGEST_QUOTE = 16


def tidied(statement: Statement, span: Span) -> Span | None:
    """Move the ends of a span to where words begin and end, and take in the quotes that it cuts.

    Returns None where nothing readable is left.
    """
    start, end = span
    for word, at in segment(statement.folded):
        if at < start < at + len(word):
            start = at
        if at < end < at + len(word) and statement.folded[end - 1] not in _ENDS_NAME:
            end = at + len(word)
    text = statement.text
    if text[start:end].count("“") > text[start:end].count("”"):
        closing = text.find("”", end)
        end = closing + 1 if 0 <= closing - end <= _LONGEST_QUOTE else text.rfind("“", start, end)
    if text[start:end].count("”") > text[start:end].count("“"):
        opening = text.rfind("“", 0, start)
        start = opening if 0 <= start - opening <= _LONGEST_QUOTE and opening >= 0 else text.find("”", start, end) + 1
    bare = trimmed(text, start, end)
    if bare and _is_broken(text[slice(*bare)]):
        return None
    if bare and text[slice(*bare)].count("”") > text[slice(*bare)].count("“"):
        # The opening quote was trimmed as a lead, but its phrase goes on behind the closing one.
        return (bare[0] - 1, bare[1]) if text[bare[0] - 1] == "“" else bare
    return bare


def trimmed(text: str, start: int, end: int) -> Span | None:
    """Return a span of a text without what leads to it (``的``) and trails behind; None where little is left."""
    lead = LEADING.match(text[start:end])
    start += lead.end() if lead else 0
    tail = _TRAILING.search(text[start:end])
    if tail and tail.group().strip("的"):
        end = start + tail.start()
    if text[start:end].count("“") < text[start:end].count("”"):
        end -= text[start:end].endswith("”")
    return (start, end) if end - start >= 2 else None


def _is_broken(words: str) -> bool:
    """Tell whether a span cuts brackets apart (``全市4家开发区(园区``)."""
    return any(words.count(left) != words.count(right) for left, right in ("()", "（）", "《》"))
