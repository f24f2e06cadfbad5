"""Answers questions from one state of an index: a question becomes a proven answer."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from functools import cached_property, lru_cache

from corpus.folding import fold
from corpus.types import Document, Passage
from index.normalize import simplified
from index.reranking import DEPTH, Reranker, reranked
from index.search import PassageIndex
from index.segments import indexed_text
from index.span_reader import SpanReader, bundled_reader
from index.types import Hit
from qa.answering import Outcome, Reply, reply
from qa.citing import cite, problems
from qa.context import Context
from qa.dialogue import complete
from qa.discovery import discover
from qa.doubts import SecondLook
from qa.lookalikes import mended
from qa.messages import Message, asked_in, is_list, pointed_at, said_in
from qa.outlines import Group, groups
from qa.periods import find_years
from qa.places import Place, dominant
from qa.question import narrowed, understand
from qa.reading import in_prose
from qa.render import answered, missing, not_found
from qa.scopes import search_texts
from qa.smalltalk import is_small_talk
from qa.statement_reader import statements
from qa.statements import Statement
from qa.types import Answer
from qa.weights import CollectionWeights
from qa.words import in_report_words

# Passages whose sections are read for an answer.
_DEPTH = 24
# Of a section with more statements than this, only those in and around the passages found are read.
_SHORT_SECTION = 12
_AROUND = 150
_MOST_CHARACTERS = 500
# Sequences with which terminals are steered; they hold letters, but say nothing.
_ESCAPE = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]")
# A title so long, repeated in a question, names its document, of which so many passages are read.
_SHORTEST_TITLE, _MOST_PASSAGES = 5, 24
_NEAREST = 3
_SAID_BEFORE = 0.6
_CACHED_DOCUMENTS = 2000


class Answerer:
    """Answers questions from an index that does not change; threads may share it."""

    def __init__(self, index: PassageIndex, threshold: float, reranker: Reranker | None = None) -> None:
        """Answer from an index.

        Args:
            index: The index.
            threshold: How well the documents must answer, from 0 to 1; what is below is refused.
            reranker: What looks at the passages found a second time, if anything does.
        """
        self.index = index
        self.reranker = reranker
        self.threshold = threshold
        self._statements = lru_cache(maxsize=_CACHED_DOCUMENTS)(self._read_section)
        self._names = lru_cache(maxsize=_CACHED_DOCUMENTS)(self._read_names)
        self._about = lru_cache(maxsize=_CACHED_DOCUMENTS)(self._read_about)
        self._groups = lru_cache(maxsize=_CACHED_DOCUMENTS)(self._read_groups)
        self._weights = CollectionWeights(index)

    def search(self, query: str, k: int = 10, documents: Collection[str] | None = None) -> list[Hit]:
        """Return the ``k`` best passages, best first; none for an empty query.

        Args:
            query: A question or some words.
            k: How many to find at most.
            documents: Ids of the documents to search; all where none are given.
        """
        text = query.strip()[:_MOST_CHARACTERS]
        return self._search(text, k, documents) if text else []

    def answer(
        self, question: str, history: Sequence[Message] = (), documents: Collection[str] | None = None
    ) -> Answer:
        """Answer a question, with proof, or say that the documents do not.

        Args:
            question: The question; what goes beyond 500 characters is not read.
            history: Earlier messages of the conversation, oldest first.
            documents: Ids of the documents to answer from; all where none are given.
        """
        typed = _cleaned(question)
        asked = simplified(typed)
        if not _is_question(asked) or is_small_talk(asked):
            return Answer(not_found("", ()), "", "not_found", (), asked, ())
        if history:
            asked = simplified(pointed_at(asked, _last_list(history)))
            names = self._read(asked, self.index.search(asked, _DEPTH, documents)).names
            turns = _cleaned_turns(history)
            last = _last_reply(history)
            asked = complete(
                asked,
                turns,
                lambda reading: self._score(reading, documents),
                names,
                newly=lambda reading: self._score(reading, documents, last),
                said=last,
            )
        readings = dict.fromkeys((asked, self.index.corrected(asked)))
        found = {reading: self._outcome(reading, documents) for reading in readings}
        known = frozenset().union(*(context.names for _, context, _ in found.values()))
        if (meant := mended(asked, known)) != asked:
            found[meant] = self._outcome(meant, documents)
        asked, (hits, context, outcome) = max(found.items(), key=lambda item: _score(item[1][2]))
        several = len(self.index.documents) > 1 or len(context.reports) > 1
        # What cannot be verified is not shown.
        replies = [item for item in outcome.replies if not self._problems([item], several, asked)]
        if replies and not self._problems(replies, several, asked):
            text, short, quotes = answered(replies, several)
            if outcome.missing:
                text += "\n" + missing(outcome.missing)
            return Answer(text, short, "answered", cite(quotes, self._document), asked, tuple(hits))
        subject = typed if asked in (typed, simplified(typed)) else asked
        return Answer(not_found(subject, _nearest(hits)), "", "not_found", (), asked, tuple(hits))

    def statements_of(self, document_id: str, section: int) -> tuple[Statement, ...]:
        """Return the statements of a document's section, given by its number; none if it is gone."""
        document = self.index.documents.get(document_id)
        return self._statements(document_id, section) if document and section < len(document.sections) else ()

    def _problems(self, replies: Sequence[Reply], several: bool, question: str) -> list[str]:
        """Return what keeps replies from being shown; figures may be labelled with the years of the question."""
        text, _, quotes = answered(replies, several)
        findings = [finding for item in replies for finding in item.findings]
        said = [*(finding.note for finding in findings if finding.computed), *(item.label for item in replies)]
        said.extend(map(str, find_years(fold(question))))
        exact = [part for finding in findings if finding.quoted for part in finding.exact]
        return problems(text, cite(quotes, self._document), self._document, said, exact)

    def _score(self, question: str, documents: Collection[str] | None, said: str = "") -> float:
        """Return how well the documents answer a complete question, from 0 to 1.

        Nobody asks again for what he was just told, so an answer that was ``said`` before counts less.
        """
        outcome = self._outcome(question, documents)[2]
        shorts = [fold(f.short) for reply in outcome.replies[:1] for f in reply.findings if _has_digit(f.short)]
        again = bool(said and shorts) and all(re.search(rf"(?<![\d.]){re.escape(short)}", said) for short in shorts)
        return _score(outcome) * (_SAID_BEFORE if again else 1.0)

    def _outcome(self, question: str, documents: Collection[str] | None) -> tuple[list[Hit], Context, Outcome]:
        """Return what was searched and what answers a complete question."""
        hits = self._search(question, _DEPTH, documents)
        context = self._read(question, hits)
        asked = understand(question, context.names)
        beside = search_texts(asked)
        if said := in_report_words(asked.terms, lambda word: self.index.frequency(word) > 0):
            beside.append(said)
        if beside:
            # One search for all of several years finds the passages of some; one in everyday words finds none.
            searches = [hits, *(self.index.search(text, _DEPTH, documents) for text in beside)]
            hits = list({hit.passage.id: hit for found in searches for hit in found}.values())
            context = self._read(question, hits)
        asked = narrowed(asked, context.said, context.names)
        look = SecondLook(self._reader.read, context) if self._reader else None
        outcome = reply(asked, context, self.threshold, look)
        if self._reader:
            outcome = in_prose(outcome, asked, hits, context, self._reader.read)
        return hits, context, outcome

    @cached_property
    def _reader(self) -> SpanReader | None:
        """The span reader, loaded when it is first needed."""
        return bundled_reader()

    def _search(self, text: str, k: int, documents: Collection[str] | None) -> list[Hit]:
        if self.reranker is None:
            return self.index.search(text, k, documents)
        hits = self.index.search(text, max(k, DEPTH), documents)
        texts = [indexed_text(self._document(hit.passage.document_id), hit.passage) for hit in hits]
        return reranked(text, hits, texts, self.reranker)[:k]

    def _read(self, question: str, hits: Sequence[Hit]) -> Context:
        """Return what the passages found say, and all of the documents that the question names by their titles."""
        passages = [hit.passage for hit in hits]
        folded = fold(question)
        for id in dict.fromkeys(passage.document_id for passage in passages):
            title = fold(self._document(id).title)
            if len(title) >= _SHORTEST_TITLE and title in folded:
                passages.extend(self.index.passages_of(id)[:_MOST_PASSAGES])
        return self._context(list(dict.fromkeys(passages)))

    def _context(self, passages: Sequence[Passage]) -> Context:
        sections: dict[tuple[str, int], list[Passage]] = {}
        for passage in passages:
            document = self._document(passage.document_id)
            for number, section in enumerate(document.sections):
                if section.start < passage.end and passage.start < section.end:
                    sections.setdefault((document.id, number), []).append(passage)
        found: list[Statement] = []
        whole: dict[tuple[str, tuple[str, ...]], tuple[Statement, ...]] = {}
        for key, near in sections.items():
            inside = self._statements(*key)
            if inside:
                # A report's first lines and its contributor's stand under the same title, far apart.
                whole[inside[0].section] = (*whole.get(inside[0].section, ()), *inside)
            if len(inside) <= _SHORT_SECTION:
                found.extend(inside)
            else:
                found.extend(
                    statement
                    for statement in inside
                    if any(p.start - _AROUND < statement.end and statement.start < p.end + _AROUND for p in near)
                )
        ids = dict.fromkeys(passage.document_id for passage in passages)
        names = frozenset().union(*(self._names(id) for id in ids))
        outlines: list[Group] = []
        for id in ids:
            outlines.extend(self._groups(id))
        return Context(tuple(found), whole, tuple(outlines), names, self._weights, self._document)

    def _document(self, id: str) -> Document:
        return self.index.documents[id]

    def _read_section(self, id: str, number: int) -> tuple[Statement, ...]:
        document = self._document(id)
        return tuple(statements(document, document.sections[number], self._names(id), self._about(id)))

    def _read_names(self, id: str) -> frozenset[str]:
        return discover(fold(self._document(id).text))

    def _read_about(self, id: str) -> tuple[Place, ...]:
        return dominant(fold(self._document(id).text), self._names(id))

    def _read_groups(self, id: str) -> tuple[Group, ...]:
        return tuple(groups(self._document(id)))


def _cleaned(question: str) -> str:
    """Return a question without control characters and surplus white space, at most 500 characters long."""
    question = _ESCAPE.sub(" ", question[: 4 * _MOST_CHARACTERS])
    printable = "".join(char if char.isprintable() else " " for char in question)
    return " ".join(printable.split())[:_MOST_CHARACTERS]


def _cleaned_turns(history: Sequence[Message]) -> list[str]:
    """Return what the user asked before, oldest first, cleaned as questions are; what is no message is passed over."""
    turns = (simplified(_cleaned(said)) for message in history if (said := asked_in(message)))
    return [turn for turn in turns if _is_question(turn)]


def _last_list(history: Sequence[Message]) -> str:
    """Return the last reply of a conversation that lists several things; empty if there is none."""
    replies = (said_in(message, "assistant") for message in reversed(history))
    return next((said for said in replies if is_list(said)), "")


def _last_reply(history: Sequence[Message]) -> str:
    """Return the last reply of a conversation, folded; empty if there is none."""
    replies = (said_in(message, "assistant") for message in reversed(history))
    return fold(next((said for said in replies if said), ""))


def _has_digit(text: str) -> bool:
    return any(char.isdigit() for char in text)


def _is_question(text: str) -> bool:
    return sum(char.isalnum() for char in text) >= 2


def _score(outcome: Outcome) -> float:
    """Return how well the best reply answers, from 0 to 1; 0 if there is none."""
    return outcome.replies[0].score if outcome.replies else 0.0


def _nearest(hits: Sequence[Hit]) -> list[str]:
    """Return the headings of the best passages, each once."""
    return list(dict.fromkeys(" › ".join(hit.passage.section_path) for hit in hits))[:_NEAREST]
