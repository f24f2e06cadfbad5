"""Retrieval measures by ``ir_measures``, query by query."""

from __future__ import annotations

from collections.abc import Mapping

from eval.statistics import Estimate, mean

MEASURES = ("Success@1", "Success@5", "R@1", "R@5", "R@10", "RR", "nDCG@10")
"""As ``ir_measures`` writes them. ``Success@k`` is the share of queries with any gold among the first k."""

Relevance = Mapping[str, Mapping[str, int]]
Run = Mapping[str, Mapping[str, float]]
PerQuery = dict[str, dict[str, float]]
"""Measure -> query id -> value in [0, 1]."""


def per_query(relevance: Relevance, run: Run) -> PerQuery:
    """Measure a run on every judged query; a query without hits counts 0.

    Args:
        relevance: Query id -> id -> relevance.
        run: Query id -> id -> score, higher is better.
    """
    import ir_measures

    measures = [ir_measures.parse_measure(name) for name in MEASURES]
    values: PerQuery = {name: dict.fromkeys(relevance, 0.0) for name in MEASURES}
    found = {query: dict(ranking) for query, ranking in run.items() if ranking and query in relevance}
    if found:
        judged = {query: dict(ids) for query, ids in relevance.items()}
        for metric in ir_measures.iter_calc(measures, judged, found):
            values[str(metric.measure)][metric.query_id] = float(metric.value)
    return values


def estimates(values: PerQuery) -> dict[str, Estimate]:
    """Return the mean of each measure over the queries, with bootstrap intervals."""
    return {name: mean(list(by_query.values())) for name, by_query in values.items()}


def only(values: PerQuery, queries: set[str]) -> PerQuery:
    """Return the values of some queries."""
    return {name: {id: value for id, value in by.items() if id in queries} for name, by in values.items()}
