"""Mends names of places that were mistaken for a look-alike: ``孟县`` where the documents speak of ``盂县``."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

from qa.lexicon import CITIES, LOOKALIKES, PROVINCES
from qa.segmentation import segment

# 高薪 is a word of its own, so that no dictionary tells it from the 高新 of 高新区.
_HIGH_TECH = re.compile("(?<=高)[薪心欣鑫](?=(?:技术)?区(?!间))")
_BEHIND = re.compile("[省市县区州盟旗]|经开|高新|开发区|工业园")


def mended(question: str, names: Iterable[str]) -> str:
    """Return a question in which look-alikes of known names are replaced by these; the length stays the same.

    Args:
        question: The question.
        names: Names of places that the documents speak of.
    """
    question = _HIGH_TECH.sub("新", question)
    known = frozenset(names)
    for name in sorted(name for name in known if len(name) > 1):
        for at, char in enumerate(name):
            for other in _mistaken_for().get(char, ""):
                wrong = name[:at] + other + name[at + 1 :]
                if wrong in question and wrong not in known | CITIES | PROVINCES:
                    question = _replaced(question, wrong, name)
    return question


def _replaced(question: str, wrong: str, name: str) -> str:
    """Replace a name where it begins a word and is, or stands before, what a place ends with (``孟县经开区``)."""
    begins = {start for _, start in segment(question)}
    for found in reversed(list(re.finditer(re.escape(wrong), question))):
        behind = _BEHIND.match(question, found.end()) is not None or wrong[-1] in "县市区"
        if found.start() in begins and behind:
            question = question[: found.start()] + name + question[found.end() :]
    return question


@cache
def _mistaken_for() -> dict[str, str]:
    """Return the characters that each character of a name is mistaken for."""
    groups = [frozenset(group) for group in LOOKALIKES]
    return {
        char: "".join(sorted(frozenset().union(*(group for group in groups if char in group)) - {char}))
        for char in "".join(LOOKALIKES)
    }
