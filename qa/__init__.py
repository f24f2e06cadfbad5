"""Ask documents in Chinese and get the exact answer with the documents' own words as proof.

Example:
    >>> from qa import answer
    >>> answer("盂县经开区规上工业增加值增速是多少？").short  # doctest: +SKIP
    '22.4%'
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from qa.types import Answer, Citation

if TYPE_CHECKING:
    from qa.assistant import Assistant

__all__ = ["Answer", "Assistant", "Citation", "answer"]


def answer(question: str, history: Sequence[Mapping[str, object]] = ()) -> Answer:
    """Answer a question about the bundled bulletin; builds its index on first use.

    Args:
        question: The question, in Chinese.
        history: Earlier messages, ``{"role": "user" | "assistant", "content": str}``, oldest first.
    """
    from qa.bundled import bundled

    return bundled().answer(question, history)


def __getattr__(name: str) -> Any:
    """Load ``Assistant`` on demand, so that ``import qa`` stays instant."""
    if name == "Assistant":
        from qa.assistant import Assistant

        return Assistant
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
