"""Telephone numbers, mail and web addresses: how to reach whoever a document names.

A notice writes ``政策咨询：市卫生健康委员会组织人事科  0513-87301625`` and leaves the word 电话 out.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from qa.asks import Ask, Sort
from qa.bodies import is_of_another_body
from qa.context import Context
from qa.evidence import coverage
from qa.findings import Finding, Quote
from qa.language.field_labels import GENERIC
from qa.question import Question
from qa.scope import in_scope
from qa.statements import Statement
from qa.things import Part
from qa.values import PHONE
from qa.words import Term, match

_HOTLINE = re.compile(r"(?<![\d.-])(?:12\d{3}|9[56]\d{3,4})(?![\d.%亿万元]|-\d)", re.ASCII)
_LANDLINE = re.compile(r"(?<![\d.-])[2-8]\d{6,7}(?:-\d{1,4})?(?![\d.%亿万元])", re.ASCII)
_MAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+", re.ASCII)
_SITE = re.compile(r"(?:https?://|www\.)[\w./?=&%#-]+", re.ASCII)
_CALL = re.compile(r"电话|热线|手机号|打(?:给|到|哪)|拨打|拨哪|怎么联系|如何联系|联系方式")
_KINDS = (
    (_CALL, (PHONE, _LANDLINE, _HOTLINE)),
    (re.compile(r"邮箱|邮件|e-?mail|联系方式"), (_MAIL,)),
    (re.compile(r"网址|网站|官网|网页|哪个网|什么网"), (_SITE,)),
)
"""What asks for a way to reach somebody, and how such a way looks."""
_CLAUSES = re.compile(r"[^,。;?!]*(?:[,。;?!]|$)")
_TELEPHONED = re.compile(r"电话|热线|咨询|联系|拨打|举报|投诉|服务|传真|手机")
_SAID = re.compile(r"电话|号码|热线|联系|方式|手机|打|拨|多少|邮箱|邮件|网址|网站|官网|网页")
_BEFORE, _PATH, _TOPIC, _LINE = 1.0, 0.9, 0.9, 0.8
_LEAST = 0.45


def shapes_asked_for(question: Question, part: Part) -> list[re.Pattern[str]]:
    """Return what a number, a mail or a web address looks like that is asked for; nothing for other questions."""
    if part.ask not in (Ask.NAME, Ask.VALUE, Ask.LIST, Ask.OPEN) or part.kinds or part.sort is Sort.PLACE:
        return []  # 热线接通时长是多少秒 asks for no number to call
    asked = question.folded
    if len(question.parts) > 1:
        asked = next(clause for clause in _CLAUSES.finditer(asked) if part.start <= clause.end()).group()
    return [shape for asking, shapes in _KINDS if asking.search(asked) for shape in shapes]


def read_contacts(question: Question, part: Part, words: Sequence[Term], context: Context) -> list[Finding]:
    """Return the numbers and addresses that a part of a question asks for, best first; none where it asks for none."""
    wanted = shapes_asked_for(question, part)
    if not wanted:
        return []
    # 投诉电话 is another number than 咨询电话.
    rests = {_SAID.sub("", word.text) for word in words if _SAID.search(word.text)} - {"", *GENERIC}
    own = [word for word in words if not _SAID.search(word.text)]
    found = []
    for statement in context.statements:
        if not in_scope(question, statement):
            continue
        spans = sorted({hit.span() for shape in wanted for hit in shape.finditer(statement.folded)})
        spans = [span for span in spans if not any(a <= span[0] and span[1] <= b and (a, b) != span for a, b in spans)]
        for before, span in pairwise([(0, 0), *spans]):
            said = statement.folded[before[1] : span[0]]
            # A number alone is a way to reach somebody only where the text says so.
            if statement.folded[slice(*span)].isdigit() and not _TELEPHONED.search(
                f"{said} {statement.folded[span[1] : span[1] + 6]} {statement.headings}"
            ):
                continue
            score = _score(own, said, statement, context)
            if score >= _LEAST and all(rest in f"{said} {statement.headings}" for rest in rests):
                cited = Quote(statement, statement.start, statement.end)
                found.append(Finding(statement.text[slice(*span)], (cited,), score))
    return sorted(found, key=lambda finding: -finding.score)


def _score(words: Sequence[Term], said: str, statement: Statement, context: Context) -> float:
    """Return how well the words before a number, and those above its line, say what is asked for, from 0 to 1."""
    regions = (
        (said, _BEFORE),
        (statement.folded, _LINE),
        (statement.headings, _PATH),
        (statement.topic, _TOPIC),
    )
    if not words:
        return 1.0
    if is_of_another_body(words, statement.said):
        return 0.0
    return coverage(words, regions, context.weigh) if any(match(w, text) for w in words for text, _ in regions) else 0.0
