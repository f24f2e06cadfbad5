"""Statements: whole sentences of a document with what is known about each of their figures.

A statement runs to a full stop; its parts end at semicolons, its clauses at commas. Scope flows from left to right
within a statement (``平定经开区规上工业增加值完成22.6亿元;工业投资完成9.9亿元。``: the second figure is 平定's, too).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from corpus.folding import fold
from corpus.sentences import Span, clauses
from corpus.types import Document, Section
from qa.background import LONGEST_TOPIC, document_years, is_one_report, opening_period, report_years, topic
from qa.inquiries import Inquiries
from qa.lexicon import PROVINCES
from qa.periods import (
    find_years,
    heading_years,
    last_period,
    names_period,
    relative_years,
    reviewed_years,
    year_marks,
)
from qa.places import Place, discover, find_places, headed_by
from qa.respective import respective
from qa.tables import Cell, Row, TableReader
from qa.values import Value, find_values

_STATEMENT = re.compile(r"[^。！？!?\n]{0,1500}(?:[。！？!?]+(?:[”’」』）)】》\"']|\*\*)*|\n|$|)")
_PART_END = re.compile(r"[；;]")
# A few words with a full stop that say what the following sentences are about (抓开工。优化营商环境。)
_LEAD = re.compile(r"[\u4e00-\u9fff\"'“”]{3,14}")
_LONGEST_LEAD = 10
_SAYS = re.compile(r"[,;].*。$|^.{24,}。$")
_TELLS = re.compile(r"完成|达到|实现|[已均了]|全部|率先|位居|获得|增长|下降")
# A sentence that begins with a year dates those behind it in the paragraph, too.
_DATED = re.compile(r"[^,;:]{0,8}(?:\d{4}年|今年|去年)")
_WHOLE = re.compile(r"(?:^|[,，。;；:：])(?:今年|去年|目前|当前)?[全我]([市省县区州])(?![域间块位内第最唯前])")
# 白沙洲工业园 is no place that is known, but another subject.
_AT_LARGE = re.compile(
    r"全[市省县区州](?!最|唯)|我[市省县区州]|[;。][一二三四五六七八九十]是"
    r"|[;。][\u4e00-\u9fff]{2,8}?(?:工业园|产业园|科技园|物流园|集聚区)区?(?=[\u4e00-\u9fff]{0,6}\d)"
)
_ITEM_NUMBER = re.compile(r"\d{1,2}[.、]\s*(?=[^\d\s])")
# 分园区看 goes on with what the sentence before measured.
_BROKEN_DOWN = re.compile(
    r"(?:其中[,:]?|[分按从][\u4e00-\u9fff]{1,6}看[,:]?)[\u4e00-\u9fff]{2,8}?(?:区|园|市|县|州)(?:实现|完成|达到?|为|分别)*(?=\d)"
)
_LONGEST_MEASURED = 60
# A place is the subject of what follows if it opens a clause, apart from words such as 其中: or 分开发区看:
# 对隆化县开展督查 tells what others did.
_OPENING = re.compile(r"[^,，;；:：、对向赴]{0,6}$")


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
        years: Years named in it, or else above it.
        marks: Where it turns to another year, and to which.
        report_years: Years that the headings of its report name.
        document_years: Years that its document names anywhere, where no heading names one.
        lead: The words that open its paragraph section (``抓开工。``), folded; empty if none.
        topic: What its document is about, by the document's first words, folded; empty for the first words themselves.
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
    years: frozenset[int]
    marks: tuple[tuple[int, frozenset[int]], ...]
    report_years: frozenset[int]
    document_years: frozenset[int]
    lead: str
    topic: str
    period: str
    masked: Mapping[int, str] = field(compare=False)
    row: Row | None = field(compare=False)
    heading: bool

    @property
    def report(self) -> tuple[str, str]:
        """The report it belongs to: document and outermost heading."""
        return (self.document_id, self.path[0] if self.path else "")

    @property
    def section(self) -> tuple[str, tuple[str, ...]]:
        """The section it stands in: document and path."""
        return (self.document_id, self.path)

    @property
    def cells(self) -> Mapping[int, Cell]:
        """What the table that it is a row of says of a figure, by the figure's start."""
        return self.row.cells if self.row else {}

    @property
    def above(self) -> str:
        """What stands above it and says what it is about: lead, headings, topic and part of the year."""
        return " ".join((self.lead, *self.path, self.topic, self.period))

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
            return ()
        subject = subject or self.owner
        return (subject,) if subject else ()


def _last_enumerated(places: tuple[Place, ...], folded: str) -> tuple[Place, ...]:
    """Return the last of the places, and those that an enumeration joins with it (``平定和盂县``)."""
    first = len(places) - 1
    while first and folded[places[first - 1].end : places[first].start] in ("、", "和", "与", "及"):
        first -= 1
    return places[first:]


def statements(
    document: Document, section: Section, names: frozenset[str] = frozenset(), about: tuple[Place, ...] = ()
) -> Iterator[Statement]:
    """Yield the statements of a section.

    Args:
        document: The document.
        section: One of its sections.
        names: Names known to be places.
        about: Places that the document is about, by its text.
    """
    head = fold(" ".join((document.title, section.path[0] if section.path else "")))
    home = tuple(find_places(head, names | discover(head)))
    title = section.path[0] if section.path else ""
    inherited = (
        heading_years(section.path[1:])
        or reviewed_years(title, section.path)
        or reviewed_years(document.title, section.path)
    )
    of_report = report_years(document, section.path[:1])
    own_year = find_years(fold(document.title))
    subject = topic(document)
    headed = [headed_by(title, names) for title in section.path[1:]]
    titles = {fold(title) for title in section.path}
    lead = before = ""  # before: what the sentence before measured
    period = opening_period(document, section)
    running: frozenset[int] = frozenset()  # the years that an earlier sentence of the paragraph began with
    opened: frozenset[int] = frozenset()  # those that the section began with, where no heading names any
    tables, inquiries = TableReader(), Inquiries(document, section)
    at = section.start
    while at < section.end:
        match = _STATEMENT.match(document.text, at, section.end)
        assert match is not None  # the pattern matches everywhere
        stop = max(match.end(), at + 1)
        raw = document.text[at:stop]
        start, end = at + len(raw) - len(raw.lstrip()), stop - (len(raw) - len(raw.rstrip()))
        at = stop
        if start >= end:
            continue
        text = document.text[start:end]
        folded = fold(text)
        parts = tuple(_parts(folded))
        number = _ITEM_NUMBER.match(folded)
        first = number.end() if number else 0
        values = tuple(v for v in find_values(folded) if v.start >= first and not _in_name(folded, v))
        # Only the title of a yearly report says which year 今年 is.
        relative = relative_years(folded, min(own_year)) if len(own_year) == 1 else frozenset()
        bare = folded.rstrip("。!?")
        # A numbered item that is a whole sentence heads its section, and says something all the same.
        row = tables.read(text, folded, _next_line(document.text, at), names | discover(folded))
        if row and (row.cells or not row.speaks):
            values = row.values
        heading = (row and not row.speaks) or text.startswith("#") or (bare in titles and not _SAYS.search(folded))
        if document.text[start - 1 : start] in ("", "\n"):
            lead, running = inquiries.asked, frozenset()
        if inquiries.asks(start, folded):
            lead, heading = inquiries.asked, True
        line_end = document.text.find("\n", end, section.end)
        rest = document.text[end : line_end if line_end >= 0 else section.end]
        if not heading and rest.strip() and _LEAD.fullmatch(bare):
            # Such a sentence says little itself, unless it tells what was done (区域评估全部完成。).
            lead, heading = bare, len(bare) <= _LONGEST_LEAD and not _TELLS.search(bare)
        asked = inquiries.asked if inquiries.letters else ""
        wished = find_places(asked, names | discover(asked)) if asked else ()
        years = find_years(folded) | relative
        if years and _DATED.match(folded):
            running = years
            opened = opened or (years if len(years) == 1 and not own_year else frozenset())
        years = years or running or inherited or opened
        yield Statement(
            document_id=document.id,
            title=document.title,
            path=section.path,
            start=start,
            end=end,
            text=text,
            folded=folded,
            parts=parts,
            clauses=tuple(clauses(text)),
            values=values,
            row=row,
            masked=respective(folded, parts, values),
            places=tuple(find_places(folded, names | discover(folded))),
            home=home,
            about=(*wished, *(_meant(about, document, folded) if not home or is_one_report(document) else ())),
            headed=tuple(place for places, _ in headed for place in places),
            owner=next((place for _, place in reversed(headed) if place), None),
            years=years,
            marks=year_marks(folded, min(own_year) if len(own_year) == 1 else None),
            report_years=of_report,
            document_years=frozenset() if of_report else document_years(document),
            lead=row.above if row else "" if heading or lead == bare else f"{lead} {_carried(folded, before)}".strip(),
            topic=subject if start > LONGEST_TOPIC else "",
            period="" if names_period(folded) else period,
            heading=bool(heading),
        )
        before = "" if heading else folded[: values[0].start] if values else before
        if not text.startswith("#"):  # a title names no time for what stands below it
            period = last_period(folded) or ("" if names_period(folded) else period)


def _carried(folded: str, before: str) -> str:
    """Return what the sentence before measured, where a sentence breaks it down (``分园区看:高新区实现96.4亿元``)."""
    return before[-_LONGEST_MEASURED:] if _BROKEN_DOWN.match(folded) else ""


def _meant(about: tuple[Place, ...], document: Document, folded: str) -> tuple[Place, ...]:
    """Return the places that a statement may be about that names none: of 全市 only the city that is named first."""
    whole = _WHOLE.search(folded)
    if not whole:
        return about
    text = document.text
    first = next((place for place in about if text[place.start : place.end].endswith(whole.group(1))), None)
    return (first,) if first else about


def _next_line(text: str, at: int) -> str:
    """Return the line that begins at an offset."""
    end = text.find("\n", at)
    return text[at : end if end >= 0 else len(text)]


def _parts(folded: str) -> Iterator[Span]:
    at = 0
    for match in _PART_END.finditer(folded):
        if match.start() > at:
            yield at, match.end()
        at = match.end()
    if at < len(folded):
        yield at, len(folded)


def _in_name(folded: str, value: Value) -> bool:
    """Tell whether a figure belongs to a name in quotes or a title (``"三个一批"``, ``《2023年工作要点》``)."""
    if folded.rfind("《", 0, value.start) > folded.rfind("》", 0, value.start):
        return True
    if folded[: value.start].count('"') % 2 == 0:
        return False
    opening = folded.rfind('"', 0, value.start)
    closing = folded.find('"', value.end)
    return closing >= 0 and closing - opening <= 16
