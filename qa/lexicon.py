"""What is known about the language of Chinese reports and of questions about them; nothing about any one document.

The words themselves stand in ``qa/language/``, one list a file, separated by white space; ``#`` begins a comment.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

_FOLDER = Path(__file__).parent / "language"


def _lines(name: str) -> Iterator[str]:
    for line in (_FOLDER / f"{name}.txt").read_text(encoding="utf-8").splitlines():
        if line.strip() and not line.startswith("#"):
            yield line


def _words(name: str) -> tuple[str, ...]:
    return tuple(word for line in _lines(name) for word in line.split())


def _synonyms(*names: str) -> dict[str, tuple[str, ...]]:
    """Read groups of synonyms: ``A B`` stand for each other, with ``x > A B`` only x in a question for A or B."""
    found: dict[str, dict[str, None]] = {}
    for line in (line for name in names for line in _lines(name)):
        asked, arrow, said = line.partition(">")
        words = asked.split()
        for word in words:
            others = said.split() if arrow else words
            found.setdefault(word, {}).update(dict.fromkeys(other for other in others if other != word))
    return {word: tuple(others) for word, others in found.items()}


def _asked_only(*names: str) -> frozenset[str]:
    """Read the words before an arrow that stand behind none, nor in a group of synonyms."""
    asked: set[str] = set()
    said: set[str] = set()
    for line in (line for name in names for line in _lines(name)):
        before, arrow, behind = line.partition(">")
        (asked if arrow else said).update(before.split())
        said.update(behind.split())
    return frozenset(asked - said)


STOP_WORDS = frozenset(_words("stop_words"))
LIGHT_WORDS = frozenset(_words("light_words"))
REPORT_WORDS = _words("report_words")
SYNONYMS: Mapping[str, tuple[str, ...]] = _synonyms("synonyms", "everyday", "colloquial")
THESAURUS: Mapping[str, tuple[str, ...]] = _synonyms("thesaurus", "usage", "pairs")
"""What else reports may say for everyday words: wider than ``SYNONYMS``, and less sure."""
EVERYDAY: frozenset[str] = _asked_only("synonyms", "everyday", "colloquial", "thesaurus", "usage")
"""Words that people say and that reports do not."""
SIBLINGS = tuple(tuple(line.split()) for line in _lines("siblings"))
"""Rows of words of which a report speaks one after the other; one may stand where another did in a follow-up."""
NOT_PLACES = frozenset(_words("not_places"))
PROVINCES = frozenset(_words("provinces"))
CITIES = frozenset(_words("cities"))
EVERYDAY_CITIES = frozenset(_words("everyday_cities"))
UNITS = _words("units")
LOOKALIKES = _words("lookalikes")
"""Groups of characters that are mistaken for one another in names of places."""
SURNAMES = _words("surnames")

# Patterns of what is planned or achieved, in questions and in reports.
PLAN = (
    r"目标|计划|力争|积极推动|积极推进|加快推动|确保|争取|预期|预计|拟|打算|准备|将要?|安排|要求|任务|希望|(?<!经过)(?<!年)(?<!共同)努力|"
    r"要达到|要完成|(?<![思理设梦猜联感构])想(?!知|问|了解|请|查|看|确认|引用|咨询|去|来|听|必|法|象|起|到|方|找|核|搞清|弄清|比)"
)
# These tell of plans and of what was done alike (中央财政安排219亿元): who asks what was done may mean them.
WEAK_PLAN = r"安排|要求|任务|准备|努力|打算|希望|计划"
# 15%以上 is how a plan puts it, unless it stands in a review: 下降30%以上.
AT_LEAST = r"以上(?=$|[,。;、])"
REVIEW_HEADING = r"回顾|总结|成绩|成效|工作情况|完成情况|进展"
PLAN_HEADING = r"计划|目标|安排|部署|任务|打算|思路|要求|建议|下一步"
RESULT = r"完成了|实现了|达到了|实际|已经?|成绩|结果|了多少|了几"
DONE = r"已|目前|累计|截至|现有|共有|(?<!比)去年|(?<!比)上年"
