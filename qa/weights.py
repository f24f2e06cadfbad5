"""How much a word of a question tells about where its answer stands, by how the documents use it.

A word that stands in few passages tells more than one that stands everywhere. A word that stands in none may be
something that the documents do not speak of, or everyday language for what they call otherwise (``老板`` for 企业家):
who talks like that says little by it.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import lru_cache
from typing import Protocol

from index.search import PassageIndex
from qa.lexicon import EVERYDAY, SYNONYMS, THESAURUS
from qa.segmentation import segmenter

# A missing noun tells more than a missing verb, for which others may stand.
_UNSAID, _UNSAID_VERB = 1.2, 0.7
# An everyday word, where the documents say it otherwise, and where nobody knows how.
_SAID_OTHERWISE, _UNKNOWN = 0.7, 0.45
_VERBAL = "vadzilyo"
# What evidence is worth that lacks a noun of the question: least where the documents have the noun elsewhere.
_LACKS_UNSAID, _LACKS_COMMON, _LACKS_RARE = 0.85, 0.85, 0.72
_RARE = 1.0
_CACHED = 65536


Weigh = Callable[[str], float]
"""Returns how telling a word is, around 1."""


class Weights(Protocol):
    """How much the words of a question tell."""

    def __call__(self, word: str) -> float:
        """Return how telling a word is, around 1."""
        ...

    def without(self, noun: str) -> float:
        """Return what evidence is worth that lacks a noun of the question, from 0 to 1."""
        ...


class CollectionWeights:
    """Weights of words by the passages of an index; threads may share them."""

    def __init__(self, index: PassageIndex) -> None:
        """Weigh words by an index that does not change."""
        self.index = index
        self._weigh = lru_cache(maxsize=_CACHED)(self._read)
        self._worth = lru_cache(maxsize=_CACHED)(self._read_worth)

    def __call__(self, word: str) -> float:
        """Return how telling a word is: 0.6 if it stands everywhere, 1 if in few passages, 1.2 if nowhere."""
        return self._weigh(word)

    def without(self, noun: str) -> float:
        """Return what evidence is worth that lacks a noun of the question, from 0 to 1.

        Who names the 储能飞轮 of which another sentence speaks means that, and not what stands here.
        """
        return self._worth(noun)

    def _read_worth(self, noun: str) -> float:
        if self.index.frequency(noun):
            return _LACKS_RARE if self(noun) >= _RARE else _LACKS_COMMON
        return 1.0 if noun in EVERYDAY else _LACKS_UNSAID

    def _read(self, word: str) -> float:
        frequency = self.index.frequency(word)
        if frequency:
            total = len(self.index.passages) + 1
            rarity = math.log(total / (frequency + 0.5)) / math.log(max(total / 3, 2))
            return 0.6 + 0.4 * max(0.0, min(1.5, rarity))
        if word in EVERYDAY:
            forms = (*SYNONYMS.get(word, ()), *THESAURUS.get(word, ()))
            return _SAID_OTHERWISE if any(map(self.index.frequency, forms)) else _UNKNOWN
        return _UNSAID_VERB if segmenter().tag(word)[0][1][:1] in _VERBAL else _UNSAID
