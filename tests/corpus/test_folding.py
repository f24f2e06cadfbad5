from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.folding import fold


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("２０２３年“三个一批”，ＧＤＰ", '2023年"三个一批",gdp'),
        ("（一）规上：增长２２．４％；", "(一)规上:增长22.4%;"),
        ("「标准地」『承诺制』‘优’", '"标准地""承诺制"\'优\''),
        ("基本库—重点库－成熟库–", "基本库-重点库-成熟库-"),
        ("二〇二三年\u3000１～１２月", "二零二三年 1~12月"),
        ("句号。顿号、书名《》", "句号。顿号、书名《》"),
        ("Ⅷ Σ ẞ", "ⅷ σ ß"),
        ("", ""),
    ],
)
def test_folds(text: str, folded: str) -> None:
    assert fold(text) == folded


def test_a_letter_that_grows_in_lower_case_is_kept_and_the_rest_is_lowered() -> None:
    assert len("İ".lower()) == 2
    assert fold("İSO ＡB") == "İso ab"


@given(st.text(st.characters(codec=None)) | st.text("İẞΣＡ～“—\u3000\ud800", max_size=20))
def test_offsets_stay(text: str) -> None:
    assert len(fold(text)) == len(text)


@given(st.text(), st.text())
def test_white_space_and_words_stay_where_they_were(before: str, after: str) -> None:
    folded = fold(f"{before}公报 项目{after}")
    assert folded[len(before) : len(before) + 5] == "公报 项目"
