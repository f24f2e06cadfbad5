"""Mends names of places that were mistaken for a look-alike: ``孟县`` where the documents speak of ``盂县``."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

from qa.lexicon import CITIES, LOOKALIKES, PROVINCES

_ZONES = {
    "新": re.compile("(?<=高)[薪心欣鑫](?=区)"),
    "经": re.compile("[径净精](?=开区)"),
    "开": re.compile("(?<=经)[凯快](?=区)"),
}


def mended(question: str, names: Iterable[str]) -> str:
    """Return a question in which look-alikes of known names are replaced by these; the length stays the same.

    Args:
        question: The question.
        names: Names of places that the documents speak of.
    """
    for char, slip in _ZONES.items():
        question = slip.sub(char, question)
    known = frozenset(names)
    for name in sorted(name for name in known if len(name) > 1):
        for at, char in enumerate(name):
            for other in _alike().get(char, ()):
                wrong = name[:at] + other + name[at + 1 :]
                if wrong in question and wrong not in known | CITIES | PROVINCES:
                    question = question.replace(wrong, name)
    return question


@cache
def _alike() -> dict[str, frozenset[str]]:
    """Return the characters that each is mistaken for."""
    groups = [frozenset(group) for group in LOOKALIKES]
    return {
        char: frozenset().union(*(group for group in groups if char in group)) - {char} for char in "".join(LOOKALIKES)
    }
