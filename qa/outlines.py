"""Answers that a document's headings give: the points of a plan, the measures under a title.

``首季“开门红”的主要举措有哪些`` is answered by the headings 一是…四是 that stand under ``首季“开门红”主要举措``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from corpus.folding import fold
from corpus.types import Document, Section
from qa.evidence import coverage
from qa.weights import Weigh
from qa.words import Term, match

_OUTER = 0.75
_TELLING = 0.5


@dataclass(frozen=True, slots=True)
class Group:
    """A heading with the headings right under it.

    Attributes:
        document: The document.
        path: The heading's path.
        children: The first section under each child heading, in order; empty for a heading without any.
        sections: All sections under the heading.
    """

    document: Document
    path: tuple[str, ...]
    children: tuple[Section, ...]
    sections: tuple[Section, ...]


def groups(document: Document) -> list[Group]:
    """Return the headings of a document, outer ones first, with their children."""
    found: dict[tuple[str, ...], list[Section]] = {}
    for section in document.sections:
        for depth in range(1, len(section.path) + 1):
            found.setdefault(section.path[:depth], []).append(section)
    result = []
    for path, sections in found.items():
        children: dict[str, Section] = {}
        for section in sections:
            if len(section.path) > len(path):
                children.setdefault(section.path[len(path)], section)
        result.append(Group(document, path, tuple(children.values()), tuple(sections)))
    return result


def best_group(words: Sequence[Term], candidates: Iterable[Group], weigh: Weigh) -> tuple[Group, float] | None:
    """Return the heading that covers the question's words best, and how well, from 0 to 1.

    The words may stand in the heading itself or, counting less, in those above it; it must hold at least half of
    those that stand in none above it.
    """
    best: tuple[Group, float] | None = None
    for group in candidates:
        title = fold(group.path[-1])
        # What the outer headings say, the title of a document foremost, only says where to look.
        outer = fold(" ".join(group.path[:-1]))
        inner = [word for word in words if not match(word, outer)] or words
        telling = [word for word in inner if word.kind or word.weight >= _TELLING] or inner
        own = coverage(telling, ((title, 1.0),), weigh)
        if own < 0.5:
            continue
        score = coverage(words, ((title, 1.0), (outer, _OUTER)), weigh)
        # Of two headings that cover the question alike, the one with less besides is meant.
        score -= 0.002 * len(title)
        if best is None or score > best[1]:
            best = (group, score)
    return best


def heading_span(document: Document, section: Section, title: str) -> tuple[int, int]:
    """Return where a heading's words stand in the document, with the sentence mark behind them."""
    start = document.text.find(title, section.start, section.end)
    end = start + len(title)
    if start < 0:
        # The signs of bold type stand in the text and not in the title.
        shape = re.compile(r"\**".join(map(re.escape, title)))
        found = shape.search(document.text, section.start, section.end)
        start, end = found.span() if found else (section.start, section.end)
    return start, end + 1 if document.text[end : end + 1] in ("。", "；", ";") else end
