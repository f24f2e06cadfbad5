"""The root of every error that this project raises on purpose, and the corpus room's own errors.

Each error carries what was found, what was expected and what to run as data; its message, written for people, is
composed from them. The shell and the page show the message, never a traceback.
"""

from __future__ import annotations


class BulletinError(Exception):
    """Something a person can mend.

    Attributes:
        found: What was found, in Chinese, naming the file or value.
        expected: What was expected instead; may be empty.
        remedy: What to run or do; may be empty.
    """

    def __init__(self, found: str, expected: str = "", remedy: str = "") -> None:
        """Keep the three parts; ``str(error)`` joins those that are not empty."""
        self.found = found
        self.expected = expected
        self.remedy = remedy
        parts = [found]
        if expected:
            parts.append(f"应为：{expected}")
        if remedy:
            parts.append(f"请这样做：{remedy}")
        super().__init__("；".join(part.rstrip("。；") for part in parts) + "。")


class UnreadableDocument(BulletinError):
    """A file that cannot become a document: missing, empty, binary, undecodable or malformed."""
