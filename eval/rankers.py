"""What is compared in ``eval.retrieval``: the parts of the index alone and together, with and without section paths."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from index.reranking import load_reranker, reranked
from index.search import PassageIndex
from index.segments import indexed_text
from index.types import Hit

Ranking = dict[str, float]
"""Passage or document id -> score, higher is better."""

Search = Callable[[str], Sequence[Hit]]

DEPTH = 100
# Cormack et al. 2009, "Reciprocal Rank Fusion outperforms Condorcet and individual Rank Learning Methods".
_RRF = 60
WITHOUT_PATHS = ", no paths"


def rankers(index: PassageIndex) -> dict[str, Search]:
    """Return the systems that rank an index's passages, by name; with a second look where a reranker is named.

    Raises:
        EncoderProblem: The reranker is not there.
    """

    def bm25(query: str) -> Sequence[Hit]:
        return index.search(query, DEPTH, dense_share=0)

    def dense(query: str) -> Sequence[Hit]:
        return index.search(query, DEPTH, dense_share=1)

    def ranks(query: str) -> Sequence[Hit]:
        return fuse_ranks([bm25(query), dense(query)])

    def hybrid(query: str) -> Sequence[Hit]:
        return index.search(query, DEPTH)

    systems: dict[str, Search] = {"BM25": bm25, "dense": dense, "rank fusion": ranks, "hybrid": hybrid}
    reranker = load_reranker()
    if reranker is None:
        return systems

    def again(query: str) -> Sequence[Hit]:
        hits = hybrid(query)
        texts = [indexed_text(index.documents[hit.passage.document_id], hit.passage) for hit in hits]
        return reranked(query, hits, texts, reranker)

    return systems | {"hybrid, reranked": again}


def ablations(index: PassageIndex) -> dict[str, Search]:
    """Return the systems, each also over an index that was built without titles and section paths."""
    bare = rankers(without_paths(index))
    return rankers(index) | {name + WITHOUT_PATHS: search for name, search in bare.items()}


def without_paths(index: PassageIndex) -> PassageIndex:
    """Return an index of the same passages, same ids, from which titles and headings are left out."""
    documents = [replace(document, title="") for document in index.documents.values()]
    passages = [replace(passage, section_path=()) for passage in index.passages]
    return PassageIndex.build(documents, passages, index.encoder)


def fuse_ranks(lists: Sequence[Sequence[Hit]]) -> list[Hit]:
    """Fuse lists of hits by reciprocal rank: a passage scores the sum of ``1 / (60 + rank)``, rank from 1."""
    scores: dict[str, float] = defaultdict(float)
    hits: dict[str, Hit] = {}
    for listed in lists:
        for rank, hit in enumerate(listed, start=1):
            scores[hit.passage.id] += 1 / (_RRF + rank)
            hits[hit.passage.id] = hit
    fused = [replace(hit, score=scores[id]) for id, hit in hits.items()]
    return sorted(fused, key=lambda hit: -hit.score)


def passage_ranking(hits: Sequence[Hit]) -> Ranking:
    """Return a ranking of passages that keeps the order of the hits: measures must not break ties in their own way."""
    return {hit.passage.id: float(len(hits) - place) for place, hit in enumerate(hits)}


def document_ranking(hits: Sequence[Hit]) -> Ranking:
    """Return a ranking of documents, each in the place of its best passage."""
    ranking: Ranking = {}
    for place, hit in enumerate(hits):
        ranking.setdefault(hit.passage.document_id, float(len(hits) - place))
    return ranking


def rank_all(
    search: Search, queries: Mapping[str, str], ranking: Callable[[Sequence[Hit]], Ranking]
) -> dict[str, Ranking]:
    """Return the ranking of every query, by its id."""
    return {id: ranking(search(query)) for id, query in queries.items()}
