"""Recognises the headings of Chinese official documents, one line at a time.

Knows Markdown (``##``), ``【…】``, chapters (``第一章``), and the usual numbering:
``一、`` / ``(一)`` / ``1.`` / ``(1)`` / ``一是``.
Does not know about neighbouring lines: `corpus.sections` turns headings into a tree.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_NUMERAL = "[一二三四五六七八九十百零〇两]"


MARK_RANK = 13
"""The rank of points behind marks, and of paragraphs that a place leads."""


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading found at the start of a line.

    Attributes:
        rank: Depth; a smaller rank is further out. Only the order matters.
        title: The heading without Markdown signs and enclosing brackets, with its number.
        inline: Whether text of the section follows in the same line.
        root: Whether it is the title of a whole report or document.
    """

    rank: int
    title: str
    inline: bool
    root: bool = False


_MARKDOWN = re.compile(r"^(#{1,6})(?!#)\s*(\S.*?)\s*#*$")
_BRACKETED = re.compile(r"^【\s*([^【】\s][^【】]{0,59}?)\s*】(.*)$")
# (rank, pattern of the number). Ranks leave the first places to Markdown and 【…】.
_NUMBERED = tuple(
    (rank, re.compile(pattern))
    for rank, pattern in (
        (8, rf"^第{_NUMERAL}+(?:[章编篇](?![节])|部分)"),
        (9, rf"^第{_NUMERAL}+[节条]"),
        (10, rf"^{_NUMERAL}{{1,3}}、"),
        (10, r"^[★☆▶◎][ \u3000]*(?=[\u4e00-\u9fff])"),
        # 4 应急响应, 4.1 Ⅳ级响应 and 4.1.2 启动: the numbers of plans for emergencies and of standards.
        (10, r"^\d{1,2}[ \u3000]+(?=[\u4e00-\u9fff]{2,20}$)(?![亿万千百元个家项年月日])"),
        (11, r"^\d{1,2}\.\d{1,2}[ \u3000]+(?=[\u4e00-\u9fffⅠ-Ⅻ])(?![亿万千百元个家项])"),
        (12, r"^\d{1,2}\.\d{1,2}\.\d{1,2}[ \u3000]*(?=[\u4e00-\u9fffⅠ-Ⅻ])"),
        (11, rf"^[（(]{_NUMERAL}{{1,3}}[)）]"),
        (12, r"^\d{1,2}(?:[、．]|\.(?!\d))"),
        (MARK_RANK, r"^[（(]\d{1,2}[)）]|^[①-⑳]|^[●◆■▶][ \u3000]*(?=[\u4e00-\u9fff]{2,10}[。：:]\S)"),
        (14, rf"^(?:{_NUMERAL}{{1,3}}是(?:要)?|第{_NUMERAL}{{1,2}}[，,、])"),
    )
)
_BRACKET_RANK = 7
PLACE_RANK = 6
"""The rank of a bare line that names the place a report is about."""
RECORD_RANK = 15
"""The rank of a bare line that names a record of a list; nothing stands further in."""
_NUMBERS = tuple(re.compile(rf"{pattern.pattern}\s*") for _, pattern in _NUMBERED)
_BOLD = re.compile(r"\s*\*\*([^*]{2,40})\*\*")
FIELD = re.compile(r"[\s　]*[\u4e00-\u9fff](?:[ 　]?[\u4e00-\u9fff、（）()]){1,11}[：:]\s*\S")
"""The beginning of a line of a form: its label, be it spaced out, and its value (``总 投 资：1.35亿元``)."""
NAMING_FIELD = re.compile(r"\s*[\u4e00-\u9fff]{0,6}(?:名称|姓名)[:：]\s*[^。；;:：!?！？]{2,40}$")
"""A field that names what the fields in the lines below are about (``项目名称：石桥镇污水处理厂``)."""
_LEAD_END = re.compile(r"[。；;：:!！?？]")
_CLAUSE_END = re.compile(r"[，,。；;：:!！?？]")
_MAX_TITLE = 40
_CONTRIBUTOR = re.compile(
    r"^[（(*]{0,2}\s*(?:(?:供稿|供稿单位|撰稿|撰稿单位|报送单位)\s*[:：]\s*(.{1,60}?)|([^，,。：:]{2,20})供稿(?:[，,].{1,30})?)\s*[)）*]{0,2}$"
)
# 徐州市, 滑县:把粮仓扛在肩上, 阳泉市开发区: what names a report of several in one document.
OF_PLACE = re.compile(
    r"(?![全我本各该两大小城超上股]|地区)([\u4e00-\u9fff]{1,6}?(?:省|市|县|(?<!地)(?<!园)(?<!发)(?<!新)区|州|盟|旗))"
    r"(?=$|[\s:：—]|(?:开发区|经开区|高新区|商务局|人民政府)$)"
)
_LONGEST_PLACE_LINE = 16
# 1. 向存量要空间………………浏阳经济技术开发区
_LEADERS = re.compile(r"\S\s*(?:…{2,}|\.{5,}|·{4,}|．{4,}|-{5,})\s*[^…。；;]{1,30}$")
# 张店区:党建引领聚合力。全年…
_LEADING_PLACE = re.compile(rf"[◆●■▶★◇□※○·]?\s*({OF_PLACE.pattern}[:：])(?=\S)")
_LEADING_TITLE = re.compile(r"[^\d，,。；;：:]{2,24}(?=[。：:])")


def contributor(line: str) -> str:
    """Return the name on a contributor line (``供稿:晋中市商务局`` -> ``晋中市商务局``), or an empty string."""
    match = _CONTRIBUTOR.match(line.strip())
    return (match.group(1) or match.group(2)) if match else ""


def is_place_line(line: str) -> bool:
    """Tell whether a line holds the name of a place and nothing else, be it spaced out (``徐 州 市``)."""
    place = OF_PLACE.match("".join(line.split()))
    return place is not None and len(line) <= _LONGEST_PLACE_LINE and not re.search(r"[:：—]", line)


def heading(line: str) -> Heading | None:
    """Return the heading with which a line begins, or None.

    Example: ``(一)储蓄推进平稳增长。围绕…`` -> ``Heading(11, "(一)储蓄推进平稳增长", inline=True)``
    """
    line = line.strip()
    if is_contents_line(line):
        return None
    markdown = _MARKDOWN.match(line)
    if markdown:
        title = markdown.group(2)
        bracketed = _BRACKETED.match(title)
        if bracketed and not bracketed.group(2):
            title = bracketed.group(1)
        rank = len(markdown.group(1))
        return Heading(rank, title, inline=False, root=rank == 1)
    bracketed = _BRACKETED.match(line)
    if bracketed:
        return Heading(_BRACKET_RANK, bracketed.group(1), inline=bool(bracketed.group(2).strip()))
    for rank, pattern in _NUMBERED:
        number = pattern.match(line)
        if number:
            return _numbered(rank, line, number.end())
    return None


def is_contents_line(line: str) -> bool:
    """Tell whether a line is one of a table of contents, which leaders run through (``一、总则……3``)."""
    return _LEADERS.search(line) is not None


def leading_place(line: str) -> tuple[str, str]:
    """Return the place that leads a paragraph and the title that they are, if it is such; else two empty strings.

    Example: ``张店区：党建引领聚合力。全年任务…`` -> ``("张店区", "张店区：党建引领聚合力")``
    """
    found = _LEADING_PLACE.match(line)
    if found is None:
        return "", ""
    title = _LEADING_TITLE.match(line, found.end())
    return found.group(2), line[found.start(1) : title.end() if title else found.end(1) - 1]


def unnumbered(title: str) -> str:
    """Return a heading without its number.

    Example: ``二、浚县`` -> ``浚县``
    """
    number = next((found for pattern in _NUMBERS if (found := pattern.match(title))), None)
    return title[number.end() :] if number else title


def _numbered(rank: int, line: str, number_end: int) -> Heading | None:
    """Return the heading of a numbered line: the whole line, or the words up to the end of its first sentence."""
    bold = _BOLD.match(line, number_end)
    if bold:
        # 1. **全力攻坚。** …: bold type marks the heading off.
        title = f"{line[:number_end]} {bold.group(1).rstrip('。；;：: ')}"
        return Heading(rank, title, inline=bool(line[bold.end() :].strip()))
    if not line[number_end:].strip():
        return None
    if NAMING_FIELD.match(line, number_end):
        return Heading(rank, line, inline=False)
    end = _LEAD_END.search(line, number_end)
    if end is None:
        if len(line) <= _MAX_TITLE:
            return Heading(rank, line, inline=False)
    elif end.start() <= _MAX_TITLE:
        return Heading(
            rank, line[: end.start()].rstrip(), inline=bool(line[end.end() :].strip()) or end.group() in "；;"
        )
    clause = _CLAUSE_END.search(line, number_end)
    title = line[: clause.start()] if clause and clause.start() <= _MAX_TITLE else line[:number_end]
    return Heading(rank, title.rstrip(), inline=True)
