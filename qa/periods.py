"""Years that a text speaks about. Works on folded text."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from corpus.folding import fold
from qa.lexicon import PLAN_HEADING

_YEAR = re.compile(
    r"(?<!\d)((?:19|20)\d{2})(?!\s?[多余]?(?:个|家|公里|亩|元|万|亿|人|户|项|名|吨|套|件|所|座|台|平方|米|千|百|辆|次|条|种|头|只|公顷|岁))(?=年|-|至|、|/|$|[^\d.,%a-z])"
)
_SHORT_YEAR = re.compile(r"(?<![\da-z])(\d{2})年(?!代|来|间|以|内|前|后|期)")
_HAN_YEAR = re.compile(r"([一二])([零九])([零一二三四五六七八九])([零一二三四五六七八九])年")
_SPAN = re.compile(r"((?:19|20)\d{2})年?\s*(?:-|至|到)\s*((?:19|20)\d{2})")
_REPORT = re.compile(r"((?:19|20)\d{2})年?(?:的|度)?[^\d年,。;?!、]{0,8}?《?(?:政府)?(?:工作)?报告")
_THIS_YEAR = re.compile(r"今年|本年")
_LAST_YEAR = re.compile(r"(?<!比)(?:去年|上年)")
_AGAINST = re.compile(r"(?:(?<![占同环])比|较|与|和|自|、|-)(?:上年|去年)?$")
_SET_AGAINST = re.compile("(?<![占同环])比$|较$|[与同和]$")
_ONLY_AGAINST = re.compile("(?<![占同环])比$|较$")
# 比2022年的2.35亿元增长: the figure behind is that year's, and none after it.
_ITS_FIGURE = re.compile(r"年(?:同期|全年)?的?约?\d[\d.,]*(?:万|亿)?(?:[^\s\d,。;]?)(?P<against>[^,。;\d]{0,3}相比)?")
_FROM = re.compile(r"[从由]$")
_UNTIL = re.compile(r"(?:提高|增加|下降|降低|降|上升|扩大|提升|减少|增长|调整)[到至为]")
_SINCE = re.compile(r"年?(?:以来|以后|起|开始|至|-|到|、|和|与)")
_REVIEW = re.compile(r"回顾|总结|过去|成绩|工作情况|完成情况")
_AHEAD = re.compile(rf"{PLAN_HEADING}|重点工作")
_FIVE_YEARS = re.compile(r"[五5]年")
_DIGIT = {char: str(value) for value, char in enumerate("零一二三四五六七八九")}


SEASONS = tuple(
    (name, re.compile(pattern))
    for name, pattern in (
        ("first quarter", r"(?<!第)一季度|首季|头三个月|前三个月|1-3月|第[1一]季度"),
        ("first half", r"上半年|前六个月|头六个月|头半年|1-6月|前6个月|年中|6月底|六月底|6月末|六月末"),
        ("third quarter", r"三季度|1-9月|前9个月|前九个月"),
        ("second half", r"下半年"),
        ("fourth quarter", r"四季度"),
    )
)
"""Parts of a year in the ways in which they are named."""
_IN_WORDS = {
    "first quarter": "一季度",
    "first half": "上半年",
    "third quarter": "前三季度",
    "second half": "下半年",
    "fourth quarter": "四季度",
}
_MONTHS = re.compile(r"(?<!\d)(\d{1,2})月?(?:-|至|到|~)(\d{1,2})月(?!\d)")
_FIRST_MONTHS = re.compile(r"前(\d{1,2})个?月")
_COMPARED = re.compile(r"[比较与]$")
_MONTH = re.compile(r"(?<!\d)\d{1,2}(?:-\d{1,2})?月(?!\d{1,2}[日号])|全年|年底|年末")


@lru_cache(maxsize=4096)
def find_seasons(folded: str) -> frozenset[str]:
    """Return the parts of a year that a text names."""
    return frozenset(name for name, pattern in SEASONS if pattern.search(folded))


def season_spans(folded: str) -> list[tuple[int, int]]:
    """Return where a text names parts of a year, in order."""
    return sorted(match.span() for _, pattern in SEASONS for match in pattern.finditer(folded))


def season_at(folded: str, offset: int) -> str:
    """Return the part of a year that a text of several names last before an offset; empty where it names but one."""
    found = sorted(
        (match.start(), name)
        for name, pattern in SEASONS
        for match in pattern.finditer(folded)
        if not _COMPARED.search(folded[: match.start()])
    )
    before = [name for start, name in found if start < offset]
    return before[-1] if before and len({name for _, name in found}) > 1 else ""


@lru_cache(maxsize=4096)
def season_words(folded: str) -> str:
    """Return the parts of a year that a text names, as questions name them: 1-9月 is 前三季度."""
    return " ".join(sorted(_IN_WORDS[name] for name in find_seasons(folded)))


@lru_cache(maxsize=4096)
def find_months(folded: str) -> frozenset[tuple[int, int]]:
    """Return the runs of months that a text names: ``1-5月`` and ``前5个月`` are months one to five."""
    runs = {(int(found.group(1)), int(found.group(2))) for found in _MONTHS.finditer(folded)}
    return frozenset(runs | {(1, int(found.group(1))) for found in _FIRST_MONTHS.finditer(folded)})


def last_period(folded: str) -> str:
    """Return the last part of a year that a text names, in its words; empty if it names none."""
    found = [match for _, pattern in SEASONS for match in pattern.finditer(folded)]
    # 增速较一季度加快 sets against, and dates nothing.
    found = [match for match in found if folded[match.start() - 1 : match.start()] not in ("比", "较", "与")]
    return max(found, key=lambda match: match.start()).group() if found else ""


def names_period(folded: str) -> bool:
    """Tell whether a text names a part of a year or a month, or speaks of a whole year."""
    return bool(find_seasons(folded) or _MONTH.search(folded))


def find_years(folded: str) -> frozenset[int]:
    """Return the years named in a text; ``2023-2025`` names all three, ``23年`` is 2023."""
    years = {int(match.group(1)) for match in _YEAR.finditer(folded)}
    years |= {int("".join(_DIGIT[char] for char in match.groups())) for match in _HAN_YEAR.finditer(folded)}
    for match in _SPAN.finditer(folded):
        first, last = int(match.group(1)), int(match.group(2))
        if first <= last <= first + 30:
            years.update(range(first, last + 1))
    return frozenset(years)


def report_years(folded_question: str) -> frozenset[int]:
    """Return the years by which a question names a report (``按2017年报告``, ``2019年政府工作报告``) and not a time."""
    return frozenset(int(match.group(1)) for match in _REPORT.finditer(folded_question))


def relative_years(folded: str, reference: int) -> frozenset[int]:
    """Return the years that 今年 and 去年 mean in a text of the year ``reference``; a mere comparison means none."""
    found = set()
    if _THIS_YEAR.search(folded):
        found.add(reference)
    if _LAST_YEAR.search(folded):
        found.add(reference - 1)
    return frozenset(found)


def year_marks(folded: str, reference: int | None = None) -> tuple[tuple[int, frozenset[int]], ...]:
    """Return where a text turns to another year, and to which: what follows is about it until the next mark.

    A year that something is compared with (``比2008年增长``) or counted from (``2017年以来``) is no such turn.

    Args:
        folded: The text.
        reference: The year that 今年 is in it, if that is known.

    Returns:
        Offsets and years, in order; no years where the text turns back to its own.
    """
    marks = [
        (match.start(), int(match.group(1)))
        for match in _YEAR.finditer(folded)
        if not _AGAINST.search(folded[: match.start()]) and not _SINCE.match(folded, match.end())
    ]
    if reference is not None:
        marks += [(match.start(), reference) for match in _THIS_YEAR.finditer(folded)]
        marks += [
            (match.start(), reference - 1)
            for match in _LAST_YEAR.finditer(folded)
            if not _AGAINST.search(folded[: match.start()])
        ]
    found = [(at, frozenset({year})) for at, year in sorted(marks)]
    for match in _YEAR.finditer(folded):
        figure = _ITS_FIGURE.match(folded, match.end())
        against = _SET_AGAINST.search(folded[max(0, match.start() - 2) : match.start()])
        if figure and against and (against.group() in ("比", "较") or figure["against"]):
            found += [(match.start(), frozenset({int(match.group(1))})), (figure.end(), frozenset())]
    # 从去年的2.1%提高到2.3%: what stands behind 到 is the text's own year's again.
    for at, _ in tuple(found):
        until = _FROM.search(folded[:at]) and _UNTIL.search(folded, at)
        if until:
            found.append((until.end(), frozenset()))
    return tuple(sorted(found, key=lambda mark: (mark[0], bool(mark[1]))))


def only_set_against(folded: str) -> bool:
    """Tell whether a text names years, and none but such as it sets its own figures against (``比2022年增长``)."""
    named = [match.start() for match in _YEAR.finditer(folded)]
    return bool(named) and all(_ONLY_AGAINST.search(folded[max(0, at - 2) : at]) for at in named)


def short_years(folded_question: str) -> frozenset[int]:
    """Return the years that a question writes with two digits (``23年``)."""
    return frozenset(
        (2000 if int(match.group(1)) < 50 else 1900) + int(match.group(1))
        for match in _SHORT_YEAR.finditer(folded_question)
    )


def year_spans(folded: str) -> list[tuple[int, int]]:
    """Return where a question names years, with the ``年`` behind them."""
    spans = [match.span() for pattern in (_YEAR, _SHORT_YEAR, _HAN_YEAR) for match in pattern.finditer(folded)]
    return [(start, end + 1 if folded[end : end + 1] == "年" else end) for start, end in spans]


@lru_cache(maxsize=4096)
def heading_years(path: tuple[str, ...]) -> frozenset[int]:
    """Return the years of the innermost heading that names one; a heading covers what stands under it."""
    for title in reversed(path):
        years = find_years(fold(title))
        if years:
            return years
    return frozenset()


def undivided_years(title: str, path: Sequence[str]) -> frozenset[int]:
    """Return the two years, last year's deeds and this year's plans, of a section that does not tell them apart.

    Either no heading of a report of work says which, or one names both (``1998年工作回顾和1999年工作的总体要求``).
    """
    headings = " ".join(path[1:])
    named = heading_years(path[1:])
    if len(named) == 2 and _REVIEW.search(headings) and _AHEAD.search(headings):
        return named
    return frozenset() if named else frozenset(y for y in reviewed_years(title, path) if "工作报告" in title)


def reviewed_years(title: str, path: Sequence[str]) -> frozenset[int]:
    """Return the years that a section without a year in its headings speaks about, by the title of its document.

    A yearly report looks back on the year before, or on the five before (``2013年政府工作报告``: ``过去五年工作回顾``).
    """
    years = heading_years((title,))
    headings = " ".join(path[1:])
    if len(years) != 1 or "报告" not in title:
        return years
    (year,) = years
    if f"{year}年度" in title:
        return years  # 2023年度绩效自评报告 is about 2023
    if not _REVIEW.search(headings):
        # Without a heading that tells, a report of work looks back and ahead.
        undecided = "工作报告" in title and not _AHEAD.search(headings)
        return frozenset({year - 1, year}) if undecided else years
    return frozenset(range(year - 5, year)) if _FIVE_YEARS.search(headings) else frozenset({year - 1})
