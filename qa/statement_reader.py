"""Reads the statements of a section, one sentence after the other, each with what the ones before it say for it too."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from corpus.folding import fold
from corpus.sentences import Span, clauses
from corpus.types import Document, Section
from qa.background import (
    LONGEST_TOPIC,
    document_period,
    document_years,
    is_one_report,
    masthead,
    opened_above,
    opening_period,
    report_years,
    topic,
)
from qa.discovery import discover
from qa.inquiries import Inquiries
from qa.lexicon import PROVINCES
from qa.periods import (
    find_years,
    heading_years,
    last_period,
    names_period,
    only_set_against,
    relative_years,
    reviewed_years,
    year_marks,
)
from qa.places import Place, find_places, headed_by
from qa.regions import OF_ANOTHER_YEAR
from qa.respective import respective
from qa.statements import Statement
from qa.tables import TableReader, is_drawn
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
# What may be no place of a whole that is spoken of: what 全州 did no county of it did.
_BELOW = {
    "省": ("市", "县", "区", "州"),
    "州": ("市", "县", "区"),
    "市": ("县", "区"),
    "县": ("镇", "乡"),
    "区": ("镇", "乡"),
}
# 中新网乌鲁木齐8月17日电 tells where the news was written, which need not be where it happened.
_DATELINE = re.compile(r"[^,。;:]{0,6}?(?:社|网|报)[^,。;:\d]{2,8}\d{1,2}月\d{1,2}日(?:电|讯)(?=[\s,(:\d]|$)")
_COUNTED_NAMES = frozenset({"大", "式"})
_ITEM_NUMBER = re.compile(r"\d{1,2}[.、]\s*(?=[^\d\s])")
# 分园区看 goes on with what the sentence before measured.
_BROKEN_DOWN = re.compile(
    r"(?:其中[,:]?|[分按从][\u4e00-\u9fff]{1,6}看[,:]?)[\u4e00-\u9fff]{2,8}?(?:区|园|市|县|州)(?:实现|完成|达到?|为|分别)*(?=\d)"
)
_LONGEST_MEASURED = 60
# 目前已设网点11个 goes on with what the sentence before spoke of.
_GOES_ON = re.compile(
    rf"{OF_ANOTHER_YEAR.pattern}|(?:截至)?目前|现(?:已|有)?(?=[^代场])|已|该|其(?![中他余])|此(?!外|次)|这|预计|(?:建成|投产|达产|完工|竣工)后|当[年日天月晚]|共(?=\d|有|计)|"
    r"总投资|(?:项目|工程)(?=总投资|建成|占地|位于|由|于|计划|全部|采用|分)"
)


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
        or opened_above(document, section)
    )
    of_report = report_years(document, section.path[:1])
    own_year = find_years(fold(document.title))
    subject = topic(document)
    headed = [headed_by(title, names) for title in section.path[1:]]
    owners = [heading for heading in headed if heading.owner]
    named = (heading.name for heading in owners if heading.owner and heading.owner.name)
    branch = next(named, "") if all(place.name in PROVINCES for place in home) else ""
    titles = {fold(title) for title in section.path}
    lead = previous = before = ""  # before: what the sentence before measured
    period = opening_period(document, section)
    of_document, head_of_document = document_period(document), masthead(document)
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
        if is_drawn(text):
            continue
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
        if years and (dated := _DATED.match(folded)):
            running = find_years(folded[: _clause_end(folded, dated.end())]) or years
            opened = opened or (years if len(years) == 1 and not own_year else frozenset())
        around = running or inherited or opened
        years = (years | around) if only_set_against(folded) else years or around
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
            places=_spoken_of(folded, names),
            home=home,
            about=(*wished, *(_meant(about, document, folded) if not home or is_one_report(document) else ())),
            headed=tuple(place for heading in headed for place in heading.places),
            owner=owners[-1].owner if owners else None,
            owner_name=owners[-1].name if owners else "",
            branch=branch,
            years=years,
            marks=_dated(year_marks(folded, min(own_year) if len(own_year) == 1 else None), folded, values, around),
            report_years=of_report,
            document_years=frozenset() if of_report else document_years(document),
            lead=row.above if row else "" if heading or lead == bare else f"{lead} {_carried(folded, before)}".strip(),
            previous=previous if document.text[start - 1 : start] != "\n" and _GOES_ON.match(folded) else "",
            topic=subject if start > LONGEST_TOPIC else "",
            masthead=head_of_document,
            document_period=of_document,
            period="" if names_period(folded) else period,
            heading=bool(heading),
        )
        before = "" if heading else folded[: values[0].start] if values else before
        previous = folded
        if not text.startswith("#"):  # a title names no time for what stands below it
            period = last_period(folded) or ("" if names_period(folded) else period)


def _spoken_of(folded: str, names: frozenset[str]) -> tuple[Place, ...]:
    """Return the places that a sentence names, but for where its news was written if it names others."""
    found = tuple(find_places(folded, names | discover(folded)))
    dateline = _DATELINE.match(folded)
    behind = tuple(place for place in found if place.start >= dateline.end()) if dateline else found
    return behind or found


def _clause_end(folded: str, at: int) -> int:
    return min((end for mark in ",;。" if (end := folded.find(mark, at)) >= 0), default=len(folded))


def _dated(
    marks: tuple[tuple[int, frozenset[int]], ...], folded: str, values: Sequence[Value], around: frozenset[int]
) -> tuple[tuple[int, frozenset[int]], ...]:
    """Return where a sentence turns to which years, with the years that hold around it where it names none.

    Under a heading with 2023年 ``种植面积105万亩,2022年为92万亩`` gives the first figure of 2023, as does
    ``完成投资2.87亿元,比2022年的2.35亿元增长22.1%``.
    """
    if not around:
        return marks
    first = marks[0][0] if marks else 0
    # A year in brackets behind a figure is its own.
    later = folded[max(0, first - 1) : first] not in ("", "(") and any(value.end <= first for value in values)
    begun = ((0, around),) if later or only_set_against(folded) else ()
    return (*begun, *((at, years or around) for at, years in marks))


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
    if first:
        return (first,)
    # What a whole prefecture did no county of it did.
    return tuple(place for place in about if not text[place.start : place.end].endswith(_BELOW[whole.group(1)]))


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
    if value.unit in _COUNTED_NAMES:
        return False  # “八大优势” and “十二式” count what they name
    if folded.rfind("《", 0, value.start) > folded.rfind("》", 0, value.start):
        return True
    if folded[: value.start].count('"') % 2 == 0:
        return False
    opening = folded.rfind('"', 0, value.start)
    closing = folded.find('"', value.end)
    return closing >= 0 and closing - opening <= 16
