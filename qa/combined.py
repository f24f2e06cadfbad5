"""Whether two benefits may be had at once: what policies settle with 不重复享受, 按就高原则 or 可叠加."""

from __future__ import annotations

import re
from collections.abc import Sequence

from qa.context import Context
from qa.evidence import score_statements
from qa.findings import Finding, whole
from qa.question import Question
from qa.words import Term

_BENEFIT = "(?:享受|享有|领取?|申领|申请|申报|补贴?|奖励?|拿到?|报销|资助)"
_ASKED = re.compile(
    rf"(?:可以?|能|不能|否|可否)[^,。?]{{0,6}}(?:叠加|兼得)|(?:叠加|重复|同时|一起){_BENEFIT}|{_BENEFIT}(?:两|双)[份次项]|{_BENEFIT}[^,。?]{{0,6}}叠加"
)
_ONCE = re.compile(
    rf"不(?:得|能|可|予|再)?(?:重复|叠加|兼得|同时){_BENEFIT}|不(?:得|能|可|予)?叠加|就高(?:不就低|不重复|原则)"
    rf"|按(?:其中)?(?:的)?(?:最高|较高)(?:项|额|标准)?(?:的)?{_BENEFIT}|只能?{_BENEFIT}(?:其中)?(?:的)?[一1][项种次个]"
)
_BOTH = re.compile(rf"可以?(?:同时|叠加|重复|一并){_BENEFIT}|不影响{_BENEFIT}")
# Whether they may *not* be had at once is answered the other way round.
_NOT_ASKED = re.compile(r"不(?:能|得|可以?|允许)[^,。?]{0,4}(?:叠加|兼得|重复|同时)")
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
        once, both = _ONCE.search(said) is not None, _BOTH.search(said) is not None
        if once or both:
            negated = _NOT_ASKED.search(question.folded) is not None
            verdict = "否" if once != negated else "是"
            score = min(1.0, evidence.score + _SETTLED)
            found.append(Finding(verdict, (whole(evidence.statement),), score, quoted=False))
    return found
