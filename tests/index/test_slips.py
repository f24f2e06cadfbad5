from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.passages import split
from corpus.reading import make_document
from index.embedding import load_encoder
from index.search import PassageIndex
from index.slips import correct

SAID = (
    "晋中市开发区铺排项目312个，贡献率达到45%，提供用地。",
    "阳泉市开发区招商引资成效明显，营商环境不断优化。",
    "盂县经开区规上工业增加值增长22.4%。",
    "盂县经开区签约项目12个。",
)


@pytest.fixture(scope="module")
def index() -> PassageIndex:
    documents = [make_document(f"{number}.txt", text) for number, text in enumerate(SAID)]
    return PassageIndex.build(documents, [passage for one in documents for passage in split(one)], load_encoder())


@pytest.mark.parametrize(
    ("question", "right"),
    [
        ("阳全市开发区招商引资成效", "阳泉市开发区招商引资成效"),
        ("贡现率达到多少？", "贡献率达到多少？"),
        ("于县经开区增长多少", "盂县经开区增长多少"),
        ("盂县经凯区", "盂县经开区"),
        ("营商环竟怎么优化", "营商环境怎么优化"),
        ("招伤引资签越了多少", "招商引资签约了多少"),
    ],
)
def test_a_slip_is_corrected_and_finds_what_the_right_form_finds(
    index: PassageIndex, question: str, right: str
) -> None:
    assert index.corrected(question) == right
    assert index.search(question) == index.search(right)


@pytest.mark.parametrize(
    "question",
    [
        "晋中市铺排了多少个项目？",
        "太原市铺排了多少个项目？",
        "张三是谁",
        "标准地供应",
        "火星上有没有开发区",
        "hello",
        "",
        "2031年",
    ],
)
def test_what_is_no_slip_stays(index: PassageIndex, question: str) -> None:
    assert index.corrected(question) == question


def test_an_empty_collection_corrects_nothing() -> None:
    assert correct("贡现率是多少？", lambda pairs: [0 for _ in pairs]) == "贡现率是多少？"


@given(
    st.one_of(st.text(max_size=30), st.text(alphabet="贡现献率阳全泉市晋中招伤商引资的是多少1a，", max_size=20)),
    st.sampled_from([*SAID, "", "贡献"]),
)
def test_corrections_keep_the_length_and_everything_but_han(question: str, said: str) -> None:
    corrected = correct(question, lambda pairs: [said.count(pair) for pair in pairs])
    assert len(corrected) == len(question)
    for before, after in zip(question, corrected, strict=True):
        assert before == after or (after in said and "\u4e00" <= before <= "\u9fff")
