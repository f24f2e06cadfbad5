from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from corpus.folding import fold
from qa.evidence import Evidence, coverage, score_statements, score_values
from qa.question import understand
from qa.values import Kind
from qa.words import terms
from tests.qa.made_up import NAMES, QINGHE, AllAlike, statements_of

weigh = AllAlike()


def values(question: str, text: str = QINGHE) -> list[Evidence]:
    asked = understand(question, NAMES)
    return score_values(asked, asked.parts[0], asked.terms, statements_of(text), weigh)


def best(question: str, text: str = QINGHE) -> str:
    value = values(question, text)[0].value
    assert value is not None
    return value.text


def test_the_value_beside_the_words_is_best() -> None:
    assert best("青河市铺排了多少个项目？") == "312个"
    assert best("云岭经开区规上工业增加值增速是多少？") == "13.5%"
    assert best("石桥经开区工业投资完成多少亿元？") == "3.3亿元"
    assert best("招商引资大会是什么时候召开的？") == "3月18日"


def test_only_values_of_the_kind_asked_for_are_offered() -> None:
    for item in values("云岭经开区工业投资多少亿元？"):
        assert item.value is not None
        assert item.value.kind is Kind.MONEY


def test_values_of_another_place_are_not_offered() -> None:
    for item in values("石桥经开区增速是多少？"):
        assert item.value is not None
        assert item.value.text not in ("13.5%", "4.1%", "8.3%")


def test_what_the_question_says_itself_is_no_answer() -> None:
    assert all(item.value is not None and item.value.text != "312个" for item in values("铺排312个项目的是多少个？"))


def test_a_whole_is_not_its_part() -> None:
    narrower = {item.value.text: item.narrower for item in values("青河市规上工业增加值增速是多少？") if item.value}
    assert narrower["13.5%"]
    assert not narrower["8.3%"]


def test_scores_and_shares_are_shares_best_first() -> None:
    found = values("青河市规上工业增加值增速是多少？")
    scores = [item.score for item in found]
    assert scores == sorted(scores, reverse=True)
    assert all(0 <= item.coverage <= 1 and 0 <= item.focus <= 1 and item.score >= 0 for item in found)


def test_statements_that_speak_of_the_matter_come_first_and_headings_never() -> None:
    asked = understand("青河市怎样开展招商活动？", NAMES)
    found = score_statements(asked, asked.terms, statements_of(QINGHE), weigh)
    assert "招商活动" in found[0].statement.text
    assert not any(item.statement.heading for item in found)
    assert all(item.value is None for item in found)


def test_nothing_to_look_at_is_no_evidence() -> None:
    asked = understand("多少个？")
    assert score_values(asked, asked.parts[0], asked.terms, [], weigh) == []
    assert score_statements(asked, asked.terms, [], weigh) == []


def test_no_words_are_covered_by_anything() -> None:
    assert coverage((), (), weigh) == 1
    assert coverage((), (("任何话", 1.0),), weigh) == 1


def test_words_count_by_where_they_stand_and_how_rare_they_are() -> None:
    words = terms("光伏储能")
    assert coverage(words, (("光伏储能", 1.0),), weigh) == 1
    assert coverage(words, (("光伏储能", 0.5),), weigh) == 0.5
    assert coverage(words, (("别的", 1.0),), weigh) == 0
    one, two = (("光伏", 1.0),), (("储能", 1.0),)
    rare = {"光伏": 1.2, "储能": 0.6}.__getitem__
    if {term.text for term in words} == {"光伏", "储能"}:
        assert coverage(words, one, rare) > coverage(words, two, rare)


def test_implied_words_need_not_be_found() -> None:
    words = terms("投资")
    assert coverage(words, (), weigh) == 0
    assert coverage(words, (), weigh, frozenset({"投资"})) > 0


@given(st.text(max_size=40), st.lists(st.tuples(st.text(max_size=40), st.floats(0, 1)), max_size=4))
def test_coverage_is_a_share(question: str, regions: list[tuple[str, float]]) -> None:
    assert 0 <= coverage(terms(fold(question)), [(fold(text), factor) for text, factor in regions], weigh) <= 1 + 1e-9
