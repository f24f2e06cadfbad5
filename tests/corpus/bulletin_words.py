"""Texts for properties: lines put together from what bulletins are made of, and any text at all."""

from __future__ import annotations

from hypothesis import strategies as st

FRAGMENTS = [
    *("# 全省开发区", "## “开门红”特刊", "# 晋中市开发区", "# 阳泉市开发区", "### 【2023年工作成绩】", "【要点】"),
    *("（一）抓项目。", "(二)招商", "一是加强领导,高位推动。", "一是", "第一章 总则", "1.项目", "####"),
    *("供稿:晋中市商务局", "供稿:阳泉市商务局", "供稿:", "# ", "项目质量稳步提", "升,亿元以上项目156个。"),
    *("工业投资完成9.9亿元；", "“三个一批”", "GDP", "12", "- 列表", "| 表 |", "。", ",", "\u3000\u3000缩进"),
    *("", " ", "\t", "\x0b", "\ud800", "开发区工作稳步推进" * 5),
]

_LINES = st.lists(st.lists(st.sampled_from(FRAGMENTS), max_size=3).map("".join) | st.text(max_size=8), max_size=14)
_CITIES = ("晋中市", "阳泉市", "太原市")
_HEADINGS = st.sampled_from(["# 全省开发区", "## 特刊", *(f"# {city}开发区" for city in _CITIES)])
_REPORT = st.tuples(
    _HEADINGS | st.just("正文。"),
    st.sampled_from(FRAGMENTS),
    st.sampled_from([f"供稿:{city}商务局" for city in _CITIES]),
).map("\n".join)
# Reports of which some lack a title, and headings behind the last.
_REPORTS = st.tuples(
    st.lists(_REPORT, min_size=1, max_size=3).map("\n".join), st.lists(_HEADINGS, max_size=5).map("\n".join)
).map("\n".join)

BULLETINS = _LINES.map("\n".join) | _REPORTS


def bare(text: str) -> str:
    """Return a text without its white space."""
    return "".join(text.split())
