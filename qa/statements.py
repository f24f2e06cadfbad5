"""Statements: whole sentences of a document with what is known about each of their figures.

A statement runs to a full stop; its parts end at semicolons, its clauses at commas. Scope flows from left to right
within a statement (``平定经开区规上工业增加值完成22.6亿元;工业投资完成9.9亿元。``: the second figure is 平定's, too).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from corpus.folding import fold
from corpus.sentences import Span
from qa.lexicon import PROVINCES
from qa.periods import season_words
from qa.places import Place
from qa.tables import Cell, Row
from qa.values import Value

# 白沙洲工业园 is no place that is known, but another subject.
_AT_LARGE = re.compile(
    r"全[市省县区州](?!最|唯)|我[市省县区州]|[;。][一二三四五六七八九十]是"
    r"|[;。][\u4e00-\u9fff]{2,8}?(?:工业园|产业园|科技园|物流园|集聚区)区?(?=[\u4e00-\u9fff]{0,6}\d)"
)
# A place is the subject of what follows if it opens a clause, apart from words such as 其中: or 分开发区看:
# 对隆化县开展督查 tells what others did.
_OPENING = re.compile(r"[^,，;；:：、对向赴驻]{0,6}$")


@dataclass(frozen=True, slots=True)
class Statement:
    """A sentence of a document. All inner spans are relative to ``start``.

    Attributes:
        document_id: The document's id.
        title: The document's title.
        path: The section's path.
        start: Offset in the document.
        end: Offset after the last character.
        text: The words.
        folded: The words, folded, at the same offsets.
        parts: Spans between semicolons.
        clauses: Spans between commas.
        values: Figures and dates.
        places: Places named in it.
        home: Places that the report is about, by its title.
        about: Places that a document is about whose titles name none, by its text.
        headed: Places that the headings below the report's title name.
        owner: The place that the innermost of these is about (``(二)南部县：…``), if any; the figures are its.
        owner_name: That place as the heading writes it; empty if there is none.
        branch: The name of that place's own report, where several share a title that names none of them; or empty.
        years: Years named in it, or else above it.
        marks: Where it turns to another year, and to which.
        report_years: Years that the headings of its report name.
        document_years: Years that its document names anywhere, where no heading names one.
        lead: The words that open its paragraph section (``抓开工。``), folded; empty if none.
        previous: The sentence before it in its paragraph, folded, if it goes on with what that spoke of; else empty.
        topic: What its document is about, by the document's first words, folded; empty for the first words themselves.
        masthead: Its document's title and the lines with which that begins, folded: by them an issue is named.
        document_period: The part of a year that its document's title or beginning names; empty if none, or several.
        period: The part of a year that an earlier sentence named and no sentence since, folded; empty if none did.
        masked: Its words without the things that are others' than a figure's, by the figure's start; see
            ``qa.respective``.
        row: What it is as a line of a table; None where it is none.
        heading: Whether it is itself a heading or such an opening, and says nothing of its own.
    """

    document_id: str
    title: str
    path: tuple[str, ...]
    start: int
    end: int
    text: str
    folded: str
    parts: tuple[Span, ...]
    clauses: tuple[Span, ...]
    values: tuple[Value, ...]
    places: tuple[Place, ...]
    home: tuple[Place, ...]
    about: tuple[Place, ...]
    headed: tuple[Place, ...]
    owner: Place | None
    owner_name: str
    branch: str
    years: frozenset[int]
    marks: tuple[tuple[int, frozenset[int]], ...]
    report_years: frozenset[int]
    document_years: frozenset[int]
    lead: str
    previous: str
    topic: str
    masthead: str
    document_period: str
    period: str
    masked: Mapping[int, str] = field(compare=False)
    row: Row | None = field(compare=False)
    heading: bool

    @property
    def report(self) -> tuple[str, str]:
        """The report it belongs to: document and outermost heading, or the place that reports below it."""
        return (self.document_id, self.branch or (self.path[0] if self.path else ""))

    @property
    def is_title(self) -> bool:
        """Whether it is one of the headings above, which may stand in its paragraph."""
        return self.text.rstrip("。") in self.path

    @property
    def section(self) -> tuple[str, tuple[str, ...]]:
        """The section it stands in: document and path."""
        return (self.document_id, self.path)

    @property
    def cells(self) -> Mapping[int, Cell]:
        """What the table that it is a row of says of a figure, by the figure's start."""
        return self.row.cells if self.row else {}

    @property
    def headings(self) -> str:
        """The section's path, folded, in one line."""
        return _in_one_line(self.path)

    @property
    def season(self) -> str:
        """The part of a year that it, what stands above it or its document speaks of, in the words of a question."""
        told = (self.folded, self.headings, self.period, self.document_period)
        return next((words for text in told if (words := season_words(text))), "")

    @property
    def above(self) -> str:
        """What stands above it and says what it is about: lead, headings, topic and part of the year."""
        return " ".join((self.lead, self.headings, self.topic, self.period))

    @property
    def said(self) -> str:
        """What it says, folded, with what stands above it."""
        return f"{self.folded} {self.above}"

    def clause_at(self, offset: int) -> Span:
        """Return the clause that holds an offset."""
        for start, end in self.clauses:
            if start <= offset < end:
                return start, end
        return offset, offset

    def part_at(self, offset: int) -> Span:
        """Return the part that holds an offset."""
        for start, end in self.parts:
            if start <= offset < end:
                return start, end
        return 0, len(self.text)

    def years_at(self, offset: int) -> frozenset[int]:
        """Return the years that a figure at an offset is about: the last one named before it, else the statement's."""
        if offset in self.cells and self.cells[offset].years:
            return self.cells[offset].years
        before = [years for at, years in self.marks if at <= offset]
        return (before[-1] or self.years) if before else self.years

    def subjects_at(self, offset: int) -> tuple[Place, ...]:
        """Return the places that a figure at an offset is about.

        Those of its clause, or the last to open a clause, or the one that the heading above is about.
        """
        if offset in self.cells:
            return self.cells[offset].places
        start, end = self.clause_at(offset)
        begin = max((value.end for value in self.values if start <= value.end <= offset), default=start)
        for first, last in ((begin, offset), (start, offset), (offset, end)):
            # In an enumeration the nearest place before a figure owns it; a place behind only if there is none.
            own = tuple(place for place in self.places if first <= place.start < last and place.name not in PROVINCES)
            if own and (first, last) != (offset, end):
                return _last_enumerated(own, self.folded)
            if own and len([v for v in self.values if start <= v.start < end]) == 1:
                return own
        subject: Place | None = None
        for place in self.places:
            if place.start >= start:
                break
            begins, _ = self.clause_at(place.start)
            if _OPENING.fullmatch(self.folded[begins : place.start]):
                subject = place
        if subject and _AT_LARGE.search(self.folded, subject.end, offset):
            # 临澧高新区没有新增外资项目;四是土地粗放,全市园区仍有3120亩: the whole is spoken of again.
            subject = None
        subject = subject or self.owner
        return (subject,) if subject else ()

    def subject_name(self, offset: int) -> str:
        """Return the place that a figure at an offset is about as the document calls it; empty if it names none."""
        subjects = self.subjects_at(offset)
        if not subjects:
            return ""
        if subjects[-1] is self.owner:
            return self.owner_name
        return self.text[subjects[-1].start : subjects[-1].end]


@lru_cache(maxsize=8192)
def _in_one_line(path: tuple[str, ...]) -> str:
    return fold(" ".join(path))


def _last_enumerated(places: tuple[Place, ...], folded: str) -> tuple[Place, ...]:
    """Return the last of the places, and those that an enumeration joins with it (``平定和盂县``)."""
    first = len(places) - 1
    while first and folded[places[first - 1].end : places[first].start] in ("、", "和", "与", "及"):
        first -= 1
    return places[first:]
