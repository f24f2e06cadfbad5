"""Is a reply right, and does it prove itself? Compares an ``Answer`` with what its question expects; runs nothing."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from corpus.sentences import sentences
from corpus.types import Document
from eval.questions import Question, Span, gold_spans
from qa.types import Answer, Citation

_MARKER = re.compile(r"\[\d{1,2}\]")
_SPACE = re.compile(r"\s+")
# The thousands of a number, not the items of a list: 1,126.4.
_THOUSANDS = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")
_EXACT_KINDS = frozenset("fact paraphrase city year followup".split())
# A group with one of these asks which way a yes-or-no question is decided.
_VERDICTS = frozenset("是 否 有 无 对 没有 不是 不对".split())
_SAME = (
    {ord(char): '"' for char in "“”„‟«»「」『』"}
    | {ord(char): "'" for char in "‘’‚‛"}
    | {ord("、"): ",", ord("﹑"): ","}
)


@dataclass(frozen=True, slots=True)
class Judgement:
    """What is to be said about one reply.

    Attributes:
        right: It says all that is expected and nothing forbidden in ``short``; if the documents do not say, it is
            ``not_found`` and cites nothing.
        refused: Its status is ``not_found``.
        exact: ``short`` holds the answer; ``None`` for questions of kinds that have no exact one, or of several parts.
        cited: At least one citation overlaps a gold quote.
        precision: Share of its citations that overlap a gold quote or stand in the same sentence; ``None`` without any.
        recall: Share of the gold quotes that a citation overlaps; ``None`` where there is none to be found.
        wrong_scope: ``short`` holds a forbidden figure.
        forbidden: The text or ``short`` holds one; a comparison may rightly mention it.
        missing: First alternatives of the groups that are not met.
        length: Characters of the text without markers.
    """

    right: bool
    refused: bool
    exact: bool | None
    cited: bool
    precision: float | None
    recall: float | None
    wrong_scope: bool
    forbidden: bool
    missing: tuple[str, ...]
    length: int

    @property
    def why(self) -> str:
        """What is wrong, in a few words; empty for a right reply."""
        if self.right:
            return ""
        if self.recall is None:
            return "answered what the documents do not say"
        if self.refused:
            return "refused what the documents say"
        parts = ["gives a forbidden figure"] if self.wrong_scope else []
        parts += [f"lacks {'; '.join(self.missing)}"] if self.missing else []
        return ", ".join(parts)


def judge(question: Question, answer: Answer, documents: Mapping[str, Document]) -> Judgement:
    """Judge a reply.

    Args:
        question: What was asked.
        answer: The reply.
        documents: The documents that were asked, by id.

    Raises:
        LookupError: A gold quote is not in its document.
    """
    spans = gold_spans(question, documents)
    missing = tuple(group[0] for group in question.answers if not _met(group, answer))
    wrong_scope = any(says(answer.short, words) for words in question.forbid)
    refused = answer.status == "not_found"
    complete = not refused and not missing and not wrong_scope
    touching = [_touches(citation, spans) for citation in answer.citations]
    near = [
        hit or _touches(citation, _widened(spans, documents))
        for hit, citation in zip(touching, answer.citations, strict=True)
    ]
    found = [any(span.overlaps(c.document_id, c.start, c.end) for c in answer.citations) for span in spans]
    return Judgement(
        right=complete if question.answerable else refused and not answer.citations,
        refused=refused,
        exact=_exact(question, answer),
        cited=any(touching),
        precision=sum(near) / len(near) if near else None,
        recall=sum(found) / len(found) if found else None,
        wrong_scope=wrong_scope,
        forbidden=wrong_scope or any(says(answer.text, words) for words in question.forbid),
        missing=missing,
        length=len(_MARKER.sub("", answer.text)),
    )


def normalise(text: str) -> str:
    """Return a text as it is compared: NFKC, lower case, plain quotes and commas, no markers, white space or thousands.

    A space stays between digits, and behind the point of ``1. 269``, or two numbers would become one.

    Example: ``“三个一批”，２６９ 个[1]`` -> ``"三个一批",269个``
    """
    plain = _THOUSANDS.sub("", unicodedata.normalize("NFKC", _MARKER.sub(" ", text)).lower()).translate(_SAME)
    return _SPACE.sub(lambda gap: " " if _between_digits(plain, *gap.span()) else "", plain)


def says(text: str, words: str) -> bool:
    """Tell whether a text holds some words, a number only as a whole one.

    Example: ``增长16%`` does not say ``6%``, nor ``29.36亿元`` ``29.3``.
    """
    plain, wanted = normalise(text), normalise(words)
    at = plain.find(wanted) if wanted else -1
    while at >= 0:
        before, after = plain[:at], plain[at + len(wanted) :]
        cut_left = wanted[0].isdecimal() and re.search(r"\d\.?$", before)
        cut_right = wanted[-1].isdecimal() and re.match(r"\.?\d", after)
        if not cut_left and not cut_right:
            return True
        at = plain.find(wanted, at + 1)
    return False


def _exact(question: Question, answer: Answer) -> bool | None:
    if question.kind not in _EXACT_KINDS or len(question.answers) != 1:
        return None
    return any(says(answer.short, words) for words in question.answers[0])


def _met(group: Sequence[str], answer: Answer) -> bool:
    """Tell whether a reply meets a group: ``text`` or ``short`` says one of its alternatives.

    A verdict of one character stands in every second sentence, so where there is a ``short`` it counts only there, at
    the beginning.
    """
    if answer.short and not _VERDICTS.isdisjoint(group):
        return any(
            normalise(answer.short).startswith(words) if len(words) == 1 else says(answer.short, words)
            for words in group
        )
    return any(says(answer.text, words) or says(answer.short, words) for words in group)


def _between_digits(text: str, start: int, end: int) -> bool:
    before = text[start - 1 : start]
    return (before.isdecimal() or before == ".") and text[end : end + 1].isdecimal()


def _touches(citation: Citation, spans: Sequence[Span]) -> bool:
    return any(span.overlaps(citation.document_id, citation.start, citation.end) for span in spans)


def _widened(spans: Sequence[Span], documents: Mapping[str, Document]) -> list[Span]:
    """Return the sentences that the spans stand in."""
    return [
        Span(span.document, start, end)
        for span in spans
        for start, end in sentences(documents[span.document].text)
        if span.overlaps(span.document, start, end)
    ]
