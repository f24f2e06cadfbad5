"""Draw queries and the passages they should find, as token ids, from titled texts and from running text.

Running text has no questions, so they are made: a stretch of a sentence, some of its words left out, its numbers
replaced by words that ask for them. The passage is what surrounds the sentence, sometimes without it (the inverse
cloze task of Lee et al. 2019, "Latent Retrieval for Weakly Supervised Open Domain Question Answering"), so that
meaning, too, has to be matched.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer

from .data import Document
from .tokens import Ids, TokenStore, encode, store

LONGEST = 256
_TITLED = 0.4
_NUMBER_WORDS = ("多少", "几", "多少个", "是多少", "")
_ENDINGS = ("是什么", "有哪些", "是多少", "什么时候", "如何", "为什么", "在哪里", "是谁", "怎么样", "哪个", "怎么办理")


@dataclass(frozen=True, slots=True)
class Batch:
    """Queries and passages that belong together, one to one.

    Attributes:
        queries: Token ids of each query.
        passages: Token ids of each query's passage and then, in the same order, of each query's hard negative.
        groups: int64, one a passage: the text that its query is from. No passage of a query's own text is a negative
            for it, but for its own hard negative.
    """

    queries: list[Ids]
    passages: list[Ids]
    groups: NDArray[np.int64]


class ContextPairs:
    """Titles and made questions, each with a passage of its own text."""

    def __init__(self, documents: list[Document], tokenizer: Tokenizer) -> None:
        """Encode all documents.

        Args:
            documents: What to draw from.
            tokenizer: Gives the token ids.
        """
        self.texts: TokenStore = store(tokenizer, [document.text for document in documents])
        self.titles = encode(tokenizer, [document.title for document in documents])
        vocabulary = tokenizer.get_vocab()
        self._is_number = np.zeros(len(vocabulary), dtype=bool)
        self._is_number[[number for piece, number in vocabulary.items() if piece.isdigit()]] = True
        self._number_words = encode(tokenizer, _NUMBER_WORDS)
        self._endings = encode(tokenizer, _ENDINGS)
        sizes = np.diff(self.texts.texts)
        # Long texts are drawn from more often, but a work report of 600 sentences not a hundred times as often.
        weights = np.minimum(sizes, 200).astype(np.float64)
        report = np.array([document.kind == "report" for document in documents])
        weights[report] *= 10.0
        self._share = np.cumsum(weights) / weights.sum()

    def draw(self, size: int, rng: np.random.Generator) -> Batch:
        """Draw up to ``size`` pairs, each from another text, and a hard negative for each after all of these.

        For a made question that is another run of sentences of the same text: like in subject, but no answer.
        """
        chosen = np.unique(np.searchsorted(self._share, rng.random(size)))
        queries: list[Ids] = []
        passages: list[Ids] = []
        hard: list[Ids] = []
        groups: list[int] = []
        for text in chosen.tolist():
            made = self._titled(text, rng) if rng.random() < _TITLED else self._asked(text, rng)
            if made is not None:
                queries.append(made[0])
                passages.append(made[1])
                hard.append(made[2])
                groups.append(text)
        return Batch(queries, passages + hard, np.array(groups + groups, dtype=np.int64))

    def _titled(self, text: int, rng: np.random.Generator) -> tuple[Ids, Ids, Ids] | None:
        """Pair a title, or the opening sentence where there is none, with a passage, and with one of another text."""
        low, high = int(self.texts.texts[text]), int(self.texts.texts[text + 1])
        title = self.titles[text]
        if not len(title):
            title, low = self.texts.sentence(low)[:60], low + 1
        query = thin(title, rng, 0.3)
        if high - low < 1 or len(query) < 3:
            return None
        sentence = low if rng.random() < 0.4 else int(rng.integers(low, high))
        first, last = self.texts.window(text, sentence, window_size(rng), rng)
        return query, self._passage(max(first, low), last), self._elsewhere(rng)

    def _asked(self, text: int, rng: np.random.Generator) -> tuple[Ids, Ids, Ids] | None:
        """Pair a made question with the passage around its sentence, and with another passage of the text."""
        low, high = int(self.texts.texts[text]), int(self.texts.texts[text + 1])
        sentence = int(rng.integers(low, high))
        words = self.texts.sentence(sentence)
        if len(words) < 5:
            return None
        length = int(rng.integers(5, 25))
        begin = int(rng.integers(0, max(1, len(words) - length + 1)))
        query = self._question(words[begin : begin + length], rng)
        first, last = self.texts.window(text, sentence, window_size(rng), rng)
        passage = self._passage(first, last)
        if rng.random() < 0.3 and last - first > 1:
            before = self.texts.ids[self.texts.starts[first] : self.texts.starts[sentence]]
            after = self.texts.ids[self.texts.starts[sentence + 1] : self.texts.starts[last]]
            passage = np.concatenate([before, after])[:LONGEST]
        if len(passage) < 8 or len(query) < 3:
            return None
        others = [run for run in ((low, first), (last, high)) if run[1] - run[0] > 1]
        hard = self._within(*others[rng.integers(len(others))], rng) if others else self._elsewhere(rng)
        title = self.titles[text]
        if len(title) and rng.random() < 0.3:
            passage, hard = np.concatenate([title, passage]), np.concatenate([title, hard])
            if rng.random() < 0.5:
                query = np.concatenate([thin(title, rng, 0.7), query])
        return query, passage, hard

    def _within(self, low: int, high: int, rng: np.random.Generator) -> Ids:
        """Take a run of sentences between two."""
        first = int(rng.integers(low, high))
        size = window_size(rng)
        last = int(np.searchsorted(self.texts.starts, self.texts.starts[first] + size))
        return self._passage(first, max(first + 1, min(last, high)))

    def _elsewhere(self, rng: np.random.Generator) -> Ids:
        """Take a run of sentences of any text."""
        text = int(rng.integers(len(self.texts)))
        return self._within(int(self.texts.texts[text]), int(self.texts.texts[text + 1]), rng)

    def _question(self, words: Ids, rng: np.random.Generator) -> Ids:
        """Leave out some words, ask for the numbers, sometimes end like a question."""
        kept = thin(words, rng, 0.6)
        numbers = self._is_number[kept]
        if numbers.any() and rng.random() < 0.6:
            first = int(np.argmax(numbers))
            word = self._number_words[rng.integers(len(self._number_words))]
            kept = np.concatenate([kept[:first], word, kept[first:][~numbers[first:]]])
        if rng.random() < 0.3:
            kept = np.concatenate([kept, self._endings[rng.integers(len(self._endings))]])
        return kept

    def _passage(self, first: int, last: int) -> Ids:
        return self.texts.ids[self.texts.starts[first] : self.texts.starts[last]][:LONGEST]


def window_size(rng: np.random.Generator) -> int:
    """Draw the least number of tokens of a passage: about 60 to 300 characters."""
    return int(rng.integers(40, 180))


def thin(words: Ids, rng: np.random.Generator, most: float) -> Ids:
    """Leave out a random share, at most ``most``, of the words."""
    return words[rng.random(len(words)) >= rng.random() * most]
