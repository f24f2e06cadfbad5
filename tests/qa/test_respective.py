from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.folding import fold
from qa.respective import respective
from qa.values import find_values


def things(text: str) -> dict[str, str]:
    """Return for each figure behind 分别 what is left of the sentence before it."""
    folded = fold(text)
    masked = respective(folded, [(0, len(folded))], find_values(folded))
    return {v.text: masked[v.start][: folded.index("分别")] for v in find_values(folded) if v.start in masked}


@pytest.mark.parametrize(
    ("text", "own", "others"),
    [
        ("零售和餐饮收入分别增长2.7%和31.3%", {"2.7%": "零售", "31.3%": "餐饮"}, {"2.7%": "餐饮", "31.3%": "零售"}),
        (
            "小麦、玉米和大豆产量分别达到30万吨、20万吨和5万吨",
            {"30万吨": "小麦", "20万吨": "玉米", "5万吨": "大豆"},
            {"30万吨": "玉米", "20万吨": "大豆", "5万吨": "小麦"},
        ),
        (
            "城镇居民人均收入9422元，农村居民人均收入2936元，扣除价格因素，分别增长7.7%和6.8%",
            {"7.7%": "城镇", "6.8%": "农村"},
            {"7.7%": "农村", "6.8%": "城镇"},
        ),
    ],
)
def test_a_figure_keeps_its_own_thing(text: str, own: dict[str, str], others: dict[str, str]) -> None:
    left = things(text)
    assert left.keys() == own.keys()
    assert all(own[value] in left[value] for value in own)
    assert all(others[value] not in left[value] for value in own)


def test_what_is_named_once_belongs_to_all() -> None:
    left = things("淡水鱼总产量和总产值分别达到42万吨、120亿元")
    assert all("淡水鱼" in words for words in left.values())


@pytest.mark.parametrize("text", ["甲和乙分别增长3%", "甲、乙、丙分别为3家和5家", "分别处理3件和5件", "增长3%和5%", ""])
def test_where_things_and_figures_are_not_equally_many_nothing_is_told(text: str) -> None:
    assert things(text) == {}


@given(st.text(alphabet="甲乙和、,，分别为3%5亿元;。", max_size=40))
def test_a_masked_sentence_has_the_sentences_length(text: str) -> None:
    folded = fold(text)
    masked = respective(folded, [(0, len(folded))], find_values(folded))
    assert all(len(words) == len(folded) for words in masked.values())
