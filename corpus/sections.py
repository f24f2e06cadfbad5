"""Divides a repaired text into reports and sections, and reads its masthead.

Does not change the text: every result is a span or a piece of it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from corpus.outline import (
    FIELD,
    MARK_RANK,
    NAMING_FIELD,
    OF_PLACE,
    PLACE_RANK,
    RECORD_RANK,
    Heading,
    contributor,
    heading,
    is_place_line,
    leading_place,
    unnumbered,
)
from corpus.types import Section

_TITLED_PLACE = re.compile(rf"{OF_PLACE.pattern}\s*[:：—]+[^。；;：:]{{4,30}}$")
# 柏阳经济开发区, 岚溪县交通运输局: who reports below a bare line.
_REPORTER = re.compile(
    r"[\u4e00-\u9fff（）()·]{2,20}(?:开发区|高新区|经开区|园区|局|委员会|办公室|街道|镇|乡|公司|集团|学院|大学|省|市|县|区|州|旗)"
)
_LONGEST_RECORD = 44
# 材料之一, 交流发言二
_NUMBER_OF_PAPER = re.compile(r"[\u4e00-\u9fff]{0,2}(?:材料|案例|发言|经验|做法)之?[一二三四五六七八九十\d]{1,2}[:：]?")
_BEGINS_ANEW = re.compile(r"[（(]?一(?:[)）]、?|、)")
# ◆石渡县：以水为媒
_MARKS = "◆●■▶★◇□※○ \u3000"
_PLACE = re.compile(r"^[\u4e00-\u9fff]{1,8}?(?:省|市|县|区|州|盟|旗)")


@dataclass(frozen=True, slots=True)
class Masthead:
    """What stands above the first report of a periodical; parts that are missing are empty."""

    title: str
    issue: str


@dataclass(frozen=True, slots=True)
class _Line:
    start: int
    end: int
    text: str


def _lines(text: str) -> list[_Line]:
    lines, offset = [], 0
    for line in text.split("\n"):
        lines.append(_Line(offset, offset + len(line), line))
        offset += len(line) + 1
    return lines


def masthead(text: str) -> Masthead:
    """Read title and issue from the headings with which a text opens.

    A first-level heading followed by another one with no text between them is the name of the periodical, and what
    stands between them names its issue. A single first-level heading is the document's title.
    """
    opening: list[Heading] = []
    for line in _lines(text):
        found = heading(line.text)
        if found is None or found.inline or not line.text.startswith("#"):
            break
        opening.append(found)
    roots = [number for number, found in enumerate(opening) if found.root]
    if not roots:
        return Masthead("", "")
    title = opening[roots[0]].title
    if len(roots) == 1:
        return Masthead(title, "")
    return Masthead(title, " ".join(found.title for found in opening[roots[0] + 1 : roots[1]]))


def contributors(text: str) -> list[str]:
    """Return the names on the contributor lines, in order, each once."""
    return list(dict.fromkeys(name for line in _lines(text) if (name := contributor(line.text))))


def find_sections(text: str, title: str) -> tuple[Section, ...]:
    """Divide a text into sections.

    Args:
        text: Repaired text, a paragraph or heading a line.
        title: The document's title: the outermost heading of sections that stand under no report title.

    Returns:
        Sections in order that cover the text without gaps; empty for an empty text.
    """
    lines = _lines(text)
    headings = _headings(lines)
    roots = _report_roots(lines, headings, title)
    cuts: list[tuple[int, tuple[str, ...]]] = []  # where a section starts, and its path
    stack: list[Heading] = []
    pending: int | None = 0  # start of headings whose section has not begun yet
    for number, (line, root, found) in enumerate(zip(lines, roots, headings, strict=True)):
        if found is not None:
            while stack and stack[-1].rank >= found.rank:
                stack.pop()
            stack.append(found)
            pending = line.start if pending is None else pending
            if not found.inline and not _is_item(found, line.text, headings[number + 1 : number + 2]):
                continue
        if contributor(line.text):
            stack = [item for item in stack if item.root]
            pending = line.start if pending is None else pending
        if pending is not None:
            cuts.append((pending, _path(stack, root)))
            pending = None
        if contributor(line.text):
            # Whatever comes next belongs to another report, whose own title it may lack.
            stack, pending = [], line.end + 1
    if pending is not None and pending < len(text):
        cuts.append((pending, _path(stack, title)))
    ends = [start for start, _ in cuts[1:]] + [len(text)]
    return tuple(Section(path, start, end) for (start, path), end in zip(cuts, ends, strict=True) if start < end)


def _is_item(found: Heading, line: str, following: Sequence[Heading | None]) -> bool:
    """Tell whether a numbered line without text below it is a sentence of its own and no heading.

    ``(三)骗取资金的,取消资格。`` above the next heading of its rank or a higher one says all that it has to say.
    """
    below = following[0] if following else None
    ends = below is not None and below.rank <= found.rank
    return ends and line.rstrip().endswith(("。", "；", ";")) and not line.startswith(("#", "【"))


def _path(stack: list[Heading], root: str) -> tuple[str, ...]:
    titles = tuple(item.title for item in stack)
    innermost = max((number for number, item in enumerate(stack) if item.root), default=-1)
    return titles[innermost:] if innermost >= 0 else (root, *titles)


def _headings(lines: list[_Line]) -> list[Heading | None]:
    """Return the heading with which each line begins, or None.

    Headings of one rank that name different places are titles of reports, and so is a bare line that names a place
    (``徐州市``) above text, or one that names who reports above a numbering that begins anew; where a report's title
    is marked as such already, no other heading is one. Headings between them that name no place are parts of the report
    before (``【九江市】`` ``【工作情况】`` ``【吉安市】``), unless all are numbered alike.
    """
    found = [heading(line.text) for line in lines]
    if any(item.root and OF_PLACE.match(item.title) for item in found if item):
        return found
    found = _with_leading_places(lines, found)
    bare = [item is None and is_place_line(line.text) for line, item in zip(lines, found, strict=True)]
    if sum(bare) == 1 and bare[0]:
        bare[0] = False  # who issues a document stands above it
    for number, line in enumerate(lines):
        if bare[number] and not any(bare[max(0, number - 1) : number]) and not any(bare[number + 1 : number + 2]):
            found[number] = Heading(PLACE_RANK, "".join(line.text.split()), inline=False, root=True)
    found = _with_records(lines, found)
    reporters = [
        number
        for number, line in enumerate(lines[:-1])
        if found[number] is None and _REPORTER.fullmatch(line.text.strip())
        if _begins_numbering(found[number + 1]) or _is_titled_anew(lines[max(0, number - 2) : number + 2])
    ]
    if len(reporters) > 1:
        for number in reporters:
            found[number] = Heading(PLACE_RANK, lines[number].text.strip(), inline=False, root=True)
        return found
    titled = {
        number: place.group(1)
        for number, line in enumerate(lines)
        if found[number] is None and (place := _TITLED_PLACE.match(line.text.lstrip(_MARKS)))
    }
    if len(set(titled.values())) > 1:
        # 会泽县：“小石榴”闯出大市场, one such line above what each county did
        for number in titled:
            found[number] = Heading(PLACE_RANK, lines[number].text.strip(_MARKS), inline=False, root=True)
        return found
    for rank in sorted({item.rank for item in found if item and not item.inline}):
        alike = [item for item in found if item and item.rank == rank and not item.inline]
        named = {place.group(1) for item in alike if (place := OF_PLACE.match(unnumbered(item.title)))}
        if len(named) > 1:
            before = found[: found.index(alike[0])]
            if sum(
                item.rank < rank and not item.root and unnumbered(item.title) != item.title for item in before if item
            ):
                return found  # 二、各地主要做法 holds them: parts of one report, and no reports
            numbered = any(unnumbered(item.title) != item.title for item in alike)
            titles = [item for item in alike if numbered or OF_PLACE.match(item.title)]
            above = 0 if len(titles) == len(alike) else 1
            return [replace(item, root=True, rank=item.rank - above) if item in titles else item for item in found]
    return found


def _with_leading_places(lines: list[_Line], found: list[Heading | None]) -> list[Heading | None]:
    """Take the places for headings that lead a paragraph each, if there are several (``张店区：…`` ``淄川区：…``)."""
    led = {
        number: names
        for number, (line, item) in enumerate(zip(lines, found, strict=True))
        if (names := leading_place(line.text))[0] and "。" in line.text and (item is None or item.rank == MARK_RANK)
    }
    if len({place for place, _ in led.values()}) < 2:
        return found
    headed = {number: Heading(MARK_RANK, name, inline=True) for number, (_, name) in led.items()}
    return [headed.get(number, item) for number, item in enumerate(found)]


def _with_records(lines: list[_Line], found: list[Heading | None]) -> list[Heading | None]:
    """Take the lines for headings that name the records of a list: each stands right above its fields.

    Such is ``项目1　白鹭水库新建工程`` above ``总投资：4.6亿元`` and ``工期：36个月``, or a first field 项目名称.
    """
    fields = [item is None and FIELD.match(line.text) is not None for line, item in zip(lines, found, strict=True)]
    fields += [False, False]  # the last lines have none below them
    naming = [
        number
        for number, line in enumerate(lines)
        if fields[number] and fields[number + 1] and not any(fields[max(0, number - 1) : number])
        if NAMING_FIELD.match(line.text)
    ]
    bare = [
        number
        for number, line in enumerate(lines)
        if found[number] is None and not fields[number] and fields[number + 1] and fields[number + 2]
        if 1 < len(line.text.strip()) <= _LONGEST_RECORD and not re.search("[。；;！？，,：:]", line.text)
    ]
    heads = naming if len(naming) > 1 else bare if len(bare) > 1 else []
    return [
        Heading(RECORD_RANK, line.text.strip(), inline=False) if number in heads else item
        for number, (line, item) in enumerate(zip(lines, found, strict=True))
    ]


def _begins_numbering(below: Heading | None) -> bool:
    """Tell whether a heading is the first of its rank: numbering that begins anew begins another report."""
    return below is not None and _BEGINS_ANEW.match(below.title) is not None


def _is_titled_anew(lines: Sequence[_Line]) -> bool:
    """Tell whether the last line but one stands below the title of one of several papers, and above its text.

    Such is ``浏阳经济技术开发区`` below ``材料之一`` and ``向存量要空间  让好地长好苗``.
    """
    *_, number, title, _, below = ("", "", *(line.text for line in lines))
    return _NUMBER_OF_PAPER.fullmatch(number.strip()) is not None and "。" not in title and "。" in below


def _report_roots(lines: list[_Line], headings: list[Heading | None], title: str) -> list[str]:
    """Return for each line the name of its report, used where no title stands above it.

    A report without a title is named after the place of its contributor (``阳泉市商务局`` -> ``阳泉市``), so that its
    figures are not taken for those of the report before it.
    """
    roots: list[str] = []
    name = ""
    for line, above in zip(reversed(lines), reversed(headings), strict=True):
        found = contributor(line.text)
        if found:
            place = _PLACE.match(found)
            name = place.group() if place else found
        roots.append(name or title)
        if above is not None and above.root:
            # What stands above a report's own title is none of its.
            name = ""
    return roots[::-1]
