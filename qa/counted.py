"""Things that a text counts without naming them: who asks which they are is not answered by their number.

``引入市场化运营公司26家`` does not say which 26, nor do ``“八大优势”`` say which eight.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import Decimal

from qa.asks import Ask
from qa.enumerations import enumerations
from qa.findings import Finding
from qa.question import Question
from qa.spans import titles
from qa.statements import Statement
from qa.things import Part
from qa.values import Kind, han_number

_NUMBER = r"(?P<number>\d{1,3}|[二两三四五六七八九十]{1,3})"
_OF = r"(?:大|个|家|项|种|条|式|方面|位|名|座|件|类|份|块|处|户|所|点|批|款|支)"
# 哪十二式, 另外三个; 26家公司分别叫什么, 45家企业名单.
_ASKED = re.compile(rf"(?:哪|另外|其余|其他|剩下|另)的?{_NUMBER}(?:{_OF}|[\u4e00-\u9fff](?=[?。!,]|$))")
_ASKED_BEHIND = re.compile(
    rf"{_NUMBER}{_OF}(?![^,，。?？]{{0,14}}多少)[^,，。?？的]{{0,14}}"
    r"(?:的?(?:名单|名字|名称)|分别|具体(?:[是有指哪都叫]|包括)|都[是有叫指]|是谁|有谁|叫什么|叫啥|是哪些|有哪些|包括哪|是什么|是啥)"
)
_NAMING = frozenset({Ask.LIST, Ask.NAME, Ask.OPEN})
_QUOTED = re.compile(r"“[^“”\n]{2,40}”")
_COLON = re.compile(r"[:：]")
_POINT = re.compile(r"[一二三四五六七八九十](?:是|要)")
# A list that ends in 等 may name half of them, but one name is none.
_FEWEST, _SHARE = 2, 0.5
_BESIDE = 6
# 改造老旧小区15个 names a thing, 共17宗 names none.
_NAMES = 4


def is_only_counted(question: Question, part: Part, finding: Finding) -> bool:
    """Tell whether a finding counts the things that a part of a question wants named, and does not name them."""
    if part.ask not in _NAMING:
        return False
    asked = _how_many(question)
    if asked >= _FEWEST:
        return _named(finding) < max(_FEWEST, asked * _SHARE)
    return part.ask is Ask.LIST and _named(finding) < _FEWEST and _counts(question, part, finding)


def _how_many(question: Question) -> int:
    """Return how many things a question wants named; 0 if it does not say."""
    found = _ASKED.search(question.folded) or _ASKED_BEHIND.search(question.folded)
    if found is None:
        return 0
    number: str = found["number"]
    return int(number) if number.isdigit() else int(han_number(number))


def _named(finding: Finding) -> int:
    """Return how many things a finding names at most."""
    statements = [quoted.statement for quoted in finding.quotes]
    return max(len(finding.items), len(finding.quotes), *map(_named_in, statements))


def _named_in(statement: Statement) -> int:
    lists = (r.items for r in enumerations(statement) if not _of_figures(statement, r.items))
    quoted = (len(_QUOTED.findall(statement.text, start, end)) for start, end in statement.clauses)
    inside = (found.group().count("、") + 1 for found in _QUOTED.finditer(statement.text))
    colon = _COLON.search(statement.text)
    behind = sum(start >= colon.end() for start, _ in statement.clauses) + 1 if colon else 0
    return max(
        (*map(len, lists), *quoted, *inside, behind, len(titles(statement)), len(_POINT.findall(statement.text)))
    )


def _of_figures(statement: Statement, items: Iterable[tuple[int, int]]) -> bool:
    """Tell whether an enumeration is one of figures (``17宗、1865.55亩``), and not of things with their figures."""
    return all(
        any(start <= value.start < end for value in statement.values)
        and not any(value.start - start >= _NAMES and value.end == end for value in statement.values)
        for start, end in items
    )


def _counts(question: Question, part: Part, finding: Finding) -> bool:
    """Tell whether a sentence says how many there are of what is asked for."""
    kinds = [word.text for word in (part.focus or tuple(word for word in question.terms if word.kind))]
    # Of 哪些市场化运营公司 the last word is what is counted.
    end = part.end
    for word in question.terms:
        if word.start == end:
            end += len(word.text)
            kinds.append(word.text)
    for statement in (quoted.statement for quoted in finding.quotes):
        for value in statement.values:
            if value.kind is Kind.COUNT and value.amount and value.amount >= Decimal(_FEWEST):
                behind = statement.folded[value.end : value.end + _BESIDE]
                before = statement.folded[max(0, value.start - _BESIDE) : value.start]
                if any(kind in behind or before.endswith(kind) for kind in kinds):
                    return True
    return False
