"""Draws figures that an answer sets side by side: a small table with a bar for each, every bar a link to its sentence.

Plain HTML and CSS, so that it needs no library in the browser, follows light and dark, and can be read aloud.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from html import escape

from corpus.folding import fold
from qa.types import Answer
from qa.values import Kind, find_values
from web.links import proof_link
from web.words import Language, say

_ROW = re.compile(r"^· (?P<label>[^：]{1,40})：(?P<value>[^\[\]（）]{1,30})\[(?P<marker>\d{1,2})\]$")
_MARKER = re.compile(r"\[(\d{1,2})\]")
_FALLING = re.compile(r"(?:下降|降低|减少|回落|负增长)[^,;。]{0,3}$")
_MOST_BARS = 20
_LONG_LABEL = 10


@dataclass(frozen=True, slots=True)
class Bar:
    """One figure of a comparison.

    Attributes:
        label: Whose figure it is.
        text: The figure as the document writes it.
        amount: Its size in the base unit.
        marker: The citation that it stands in.
    """

    label: str
    text: str
    amount: Decimal
    marker: int


def bars(answer: Answer) -> tuple[Bar, ...]:
    """Return the figures that an answer compares, in its order; empty where it compares none.

    Only figures of one kind and unit that stand in the quotes they cite are drawn beside one another.
    """
    quotes = {citation.marker: fold(citation.quote) for citation in answer.citations}
    found: list[Bar] = []
    kinds: set[tuple[Kind, str]] = set()
    for label, text, marker in _listed(answer) or _answered_for_each(answer):
        values = find_values(fold(text))
        if len(values) != 1 or values[0].amount is None:
            return ()
        before, stands, _ = quotes.get(marker, "").partition(values[0].text)
        # A bar shows how much there is, not how much there is less.
        if not stands or _FALLING.search(before):
            return ()
        kinds.add((values[0].kind, values[0].unit))
        found.append(Bar(label, text, values[0].amount, marker))
    labels = {bar.label for bar in found}
    return tuple(found) if 2 <= len(labels) == len(found) <= _MOST_BARS and len(kinds) == 1 else ()


def _listed(answer: Answer) -> list[tuple[str, str, int]]:
    """Return the items of a comparison: label, figure, marker (``· 阳泉高新区：29.3亿元[1]``)."""
    rows = (_ROW.match(line.strip()) for line in answer.text.split("\n"))
    return [(row["label"], row["value"].strip(), int(row["marker"])) for row in rows if row]


def _answered_for_each(answer: Answer) -> list[tuple[str, str, int]]:
    """Return the same for an answer that has a line of its own for each (``晋中：269个；阳泉：38个``)."""
    parts = [part.partition("：") for part in answer.short.split("；")]
    cited = [line for line in answer.text.split("\n") if _MARKER.search(line)]
    if len(parts) != len(cited) or not all(label and text for label, _, text in parts):
        return []
    found = []
    for (label, _, text), line in zip(parts, cited, strict=True):
        marker = _MARKER.search(line)
        if marker is None or not line.removeprefix(f"{label}：").startswith(text):
            return []
        found.append((label, text, int(marker[1])))
    return found


def chart_html(answer: Answer, number: int, language: Language = "zh") -> str:
    """Return the comparison that an answer makes, or nothing where it makes none."""
    drawn = bars(answer)
    if not drawn:
        return ""
    most = max(bar.amount for bar in drawn)
    long = " bq-long" if max(len(bar.label) for bar in drawn) > _LONG_LABEL else ""
    rows = "".join(_row(bar, most, answer, number, language) for bar in drawn)
    return (
        f'<table class="bq-chart{long}"><caption>{escape(_caption(answer, language))}</caption>'
        f'<thead class="bq-hidden"><tr><th scope="col">{say(language, "chart_name")}</th>'
        f'<th scope="col">{say(language, "chart")}</th>'
        f'<th scope="col">{say(language, "chart_value")}</th></tr></thead><tbody>{rows}</tbody></table>'
    )


def _caption(answer: Answer, language: Language) -> str:
    return f"{say(language, 'chart')} · {answer.question}" if answer.question else say(language, "chart")


def _row(bar: Bar, most: Decimal, answer: Answer, number: int, language: Language) -> str:
    share = float(bar.amount / most * 100) if most else 0.0
    label = f"{bar.label} {bar.text} {say(language, 'source', n=bar.marker)}"
    drawn = proof_link(answer, bar.marker, number, "bq-figure", label)
    cited = proof_link(answer, bar.marker, number, "bq-marker", say(language, "source", n=bar.marker))
    return (
        f'<tr><th scope="row">{escape(bar.label)}</th>'
        f'<td class="bq-track">{drawn}<span class="bq-fill" style="width:{max(share, 0.5):.1f}%"></span></a></td>'
        f'<td class="bq-amount">{escape(bar.text)}{cited}[{bar.marker}]</a></td></tr>'
    )


def table_rows(answer: Answer) -> Sequence[tuple[str, str]]:
    """Return the compared figures as rows of a table, for export."""
    return [(bar.label, bar.text) for bar in bars(answer)]
