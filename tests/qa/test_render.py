from __future__ import annotations

from qa.answering import Reply
from qa.findings import Finding, Quote, whole
from qa.render import Markers, answered, not_found
from tests.qa.made_up import NANPU, QINGHE, statements_of

ITEMS = [item for item in statements_of(QINGHE) if not item.heading]
OTHER = next(item for item in statements_of(NANPU, "南浦.md") if "58个" in item.text)
ITEM = next(item for item in ITEMS if "312个" in item.text)


def test_the_same_quote_has_the_same_marker() -> None:
    markers = Markers()
    assert markers.of(whole(ITEM)) == "[1]"
    assert markers.of(whole(OTHER)) == "[2]"
    assert markers.of(whole(ITEM)) == "[1]"
    assert markers.of(Quote(ITEM, ITEM.start, ITEM.start + 3)) == "[1]"
    assert len(markers.quotes) == 2


def test_an_exact_answer_is_followed_by_its_proof() -> None:
    text, short, quotes = answered([Reply(ITEM.report, (Finding("312个", (whole(ITEM),), 1.0),))], False)
    assert short == "312个"
    assert text.startswith("312个（")
    assert f"{ITEM.text}[1]" in text
    assert [item.text for item in quotes] == [ITEM.text]


def test_an_answer_without_exact_words_is_its_quotes() -> None:
    text, short, quotes = answered([Reply(ITEM.report, (Finding("", (whole(ITEM), whole(ITEMS[-1])), 1.0),))], False)
    assert short == ""
    assert text == f"{ITEM.text}[1]{ITEMS[-1].text}[2]"
    assert len(quotes) == 2


def test_items_come_each_with_its_own_marker() -> None:
    finding = Finding("甲；乙", (whole(ITEM), whole(OTHER)), 1.0, ("甲", "乙"), itemised=True)
    text, short, _ = answered([Reply(ITEM.report, (finding,))], False)
    assert short == "甲；乙"
    assert [line for line in text.splitlines() if line] == ["· 甲[1]", "· 乙[2]"]


def test_a_calculation_is_shown() -> None:
    finding = Finding("3.1亿元", (whole(ITEM),), 1.0, computed=True, note="6.4亿元 - 3.3亿元 = 3.1亿元")
    text, short, _ = answered([Reply(ITEM.report, (finding,))], False)
    assert short == "3.1亿元"
    assert "6.4亿元 - 3.3亿元 = 3.1亿元" in text
    assert "[1]" in text


def test_several_reports_are_told_apart_by_name() -> None:
    replies = [
        Reply(ITEM.report, (Finding("312个", (whole(ITEM),), 1.0),)),
        Reply(OTHER.report, (Finding("58个", (whole(OTHER),), 1.0),)),
    ]
    text, short, _ = answered(replies, True)
    first, second = text.splitlines()
    assert "青河市开发区" in first
    assert "南浦市开发区" in second
    assert short == "青河市开发区：312个；南浦市开发区：58个"


def test_a_line_break_or_a_heading_sign_of_the_document_is_not_shown() -> None:
    heading = statements_of(QINGHE)[0]
    text, _, (item,) = answered([Reply(heading.report, (Finding("", (whole(heading),), 1.0),))], False)
    assert text == "青河市开发区[1]"
    assert item.text == "# 青河市开发区"


def test_a_refusal_says_what_was_sought_and_what_is_near() -> None:
    text = not_found("太原有多少个项目？", ["青河市 › 项目", "南浦市 › 项目"])
    assert "太原有多少个项目？" in text
    assert "· 青河市 › 项目" in text
    assert "· 南浦市 › 项目" in text


def test_a_refusal_of_nothing_asks_for_a_question() -> None:
    assert "问题" in not_found("", ())
    assert "\n" not in not_found("", ())
