"""Words: how a folded text is cut into them, and which of them are nouns."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from qa.lexicon import LIGHT_WORDS, REPORT_WORDS, SYNONYMS

if TYPE_CHECKING:
    from rjieba import Jieba

_HAN = re.compile(r"[\u4e00-\u9fff]")
# Words that jieba cuts off though they belong to the next one.
PREFIXES = frozenset("总 主 副 非 亚 超 第 反 多 省 市 县 外".split())
_SUFFIXES = frozenset("率 额 量 数 值 度 费 期 区 园 局 会 制 化 队 法 型 类".split())


@cache
def segmenter() -> Jieba:
    """Return the segmenter, which knows the words of reports that a general dictionary lacks."""
    import rjieba

    jieba = rjieba.Jieba()
    for word in REPORT_WORDS:
        jieba.add_word(word, 20000, "n")
    return jieba


@cache
def _question_segmenter() -> Jieba:
    """Return the segmenter for questions, which also knows the phrases that have synonyms.

    What a question says in a phrase (``跑手续``) must not be cut into words that say something else.
    """
    import rjieba

    jieba = rjieba.Jieba()
    for word in (*REPORT_WORDS, *(phrase for phrase in SYNONYMS if len(phrase) > 2 or not jieba.has_word(phrase))):
        jieba.add_word(word, 20000, "n")
    return jieba


@lru_cache(maxsize=65536)
def segment(folded: str) -> tuple[tuple[str, int], ...]:
    """Cut a folded text into words with their offsets; prefixes and suffixes stay with their word."""
    return _cut(segmenter(), folded)


@lru_cache(maxsize=4096)
def segment_question(folded: str) -> tuple[tuple[str, int], ...]:
    """Cut a folded question into words as ``segment`` does, phrases that have synonyms each in one piece."""
    return _cut(_question_segmenter(), folded)


def _cut(jieba: Jieba, folded: str) -> tuple[tuple[str, int], ...]:
    words: list[tuple[str, int]] = []
    at = 0
    for word in jieba.cut(folded):
        words.append((word, at))
        at += len(word)
    return tuple(_rejoined(words))


@lru_cache(maxsize=65536)
def is_noun(word: str) -> bool:
    """Tell whether the segmenter files a word under nouns."""
    return str(segmenter().tag(word)[-1][1]).startswith("n")


def _rejoined(words: list[tuple[str, int]]) -> Iterable[tuple[str, int]]:
    held: tuple[str, int] | None = None
    for word, at in words:
        if held is None:
            held = (word, at)
        elif _HAN.match(word) and (
            (held[0] in PREFIXES and len(word) == 2 and word not in LIGHT_WORDS)
            or (word in _SUFFIXES and len(held[0]) == 2 and _HAN.match(held[0]))
        ):
            held = (held[0] + word, held[1])
        else:
            yield held
            held = (word, at)
    if held is not None:
        yield held


def opens_word(folded: str, start: int, end: int) -> bool:
    """Tell whether what stands between two offsets begins a longer word: 三个 in 三个一批 counts nothing."""
    return any(at == start and end < at + len(word) for word, at in segment_question(folded))
