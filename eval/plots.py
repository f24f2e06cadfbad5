"""Draws the saved results as SVG for the README: ``python -m eval.plots``. Nothing is measured here."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from html import escape
from pathlib import Path
from typing import Any

from eval.answers import RESULTS

DOCS = Path(__file__).resolve().parent.parent / "docs"
_WIDTH, _ROW, _LABEL, _BAR = 720, 24, 190, 440
_INK, _GRID, _FILL, _SECOND = "#334155", "#cbd5e1", "#2563eb", "#94a3b8"
_STYLE = f"font-family:system-ui,sans-serif;font-size:13px;fill:{_INK}"


def bars(title: str, rows: Sequence[tuple[str, float, float, float]]) -> str:
    """Return a bar chart of shares with their intervals.

    Args:
        title: What stands above it.
        rows: Label, share, and the ends of its interval, all in [0, 1].
    """
    height = _ROW * (len(rows) + 2)
    parts = [f'<text x="8" y="18" font-weight="bold">{escape(title)}</text>']
    for tick in range(0, 101, 25):
        x = _LABEL + _BAR * tick / 100
        parts.append(f'<line x1="{x:.0f}" x2="{x:.0f}" y1="{_ROW}" y2="{height - _ROW}" stroke="{_GRID}"/>')
        parts.append(f'<text x="{x:.0f}" y="{height - 6}" text-anchor="middle">{tick} %</text>')
    for number, (label, value, low, high) in enumerate(rows):
        y = _ROW * (number + 1) + 4
        ends = [_LABEL + _BAR * share for share in (low, high)]
        parts.append(f'<text x="8" y="{y + 13}">{escape(label)}</text>')
        parts.append(f'<rect x="{_LABEL}" y="{y}" width="{_BAR * value:.1f}" height="{_ROW - 8}" fill="{_FILL}"/>')
        middle = y + (_ROW - 8) / 2
        across = f'x1="{ends[0]:.1f}" x2="{ends[1]:.1f}" y1="{middle}" y2="{middle}"'
        parts.append(f'<line {across} stroke="{_SECOND}" stroke-width="3"/>')
        parts.append(f'<text x="{_LABEL + _BAR + 12}" y="{y + 13}">{100 * value:.1f}</text>')
    return _svg(height, parts)


def curve(title: str, points: Sequence[tuple[float, float]]) -> str:
    """Return the risk–coverage curve.

    Args:
        title: What stands above it.
        points: Coverage (share of the answerable that is answered) and risk (share of those answers that is wrong).
    """
    height, top, bottom, most = 320, 36, 40, max(0.1, *(risk for _, risk in points))
    deep = height - top - bottom

    def at(coverage: float, risk: float) -> tuple[float, float]:
        return _LABEL / 2 + (_WIDTH - _LABEL) * (coverage - 0.5) / 0.5, top + deep * (1 - risk / most)

    parts = [f'<text x="8" y="18" font-weight="bold">{escape(title)}</text>']
    for tick in range(50, 101, 10):
        x, y = at(tick / 100, 0)
        parts.append(f'<line x1="{x:.0f}" x2="{x:.0f}" y1="{top}" y2="{y:.0f}" stroke="{_GRID}"/>')
        parts.append(f'<text x="{x:.0f}" y="{y + 18:.0f}" text-anchor="middle">{tick} %</text>')
    for share in (0, most / 2, most):
        x, y = at(0.5, share)
        parts.append(f'<text x="{x - 8:.0f}" y="{y + 4:.0f}" text-anchor="end">{100 * share:.0f} %</text>')
    line = " ".join(f"{x:.1f},{y:.1f}" for x, y in (at(*point) for point in sorted(points) if point[0] >= 0.5))
    parts.append(f'<polyline points="{line}" fill="none" stroke="{_FILL}" stroke-width="2"/>')
    return _svg(height, parts)


def main(argv: Sequence[str] | None = None) -> int:
    """Run the script and return its exit code."""
    parser = argparse.ArgumentParser(prog="python -m eval.plots", description="Draw the saved results as SVG.")
    parser.add_argument("--results", type=Path, default=RESULTS, metavar="DIR")
    parser.add_argument("--out", type=Path, default=DOCS, metavar="DIR", help="where to write")
    arguments = parser.parse_args(argv)
    try:
        found = {name: _read(arguments.results / f"{name}.json") for name in ("retrieval", "threshold")}
    except (OSError, ValueError) as error:
        print(f"{error}; run eval.retrieval and eval.threshold with --save first", file=sys.stderr)
        return 2
    arguments.out.mkdir(parents=True, exist_ok=True)
    for name, collection in found["retrieval"].items():
        rows = [(label, *_interval(row["Success@1"])) for label, row in collection["systems"].items()]
        picture = bars(f"A proving passage first: {name}, {collection['queries']} questions", rows)
        (arguments.out / f"retrieval-{name.partition(',')[0]}.svg").write_text(picture, "utf-8")
    name, points = next(iter(found["threshold"].items()))
    covered = [(1 - point["false_refused"], point["wrong"] / (point["wrong"] + point["right"])) for point in points]
    title = f"Wrong answers by answered questions: {name}"
    (arguments.out / "risk-coverage.svg").write_text(curve(title, covered), "utf-8")
    return 0


def _interval(row: dict[str, float]) -> tuple[float, float, float]:
    return row["value"], row["low"], row["high"]


def _read(path: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(path.read_text("utf-8"))
    return found


def _svg(height: float, parts: Sequence[str]) -> str:
    head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {height}" style="{_STYLE}">'
    return "\n".join([head, f'<rect width="{_WIDTH}" height="{height}" fill="white"/>', *parts, "</svg>"]) + "\n"


if __name__ == "__main__":
    sys.exit(main())
