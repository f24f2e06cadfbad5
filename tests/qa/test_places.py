from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.folding import fold
from qa.discovery import discover
from qa.places import Place, dominant, find_places, narrowest

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


@pytest.mark.parametrize("text", ["建设水美乡村试点县项目", "全年召开县政府常务会议", "入选百强县", "推动两县合作"])
def test_everyday_words_before_a_county_are_no_places(text: str) -> None:
    assert discover(fold(text)) == frozenset()


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("记者从平谷区统计局获悉", {"平谷"}),
        ("喀什地区专场推介活动", {"喀什"}),
        ("沈阳市辽中区召开会议", {"沈阳", "辽中"}),
    ],
)
def test_districts_and_prefectures_are_places(text: str, names: set[str]) -> None:
    assert names <= discover(fold(text)) | {place.name for place in find_places(fold(text))}


@pytest.mark.parametrize(
    ("question", "kept"),
    [
        ("沈阳青河区的增速", ["青河"]),  # 沈阳 only says where 青河 lies
        ("晋中和阳泉的增速", ["晋中", "阳泉"]),
        ("晋中阳泉哪个高", ["晋中", "阳泉"]),  # neither lies in the other
        ("青河的增速在北京全市排第几", ["青河"]),
    ],
)
def test_only_the_narrowest_of_nested_places_is_meant(question: str, kept: list[str]) -> None:
    folded = fold(question)
    assert [place.name for place in narrowest(folded, find_places(folded, NAMES))] == kept


def test_a_text_is_about_whom_it_names_early_and_often() -> None:
    text = "云岭召开大会。云岭的项目多，石桥也来了。" + "云岭说了很多。" * 3
    assert [place.name for place in dominant(text, NAMES)] == ["云岭"]
    assert dominant("各地都来了。", NAMES) == ()


@pytest.mark.parametrize("county", ["长兴县", "宜兴市", "武强县"])
def test_counties_may_end_as_deeds_do(county: str) -> None:
    assert county[:-1] in discover(f"{county}规上工业增加值完成17.2亿元")
    assert not discover("坚持工业强县、文旅兴县")


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("中共罗川县交通运输局党组关于巡察整改的通报", ["罗川"]),
        ("2023年度宁岭市农业农村局政府采购支出", ["宁岭"]),
        ("关于清衡市2023年度预算执行的报告", ["清衡"]),
        ("青峡县D类人才", ["青峡"]),  # the segmenter knows 峡县
        ("怀化市级水源地", ["怀化"]),
        ("四个油茶主产县", []),
        ("柏阳、禾塘三县2023年产量", []),
    ],
)
def test_names_end_where_they_end(text: str, names: list[str]) -> None:
    folded = fold(text)
    found = find_places(folded, discover(folded))
    assert [place.name for place in found] == names
    assert not any(folded[place.start : place.end].endswith(("市级", "三")) for place in found)
