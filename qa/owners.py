"""What a figure belongs to: the place that it is about, the thing that stands beside it."""

from __future__ import annotations

import re

from corpus.sentences import Span
from qa.statements import Statement
from qa.trimming import tidied
from qa.values import Value

_BEHIND = re.compile(r"的?((?!以上|以下|左右)[\u4e00-\u9fffA-Za-z“”][^、,，。;；:：()（）]{1,40})")


def owner_at(statement: Statement, value: Value) -> Span | None:
    """Return where the place is named that a figure is about; None if it is not named."""
    subjects = statement.subjects_at(value.start)
    return (subjects[-1].start, subjects[-1].end) if subjects and subjects[-1] is not statement.owner else None


def thing_at(statement: Statement, value: Value) -> Span | None:
    """Return the thing that a figure belongs to: the words behind it, else those before it.

    Example: ``总投资38亿元的储能飞轮项目`` -> ``储能飞轮项目``; ``建成标准化厂房22万平方米`` -> ``建成标准化厂房``
    """
    start, end = statement.clause_at(value.start)
    behind = _BEHIND.match(statement.text, value.end, end)
    if behind:
        return tidied(statement, behind.span(1))
    before = max((o.end for o in statement.values if start <= o.end <= value.start), default=start)
    return tidied(statement, (before, value.start)) if value.start - before >= 2 else None
