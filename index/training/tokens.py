"""Hold texts as flat arrays of token ids, cut into sentences, so that training never touches a string."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer

from .data import sentences

Ids = NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class TokenStore:
    """Texts as sentences of token ids.

    Attributes:
        ids: All token ids, int32, text after text.
        starts: int64; sentence ``s`` is ``ids[starts[s]:starts[s + 1]]``.
        texts: int64; text ``t`` holds the sentences ``texts[t]`` up to, but not including, ``texts[t + 1]``.
    """

    ids: Ids
    starts: NDArray[np.int64]
    texts: NDArray[np.int64]

    def __len__(self) -> int:
        """Return the number of texts."""
        return len(self.texts) - 1

    def sentence(self, number: int) -> Ids:
        """Return the token ids of one sentence."""
        return self.ids[self.starts[number] : self.starts[number + 1]]

    def window(self, text: int, sentence: int, size: int, rng: np.random.Generator) -> tuple[int, int]:
        """Grow a run of sentences around one until it has ``size`` tokens or fills the text.

        Returns:
            First sentence, and one past the last sentence. Every step grows to a random side, so that the sentence does
            not always stand in the middle.
        """
        first, last = sentence, sentence + 1
        low, high = int(self.texts[text]), int(self.texts[text + 1])
        sides = rng.random(64) < 0.5
        for left in sides:
            if self.starts[last] - self.starts[first] >= size or (first == low and last == high):
                break
            if (left and first > low) or last == high:
                first -= 1
            else:
                last += 1
        return first, last


def encode(tokenizer: Tokenizer, texts: Sequence[str]) -> list[Ids]:
    """Return the token ids of each text."""
    return [np.array(item.ids, dtype=np.int32) for item in tokenizer.encode_batch_fast(list(texts))]


def store(tokenizer: Tokenizer, texts: Sequence[str]) -> TokenStore:
    """Cut texts into sentences and encode them; sentences without a token are dropped."""
    ids: list[Ids] = []
    lengths: list[int] = []
    bounds = [0]
    block = 4096  # keeps the tokenizer's own objects, far larger than the ids, from piling up
    for begin in range(0, len(texts), block):
        cut = [sentences(text) for text in texts[begin : begin + block]]
        encoded = iter(encode(tokenizer, [sentence for text in cut for sentence in text]))
        for text in cut:
            kept = [found for _ in text if len(found := next(encoded))]
            ids.extend(kept)
            lengths.extend(map(len, kept))
            bounds.append(bounds[-1] + len(kept))
    starts = np.concatenate([[0], np.cumsum(lengths)]).astype(np.int64)
    flat = np.concatenate(ids) if ids else np.zeros(0, dtype=np.int32)
    return TokenStore(flat, starts, np.array(bounds, dtype=np.int64))
