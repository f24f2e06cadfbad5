"""Reads what reports call by a number and a word: ``三个一批``, ``三率``, ``三大攻坚战``, ``三级布局``.

The things are those in quotes that end as the name does (``“签约一批”…“开工一批”…“投产一批”``), or the enumeration of
as many that stands right before it (``防范化解重大风险、精准脱贫、污染防治三大攻坚战``).
"""

from __future__ import annotations

import re

from corpus.sentences import Span
from qa.asks import Sort
from qa.enumerations import Reading, enumerations, without_lead
from qa.question import Question
from qa.statements import Statement
from qa.values import han_number

_NAME = re.compile(
    r"(?P<count>[二两三四五六七八九十])(?P<measure>[个大项级类种]?)(?P<tail>[^\W\d_是指的即具包有分]{1,6})"
)
_QUOTED = re.compile(r"“([^“”]{2,12})”")
_LONGEST_TAIL = 2
_MARK, _AND = re.compile("[、,，+]"), re.compile("[和与及]")


def names_asked_for(question: Question) -> list[re.Match[str]]:
    """Return the names with a number in them that a question asks the meaning of (``三率指什么``, ``三率是哪三率``)."""
    part = question.parts[0]
    found = list(_NAME.finditer(question.folded, 0, part.start))
    if part.sort is Sort.MEANING:
        return found
    return [name for name in found if f"哪{name['count']}" in question.folded[name.end("count") :]]


def read_numbered(question: Question, statement: Statement) -> Reading | None:
    """Return the things that a name with a number in it stands for, each an item; None if there are not as many."""
    for name in names_asked_for(question):
        count = han_number(name["count"].replace("两", "二"))
        found = _in_quotes(statement, count, name) or _before(statement, count, name)
        if found:
            return found
    return None


def _in_quotes(statement: Statement, count: int, name: re.Match[str]) -> Reading | None:
    """Return the quoted phrases that end alike, if there are as many (``“开工率”、“投产率”、“达效率”``: 三率).

    A name of one character may be the asker's own; a longer one must stand in the sentence or above it.
    """
    ending = name["tail"][:_LONGEST_TAIL]
    if len(ending) > 1 and f"{name['count']}{name['measure']}{ending}" not in statement.said:
        return None
    items: dict[str, tuple[int, int]] = {}
    for quoted in _QUOTED.finditer(statement.text):
        if quoted.group(1).endswith(ending) and not _NAME.match(quoted.group(1)):
            items.setdefault(quoted.group(1), quoted.span(1))
    spans = tuple(items.values())
    return Reading((spans[0][0], spans[-1][1]), spans) if len(spans) == count else None


def _before(statement: Statement, count: int, name: re.Match[str]) -> Reading | None:
    """Return as many things as the name says that are enumerated right before it, in quotes or not."""
    at = statement.folded.find(f"{name['count']}{name['measure']}{name['tail'][:_LONGEST_TAIL]}")
    if at < 1:
        return None
    if statement.text[at - 1] == "”":
        opened = statement.text.rfind("“", 0, at) + 1
        items = _pieces(statement.text, opened, at - 1, _MARK)
        return Reading((opened, at - 1), items) if len(items) == count else None
    # 种业、农机等三项: the enumeration ends before 等.
    until = at - 1 if statement.text[at - 1] == "等" else at
    for reading in enumerations(statement):
        start, end = reading.items[-1]
        if start < until <= end:
            items = (*reading.items[:-1], *_pieces(statement.text, start, until, _AND))
            return without_lead(Reading((reading.span[0], until), items), statement) if len(items) == count else None
    return None


def _pieces(text: str, start: int, end: int, joint: re.Pattern[str]) -> tuple[Span, ...]:
    """Return the spans of what stands between joints, from one offset to another."""
    joints = list(joint.finditer(text, start, end))
    return tuple(zip((start, *(j.end() for j in joints)), (*(j.start() for j in joints), end), strict=True))
