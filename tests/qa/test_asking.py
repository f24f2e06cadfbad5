from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.folding import fold
from qa.asking import find_asking
from qa.asks import Ask, Sort
from qa.values import Kind


@pytest.mark.parametrize(
    ("question", "ask"),
    [
        ("青河市铺排了多少个项目？", Ask.VALUE),
        ("云岭经开区增速", Ask.VALUE),
        ("招商大会是什么时候召开的？", Ask.DATE),
        ("招商大会何时召开？", Ask.DATE),
        ("青河市有哪些举措？", Ask.LIST),
        ("请列举签约的项目", Ask.LIST),
        ("青河市怎样优化营商环境？", Ask.EXPLANATION),
        ("为什么要推行全流程代办？", Ask.EXPLANATION),
        ("青河市是否推行全流程代办？", Ask.YES_NO),
        ("青河市推行全流程代办了吗？", Ask.YES_NO),
        ("青河市商务局局长是谁？", Ask.NAME),
        ("出台了什么文件？", Ask.NAME),
        ("云岭和石桥哪个经开区增速最高？", Ask.COMPARISON),
        ("云岭和石桥的工业投资相差多少？", Ask.DIFFERENCE),
        ("云岭和石桥的工业投资之和是多少？", Ask.SUM),
        ("营商环境", Ask.OPEN),
    ],
)
def test_tells_what_kind_of_reply_is_asked_for(question: str, ask: Ask) -> None:
    assert find_asking(fold(question))[0].ask is ask


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("总投资多少亿元？", Kind.MONEY),
        ("投了几亿元？", Kind.MONEY),
        ("增速是多少？", Kind.PERCENT),
        ("增长百分之几？", Kind.PERCENT),
        ("提高多少个百分点？", Kind.POINTS),
        ("签约了几家企业？", Kind.COUNT),
        ("面积有多大？", Kind.COUNT),
        ("多久一次调度？", Kind.FREQUENCY),
        ("哪一天开会？", Kind.DATE),
    ],
)
def test_tells_what_kind_of_value_is_asked_for(question: str, kind: Kind) -> None:
    assert kind in find_asking(fold(question))[0].kinds


@pytest.mark.parametrize(
    ("question", "sort"),
    [
        ("青河市的市长是谁？", Sort.PERSON),
        ("哪个部门负责？", Sort.ORGANISATION),
        ("在哪里召开？", Sort.PLACE),
        ("印发了什么文件？", Sort.TITLE),
        ("“四化引领”具体指什么？", Sort.MEANING),
    ],
)
def test_tells_what_sort_of_name_is_asked_for(question: str, sort: Sort) -> None:
    assert find_asking(fold(question))[0].sort is sort


def test_by_which_body_asks_for_an_organisation() -> None:
    assert find_asking("由哪个部门负责?")[0].sort is Sort.ORGANISATION


def test_two_things_asked_are_two_askings_in_order() -> None:
    question = fold("青河市铺排了多少个项目，总投资多少亿元？")
    first, second = find_asking(question)
    assert (first.unit, first.kinds) == ("个", frozenset({Kind.COUNT}))
    assert second.kinds == {Kind.MONEY}
    assert first.end <= second.start


def test_which_number_is_no_how_many() -> None:
    assert not any(item.ask is Ask.VALUE for item in find_asking("第几次会议"))


@pytest.mark.parametrize("question", ["", "？", "。。。", "hello", "what is this?", "\U0001f600", "1"])
def test_what_asks_nothing_is_open_and_asked_nowhere(question: str) -> None:
    (item,) = find_asking(fold(question))
    assert item.ask is Ask.OPEN
    assert item.start == item.end


@given(
    st.one_of(
        st.text(max_size=60),
        st.text(alphabet="多少几个哪些谁什么时候怎么是否吗和与最高相差之和年月日增速投资、,? ", max_size=30),
    )
)
def test_something_is_always_asked_within_the_question(text: str) -> None:
    folded = fold(text)
    found = find_asking(folded)
    assert found
    assert [item.start for item in found] == sorted(item.start for item in found)
    assert all(0 <= item.start <= item.end <= len(folded) for item in found)


def test_what_stands_between_asking_words_is_none_of_them() -> None:
    folded = "甲市和乙市一共开工多少个项目"
    (asked,) = find_asking(folded)
    assert [folded[slice(*span)] for span in asked.spans] == ["一共", "多少个"]
