"""What a question is answered from: the statements, headings and word weights of the passages that were found."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from corpus.folding import fold
from corpus.types import Document
from qa.outlines import Group
from qa.statements import Statement
from qa.weights import Weights

# The same headings stand above what is read for question after question.
_folded = lru_cache(maxsize=4096)(fold)


@dataclass(frozen=True, slots=True)
class Context:
    """The evidence at hand.

    Attributes:
        statements: The statements of the sections that the found passages stand in, best passages first.
        sections: All statements of those sections, by document and path.
        groups: The headings of the documents they stand in.
        names: Names known to be places.
        weigh: How much the words of a question tell.
        document: Returns a document by its id.
    """

    statements: tuple[Statement, ...]
    sections: Mapping[tuple[str, tuple[str, ...]], tuple[Statement, ...]]
    groups: tuple[Group, ...]
    names: frozenset[str]
    weigh: Weights
    document: Callable[[str], Document]

    @property
    def said(self) -> str:
        """All that the statements say, with the headings above them, folded."""
        above = dict.fromkeys(item.above for item in self.statements)
        return "\n".join(dict.fromkeys((*(item.folded for item in self.statements), *map(_folded, above))))

    @property
    def reports(self) -> list[tuple[str, str]]:
        """The reports that the statements stand in, each once, in order."""
        return list(dict.fromkeys(statement.report for statement in self.statements))
