"""What the reader of a format hands on."""

from __future__ import annotations

from dataclasses import dataclass


class Unreadable(Exception):
    """A file that a reader cannot turn into text; ``found``, ``expected`` and ``remedy`` are Chinese, for people."""

    def __init__(self, found: str, expected: str = "", remedy: str = "") -> None:
        """Keep the three parts; ``found`` goes on after the file's name (``是加密的``)."""
        super().__init__(found)
        self.found, self.expected, self.remedy = found, expected, remedy


@dataclass(frozen=True, slots=True)
class Extracted:
    """The text of a file.

    Attributes:
        text: Its text: a paragraph, heading, list item or table row a line; headings as Markdown writes them (``##``).
        title: The title that the file gives itself; empty if none.
        date: Date of publication, as the file writes it; empty if none.
        issuer: Who published it; empty if none.
        pages: The text of each page, for formats that have pages; ``text`` is these, line by line.
    """

    text: str
    title: str = ""
    date: str = ""
    issuer: str = ""
    pages: tuple[str, ...] = ()
