"""Corrects typing slips that sound like the right word: ``阳全市`` for ``阳泉市``, ``贡现率`` for ``贡献率``.

Chinese is typed by sound, so a slip makes a pair of characters that is nowhere in the collection and in no dictionary
word, while another character of the same sound makes a word of the collection. Only pairs of characters are looked up,
which every index counts: that takes no list of words, and works for four passages as for 200,000.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import cache
from typing import TYPE_CHECKING

from index.normalize import LONG_FORMS

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Frequencies = Callable[[Sequence[str]], Sequence[int] | NDArray[np.int64]]

_HAN = re.compile("[\u4e00-\u9fff]{2}")
_MOST = 2
# Of a character's readings, the commonest come first.
_READINGS = 2
_KNOWN = re.compile("(" + "|".join(LONG_FORMS) + ")")
# Words of one character that stand beside all others: a new pair with one is no sign of a slip, nor is one a slip.
_GRAMMAR = frozenset(
    "的地得了着过是在有和与及或为吗呢啊吧么不没也都就还个各每上下里内外前后中大小多少几这那其我你他人谁哪什怎"
    "一二三四五六七八九十百千万亿两年月日号时天次由给到从把被让向对以用去来做打先再又已将会能可要"
)
# Nor are the words behind a name (盂县) and before a noun (新企业).
_PLAIN = _GRAMMAR | frozenset("省市县区乡镇村事件种类家项元度级新")


def correct(text: str, frequencies: Frequencies) -> str:
    """Return the text with slips replaced by the characters that the collection has in their place.

    At most two characters are replaced; the length stays the same.

    Args:
        text: A question in simplified characters.
        frequencies: Tells in how many passages each of some pairs of characters stands.
    """
    for _ in range(_MOST):
        better = next((found for at in _strange(text, frequencies) if (found := _best(text, at, frequencies))), "")
        if not better:
            break
        text = better
    return text


def _strange(text: str, frequencies: Frequencies) -> list[int]:
    """Return the characters of pairs that are nowhere in the collection, and in no word of the dictionary."""
    words = _words(text)
    broken = [
        pair
        for pair in range(len(text) - 1)
        if _HAN.fullmatch(text, pair, pair + 2)
        and words[pair] != words[pair + 1]
        and not _GRAMMAR & {text[pair], text[pair + 1]}
        and 1 in (words.count(words[pair]), words.count(words[pair + 1]))
    ]
    counts = frequencies([text[pair : pair + 2] for pair in broken])
    strange = {at for pair, count in zip(broken, counts, strict=True) if not count for at in (pair, pair + 1)}
    return sorted(at for at in strange if text[at] not in _PLAIN)


def _best(text: str, at: int, frequencies: Frequencies) -> str:
    """Return the text with a character replaced by a homophone that makes a word of the collection; empty if none does.

    The word must take in whole what the slip broke into several: names of people and places are in no dictionary, and
    differ from one another by a character as well.
    """
    words = _words(text)
    pairs = [pair for pair in (at - 1, at) if pair >= 0 and _HAN.fullmatch(text, pair, pair + 2)]
    variants = [text[:at] + char + text[at + 1 :] for char in _homophones(text[at])]
    counts = frequencies([variant[pair : pair + 2] for variant in variants for pair in pairs])
    best, most = "", 0
    for number, variant in enumerate(variants):
        seen = dict(zip(pairs, counts[number * len(pairs) :], strict=False))
        if not any(seen.values()):
            continue
        joined = _words(variant)
        inside = [place for place, word in enumerate(joined) if word == joined[at]]
        known = [count for pair, count in seen.items() if inside[0] <= pair < inside[-1]]
        sizes = [words.count(word) for word in {words[place] for place in inside}]
        if len(sizes) > 1 and 1 in sizes and sum(sizes) == len(inside) and min(known) > most:
            best, most = variant, min(known)
    return best


def _words(text: str) -> list[int]:
    """Return for each character the number of the word that it belongs to, of the dictionary or of ``LONG_FORMS``."""
    import rjieba

    words = (
        word for piece in _KNOWN.split(text) for word in ([piece] if piece in LONG_FORMS else rjieba.cut(piece, False))
    )
    return [number for number, word in enumerate(words) for _ in word]


@cache
def _sounds() -> dict[str, frozenset[str]]:
    """Return the characters in common use (those of GB 2312) by each of their sounds, tones left out."""
    from pypinyin.constants import PINYIN_DICT
    from pypinyin.contrib.tone_convert import to_normal

    found: dict[str, set[str]] = {}
    for code in range(0x4E00, 0x9FA6):
        if _is_common(chr(code)):
            for sound in PINYIN_DICT.get(code, "").split(",")[:_READINGS]:
                found.setdefault(to_normal(sound), set()).add(chr(code))
    return {sound: frozenset(chars) for sound, chars in found.items()}


def _is_common(char: str) -> bool:
    try:
        return bool(char.encode("gb2312"))
    except UnicodeEncodeError:
        return False


def _homophones(char: str) -> list[str]:
    """Return the other characters that sound like one and may stand in its place, in a fixed order."""
    alike = (chars for chars in _sounds().values() if char in chars)
    return sorted(frozenset().union(*alike) - _PLAIN - {char})
