"""Who published a document and when, as the document itself says it."""

from __future__ import annotations

import re
from dataclasses import dataclass

_HEAD, _TAIL = 600, 300
_DAY = r"(?:19|20)\d{2}\s*(?:年\s*\d{1,2}\s*月(?:\s*\d{1,2}\s*日)?|[-/.]\d{1,2}[-/.]\d{1,2})"
_DATE_LINE = re.compile(
    rf"(?:发布日期|发布时间|成文日期|成文时间|印发日期|发文日期|公开日期|日\s*期|时\s*间)\s*[:：]\s*({_DAY})"
)
_DATE_BELOW_TITLE = re.compile(rf"^[（(]\s*({_DAY})[^）)\n]{{0,20}}[）)]$", re.MULTILINE)
_DATE_ALONE = re.compile(
    rf"^\s*({_DAY}|二[〇○零0][〇○零一二三四五六七八九]{{2}}年[一二三四五六七八九十]{{1,2}}月[一二三四五六七八九十]{{1,3}}日)\s*$",
    re.MULTILINE,
)
_ISSUER = re.compile(
    r"(?:发文机关|发布机构|发文单位|发布单位|制发机关|公开机构|来\s*源|信息来源)\s*[:：]\s*([^\s:：，,；;|]{2,40})"
)


@dataclass(frozen=True, slots=True)
class Imprint:
    """Date and issuer, as written; empty when the document does not say."""

    date: str
    issuer: str


def imprint(text: str) -> Imprint:
    """Read date and issuer from the head of a document (``发布日期：2024-03-05``) or, a date, from its last lines."""
    head, tail = text[:_HEAD], text[-_TAIL:]
    dated = (
        _DATE_LINE.search(head)
        or _DATE_BELOW_TITLE.search(head)
        or _last(_DATE_ALONE, tail)
        or _DATE_ALONE.search(head)
    )
    issued = _ISSUER.search(head)
    return Imprint(re.sub(r"\s+", "", dated.group(1)) if dated else "", issued.group(1).strip() if issued else "")


def _last(pattern: re.Pattern[str], text: str) -> re.Match[str] | None:
    return next(reversed(list(pattern.finditer(text))), None)
