"""Draw human questions with the passage that answers them and passages that BM25 would confuse with it."""

from __future__ import annotations

import numpy as np
from tokenizers import Tokenizer

from index.lexical import LexicalIndex

from .data import Question, passages, sentences
from .pairs import LONGEST, Batch, thin, window_size
from .tokens import Ids, encode, store

_PASSAGE = 200
_HARD = 12


class QuestionPairs:
    """Reading comprehension questions with answering passages and mined hard negatives."""

    def __init__(self, questions: list[Question], tokenizer: Tokenizer) -> None:
        """Encode questions and contexts and mine the negatives.

        Args:
            questions: Questions whose answer stands verbatim in their context.
            tokenizer: Gives the token ids, here also the words that BM25 counts.
        """
        contexts = list(dict.fromkeys(question.context for question in questions))
        number = {context: at for at, context in enumerate(contexts)}
        self.contexts = store(tokenizer, contexts)
        self.queries = encode(tokenizer, [question.question for question in questions])
        self.context_of = np.array([number[question.context] for question in questions], dtype=np.int64)
        self._places = [_place(question) for question in questions]
        pieces = [(at, piece) for at, context in enumerate(contexts) for piece in passages(context, _PASSAGE)]
        self._pool = encode(tokenizer, [piece for _, piece in pieces])
        self._pool_context = np.array([at for at, _ in pieces], dtype=np.int64)
        self._hard = self._mine(questions, [piece for _, piece in pieces])

    def _mine(self, questions: list[Question], pieces: list[str]) -> list[Ids]:
        """Find, for each question, the best passages by BM25 that do not hold its answer."""
        index = LexicalIndex.build([[str(piece) for piece in ids] for ids in self._pool])
        hard: list[Ids] = []
        for question, ids in zip(questions, self.queries, strict=True):
            _, found = index.search([str(piece) for piece in ids], _HARD)
            wrong = [row for row in found.tolist() if question.answer not in pieces[row]]
            hard.append(np.array(wrong or [len(pieces) - 1], dtype=np.int32))
        return hard

    def draw(self, size: int, rng: np.random.Generator) -> Batch:
        """Draw ``size`` questions, their passages, and one hard negative for each after all of these."""
        chosen = rng.choice(len(self.queries), size=min(size, len(self.queries)), replace=False)
        queries = [thin(self.queries[q], rng, 0.25) for q in chosen]
        positives = [self._answering(int(q), rng) for q in chosen]
        hard = [int(rng.choice(self._hard[q])) for q in chosen]
        groups = np.concatenate([self.context_of[chosen], self._pool_context[hard]])
        return Batch(queries, positives + [self._pool[p][:LONGEST] for p in hard], groups)

    def _answering(self, question: int, rng: np.random.Generator) -> Ids:
        """Take the sentences around one place of the answer."""
        text = int(self.context_of[question])
        low, high = int(self.contexts.texts[text]), int(self.contexts.texts[text + 1])
        sentence = min(low + self._places[question], high - 1)
        first, last = self.contexts.window(text, sentence, window_size(rng), rng)
        return self.contexts.ids[self.contexts.starts[first] : self.contexts.starts[last]][:LONGEST]


def _place(question: Question) -> int:
    """Return the number of the first sentence with the answer; 0 where a sentence end lies inside the answer."""
    for number, sentence in enumerate(sentences(question.context)):
        if question.answer in sentence:
            return number
    return 0
