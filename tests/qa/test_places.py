from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.folding import fold
from qa.places import Place, discover, find_places

NAMES = frozenset({"青河", "云岭", "石桥", "盂县"})


def named(text: str, names: frozenset[str] = NAMES) -> list[tuple[str, str, str]]:
    return [(place.name, place.zone, text[place.start : place.end]) for place in find_places(fold(text), names)]


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("青河市铺排项目", [("青河", "", "青河市")]),
        ("青河的项目", [("青河", "", "青河")]),
        ("云岭经开区增速", [("云岭", "经开区", "云岭经开区")]),
        ("云岭经济技术开发区增速", [("云岭", "经开区", "云岭经济技术开发区")]),
        ("云岭高新技术产业开发区", [("云岭", "高新区", "云岭高新技术产业开发区")]),
        ("盂县经开区", [("盂县", "经开区", "盂县经开区")]),
        ("晋中和阳泉", [("晋中", "", "晋中"), ("阳泉", "", "阳泉")]),
        ("山西省阳泉市", [("山西", "", "山西省"), ("阳泉", "", "阳泉市")]),
        ("高新区的增速", [("", "高新区", "高新区")]),
        ("项目建设", []),
        ("", []),
    ],
)
def test_finds_places(text: str, places: list[tuple[str, str, str]]) -> None:
    assert named(text) == places


def test_an_enumeration_shares_the_zone_behind_its_last_place() -> None:
    assert [(name, zone) for name, zone, _ in named("云岭、石桥和盂县经开区")] == [
        ("云岭", "经开区"),
        ("石桥", "经开区"),
        ("盂县", "经开区"),
    ]


def test_an_everyday_word_is_a_city_only_before_a_suffix() -> None:
    assert named("朝阳产业", frozenset()) == []
    assert named("朝阳市的产业", frozenset())[0][0] == "朝阳"


@pytest.mark.parametrize("text", ["云岭经开区规上增速", "云岭、石桥经开区", "云岭和石桥高新区"])
def test_a_text_shows_what_is_a_place_by_what_follows(text: str) -> None:
    assert "云岭" in discover(text)


@pytest.mark.parametrize("text", ["全市开发区", "国家级开发区", "各开发区", "推进开发区建设", "全省", ""])
def test_generic_words_are_no_places(text: str) -> None:
    assert discover(text) == frozenset()


@pytest.mark.parametrize("city", ["汉川", "义乌"])
def test_a_city_that_the_segmenter_knows_is_known_by_the_word_behind_it(city: str) -> None:
    text = f"{city}市开发区铺排了多少个项目"
    assert city in {place.name for place in find_places(text, discover(text))}


@pytest.mark.parametrize("city", ["青河", "南浦", "龙港", "介休"])
def test_a_city_that_is_in_no_list_is_known_by_the_word_behind_it(city: str) -> None:
    text = f"{city}市开发区铺排了多少个项目"
    assert city in {place.name for place in find_places(text, discover(text))}


@pytest.mark.parametrize("text", ["在大城市开发区", "大中城市工业", "2031年县市的项目"])
def test_words_that_end_like_cities_are_no_places(text: str) -> None:
    assert discover(text) == frozenset()


def test_covering() -> None:
    city, zone, other = Place("青河", "", 0, 2), Place("青河", "经开区", 0, 5), Place("云岭", "经开区", 0, 5)
    assert city.covers(zone)
    assert city.covers(city)
    assert not zone.covers(city)
    assert not city.covers(other)
    assert Place("", "经开区", 0, 3).covers(other)
    assert not Place("", "高新区", 0, 3).covers(other)


@given(st.one_of(st.text(max_size=60), st.text(alphabet="青河云岭山西晋中市县省、和经开高新区的123 ", max_size=40)))
def test_spans_lie_in_the_text_in_order_and_apart(text: str) -> None:
    folded = fold(text)
    at = 0
    for place in find_places(folded, NAMES | discover(folded)):
        assert at <= place.start < place.end <= len(folded)
        assert folded[place.start : place.end].startswith(place.name)
        at = place.end
