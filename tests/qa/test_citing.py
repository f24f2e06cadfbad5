from __future__ import annotations

from dataclasses import replace

import pytest

from qa.citing import cite, problems
from qa.findings import Quote, quote, whole
from tests.qa.made_up import qinghe, statements_of

DOCUMENT = qinghe()
TEXT = DOCUMENT.text
ITEM = next(item for item in statements_of(TEXT, "青河.md") if "312个" in item.text)
CITATION = cite([whole(ITEM)], lambda id: DOCUMENT)[0]


def wrong(text: str, computed: tuple[str, ...] = ()) -> list[str]:
    return problems(text, [CITATION], lambda id: qinghe(), computed)


def test_citations_are_numbered_from_one_in_order() -> None:
    first, second = cite([whole(ITEM), Quote(ITEM, ITEM.start, ITEM.start + 5)], lambda id: DOCUMENT)
    assert (first.marker, second.marker) == (1, 2)
    assert (first.quote, second.quote) == (ITEM.text, ITEM.text[:5])
    assert (second.start, second.end) == (ITEM.start, ITEM.start + 5)
    assert first.section_path == ITEM.path
    assert first.document_id == "青河.md"


def test_nothing_is_cited_for_nothing() -> None:
    assert cite([], lambda id: DOCUMENT) == ()
    assert problems("没有数字", [], lambda id: qinghe()) == []


def test_a_proven_answer_has_no_problems() -> None:
    assert wrong(f"312个（{CITATION.quote}[1]）") == []


@pytest.mark.parametrize("number", ["313", "31", "12", "1,065", "065.4", "2.0"])
def test_a_number_that_is_in_no_quote_is_a_problem(number: str) -> None:
    assert wrong(f"{number}个（{CITATION.quote}[1]）")


@pytest.mark.parametrize("number", ["３１２", "1,065.4", "１，０６５.４"])
def test_full_and_half_width_are_the_same_number(number: str) -> None:
    assert wrong(f"{number}（{CITATION.quote}[1]）") == []


def test_a_number_of_the_section_path_is_proven() -> None:
    assert wrong(f"按{CITATION.section_path[1]}（{CITATION.quote}[1]）") == []


def test_a_computed_number_is_allowed_only_if_it_was_computed() -> None:
    text = f"409个（312个 + 97个 = 409个）：{CITATION.quote}[1]"
    assert wrong(text)
    assert wrong(text, computed=("312个 + 97个 = 409个",)) == []


def test_a_quote_that_is_not_in_its_place_is_a_problem() -> None:
    for moved in (replace(CITATION, start=CITATION.start + 1), replace(CITATION, quote=CITATION.quote + "改")):
        assert problems(f"{CITATION.quote}[1]", [moved], lambda id: qinghe())


def test_a_citation_that_is_not_used_is_a_problem() -> None:
    assert wrong(CITATION.quote)


def test_a_marker_without_a_citation_is_a_problem() -> None:
    assert wrong(f"{CITATION.quote}[1][2]")


def test_a_quote_holds_what_must_be_quoted() -> None:
    for value in ITEM.values:
        found = quote(ITEM, (value.start, value.end))
        assert ITEM.start <= found.start <= ITEM.start + value.start
        assert ITEM.start + value.end <= found.end <= ITEM.end
        assert TEXT[found.start : found.end] == found.text


def test_a_long_quote_reaches_back_to_its_subject() -> None:
    item = next(item for item in statements_of(TEXT) if "4.1%" in item.text)
    at = item.text.index("4.1%")
    assert "云岭经开区" in quote(item, (at, at + 4)).text


def test_a_citation_of_a_document_with_pages_says_the_page() -> None:
    paged = replace(DOCUMENT, pages=(0, ITEM.start))
    assert cite([whole(ITEM)], lambda id: paged)[0].page == 2
    assert CITATION.page is None
