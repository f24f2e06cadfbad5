from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.folding import fold
from qa.values import Kind, Value, find_values, han_number

FIGURES = st.text(alphabet="0123456789,.%亿万千百元个家年月日第一二三十百多余每至-·项 ab", max_size=60)


def only(text: str) -> Value:
    (value,) = find_values(fold(text))
    return value


@pytest.mark.parametrize(
    ("text", "kind", "amount", "unit"),
    [
        ("312个", Kind.COUNT, "312", "个"),
        ("1,065.4亿元", Kind.MONEY, "106540000000", "元"),
        ("30万吨", Kind.COUNT, "300000", "吨"),
        ("８．３％", Kind.PERCENT, "8.3", "%"),
        ("6.4个百分点", Kind.POINTS, "6.4", "个百分点"),
        ("百分之十二", Kind.PERCENT, "12", "%"),
        ("百分之7.5", Kind.PERCENT, "7.5", "%"),
        ("二十三项", Kind.COUNT, "23", "项"),
        ("两家", Kind.COUNT, "2", "家"),
        ("22万平方米", Kind.COUNT, "220000", "平方米"),
        ("3.5万亿美元", Kind.MONEY, "3500000000000", "美元"),
        ("2593", Kind.NUMBER, "2593", ""),
    ],
)
def test_reads_a_figure_with_its_size(text: str, kind: Kind, amount: str, unit: str) -> None:
    value = only(text)
    assert (value.kind, value.amount, value.unit) == (kind, Decimal(amount), unit)
    assert (value.start, value.end) == (0, len(text))


@pytest.mark.parametrize(
    "text",
    ["2031年", "3月18日", "2031年3月18日", "1-12月", "2031-2033年", "2031年上半年", "5月3日至5日", "2031年一季度"],
)
def test_reads_a_date_as_one_value_without_a_size(text: str) -> None:
    value = only(text)
    assert (value.kind, value.text, value.amount) == (Kind.DATE, text, None)


@pytest.mark.parametrize("text", ["每月", "每季度", "逐月", "每半年"])
def test_reads_how_often(text: str) -> None:
    assert only(text).kind is Kind.FREQUENCY


@pytest.mark.parametrize("text", ["第三次会议", "第五批清单", "一流的环境", "", "没有数字", "no.7"])
def test_ordinals_and_names_are_no_values(text: str) -> None:
    assert find_values(text) == []


def test_more_than_is_part_of_the_value() -> None:
    assert [value.text for value in find_values("签约120多个,涉及300余家")] == ["120多个", "300余家"]


def test_finds_every_figure_of_a_sentence_in_order() -> None:
    text = fold("2031年青河市铺排项目312个，总投资1,065.4亿元，增长８．３％。")
    assert [value.text for value in find_values(text)] == ["2031年", "312个", "1,065.4亿元", "8.3%"]


@pytest.mark.parametrize(("text", "number"), [("十", 10), ("二十三", 23), ("一百零五", 105), ("两千三百", 2300)])
def test_spells_numerals(text: str, number: int) -> None:
    assert han_number(text) == number


def test_reads_money_in_chinese_numerals() -> None:
    value = only("三亿元")
    assert (value.kind, value.amount) == (Kind.MONEY, Decimal(300000000))


def test_digits_of_other_scripts_do_not_raise() -> None:
    find_values("百分之٣")


@given(st.one_of(st.text(max_size=80), FIGURES))
def test_spans_lie_in_the_text_in_order_and_apart(text: str) -> None:
    folded = fold(text)
    at = 0
    for value in find_values(folded):
        assert at <= value.start < value.end <= len(folded)
        assert folded[value.start : value.end].startswith(value.text)
        assert value.text
        assert (value.amount is None) == (value.kind in (Kind.DATE, Kind.FREQUENCY))
        at = value.end


@given(st.integers(0, 10**9))
def test_every_number_is_read_whole(number: int) -> None:
    assert only(f"{number}个").amount == number
    assert only(f"{number:,}家").amount == number


@given(st.integers(1, 9999))
def test_numerals_and_digits_agree(number: int) -> None:
    names = "零一二三四五六七八九"
    spelt = ""
    for digit, scale in zip(f"{number:04}", "千百十 ", strict=True):
        if digit != "0":
            spelt += names[int(digit)] + scale.strip()
        elif spelt and not spelt.endswith("零"):
            spelt += "零"
    assert han_number(spelt.rstrip("零")) == number


@pytest.mark.parametrize("text", ["2024年5月至2025年6月", "3月1日至4月15日", "6月到9月底", "2031年3月-2032年4月"])
def test_days_and_months_from_which_to_which_are_one(text: str) -> None:
    assert only(text).kind is Kind.DATE
    assert only(text).text == fold(text)
