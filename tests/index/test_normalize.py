from __future__ import annotations

import pytest
import rjieba
from hypothesis import given
from hypothesis import strategies as st

from index import normalize as module
from index.normalize import normalize, simplify, terms


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        ("臺灣２０２３年“規上”工業增長２２．４％", '台湾2023年"规上"工业增长22.4%'),
        ("二〇二三年“三個一批”1,234.5萬元", '2023年"三个一批"1234.5万元'),
        ("二零二四年十月三十一号", "2024年10月31日"),
        ("10月31号、三月底、十一月份、三四月份", "10月31日、3月底、11月份、三四月份"),
        ("十一月、一个月三日、1号楼", "十一月、一个月三日、1号楼"),
        ("百分之二十三点五、百分之7.9、百分之十", "23.5%、7.9%、10%"),
        ("「專精特新」", '"专精特新"'),
        ("ＧＤＰ", "gdp"),
        ("1,234,567人，3,4两项", "1234567人,3,4两项"),
        ("一二三四五年", "一二三四五年"),
        ("", ""),
        ("a\ud800b", "a b"),
    ],
)
def test_one_spelling(found: str, expected: str) -> None:
    assert normalize(found) == expected


def test_simplify_keeps_case() -> None:
    assert simplify("ＧＤＰ增長") == "GDP增长"


@given(st.text(st.characters(), max_size=60))
def test_any_text_is_normalized_and_cut(text: str) -> None:
    assert normalize(text) == normalize(text)
    for term in terms(text):
        assert any(map(str.isalnum, term))


@given(st.text(alphabet="晋中市开发区2023年规上增长22.4%，。 ", max_size=40))
def test_normalizing_twice_changes_nothing(text: str) -> None:
    assert normalize(normalize(text)) == normalize(text)


def test_terms_by_hand() -> None:
    expected = ["规上", "规模", "以上", "增速", "22.4%", "22.4", "规上", "上增", "增速"]
    assert terms("规上增速22.4%") == expected


def test_numbers_stay_whole() -> None:
    assert {"269", "870.02", "22.4%", "22.4", "1234.5"} <= set(terms("269个，870.02亿元，增长22.4%，1,234.5万元"))


def test_function_words_and_marks_are_left_out() -> None:
    assert terms("是，什么？的、了！……") == []


@pytest.mark.parametrize("short", sorted(module.LONG_FORMS))
def test_the_segmenter_knows_each_short_form_and_it_finds_the_long_one(short: str) -> None:
    assert rjieba.cut(f"推动{short}，稳定")[1] == short
    assert set(rjieba.cut(module.LONG_FORMS[short])) <= set(terms(short))


def test_short_forms_inside_other_words_are_left_alone() -> None:
    assert "规模" not in terms("在法规上")
