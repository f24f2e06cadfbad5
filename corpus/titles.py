"""The title of a document whose headings are not marked, from the lines at its beginning."""

from __future__ import annotations

import re

from corpus.outline import heading

_MAX_TITLE = 50
# 索引号：…, 发布日期：2024-03-13: what a web page tells of a document above its title.
_FIELD = re.compile(r"(?!原?标题)[\u4e00-\u9fff \u3000]{2,10}[:：]\s*\S.{0,60}$")
_MOST_ABOVE = 12
_NAMED = re.compile(
    r"(?:^|[\s\u3000])(?:名\s*称|标\s*题)[:：]\s*(\S{6,50}(?:通知|意见|通报|公告|通告|公示|公报|决定|批复|办法|方案|规定|规划))(?=$|[\s\u3000])"
)
# 当前位置：首页 > 政务公开
_TRAIL = re.compile(r"^(?:当前|您的|所在)?位置|首页\s*[>＞›»]")
# 关于松木冷链物流园项目建设有关问题的专题会议纪要, whatever stands above it.
_FULL_TITLE = re.compile(
    r"[^，,。；;：:]{0,16}关于[^。；;：:]{4,44}(?:通知|意见|通报|公告|通告|公示|决定|批复|函|请示|报告|办法|方案|规定|纪要|答复|说明)"
)
_ENDS_TITLE = re.compile(
    r"(?:通知|意见|通报|公告|通告|公示|公报|决定|决议|批复|函|请示|报告|办法|方案|规定|规划|计划|要点|总结|纪要|细则|条例|指南|措施)$"
)
_OFFICE = re.compile(r"[\u4e00-\u9fff]{2,20}(?:人民政府|委员会|办公室|局|厅|委|部|院|管委会|指挥部|领导小组)")
# 公告（第2号）
_NUMBER_BEHIND = re.compile(r"[（(][^（()）]{1,12}[)）]$")
_NOTE_MARK = re.compile(r"\[\d{1,2}\]$")
_ABOUT = re.compile(r"关于.{2,60}的?(?:通知|意见|通报|公告|决定|批复|函|请示|报告|办法|方案|规定)")


def first_line_title(text: str) -> str:
    """Return the title of a text without marked headings; empty where nothing reads like one.

    It is short, without a sentence end, and has text below it. Above it may stand the fields of a form
    (``索引号：…``), one of which may hold it (``名称：…``), the name of the office that issues it, a number and a date.
    A long one is broken, or parted from the office in it; the lines together are the title then.
    """
    lines = [line.strip() for line in text.split("\n")[:_MOST_ABOVE]]
    named = next((found.group(1) for line in lines if (found := _NAMED.search(line))), "")
    number = next((at for at, line in enumerate(lines) if not _FIELD.match(line) and not _TRAIL.search(line)), 0)
    first, second = (*lines[number : number + 2], "", "")[:2]
    if "\n" not in text.strip() or not _is_title(first):
        return named
    broken = _ENDS_TITLE.search(second) and not _ENDS_TITLE.search(first) and _is_title(second)
    if _ABOUT.fullmatch(second) or (broken and "关于" in first):
        return _compact(first) + second
    full = next((line for line in lines[number:] if _FULL_TITLE.fullmatch(line) and _is_title(line)), "")
    if full.startswith("关于") and _OFFICE.fullmatch(_compact(first)):
        return _compact(first) + full
    ends = _ENDS_TITLE.search(_NUMBER_BEHIND.sub("", second))
    if not full and _OFFICE.fullmatch(_compact(first)) and ends and _is_title(second):
        return _compact(first) + second
    return full or named or _NOTE_MARK.sub("", _compact(first))


def _is_title(line: str) -> bool:
    return len(line) <= _MAX_TITLE and not any(mark in line for mark in "。；;！？!?，,：:") and heading(line) is None


def _compact(title: str) -> str:
    """Return a title without the spaces that hold its characters apart (``商 务 简 报``)."""
    words = title.split()
    return "".join(words) if len(words) > 1 and all(len(word) == 1 for word in words) else title.strip()
