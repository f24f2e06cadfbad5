from __future__ import annotations

import pytest

from qa.question import understand
from qa.scopes import by_year, enumerated, search_texts
from tests.qa.made_up import NAMES


@pytest.mark.parametrize(
    ("question", "labels"),
    [
        ("云岭和石桥经开区的增速分别是多少？", ["云岭", "石桥经开区"]),
        ("云岭经开区、石桥经开区、青河高新区各有多少企业？", ["云岭经开区", "石桥经开区", "青河高新区"]),
        ("2030年和2031年的增速是多少？", ["2030年", "2031年"]),
        ("青河市2030-2031年铺排了多少个项目？", []),
        ("青河市开发区在太原举办了几次活动？", []),
        ("青河市铺排了多少个项目？", []),
    ],
)
def test_places_and_years_that_are_enumerated(question: str, labels: list[str]) -> None:
    assert [scoped.label for scoped in enumerated(understand(question, NAMES))] == labels


def test_each_question_is_about_one_place() -> None:
    for scoped in enumerated(understand("云岭和石桥经开区的增速分别是多少？", NAMES)):
        assert len(scoped.question.places) == 1


def test_the_year_before_is_meant_too() -> None:
    assert [scoped.label for scoped in by_year(understand("2031年粮食产量比上年多多少？", NAMES))] == [
        "2030年",
        "2031年",
    ]


def test_each_year_is_searched_for() -> None:
    assert search_texts(understand("2030年和2031年青河市增速是多少？", NAMES)) == [
        "2030年和青河市增速是多少？",
        "2031年和青河市增速是多少？",
    ]
    assert search_texts(understand("2031年青河市增速是多少？", NAMES)) == []
