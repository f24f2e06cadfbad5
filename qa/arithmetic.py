"""What follows from figures that the texts give: differences, sums, quotients and shares, each with its working."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal

from qa.evidence import Evidence
from qa.figures import value_finding
from qa.findings import Finding
from qa.values import Kind, Value, written
from qa.words import Term

_HUNDREDTH, _TENTH = Decimal("0.01"), Decimal("0.1")


def amount_of(evidence: Evidence) -> Decimal:
    """Return the amount of a figure that has one."""
    amount = value_of(evidence).amount
    assert amount is not None
    return amount


def value_of(evidence: Evidence) -> Value:
    """Return the value of a figure."""
    assert evidence.value is not None
    return evidence.value


def shown(figure: Evidence) -> str:
    """Return a figure in the text's words; with the unit that the head of its table names, if it stands in one."""
    return value_finding(figure, ()).short + _unit(figure)


def difference(one: Evidence, other: Evidence, words: Sequence[Term]) -> Finding:
    """Return how far two figures are apart, however they are ordered; percentages are apart by points."""
    larger, smaller = (one, other) if amount_of(one) >= amount_of(other) else (other, one)
    short, _ = written(amount_of(larger) - amount_of(smaller), _like(larger))
    if value_of(larger).kind is Kind.PERCENT:
        short = short.replace("%", "个百分点")
    return _computed((one, other), f"{shown(larger)} - {shown(smaller)} = {short}", short, words)


def total(figures: Sequence[Evidence], words: Sequence[Term]) -> Finding:
    """Return the sum of figures, in the unit of the largest: 0亿元 does not tell how large an 亿 is."""
    short, _ = written(sum(map(amount_of, figures), Decimal(0)), _like(max(figures, key=amount_of)))
    return _computed(figures, f"{' + '.join(shown(item) for item in figures)} = {short}", short, words)


def quotient(one: Evidence, other: Evidence, words: Sequence[Term]) -> Finding:
    """Return one figure divided by another, in the unit of the first."""
    short, exact = written(amount_of(one) / amount_of(other), _like(one), _HUNDREDTH)
    return _divided(one, other, words, short, exact=exact)


def share(one: Evidence, other: Evidence, words: Sequence[Term]) -> Finding:
    """Return what part one figure is of another, in per cent."""
    ratio = 100 * amount_of(one) / amount_of(other)
    percent = ratio.quantize(_TENTH, ROUND_HALF_UP)
    return _divided(one, other, words, f"{percent.normalize():f}%", exact=percent == ratio)


def _divided(one: Evidence, other: Evidence, words: Sequence[Term], short: str, *, exact: bool) -> Finding:
    note = f"{shown(one)} ÷ {shown(other)} {'=' if exact else '≈'} {short}"
    return _computed((one, other), note, short if exact else f"约{short}", words)


def _computed(figures: Sequence[Evidence], note: str, short: str, words: Sequence[Term]) -> Finding:
    quotes = tuple(dict.fromkeys(value_finding(item, words).quotes[0] for item in figures))
    return Finding(short, quotes, min(item.score for item in figures), computed=True, quoted=False, note=note)


def _like(figure: Evidence) -> Value:
    """Return the value of a figure as it is written with its unit."""
    return replace(value_of(figure), text=value_of(figure).text + _unit(figure))


def _unit(figure: Evidence) -> str:
    cell = figure.statement.cells.get(value_of(figure).start)
    return cell.unit if cell else ""
