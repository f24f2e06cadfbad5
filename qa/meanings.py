"""Reads what a term stands for, where a text explains it (``什么是“四化引领”``)."""

from __future__ import annotations

import re

from qa.enumerations import Reading, enumerations
from qa.question import Question
from qa.statements import Statement

_EXPLAINED = re.compile(
    r"[\"”]?(?:(?<=[\"”])[为指]|[\u4e00-\u9fff]{0,8}[,，]?(?:即|是指|指的是|就是|包括)|[:：]|[(（])([^。；;)）]{4,80})"
)
_COLON = re.compile(r'["”]?[\u4e00-\u9fff]{0,4}[:：]')
_CLAUSE_END = re.compile(r"[,，:：;；。]")
_JOINED = re.compile(r"“([^“”]{2,30}\+[^“”]{1,30})”")


def read_meaning(question: Question, statement: Statement) -> Reading | None:
    """Return what a term stands for, where the text says it: after 即 or 是指, in brackets, or as the list before it.

    Example: ``简政放权便利化、监管执法标准化…“四化引领”``
    """
    for word in sorted(question.terms, key=lambda term: (not term.quoted, -len(term.text))):
        at = statement.folded.find(word.text)
        if at < 0:
            continue
        end = at + len(word.text)
        listed = _in_parts(statement, end) or _before_name(statement, at)
        if listed:
            return listed
        said = _EXPLAINED.match(statement.folded, end)
        if said:
            return Reading(said.span(1))
        for reading in enumerations(statement):
            start, stop = reading.span
            if reading.items[-1][0] <= at < stop + 1 and statement.text[at - 1 : at] in '“"':
                return Reading((start, at - 1))
        return None
    return None


def _in_parts(statement: Statement, offset: int) -> Reading | None:
    """Return what stands behind a colon right behind an offset, each part's first words an item.

    Example: ``“四个到田”:技术到田,组建32支队伍;物资到田,统一供种;…``
    """
    colon = _COLON.match(statement.folded, offset)
    if colon is None:
        return None
    parts = [(max(start, colon.end()), end) for start, end in statement.parts if end > colon.end()]
    items = [(start, _first_clause_end(statement, start, end)) for start, end in parts]
    return Reading((items[0][0], items[-1][1]), tuple(items)) if len(items) > 1 else None


def _first_clause_end(statement: Statement, start: int, end: int) -> int:
    cut = _CLAUSE_END.search(statement.text, start, end)
    return cut.start() if cut else end


def _before_name(statement: Statement, at: int) -> Reading | None:
    """Return the things that a quoted phrase joins with + right before a name (``“田长+井长+电管员”三员``)."""
    quoted = _JOINED.search(statement.text)
    if quoted is None or not 0 <= at - quoted.end() <= 1:
        return None
    items, begin = [], quoted.start(1)
    for piece in quoted.group(1).split("+"):
        items.append((begin, begin + len(piece)))
        begin += len(piece) + 1
    return Reading(quoted.span(1), tuple(items))
