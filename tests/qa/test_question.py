from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.folding import fold
from qa.asks import Ask
from qa.question import understand
from tests.qa.made_up import NAMES


def test_takes_a_question_apart() -> None:
    question = understand("2031年云岭经开区铺排了多少个项目？", NAMES)
    assert [place.name for place in question.places] == ["云岭"]
    assert question.years == {2031}
    assert [part.ask for part in question.parts] == [Ask.VALUE]
    assert {"铺排", "项目"} <= {term.text for term in question.terms}
    assert question.values == ()


def test_the_noun_behind_the_asking_words_is_in_focus() -> None:
    (part,) = understand("青河市签约了多少个项目？", NAMES).parts
    assert [term.text for term in part.focus] == ["项目"]


def test_two_things_asked_are_two_parts() -> None:
    parts = understand("青河市铺排了多少个项目，总投资多少亿元？", NAMES).parts
    assert len(parts) == 2


def test_the_same_asked_of_several_things_is_a_part_for_each() -> None:
    parts = understand("“签约一批”和“开工一批”项目各有多少个？").parts
    assert len(parts) == 2
    assert all(part.about for part in parts)
    assert parts[0].about != parts[1].about


def test_a_stated_figure_is_kept_as_stated() -> None:
    question = understand("云岭经开区增长13.5%吗？", NAMES)
    assert [value.text for value in question.values] == ["13.5%"]


def test_the_year_of_a_report_is_no_year_of_the_question() -> None:
    question = understand("按2031年政府工作报告，2030年铺排了多少个项目？")
    assert (question.reports, question.years) == (frozenset({2031}), frozenset({2030}))


def test_two_digits_name_a_year() -> None:
    assert understand("青河市23年铺排了多少个项目？", NAMES).years == {2023}


def test_a_quoted_place_is_no_place() -> None:
    assert understand("“青河经验”是什么？", NAMES).places == ()


@pytest.mark.parametrize("ask", ["多少", "几", "哪些", "谁", "什么", "怎么", "吗", ""])
def test_asking_words_and_places_are_no_terms(ask: str) -> None:
    question = understand(f"青河市2031年签约项目{ask}？", NAMES)
    assert not {"青河", "2031", ask} & {term.text for term in question.terms}


@given(
    st.one_of(
        st.text(max_size=80),
        st.text(alphabet="青河市云岭经开区和、“”《》多少个各分别2031年,项目总投资增速？", max_size=50),
    )
)
def test_any_text_is_a_question_with_spans_within_it(text: str) -> None:
    question = understand(text, NAMES)
    assert question.text == text
    assert question.folded == fold(text)
    assert question.parts
    size = len(text)
    for part in question.parts:
        assert 0 <= part.start <= part.end <= size
        for start, end in part.about or ():
            assert 0 <= start < end <= size
    for term in question.terms:
        assert question.folded.startswith(term.text, term.start)
        assert term.weight >= 0
    for place in question.places:
        assert 0 <= place.start < place.end <= size
    for value in question.values:
        assert 0 <= value.start < value.end <= size


@given(st.text(max_size=40))
def test_understanding_depends_on_nothing_else(text: str) -> None:
    assert understand(text, NAMES) == understand(text, NAMES)
