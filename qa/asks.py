"""What kinds of reply a question may ask for, and where it asks."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from qa.values import Kind


class Ask(Enum):
    """What kind of reply a question, or one part of it, asks for."""

    VALUE = "value"
    DATE = "date"
    NAME = "name"
    LIST = "list"
    EXPLANATION = "explanation"
    YES_NO = "yes_no"
    COMPARISON = "comparison"
    DIFFERENCE = "difference"
    SUM = "sum"
    OPEN = "open"


class Sort(Enum):
    """What sort of name a question asks for; an answer that is none of the sort is no answer."""

    ANY = "any"
    PERSON = "person"
    ORGANISATION = "organisation"
    PLACE = "place"
    TITLE = "title"
    MEANING = "meaning"
    FORMULA = "formula"


@dataclass(frozen=True, slots=True)
class Asking:
    """Asking words found in a question.

    Attributes:
        ask: The kind of reply they call for.
        start: Offset of the first word in the folded question.
        end: Offset after the last one.
        kinds: The kinds of value that fit; empty when any fits.
        unit: The measure word asked with, or the grain of a date (``日``).
        sort: The sort of name asked for.
        currency: The currency that a sum of money is asked for in, or empty.
        paused: Offset after the first of the words if others stand between them (``一共|开工|多少个``), else 0.
        further: Offset where the rest of them begins then, else 0.
    """

    ask: Ask
    start: int
    end: int
    kinds: frozenset[Kind] = frozenset()
    unit: str = ""
    sort: Sort = Sort.ANY
    currency: str = ""
    paused: int = 0
    further: int = 0

    @property
    def spans(self) -> tuple[tuple[int, int], ...]:
        """Where the words stand, without what stands between them."""
        if not self.further:
            return ((self.start, self.end),)
        return ((self.start, self.paused), (self.further, self.end))
