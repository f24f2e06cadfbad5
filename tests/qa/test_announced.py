from __future__ import annotations

import pytest

from corpus.reading import make_document
from qa.announced import points_behind
from qa.statement_reader import statements
from qa.statements import Statement


def points(text: str, opening: str) -> list[str]:
    """Return the points behind the statement that begins with some words."""
    document = make_document("文件.txt", text)
    found: list[Statement] = [item for section in document.sections for item in statements(document, section)]
    statement = next(item for item in found if item.text.startswith(opening))
    return [document.text[slice(*span)] for span in points_behind(document, statement)]


@pytest.mark.parametrize(
    ("marks", "expected"),
    [
        (("第一，", "第二，"), ["第一，坚持改革", "第二，坚持开放"]),
        (("一是", "二是"), ["一是坚持改革", "二是坚持开放"]),
        (("（一）", "（二）"), ["（一）坚持改革", "（二）坚持开放"]),
        (("——", "——"), ["——坚持改革", "——坚持开放"]),
        (("1. ", "2. "), ["1. 坚持改革", "2. 坚持开放"]),
    ],
)
def test_lines_behind_an_announcement_are_its_points(marks: tuple[str, str], expected: list[str]) -> None:
    text = f"开头的话很长很长。\n我们的主要体会是：\n{marks[0]}坚持改革。说明一句。\n{marks[1]}坚持开放。\n结尾。"
    assert points(text, "我们的主要体会") == expected


def test_explanations_may_stand_between_the_points() -> None:
    text = "开头。\n我们有以下两点体会：\n第一，坚持改革。\n改革要深化。\n第二，坚持开放。\n开放要扩大。"
    assert points(text, "我们有以下") == ["第一，坚持改革", "第二，坚持开放"]


@pytest.mark.parametrize(
    "text",
    [
        "开头。\n我们的主要体会是：\n第一，坚持改革。\n别的话。",  # a single point is no list
        "开头。\n我们的主要体会是：\n第二，坚持改革。\n第三，坚持开放。",  # does not begin with the first
        "开头。\n我们的主要体会是：坚持改革。\n别的话。",
        "开头。\n我们的主要体会是：",
    ],
)
def test_without_points_nothing_is_announced(text: str) -> None:
    assert points(text, "我们的主要体会") == []
