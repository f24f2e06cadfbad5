"""Corrects typing slips that sound like the right word: ``阳全市`` for ``阳泉市``, ``贡现率`` for ``贡献率``.

Chinese is typed by sound, so a slip is a word that no dictionary has and that sounds like words of the documents.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from qa.lexicon import STOP_WORDS
from qa.words import segment, segmenter

_HAN = re.compile("[\u4e00-\u9fff]")
_LONGEST, _SHORTEST = 4, 2


@lru_cache(maxsize=8192)
def _sound(char: str) -> str:
    from pypinyin import Style, lazy_pinyin

    sound: str = lazy_pinyin(char, style=Style.NORMAL)[0]
    return sound


def correct(question: str, said: str) -> str:
    """Return the question with slips replaced by the words of the documents that sound alike.

    A slip is two to four characters that do not occur in the documents and are no word, while others do occur that
    have the same sounds and differ in one character.

    Args:
        question: The question.
        said: What the documents say, as one text.
    """
    corrected = question
    for start, end in _slips(question, said):
        slip = question[start:end]
        right = _by_sound(said).get(tuple(map(_sound, slip)), ())
        alike = [word for word in right if sum(a != b for a, b in zip(word, slip, strict=True)) == 1]
        if alike:
            corrected = corrected[:start] + alike[0] + corrected[end:]
    return corrected


def _slips(question: str, said: str) -> Iterator[tuple[int, int]]:
    """Yield the spans that may be slips: neighbouring words that do not occur together, one of them broken."""
    words = [(word, at) for word, at in segment(question) if _HAN.match(word)]
    for first in range(len(words)):
        for last in range(first, min(first + 3, len(words))):
            start, end = words[first][1], words[last][1] + len(words[last][0])
            slip = question[start:end]
            if any(word in STOP_WORDS for word, _ in words[first : last + 1]):
                continue
            broken = any(len(word) == 1 or not segmenter().has_word(word) for word, _ in words[first : last + 1])
            whole = _SHORTEST <= end - start <= _LONGEST and all(map(_HAN.match, slip))
            if broken and whole and slip not in said and not segmenter().has_word(slip):
                yield start, end


@lru_cache(maxsize=8)
def _by_sound(said: str) -> dict[tuple[str, ...], tuple[str, ...]]:
    """Return the runs of characters in a text by their sounds."""
    found: dict[tuple[str, ...], dict[str, None]] = {}
    for run in re.findall("[\u4e00-\u9fff]+", said):
        spoken = [_sound(char) for char in run]
        for length in range(_SHORTEST, _LONGEST + 1):
            for at in range(len(run) - length + 1):
                found.setdefault(tuple(spoken[at : at + length]), {})[run[at : at + length]] = None
    return {sounds: tuple(runs) for sounds, runs in found.items()}
