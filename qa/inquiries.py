"""Questions that a document asks itself and goes on to answer: interviews, and letters with replies to them.

What a letter wishes (``建议12路延长到职教城``) and what is asked (``问：…？``) is no answer; what stands behind it is.
"""

from __future__ import annotations

import re

from corpus.folding import fold
from corpus.types import Document, Section

_LETTERS = re.compile("来信|诉求|留言|信箱")
# 标题：建议…, 内容：市长您好…
_WISH = re.compile("(标题|主题|内容|来信内容|诉求内容)[:](.*)")
_ASKS = re.compile(r"^.{4,80}[?？][\"'”’*]*$")


class Inquiries:
    """Follows a section statement by statement.

    Attributes:
        asked: The question that the statements at hand answer, folded; empty if there is none.
        letters: Whether the section belongs to letters and replies.
    """

    def __init__(self, document: Document, section: Section) -> None:
        """Begin at a section, with the title of the letter that it replies to."""
        self.letters = _LETTERS.search(" ".join((document.title, *section.path))) is not None
        self.asked = _last_title(document.text[: section.start]) if self.letters else ""
        self._text, self._until = document.text, 0

    def asks(self, start: int, folded: str) -> bool:
        """Take in a statement and tell whether it asks or wishes, and says nothing itself.

        Args:
            start: Where it begins in the document.
            folded: Its words, folded.
        """
        wish = _WISH.match(folded) if self.letters else None
        if wish:
            self.asked = self.asked if "内容" in wish.group(1) else wish.group(2)
            line = self._text.find("\n", start)
            self._until = line if line >= 0 else len(self._text)
        elif _ASKS.search(folded):
            self.asked = folded
            return True
        return start < self._until


def _last_title(text: str) -> str:
    """Return the title of the last letter in a text, folded; empty if there is none."""
    found = [wish for line in text.split("\n") if (wish := _WISH.match(fold(line))) and "内容" not in wish.group(1)]
    return found[-1].group(2) if found else ""
