"""The assistant: answers questions about an index of documents, and follows the index as it changes."""

from __future__ import annotations

import threading
from collections.abc import Callable, Collection, Sequence
from pathlib import Path

from index.library import LiveIndex
from index.reranking import Reranker, load_reranker
from index.search import PassageIndex
from index.types import Hit
from qa.answerer import Answerer
from qa.answering import THRESHOLD
from qa.messages import Message
from qa.statements import Statement
from qa.types import Answer


class Assistant:
    """Answers questions from one index. Threads may share it.

    Example:
        >>> assistant = Assistant.open("path/to/index")  # doctest: +SKIP
        >>> assistant.answer("2023年晋中市开发区铺排了多少个项目？").short  # doctest: +SKIP
        '269个'
    """

    def __init__(
        self, index: PassageIndex | LiveIndex, *, threshold: float = THRESHOLD, reranker: Reranker | None = None
    ) -> None:
        """Answer from an index that is open already.

        Args:
            index: The index, or a library that changes.
            threshold: How well the documents must answer, from 0 to 1; what is below is refused.
            reranker: What looks at the passages found a second time; nothing where none is given.
        """
        self.threshold = threshold
        self.reranker = reranker
        self._current: Callable[[], PassageIndex] = index.current if isinstance(index, LiveIndex) else lambda: index
        self._lock = threading.Lock()
        self._answerer = Answerer(self._current(), threshold, reranker)

    @classmethod
    def open(cls, directory: str | Path, reranker: str | None = None) -> Assistant:
        """Open an index on disk; what is added to it or removed from it later is followed.

        Args:
            directory: The index.
            reranker: Path or name of a CrossEncoder on this machine; that in ``BULLETIN_QA_RERANKER`` by default.

        Raises:
            BulletinError: There is no index, or it is damaged or of another model or format; or no such reranker.
        """
        return cls(LiveIndex(directory), reranker=load_reranker(reranker))

    @property
    def index(self) -> PassageIndex:
        """The index as it is now."""
        return self._now().index

    def search(self, query: str, k: int = 10, documents: Collection[str] | None = None) -> list[Hit]:
        """Return the ``k`` best passages, best first; none for an empty query.

        Args:
            query: A question or some words.
            k: How many to find at most.
            documents: Ids of the documents to search; all where none are given.
        """
        return self._now().search(query, k, documents)

    def statements_of(self, document_id: str, section: int) -> tuple[Statement, ...]:
        """Return the statements of a document's section, given by its number; none if it is gone."""
        return self._now().statements_of(document_id, section)

    def answer(
        self, question: str, history: Sequence[Message] = (), documents: Collection[str] | None = None
    ) -> Answer:
        """Answer a question, with proof, or say that the documents do not.

        Args:
            question: The question; what goes beyond 500 characters is not read.
            history: Earlier messages of the conversation, oldest first.
            documents: Ids of the documents to answer from; all where none are given.
        """
        return self._now().answer(question, history, documents)

    def _now(self) -> Answerer:
        """Return what answers from the index as it is now; a question that is being answered keeps its own."""
        index = self._current()
        answerer = self._answerer
        if answerer.index is not index:
            with self._lock:
                if self._answerer.index is not index:
                    self._answerer = Answerer(index, self.threshold, self.reranker)
                answerer = self._answerer
        return answerer
