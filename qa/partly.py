"""What falls short of an aim, and what is said of a part of a whole and not of all of it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from qa.by_figures import UNREACHED
from qa.roles import RATE
from qa.statements import Statement
from qa.values import Kind, han_number
from qa.words import Term, match

_WHOLE = Decimal(100)
_REACHED_SHARE = re.compile(r"完成[^;。]{0,8}(?:目标|计划|任务|预算)[^,;。]{0,14}?(\d+(?:\.\d+)?)%")
_SHORT_OF = re.compile(
    rf"{UNREACHED.pattern}|未达|低于[^,;。]{{0,14}}(?:目标|计划|任务|预期)"
    r"|[比较][^,;。]{0,14}(?:目标|计划|任务)[^,;。]{0,6}[少低]|(?:目标|计划|任务)[^,;。]{0,6}(?:尚有|还有|存在)[^,;。]{0,10}差距"
)
_REMAIN = re.compile(r"减少[到至]|(?:仅剩|还剩|剩余|仍有|尚有|还有)[^,。;]{0,8}[1-9一二三四五六七八九]")
_SHARE_OF = re.compile(
    r"(?P<all>\d+)(?P<unit>[个家项户名人座所])[^;。]{0,12}其中(?P<which>[^;。\d]{0,16})(?P<some>\d+)(?P=unit)"
)
# 十件民生实事完成9件
_OF_SO_MANY = re.compile(
    r"(?P<all>[一二三四五六七八九十]{1,3}|\d+)(?P<unit>[个家项件条])[^,;。\d]{2,14}(?:已?(?:完成|办结|建成|开工|投产))(?P<some>\d+)(?P=unit)"
)


def falls_short(statement: Statement, at: int) -> bool:
    """Tell whether a statement says that less than all of an aim was reached (``完成年度目标6亿美元的93.7%``)."""
    if _SHORT_OF.search(statement.folded, *statement.part_at(at)):
        return True
    reached = _REACHED_SHARE.search(statement.folded, at, statement.part_at(at)[1])
    return reached is not None and Decimal(reached.group(1)) < _WHOLE


def is_partial(words: Sequence[Term], statement: Statement, at: int) -> bool:
    """Tell whether a statement says of what a question asks that it is not all: a rate (``开工率91.5%``), a rest."""
    start, end = statement.part_at(at)
    if _REMAIN.search(statement.folded, start, end):
        return True
    part = _SHARE_OF.search(statement.folded, start, end)
    if part and Decimal(part["some"]) < Decimal(part["all"]) and any(match(w, part["which"]) for w in words[-2:]):
        return True  # 项目188个,其中战新项目187个, where 战新 is asked about
    fewer = _OF_SO_MANY.search(statement.folded, start, end)
    if fewer and int(fewer["some"]) < (int(fewer["all"]) if fewer["all"].isdigit() else han_number(fewer["all"])):
        return True
    for value in statement.values:
        rate = RATE.search(statement.folded[start : value.start]) if start <= value.start < end else None
        part_of_all = value.kind is Kind.PERCENT and value.amount is not None and value.amount < _WHOLE
        if rate and part_of_all and any(match(word, rate.group(1)) for word in words):
            return True
    return False
