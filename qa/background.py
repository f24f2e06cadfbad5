"""What the sentences of a document take from the whole of it: its subject, its years, the part of the year."""

from __future__ import annotations

import re
from functools import lru_cache

from corpus.folding import fold
from corpus.types import Document, Section
from qa.lexicon import PLAN_HEADING
from qa.periods import find_seasons, find_years, last_period

_READ_FOR_YEARS = 20000
_PLANS = re.compile(PLAN_HEADING)
LONGEST_TOPIC = 40
"""Characters of a subject that are kept."""
_BEGINNING, _HEAD = 200, 400
_YEAR_OPENS = re.compile(r"((?:19|20)\d{2})年(?:度|来|以来)?,")
# How far into a document the part of a year named at its beginning may hold.
_PERIOD_HOLDS = 3000
# 日前,记者从平谷区统计局获悉 names no subject.
_DATELINE = re.compile(r"^(?:日前|近日|昨[日天]|今[日天]|\d{1,2}月\d{1,2}日)$|记者|通讯员|[讯电](?=$|\()|获悉|来源:")


@lru_cache(maxsize=64)
def is_one_report(document: Document) -> bool:
    """Tell whether all of a document stands under its own title, and not under those of several reports."""
    return {section.path[:1] for section in document.sections} == {(document.title,)}


def topic(document: Document) -> str:
    """Return the words with which a document begins: an article names its subject there, and later leaves it out."""
    for line in document.text[:_BEGINNING].strip().split("\n"):
        for clause in re.split(r"[。！？，,；;]", re.sub(r"^原标题[:：]", "", fold(line))):
            if len(clause.strip()) > 1 and not _DATELINE.search(clause):
                return clause.strip()[:LONGEST_TOPIC]
    return ""


def opening_period(document: Document, section: Section) -> str:
    """Return the part of a year that a document's beginning names, while it holds: near it, and under no heading."""
    holds = len(section.path) < 2 and section.start < _PERIOD_HOLDS
    return last_period(fold(document.text[:_BEGINNING])) if holds else ""


@lru_cache(maxsize=64)
def masthead(document: Document) -> str:
    """Return a document's title and the lines with which it begins, folded."""
    return fold(f"{document.title}\n{document.text[:_HEAD]}")


@lru_cache(maxsize=64)
def document_period(document: Document) -> str:
    """Return the part of a year that a document's title or beginning names; empty if they name none, or several.

    An issue of several reports may call for a good first quarter and review a year.
    """
    if not is_one_report(document):
        return ""
    opening = f"{fold(document.title)} {fold(document.text[:_BEGINNING])}"
    return last_period(opening) if len(find_seasons(opening)) == 1 else ""


def opened_above(document: Document, section: Section) -> frozenset[int]:
    """Return the year with which the text under a heading above begins: it holds for the sections below, too.

    Behind ``2023年，信阳市…`` under 二、信阳市 what stands under (一) to (三) is of 2023, unless it says otherwise.
    """
    if _PLANS.search(section.path[-1] if section.path else ""):
        return frozenset()
    for depth in range(len(section.path) - 1, 1, -1):
        for other in document.sections:
            if other.path == section.path[:depth] and other.start < section.start:
                lines = fold(document.text[other.start : min(other.end, other.start + _BEGINNING)]).split("\n")
                below = next((line.strip() for line in lines[1:] if line.strip()), "")
                if opening := _YEAR_OPENS.match(below):
                    return frozenset({int(opening.group(1))})
    return frozenset()


@lru_cache(maxsize=64)
def document_years(document: Document) -> frozenset[int]:
    """Return the years that a document names anywhere."""
    return find_years(fold(f"{document.title} {document.date} {document.text[:_READ_FOR_YEARS]}"))


def report_years(document: Document, root: tuple[str, ...]) -> frozenset[int]:
    """Return the years that a report's headings name, and the one before where the first of them heads its plans."""
    titles = [
        document.title,
        *(title for section in document.sections if section.path[:1] == root for title in section.path),
    ]
    named = {title: find_years(fold(title)) for title in titles}
    years = frozenset[int]().union(*named.values())
    first = [title for title, own in named.items() if years and min(years) in own]
    planned = bool(first) and all(_PLANS.search(title) for title in first)
    return years | {min(years) - 1} if planned else years
