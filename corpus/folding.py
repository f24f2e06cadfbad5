"""Length-preserving folding for matching: the folded text has the same offsets as the original.

Example: ``２０２３年“三个一批”，ＧＤＰ`` -> ``2023年"三个一批",gdp``
"""

from __future__ import annotations

_QUOTES = {ord(char): '"' for char in "“”„‟«»「」『』＂"} | {ord(char): "'" for char in "‘’‚‛＇"}
_DASHES = {ord(char): "-" for char in "‐‑‒–—―－﹣"}
_WIDE = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
_OTHER: dict[int, int | str] = {
    0x3000: " ",
    0xA0: " ",
    ord("。"): "。",
    ord("％"): "%",
    ord("〇"): "零",
    ord("～"): "~",
}
_TABLE: dict[int, int | str] = {**_WIDE, **_QUOTES, **_DASHES, **_OTHER}


def fold(text: str) -> str:
    """Return ``text`` with half-width ASCII, plain quotes and dashes, and lower case; one character for each one."""
    folded = text.translate(_TABLE)
    lowered = folded.lower()
    # A few letters lower to two characters; offsets matter more than those letters.
    return lowered if len(lowered) == len(folded) else "".join(low if len(low := c.lower()) == 1 else c for c in folded)
