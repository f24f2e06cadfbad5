"""Make the tokenizer: a unigram language model whose pieces are words counted in the training texts.

Words are found with rjieba and weighted with their logarithmic frequency, so the tokenizer's Viterbi segmentation
agrees with a dictionary segmenter without needing one at run time. Below the words lie single characters (every
character of GB 2312 and whatever else the texts contain), numbers of up to four digits, letters and letter pairs:
nothing that matters becomes unknown, and an unseen name is still found by its parts.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable

import rjieba
from tokenizers import Regex, Tokenizer, models, normalizers, pre_tokenizers

UNKNOWN = "[UNK]"
PIECES = r"\p{Han}+|[a-z]+|[0-9]+|%"
"""What is kept of a text, each run by itself; punctuation, blanks and other scripts are left out."""

_WORD = re.compile(r"[\u3400-\u9fff〇]+|[a-z]+|[0-9]+")
_MAX_HAN = 4
_MAX_DIGITS = 4
_MAX_LETTERS = 12


def count_pieces(texts: Iterable[str]) -> Counter[str]:
    """Count the words of normalised texts, cut at every change of script.

    Example: ``"增长22.4%"`` -> ``{"增长": 1, "22": 1, "4": 1}``
    """
    counts: Counter[str] = Counter()
    normaliser = _normaliser()
    for text in texts:
        for word in rjieba.cut(normaliser.normalize_str(text)):
            counts.update(_WORD.findall(word))
    return counts


def build_tokenizer(counts: Counter[str], size: int) -> Tokenizer:
    """Build a unigram tokenizer with ``size`` pieces out of word counts.

    Args:
        counts: Words with their frequencies, from ``count_pieces``.
        size: Number of pieces, the unknown one (id 0) included.

    Returns:
        A tokenizer that needs no blanks between words and adds no special tokens.
    """
    base = _base_pieces(counts)
    room = size - len(base) - 1
    words = [word for word, _ in counts.most_common() if word not in base and _fits(word)][:room]
    total = sum(counts.values())
    scores = {piece: math.log(max(count, 0.5) / total) for piece, count in base.items()}
    scores.update({word: math.log(counts[word] / total) for word in words})
    ordered = sorted(scores, key=lambda piece: (-scores[piece], piece))
    floor = math.log(0.5 / total)
    tokenizer = Tokenizer(
        models.Unigram([(UNKNOWN, floor - 5.0), *((piece, scores[piece]) for piece in ordered)], unk_id=0)
    )
    tokenizer.normalizer = _normaliser()
    tokenizer.pre_tokenizer = pre_tokenizers.Split(Regex(PIECES), behavior="removed", invert=True)
    return tokenizer


def _normaliser() -> normalizers.Normalizer:
    return normalizers.Sequence([normalizers.NFKC(), normalizers.Lowercase()])


def _fits(word: str) -> bool:
    if word.isascii():
        return len(word) <= (_MAX_DIGITS if word.isdigit() else _MAX_LETTERS)
    return len(word) <= _MAX_HAN


def _base_pieces(counts: Counter[str]) -> dict[str, float]:
    """Return the pieces that are always there, with the counts that weight them."""
    pieces = {char: 0.0 for char in _gb2312()}
    letters = "abcdefghijklmnopqrstuvwxyz"
    pieces.update({a: 0.0 for a in letters + "0123456789%"})
    pieces.update({f"{i:02d}": 0.0 for i in range(100)})
    characters: Counter[str] = Counter()
    pairs: Counter[str] = Counter()
    for word, count in counts.items():
        if word.isascii() and word.isalpha():
            pairs.update({word[i : i + 2]: count for i in range(len(word) - 1)})
        else:
            characters.update({char: count for char in word})
    pieces.update({char: 0.0 for char, count in characters.items() if count >= 3})
    pieces.update({pair: 0.0 for pair, _ in pairs.most_common(400)})
    # A lone character or pair is weighted by how often it stood alone, never by how often it was part of a word.
    return {piece: float(counts.get(piece, 0)) for piece in pieces}


def _gb2312() -> Iterable[str]:
    for high in range(0xB0, 0xF8):
        for low in range(0xA1, 0xFF):
            char = bytes((high, low)).decode("gb2312", errors="ignore")
            if char:
                yield char
