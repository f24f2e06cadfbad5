"""Bodies that a question names (``社会保险服务中心``): what is said of another of their kind is not theirs."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from qa.words import Term, match

_KIND = re.compile(
    r"(?:委员会|服务中心|管理中心|中心|有限公司|集团|医院|保健院|大学|学院|中学|小学|幼儿园|银行|法院|检察院|图书馆|博物馆|局|厅)$"
)
_OWN = r"[\u4e00-\u9fff]{2}"


def is_of_another_body(words: Sequence[Term], said: str) -> bool:
    """Tell whether a text speaks of a body of the kind that a question names, and in no word of that one.

    Args:
        words: The question's words.
        said: The text with what stands above it, folded.
    """
    return any(
        re.search(f"{_OWN}{kind}", said) is not None and not any(match(word, said) for word in own)
        for kind, own in _named(words)
    )


def _named(words: Sequence[Term]) -> list[tuple[str, list[Term]]]:
    """Return the kinds of the bodies that a question names, each with the words before it that tell which one."""
    found: list[tuple[str, list[Term]]] = []
    if not any(_kind(word.text) for word in words):
        return found  # as most questions do: this is asked of every figure
    ordered = sorted((word for word in words if not word.quoted), key=lambda word: word.start)
    for number, word in enumerate(ordered):
        kind = _kind(word.text)
        if not kind:
            continue
        before_kind = word.text.removesuffix(kind)
        if len(before_kind) > 1:
            found.append((kind, [Term(before_kind, word.start, word.weight)]))
            continue
        own: list[Term] = []
        start = word.start
        for before in reversed(ordered[:number]):
            if before.start + len(before.text) != start:
                break
            own.append(before)
            start = before.start
        if own:
            found.append((kind, own))
    return found


@lru_cache(maxsize=8192)
def _kind(word: str) -> str:
    """Return the kind of body with which a word ends; empty for other words."""
    kind = _KIND.search(word)
    return kind.group() if kind else ""
