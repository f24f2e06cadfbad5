"""Measure a model on texts that it was not trained on: alone, beside BM25, and fused with it by scores."""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import rjieba
from numpy.typing import NDArray

from index.fusion import fuse
from index.lexical import LexicalIndex
from index.normalize import terms

from .data import Corpus, Document, Question, passages, sentences

Encoder = Callable[[list[str]], NDArray[np.float32]]
Scores = NDArray[np.float32]

SHARES = tuple(round(0.05 * i, 2) for i in (*range(1, 11), 12, 14, 16, 18))
"""Shares of the dense score that fusion tries."""

_NUMBER = re.compile(r"\d[\d.,]*%?")


@dataclass(frozen=True, slots=True)
class RetrievalSet:
    """Queries and a collection; ``gold[q]`` are the numbers of the texts that answer query ``q``."""

    name: str
    queries: list[str]
    texts: list[str]
    gold: list[frozenset[int]]


@dataclass(frozen=True, slots=True)
class Lexical:
    """A set with its BM25 scores, computed once for all models that are compared.

    Attributes:
        data: The set.
        scores: Shape ``(queries, texts)``, float32.
        bounds: For each query the score that no text could reach, which makes scores of queries comparable.
    """

    data: RetrievalSet
    scores: Scores
    bounds: list[float]


def retrieval_sets(corpus: Corpus, seed: int = 7) -> list[RetrievalSet]:
    """Make the evaluation sets out of the parts of the corpus that training never sees."""
    extra = [question.context for question in corpus.questions]
    held_news = [d for d in corpus.held_documents if d.kind == "news"]
    reports = [d for d in corpus.held_documents if d.kind == "report"]
    other_reports = [d for d in corpus.documents if d.kind == "report"]
    return [
        _paragraphs("cmrc_trial", corpus.trial, []),
        _paragraphs("cmrc_trial_wide", corpus.trial, extra),
        _passages("cmrc_trial_passages", corpus.trial, 150),
        _paragraphs("drcd_held", corpus.held_questions, extra),
        _titles("headlines", held_news),
        _clauses("news_clauses", held_news, [], 1500, seed),
        _clauses("report_clauses", reports, other_reports, 500, seed),
    ]


def lexical(data: RetrievalSet) -> Lexical:
    """Score a set with the BM25 that answers questions in this program."""
    index = LexicalIndex.build(terms(text) for text in data.texts)
    queries = [terms(query) for query in data.queries]
    return Lexical(
        data, np.stack([index.scores(query) for query in queries]), [index.bound(query) for query in queries]
    )


def measure(sets: list[Lexical], encode: Encoder) -> dict[str, dict[str, float]]:
    """Return R@1 and R@5 of BM25, of the dense model and of their fusions, each with one share for all sets.

    ``fused`` adds calibrated scores as ``index.fusion`` does; ``standard`` adds scores that were first brought to
    mean 0 and deviation 1 for each query.
    """
    table: dict[str, dict[str, float]] = {}
    tried: dict[str, dict[float, dict[str, tuple[float, float]]]] = {"fused": {}, "standard": {}}
    for one in sets:
        gold, name = one.data.gold, one.data.name
        dense = encode(one.data.queries) @ encode(one.data.texts).T
        table[name] = {f"bm25@{k}": recall(one.scores, gold, k) for k in (1, 5)}
        table[name] |= {f"dense@{k}": recall(dense, gold, k) for k in (1, 5)}
        for share in SHARES:
            rows = zip(one.scores, dense, one.bounds, strict=True)
            fused = np.stack([fuse(left, right, bound, share)[0] for left, right, bound in rows])
            standard = (1.0 - share) * _standard(one.scores) + share * _standard(dense)
            for kind, both in (("fused", fused), ("standard", standard)):
                tried[kind].setdefault(share, {})[name] = (recall(both, gold, 1), recall(both, gold, 5))
    for kind, shares in tried.items():
        best = max(shares, key=lambda share: sum(first for first, _ in shares[share].values()))
        for name, (first, fifth) in shares[best].items():
            table[name] |= {f"{kind}@1": first, f"{kind}@5": fifth, f"{kind}_share": best}
    return table


def recall(scores: Scores, gold: list[frozenset[int]], k: int) -> float:
    """Return the share of queries with a right text among the first ``k``; a tie counts as lost."""
    ranks = []
    for right, row in zip(gold, scores, strict=True):
        best = row[list(right)].max()
        ranks.append(int((row >= best).sum()) - sum(row[number] == best for number in right))
    return float(np.mean(np.array(ranks) < k))


def _standard(scores: Scores) -> Scores:
    spread = scores.std(axis=1, keepdims=True)
    standard: Scores = (scores - scores.mean(axis=1, keepdims=True)) / np.maximum(spread, 1e-9)
    return standard


def _paragraphs(name: str, questions: list[Question], extra: list[str]) -> RetrievalSet:
    texts = list(dict.fromkeys([question.context for question in questions] + extra))
    number = {text: at for at, text in enumerate(texts)}
    gold = [frozenset([number[question.context]]) for question in questions]
    return RetrievalSet(name, [question.question for question in questions], texts, gold)


def _passages(name: str, questions: list[Question], limit: int) -> RetrievalSet:
    texts: list[str] = []
    of_context: dict[str, range] = {}
    for context in dict.fromkeys(question.context for question in questions):
        cut = passages(context, limit)
        of_context[context] = range(len(texts), len(texts) + len(cut))
        texts += cut
    found = [(q, frozenset(t for t in of_context[q.context] if q.answer in texts[t])) for q in questions]
    kept = [(question.question, gold) for question, gold in found if gold]
    return RetrievalSet(name, [query for query, _ in kept], texts, [gold for _, gold in kept])


def _titles(name: str, documents: list[Document]) -> RetrievalSet:
    titled = [(at, document.title) for at, document in enumerate(documents) if document.title]
    texts = ["".join(passages(document.text, 300)[1:2]) or document.text[:300] for document in documents]
    return RetrievalSet(name, [title for _, title in titled], texts, [frozenset([at]) for at, _ in titled])


def _clauses(name: str, documents: list[Document], others: list[Document], size: int, seed: int) -> RetrievalSet:
    """Ask for the numbers of a clause, a third of its words left out; its passage is to be found among all of them."""
    rng = random.Random(seed)
    own = [piece for document in documents for piece in passages(document.text, 250) if len(piece) >= 30]
    texts = own + [piece for document in others for piece in passages(document.text, 250) if len(piece) >= 30]
    queries: list[str] = []
    gold: list[frozenset[int]] = []
    for number in rng.sample(range(len(own)), min(size, len(own))):
        clauses = [c for s in sentences(own[number]) for c in re.split(r"[，,、：:]", s) if len(c) >= 10]
        if clauses:
            words = rjieba.cut(_NUMBER.sub("多少", rng.choice(clauses)))
            query = "".join(word for word in words if rng.random() > 0.35)
            if len(query) >= 8:
                queries.append(query)
                gold.append(frozenset([number]))
    return RetrievalSet(name, queries, texts, gold)
