from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.dialogue import complete
from qa.messages import asked_in, is_list, pointed_at

FIRST = "2031年晋中市开发区铺排了多少个项目？"
TURNS = st.one_of(
    st.text(max_size=30),
    st.sampled_from([FIRST, "那阳泉呢？", "总投资呢？", "它的增速是多少？", "谢谢", "呢？", "那", ""]),
)
CONTENT: st.SearchStrategy[object] = st.one_of(
    TURNS,
    st.none(),
    st.integers(),
    st.binary(max_size=4),
    st.lists(
        st.one_of(
            st.text(max_size=5), st.none(), st.dictionaries(st.sampled_from(["text", "type"]), st.text(max_size=9))
        ),
        max_size=3,
    ),
    st.dictionaries(st.text(max_size=3), st.text(max_size=3), max_size=2),
)
MESSAGES: st.SearchStrategy[object] = st.one_of(
    st.fixed_dictionaries({"role": st.sampled_from(["user", "assistant", "system", "", None, 3]), "content": CONTENT}),
    st.fixed_dictionaries({"role": st.just("user")}),
    st.fixed_dictionaries({"content": CONTENT}),
    st.just({}),
)


def completed(question: str, turns: Sequence[str], *, best: str = "") -> str:
    return complete(question, turns, lambda reading: float(bool(best) and best in reading))


def test_without_a_history_a_question_stays_as_it_is() -> None:
    assert completed("那阳泉呢？", []) == "那阳泉呢？"


def test_only_what_the_person_said_counts() -> None:
    assert asked_in({"role": "user", "content": FIRST}) == FIRST
    for role in ("assistant", "system", "", None):
        assert asked_in({"role": role, "content": FIRST}) == ""


def test_another_place_takes_the_place_of_the_first() -> None:
    found = completed("那阳泉呢？", [FIRST])
    assert "阳泉" in found
    assert "晋中" not in found
    assert "铺排了多少个项目" in found
    assert "2031年" in found


def test_another_year_takes_the_place_of_the_first() -> None:
    found = completed("2030年呢？", [FIRST])
    assert "2030年" in found
    assert "2031" not in found
    assert "晋中" in found


def test_another_property_keeps_place_and_year() -> None:
    found = completed("总投资呢？", [FIRST], best="总投资")
    assert {"2031年", "晋中", "总投资"} <= {word for word in ("2031年", "晋中", "总投资") if word in found}


def test_three_turns_deep() -> None:
    found = completed("那2030年呢？", [FIRST, "那阳泉呢？"])
    assert "2030年" in found
    assert "阳泉" in found
    assert "晋中" not in found
    assert "项目" in found


def test_a_complete_question_about_another_place_stays_as_it_is() -> None:
    question = "阳泉市开发区工业投资完成多少亿元？"
    assert completed(question, [FIRST]) == question


def test_what_is_asked_of_another_place_is_not_asked_of_the_first_as_well() -> None:
    found = completed("那阳泉谋划储备了多少？", [FIRST, "总投资是多少？"], best="晋中")
    assert "阳泉" in found
    assert "晋中" not in found


@pytest.mark.parametrize(
    "turn",
    [
        "谢谢",
        "好的",
        "",
        "？",
    ],
)
def test_small_talk_is_no_follow_up(turn: str) -> None:
    assert completed(turn, [FIRST]) == turn


def test_pages_may_send_a_message_in_parts() -> None:
    parts = [{"type": "text", "text": "2031年晋中市开发区"}, {"type": "text", "text": "铺排了多少个项目？"}]
    assert asked_in({"role": "user", "content": parts}) == FIRST


@given(st.one_of(MESSAGES, CONTENT))
def test_messages_of_any_shape_say_something_or_nothing(message: object) -> None:
    assert isinstance(asked_in(message), str)


@given(st.text(max_size=30), st.lists(TURNS, max_size=6))
def test_any_turns_make_a_question(question: str, turns: list[str]) -> None:
    assert isinstance(complete(question, turns, lambda reading: 0.5), str)


@given(st.sampled_from(["那阳泉呢？", "总投资呢？", "它的增速是多少？", "有哪些？"]), st.lists(TURNS, max_size=6))
def test_a_question_is_completed_alike_each_time(question: str, turns: list[str]) -> None:
    def score(reading: str) -> float:
        return len(reading) % 7 / 7

    assert complete(question, turns, score) == complete(question, turns, score)


LIST = "青河市开发区：\n· 一是抓谋划[1]\n· 二是抓开工,抓投产[2]\n· 三是抓服务[3]"


@pytest.mark.parametrize(
    ("question", "pointed"),
    [
        ("第二条具体怎么做？", "“抓开工,抓投产”具体怎么做？"),
        ("第3点呢？", "“抓服务”呢？"),
        ("最后一条怎么落实？", "“抓服务”怎么落实？"),
        ("第九条呢？", "第九条呢？"),
        ("总投资呢？", "总投资呢？"),
    ],
)
def test_an_item_of_the_last_list_may_be_named_by_its_place(question: str, pointed: str) -> None:
    assert is_list(LIST)
    assert pointed_at(question, LIST) == pointed
    assert pointed_at(question, "青河市开发区：312个[1]") == question


def test_which_is_highest_asks_about_what_was_asked_of_one_place() -> None:
    found = completed("哪个最高？", ["云岭经开区规上工业增加值增速是多少？"])
    assert found == "规上工业增加值增速哪个开发区最高？"


def test_a_sibling_takes_the_place_of_its_like() -> None:
    before = "2031年青河农村居民人均收入多少元？"
    wanted = "2031年青河城镇居民人均收入多少元？"
    assert complete("城镇的呢", [before], lambda reading: float(reading == wanted)) == wanted


def test_another_figure_replaces_the_earlier_one() -> None:
    before = "青河总投资50亿元的项目是哪个？"
    assert complete("那30.1亿元的是哪个？", [before], lambda reading: 0.5) == "青河总投资30.1亿元的项目是哪个？"


def test_an_answer_that_was_just_given_is_not_asked_for_again() -> None:
    before, turn = "青河汽车产量增长多少？", "手机呢？"
    asked: list[str] = []

    def note(reading: str) -> float:
        asked.append(reading)
        return 0.0

    complete(turn, [before], note)
    likeliest, other = asked[:2]
    known = {likeliest: 0.9, other: 0.85}
    assert complete(turn, [before], lambda reading: known.get(reading, 0.1)) == likeliest
    # What is likeliest would be answered with what was said before.
    said = {likeliest: 0.3, other: 0.85}
    assert complete(turn, [before], known.__getitem__, newly=lambda reading: said.get(reading, 0.1)) == other
