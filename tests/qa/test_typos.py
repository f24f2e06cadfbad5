from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.typos import correct

SAID = "晋中市开发区铺排项目312个,贡献率达到45%。阳泉市开发区招商引资成效明显。"


@pytest.mark.parametrize(
    ("question", "right"),
    [("阳全市开发区招商引资成效", "阳泉市开发区招商引资成效"), ("贡现率达到多少？", "贡献率达到多少？")],
)
def test_a_slip_that_sounds_like_the_right_word_is_corrected(question: str, right: str) -> None:
    assert correct(question, SAID) == right


@pytest.mark.parametrize(
    "question",
    ["晋中市开发区铺排了多少个项目？", "太原市铺排了多少个项目？", "hello", "", "？", "2031年", "\U0001f600"],
)
def test_what_is_no_slip_stays(question: str) -> None:
    assert correct(question, SAID) == question


def test_nothing_said_corrects_nothing() -> None:
    assert correct("贡现率是多少？", "") == "贡现率是多少？"


@given(
    st.one_of(st.text(max_size=30), st.text(alphabet="贡现献率阳全泉市晋中招伤商引资的是多少1a，", max_size=20)),
    st.sampled_from([SAID, "", "贡献", "abc 123"]),
)
def test_corrections_keep_the_length_and_everything_but_han(question: str, said: str) -> None:
    corrected = correct(question, said)
    assert len(corrected) == len(question)
    for before, after in zip(question, corrected, strict=True):
        assert before == after or (after in said and "\u4e00" <= before <= "\u9fff")
