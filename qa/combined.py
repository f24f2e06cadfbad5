"""Whether two benefits may be had at once: what policies settle with 不重复享受, 按就高原则 or 可叠加."""

from __future__ import annotations

import re
from collections.abc import Sequence

from qa.context import Context
from qa.evidence import score_statements
from qa.findings import Finding, whole
from qa.question import Question
from qa.words import Term

_ASKED = re.compile(
    r"叠加|兼得|重复(?:享受|享有|领|申|补|奖|拿|报销|资助)|(?:同时|一起|都能?)(?:享受|享有|领|拿|申请?|申报)|(?:享受|领|拿)(?:两|双|几)[份次项]"
)
_ONCE = re.compile(
    r"不(?:得|能|可|予|再)?(?:重复|叠加|兼得|同时(?:享受|申报|申请))|就高|(?:按|取|执行)(?:其中)?(?:的)?(?:最高|较高|从高)"
    r"|只能?(?:享受|申报|申请|选择|领取)(?:其中)?(?:的)?[一1][项种次个]"
)
_BOTH = re.compile(r"可以?(?:同时|叠加|重复|一并)(?:享受|申报|申请|领取)?|不影响(?:享受|申报|申请)")
_LEAST, _SETTLED = 0.25, 0.3


def read_combined(question: Question, words: Sequence[Term], context: Context) -> list[Finding]:
    """Return 否 or 是 by the sentences that settle whether benefits add up; nothing where that is not asked."""
    if not _ASKED.search(question.folded):
        return []
    things = [word for word in words if not _ASKED.search(word.text)]
    found = []
    for evidence in score_statements(question, things, context.statements, context.weigh):
        if evidence.score < _LEAST:
            break
        said = evidence.statement.folded
        verdict = "否" if _ONCE.search(said) else "是" if _BOTH.search(said) else ""
        if verdict:
            score = min(1.0, evidence.score + _SETTLED)
            found.append(Finding(verdict, (whole(evidence.statement),), score, quoted=False))
    return found
