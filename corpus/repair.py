r"""Mends a text that was scanned or pasted: broken lines are joined, misplaced title blocks are put back.

The only freedoms taken are white space and the place of a title block; every other character stays, in its order.

Example: ``项目质量稳步提\n\n升,亿元以上项目156个。`` -> ``项目质量稳步提升,亿元以上项目156个。``
"""

from __future__ import annotations

import re
from itertools import takewhile

from corpus.aligned import is_aligned
from corpus.outline import FIELD, contributor, heading, is_contents_line, is_place_line

# A paragraph that ends in one of these is finished. A closing quote or bracket finishes it only after such a mark:
# scans also break inside a sentence right after a quoted phrase.
_FINISHED = re.compile(r"[。！？!?；;：:…](?:[”’」』）)】》\"']*)$")
_RUNNING = re.compile(r"[，,、。；;！？]")
_BRACKETS = re.compile(r"[（(][^（()）]{1,12}[)）]")
_BLOCK = re.compile(r"^(?:[-*+>|]\s|\||```|={3,}|-{3,})")
# A scan that holds the digits of a number apart: 到1 3 9 9 亿美元, 2 2 ．4 万件.
_SPACED_DIGITS = re.compile(
    r"(?<![\dA-Za-z|] )(?<![\d.．A-Za-z|])\d(?: (?:[.．] ?)?\d(?!\d))+(?= ?[％%‰\u4e00-\u9fff])", re.ASCII
)
# A line that ends like the title of a paper, however long, is one.
_TITLED = re.compile(r"(?:的|关于.*)(?:通知|公告|通告|公示|公报|通报|决定|批复|意见|报告|纪要|函)$")
# So does one that names a table; that may list what the table tells (办公时间、地址和电话一览表).
_TABLE_TITLE = re.compile(r"^[^，,。；;]{6,40}(?:一览表|统计表|情况表|目录|清单|名单)$")
_PAGE_NUMBER = re.compile(r"^(?:[—–-]\s*\d{1,4}\s*[—–-]|第\s*\d{1,4}\s*页.{0,10})$")
# Two things held apart by a gap, two offices side by side, or a day: what stands at the head or the foot of a paper.
_GAP = re.compile(r"\S(?: {3,}|\u3000{2,})\S")
_FOOT = re.compile(
    r"(?:[\u4e00-\u9fff]{3,20}(?:局|委|委员会|办公室|政府|厅|部|中心)[ \u3000]+){1,3}[\u4e00-\u9fff]{3,20}"
    r"|\d{4}年\d{1,2}月\d{1,2}日"
)
# Without punctuation a line must be this long to be running text; shorter ones are titles, names, table cells.
_LONG_LINE = 35
_SHARED_PLACE = 2
# A numbered line no longer than this that holds no sentence is a heading, though it has a colon
# (一、南阳市：一县一主业，以项目论英雄), if a blank line or a year follows.
_LONGEST_HEADING = 40
_SENTENCE = re.compile("[。；;！？!?]")
_YEAR = re.compile(r"(?:19|20)\d{2}年")


def repair(text: str) -> str:
    r"""Return the text with one paragraph or heading a line.

    Args:
        text: Decoded text with ``\n`` line ends.
    """
    return "\n".join(place_titles(join_lines(text.split("\n"))))


def join_lines(lines: list[str]) -> list[str]:
    """Join the lines that a page end or a fixed width broke, and drop blank ones.

    Args:
        lines: The raw lines.

    Returns:
        Paragraphs and headings, stripped, none of them empty.
    """
    joined: list[str] = []
    parted = False
    for raw in lines:
        line = _SPACED_DIGITS.sub(lambda found: found.group().replace(" ", ""), raw.strip())
        if not line:
            parted = True
            continue
        indented = raw.startswith(("\u3000", "    ", "\t"))
        if joined and not indented and _is_broken(joined[-1], line, parted=parted):
            joined[-1] += _glue(joined[-1], line) + line
        else:
            joined.append(line)
        parted = False
    return joined


def _is_broken(before: str, after: str, *, parted: bool) -> bool:
    """Tell whether ``before`` stops inside a sentence that ``after`` goes on with; ``parted``: behind a blank line."""
    if _FINISHED.search(before) or _BLOCK.match(before) or _BLOCK.match(after):
        return False
    if is_aligned(before) or is_aligned(after) or is_contents_line(before) or is_contents_line(after):
        return False
    if contributor(before) or contributor(after) or FIELD.match(after):
        return False
    if _PAGE_NUMBER.match(before) or _PAGE_NUMBER.match(after) or is_place_line(after):
        return False
    if (_TITLED.search(before) or _GAP.search(before)) and not _RUNNING.search(before):
        return False
    if parted and (_TABLE_TITLE.search(before) or FIELD.match(before)):
        return False
    if _FOOT.fullmatch(before) or _FOOT.fullmatch(after):
        return False
    first, second = heading(before), heading(after)
    if second is not None or (first is not None and not first.inline):
        return False
    titled = first is not None and len(before) <= _LONGEST_HEADING and not _SENTENCE.search(before)
    if titled and (parted or _YEAR.match(after)):
        return False
    # What brackets enclose (分县（市、区）指标) makes no running text.
    return bool(_RUNNING.search(_BRACKETS.sub("", before))) or len(before) >= _LONG_LINE


def _glue(before: str, after: str) -> str:
    """Return a space between two Latin words, nothing between Chinese characters or inside a number."""
    left, right = before[-1], after[0]
    both_ascii = left.isascii() and right.isascii() and left.isalnum() and right.isalnum()
    return " " if both_ascii and not (left.isdigit() and right.isdigit()) else ""


def place_titles(lines: list[str]) -> list[str]:
    """Move title blocks that stand behind the last contributor line to the reports that lack a title.

    A report ends at its contributor line (``供稿:…``). Headings behind the last of these belong to no report; where
    such a title names the same place as the contributor of a report without a title, it is that report's.

    Args:
        lines: Paragraphs and headings.
    """
    ends = [number for number, line in enumerate(lines) if contributor(line)]
    if not ends:
        return lines
    tail = lines[ends[-1] + 1 :]
    if not tail or not all(line.startswith("#") for line in tail):
        return lines
    starts = [0, *(end + 1 for end in ends[:-1])]
    reports = [lines[start : end + 1] for start, end in zip(starts, ends, strict=True)]
    for report in reports:
        if not _has_title(report):
            title, tail = _take_title(tail, contributor(report[-1]))
            report[:0] = title
    return [line for report in reports for line in report] + tail


def _has_title(report: list[str]) -> bool:
    """Tell whether a first-level heading is among the headings with which a report opens."""
    opening = takewhile(lambda line: line.startswith("#"), report)
    return any(found is not None and found.root for found in map(heading, opening))


def _take_title(tail: list[str], name: str) -> tuple[list[str], list[str]]:
    """Split off the headings that end in a title sharing its place with the contributor, if there is one."""
    for number, line in enumerate(tail):
        found = heading(line)
        if found is not None and found.title[:_SHARED_PLACE] == name[:_SHARED_PLACE]:
            return tail[: number + 1], tail[number + 1 :]
    return [], tail
