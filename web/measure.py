"""The measuring panel as HTML: the results that come with the program, as they stand, and what people thought."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import lru_cache
from html import escape
from pathlib import Path
from typing import Any

from web.opinions import QUESTIONS, count
from web.shelf import Shelf
from web.words import WORDS, Language, say

RESULTS = Path(__file__).parent.parent / "eval" / "results"
_FIGURES = ("right", "proven", "precision", "refused", "false_refused")
# Kinds come in the order of the file; the sums of several kinds go last.
_SUMS = ("answerable", "all")


def measure_html(shelf: Shelf, language: Language = "zh", results: Path = RESULTS) -> str:
    """Return the panel."""
    sets = _read(results / "answers.json")
    shown = "".join(_set(title, one, language) for title, one in sets.items() if isinstance(one, dict))
    lead = say(language, "measure_lead" if shown else "measure_none")
    return f'<div class="bq-measure"><p>{escape(lead)}</p>{shown}{_yours(shelf, language)}</div>'


@lru_cache(maxsize=8)
def _read(file: Path) -> dict[str, Any]:
    """Return the results that a file holds; none if it is missing or is no such file."""
    try:
        found = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def _set(title: str, one: Mapping[str, Any], language: Language) -> str:
    figures: Mapping[str, Any] = one.get("figures", {})
    total = figures.get("all", {})
    cards = "".join(
        f'<div class="bq-card"><dt>{say(language, f"m_{name}")}</dt><dd>{_percent(total.get(name))}</dd></div>'
        for name in ("right", "proven", "precision", "refused")
    )
    heads = "".join(f'<th scope="col">{say(language, f"m_{name}")}</th>' for name in ("kind", "n", *_FIGURES))
    kinds = [kind for kind in figures if kind not in _SUMS] + [kind for kind in _SUMS if kind in figures]
    rows = "".join(_row(kind, figures[kind], language) for kind in kinds)
    milliseconds = total.get("median_ms")
    speed = f" · {say(language, 'm_speed')} {milliseconds:.1f}" if isinstance(milliseconds, int | float) else ""
    return (
        f'<section class="bq-set"><h2>{escape(_title(title, language))} '
        f"<small>{escape(say(language, 'measure_of', n=total.get('n', 0)))}{speed}</small></h2>"
        f'<dl class="bq-cards">{cards}</dl><details><summary>{say(language, "m_kinds")}</summary>'
        f'<div class="bq-scroll" tabindex="0"><table><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table></div>'
        f"</details>{_failures(one.get('failures', []), title, language)}</section>"
    )


def _title(title: str, language: Language) -> str:
    """Return a set's name for people: ``bulletin, report half``."""
    if language == "en":
        return title
    for english, chinese in (
        ("bulletin", "自带的公报"),
        ("reports", "国务院政府工作报告"),
        ("years", "分清年份的政府工作报告"),
        (", tune half", "（开发用）"),
        (", report half", "（只用来报告）"),
    ):
        title = title.replace(english, chinese)
    return title


def _row(kind: str, one: Mapping[str, Any], language: Language) -> str:
    name = say(language, f"kind_{kind}") if f"kind_{kind}" in WORDS else kind
    cells = "".join(f"<td>{_percent(one.get(figure))}</td>" for figure in _FIGURES)
    return f'<tr><th scope="row">{escape(name)}</th><td>{escape(str(one.get("n", "")))}</td>{cells}</tr>'


def _percent(estimate: object) -> str:
    if not isinstance(estimate, Mapping) or not estimate.get("n"):
        return "—"
    return f"{100 * float(estimate['value']):.1f}%"


def _failures(failures: object, title: str, language: Language) -> str:
    if not isinstance(failures, list) or not failures:
        return f'<p class="bq-facts">{escape(say(language, "m_hidden"))}</p>' if "report half" in title else ""
    items = "".join(_failure(one, language) for one in failures if isinstance(one, Mapping))
    summary = escape(say(language, "m_failures", n=len(failures)))
    return f'<details><summary>{summary}</summary><ul class="bq-failures" lang="zh-CN">{items}</ul></details>'


def _failure(one: Mapping[str, Any], language: Language) -> str:
    expected = "；".join("/".join(map(str, group)) for group in one.get("expected", []) if isinstance(group, list))
    said = str(one.get("short") or one.get("text", "").split("\n")[0])
    if one.get("status") == "not_found":
        said = say(language, "m_refusal")
    refusal = say(language, "m_refusal")
    return (
        f"<li><b>{escape(str(one.get('question', '')))}</b>"
        f"<span>{say(language, 'm_expected')}：{escape(expected or refusal)}</span>"
        f"<span>{say(language, 'm_said')}：{escape(said)}</span></li>"
    )


def _yours(shelf: Shelf, language: Language) -> str:
    file = shelf.feedback / QUESTIONS
    lead = escape(say(language, "yours_lead", path=file, n=count(shelf.feedback)))
    command = escape(f'python -m eval.answers --index "{shelf.asked_from}" --questions "{file}"')
    title = say(language, "yours")
    return f'<section class="bq-set"><h2>{title}</h2><p>{lead}</p><pre tabindex="0">{command}</pre></section>'
