"""Questions that the documents answer: to begin with, to go on with, and in place of one that they do not answer.

A question is made from a sentence by asking for its figure (``工业投资完成50.9亿元`` -> ``工业投资完成多少亿元？``),
from figures that a section gives for several places, or from a heading with points below it. Each is asked before it
is offered, and dropped unless the answer rests on the very words that it was made from.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import chain, zip_longest

from qa.assistant import Assistant
from qa.candidates import Candidate, comparisons, elsewhere, figures, points
from qa.types import Answer

# Documents, and sections of each, that starting questions are made from: a large library is not read through.
_MOST_DOCUMENTS = 6
_MOST_SECTIONS = 40
# Questions that are asked at most before fewer are offered than wanted, so that a page never waits for long.
_MOST_TRIES = 16


def starters(assistant: Assistant, count: int = 4, documents: Collection[str] | None = None) -> list[str]:
    """Return questions to begin with, of several kinds and about several reports where there are some.

    Args:
        assistant: Answers; its index holds the documents.
        count: How many to return at most.
        documents: Ids of the documents to ask about; all where it is ``None``.
    """
    known = assistant.index.documents
    chosen = [id for id in known if documents is None or id in documents][:_MOST_DOCUMENTS]
    reports: dict[tuple[str, str], list[list[Candidate]]] = {}
    others: list[Candidate] = []
    for id in chosen:
        listed = list(points(known[id]))
        compared: list[Candidate] = []
        for number, section in enumerate(known[id].sections[:_MOST_SECTIONS]):
            inside = assistant.statements_of(id, number)
            compared += comparisons(inside)
            reports.setdefault((id, section.path[0] if section.path else ""), []).append(list(figures(inside)))
        others += [each for pair in zip_longest(compared, listed) for each in pair if each]
    # One figure of each report in turn, from its next section each time.
    told = list(_in_turn([list(_in_turn(sections)) for sections in reports.values()]))
    return _confirmed(assistant, _in_turn([told, others]), count, (), documents)


def follow_ups(
    assistant: Assistant,
    answer: Answer,
    count: int = 3,
    documents: Collection[str] | None = None,
    asked: Iterable[str] = (),
) -> list[str]:
    """Return questions that lead on from an answer: the same for other places, and what stands near the proof.

    Args:
        assistant: Gave the answer.
        answer: The answer; nothing follows from a refusal, see ``instead``.
        count: How many to return at most.
        documents: Ids of the documents to ask about; all where it is ``None``.
        asked: Questions that were asked already.
    """
    near = [(c.document_id, c.start, c.end) for c in answer.citations]
    same: list[Candidate] = []
    beside: list[Candidate] = []
    for id, number in _sections_at(assistant, near):
        inside = assistant.statements_of(id, number)
        same += elsewhere(answer, inside)
        beside += comparisons(inside)
        beside += figures(inside)
    beside = [each for each in beside if not any(_meets(each, span) and _told(each, answer) for span in near)]
    return _confirmed(assistant, _in_turn([same, beside]), count, (answer.question, *asked), documents)


def instead(
    assistant: Assistant, answer: Answer, count: int = 3, documents: Collection[str] | None = None
) -> list[str]:
    """Return questions that can be answered, made from the passages nearest to a question that cannot.

    Args:
        assistant: Refused.
        answer: The refusal.
        count: How many to return at most.
        documents: Ids of the documents to ask about; all where it is ``None``.
    """
    near = [(hit.passage.document_id, hit.passage.start, hit.passage.end) for hit in answer.hits[:6]]
    by_section = []
    for id, number in _sections_at(assistant, near):
        inside = assistant.statements_of(id, number)
        by_section.append([*figures(inside), *comparisons(inside)])
    return _confirmed(assistant, _in_turn(by_section), count, (answer.question,), documents)


def _confirmed(
    assistant: Assistant,
    candidates: Iterable[Candidate],
    count: int,
    asked: Sequence[str],
    documents: Collection[str] | None,
) -> list[str]:
    """Return the first questions that are answered from the words that they were made from."""
    found: list[str] = []
    seen = set(map(_bare, asked))
    tries = 0
    for each in candidates:
        if len(found) == count or tries == _MOST_TRIES:
            break
        if _bare(each.question) in seen:
            continue
        seen.add(_bare(each.question))
        tries += 1
        answer = assistant.answer(each.question, documents=documents)
        proven = any(_meets(each, (c.document_id, c.start, c.end)) for c in answer.citations)
        if answer.status == "answered" and proven and each.expected in answer.short:
            found.append(each.question)
    return found


def _sections_at(assistant: Assistant, spans: Iterable[tuple[str, int, int]]) -> list[tuple[str, int]]:
    """Return the sections in which spans lie, each once, in the spans' order."""
    found: dict[tuple[str, int], None] = {}
    for id, start, end in spans:
        for number, section in enumerate(assistant.index.documents[id].sections):
            if section.start < end and start < section.end:
                found[id, number] = None
    return list(found)


def _meets(candidate: Candidate, span: tuple[str, int, int]) -> bool:
    id, start, end = span
    return candidate.document_id == id and candidate.start < end and start < candidate.end


def _told(candidate: Candidate, answer: Answer) -> bool:
    """Tell whether an answer has said already what a question asks for."""
    return not candidate.expected or candidate.expected in answer.short


def _in_turn(lists: Iterable[Iterable[Candidate]]) -> Iterator[Candidate]:
    """Yield the first of each list, then the second of each, and so on."""
    return (each for each in chain.from_iterable(zip_longest(*lists)) if each is not None)


def _bare(question: str) -> str:
    return "".join(char for char in question if char.isalnum())
