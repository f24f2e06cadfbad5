"""The words for people: how findings become a reply in Chinese. The only place in qa with such wording."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from qa.answering import Reply
from qa.findings import Finding, Quote

_JOINT = "；"
_BULLET = "· "
_LONGEST_ECHO = 80
_NO_SUCH_FIGURE = "资料中没有这一说法"


@dataclass(slots=True)
class Markers:
    """Numbers quotes in the order in which they are first cited."""

    quotes: list[Quote] = field(default_factory=list)

    def of(self, quote: Quote) -> str:
        """Return the marker of a quote, ``[1]`` for the first; the same quote has the same marker."""
        for number, other in enumerate(self.quotes, start=1):
            same = other.statement.document_id == quote.statement.document_id
            if same and other.start <= quote.start and quote.end <= other.end:
                return f"[{number}]"
        self.quotes.append(quote)
        return f"[{len(self.quotes)}]"


def answered(replies: Sequence[Reply], several_reports: bool) -> tuple[str, str, list[Quote]]:
    """Return the text of an answer, its exact answer, and the quotes in the order of their markers.

    Args:
        replies: What was found, at least one reply.
        several_reports: Whether the documents searched hold more than one report, so that its name must be said.
    """
    markers = Markers()
    lines = []
    shorts = []
    for reply in replies:
        label = reply.label or _shared_report(reply)
        for findings in _sharing(reply.findings):
            body = _finding(findings[0], markers) if len(findings) == 1 else _together(findings, markers)
            joint = "：\n" if body.startswith(_BULLET) else "："
            said = label in body and not body.startswith(_BULLET)
            named = not (several_reports or reply.label) or not label or said
            lines.append(body if named else f"{label}{joint}{body}")
        short = _JOINT.join(dict.fromkeys(finding.short for finding in reply.findings if finding.short))
        if short:
            shorts.append(short if len(replies) == 1 or not label else f"{label}：{short}")
    return "\n".join(dict.fromkeys(lines)), _JOINT.join(shorts), markers.quotes


def missing(subjects: Sequence[str]) -> str:
    """Return the line that says what of a question is not answered."""
    return f"资料中没有找到：{'；'.join(subjects)}。"


def _shared_report(reply: Reply) -> str:
    """Return the title of the report that all of a reply stands in; empty where it stands in several."""
    reports = {quote.statement.report for finding in reply.findings for quote in finding.quotes}
    return reply.report[1] if len(reports) == 1 else ""


def _sharing(findings: Sequence[Finding]) -> list[list[Finding]]:
    """Group neighbouring findings that one quote proves (``17宗；1865.55亩``)."""
    groups: list[list[Finding]] = []
    for finding in findings:
        plain = bool(finding.short) and not finding.itemised and not finding.computed
        if groups and plain and groups[-1][-1].quotes == finding.quotes and groups[-1][-1].short:
            groups[-1].append(finding)
        else:
            groups.append([finding])
    return groups


def _together(findings: Sequence[Finding], markers: Markers) -> str:
    proof = "".join(_quoted(quote, markers) for quote in findings[0].quotes)
    return f"{_JOINT.join(finding.short for finding in findings)}（{proof}）"


def _finding(finding: Finding, markers: Markers) -> str:
    if finding.itemised:
        head = f"{finding.short}\n" if finding.short and "；" not in finding.short else ""
        proven = zip(finding.items, finding.quotes, strict=True)
        computed = [f"{_BULLET}{finding.note}"] if finding.computed else []
        return head + "\n".join([*(f"{_BULLET}{item}{markers.of(quote)}" for item, quote in proven), *computed])
    if finding.computed:
        return f"{finding.short}（{finding.note}）：" + "；".join(_quoted(q, markers) for q in finding.quotes)
    if finding.note:
        *own, other = finding.quotes
        fact = "".join(_quoted(quote, markers) for quote in own)
        head = f"{finding.short}（{fact}）" if fact else _NO_SUCH_FIGURE
        return f"{head}；{finding.note}（{_quoted(other, markers)}）"
    proof = "".join(_quoted(quote, markers) for quote in finding.quotes)
    if not finding.short or len(finding.short) > 0.8 * sum(q.end - q.start for q in finding.quotes):
        return proof
    return f"{finding.short}（{proof}）"


def _quoted(quote: Quote, markers: Markers) -> str:
    return quote.text.strip().strip("#").strip() + markers.of(quote)


def not_found(subject: str, headings: Sequence[str]) -> str:
    """Return the text of a refusal: what was looked for, and the nearest headings."""
    subject = subject if len(subject) <= _LONGEST_ECHO else subject[:_LONGEST_ECHO] + "……"
    text = (
        f"资料中没有找到能回答“{subject}”的内容。"
        if subject
        else "请输入一个问题，例如：2023年晋中市开发区铺排了多少个项目？"
    )
    if headings:
        text += "\n与之最接近的章节：\n" + "\n".join(f"· {heading}" for heading in headings)
    return text
