from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from corpus.folding import fold
from qa.segmentation import segment
from qa.words import Term, match, terms

ANY = st.one_of(st.text(max_size=60), st.text(alphabet='青河市规上工业增加值率的了"《》“”多少个a1 ,', max_size=40))


def said(text: str) -> list[str]:
    return [term.text for term in terms(fold(text))]


@given(ANY)
def test_segments_are_the_text(text: str) -> None:
    folded = fold(text)
    assert "".join(word for word, _ in segment(folded)) == folded
    assert all(folded[at : at + len(word)] == word for word, at in segment(folded))


@given(ANY)
def test_terms_stand_where_they_say_in_order(text: str) -> None:
    folded = fold(text)
    found = terms(folded)
    assert [term.start for term in found] == sorted(term.start for term in found)
    for term in found:
        assert folded.startswith(term.text, term.start)
        assert term.weight > 0
        assert term.text not in term.variants


@given(ANY, st.text(max_size=40))
def test_a_match_is_a_share(text: str, other: str) -> None:
    for term in terms(fold(text)):
        assert match(term, fold(text)) == 1
        assert 0 <= match(term, fold(other)) <= 1


def test_words_of_reports_stay_whole() -> None:
    assert "规上" in said("云岭规上工业增加值")
    assert [word for word, _ in segment("三个一批")] == ["三个一批"]
    assert segment("总投资")[0] == ("总投资", 0)


def test_asking_and_joining_words_are_left_out() -> None:
    assert said("的是多少呢？") == []
    assert said("") == []
    assert said("!!!") == []


def test_spans_left_out_are_left_out() -> None:
    assert "铺排" not in [term.text for term in terms("青河铺排项目", [(2, 4)])]


def test_a_quoted_phrase_counts_most_and_comes_whole() -> None:
    found = terms(fold("推行“拿地即开工”模式"))
    quoted = [term for term in found if term.quoted]
    assert [term.text for term in quoted] == ["拿地即开工"]
    assert quoted[0].weight == max(term.weight for term in found)


def test_a_title_is_a_quoted_phrase() -> None:
    assert [term.text for term in terms(fold("《服务企业十条》是什么")) if term.quoted] == ["服务企业十条"]


def test_a_light_word_counts_less_than_a_telling_one() -> None:
    weight = {term.text: term.weight for term in terms("推进光伏")}
    assert weight["推进"] < weight["光伏"]


def test_matching_by_word_synonym_and_part() -> None:
    whole = match(Term("增速", 0, 1.0, ("增长",)), "增速13%")
    synonym = match(Term("增速", 0, 1.0, ("增长",)), "增长13%")
    assert whole == 1
    assert 0 < synonym < whole
    assert 0 < match(Term("高级管理人员", 0, 1.0), "公开选聘高级管理人才") < whole
    assert match(Term("光伏", 0, 1.0), "没有那个词") == 0
