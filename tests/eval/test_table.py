"""Tables for the terminal and for Markdown."""

from __future__ import annotations

import pytest

from eval.table import markdown_table, text_table


def test_columns_align_also_with_wide_characters() -> None:
    assert text_table(["kind", "n"], [["城市", 5], ["fact", 120]]).splitlines() == [
        "kind    n",
        "----  ---",
        "城市    5",
        "fact  120",
    ]


def test_markdown_escapes_bars() -> None:
    assert markdown_table(["a", "b"], [["x|y", 1]]) == "| a | b |\n| --- | ---: |\n| x\\|y | 1 |"


def test_a_row_must_fit_the_header() -> None:
    with pytest.raises(ValueError, match="1 cells, the header 2"):
        text_table(["a", "b"], [["x"]])


def test_a_table_may_be_empty() -> None:
    assert text_table(["kind", "n"], []) == "kind  n\n----  -"
