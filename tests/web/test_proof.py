"""The document beside the chat: all of its text, the cited words marked, each citation with a place to go to."""

from __future__ import annotations

import re
from html import unescape

from hypothesis import given
from hypothesis import strategies as st

from corpus.types import Document, Section
from qa.assistant import Assistant
from web.asking import ask
from web.links import bulletin_form, proof_link, read_spans
from web.proof import pane_html


def _marked(html: str) -> str:
    return "".join(unescape(text) for text in re.findall(r"<mark[^>]*>(.*?)</mark>", html, re.DOTALL))


def test_marks_exactly_what_is_cited(assistant: Assistant) -> None:
    answer = ask(assistant, "哪个开发区规上工业增加值最高？")
    document = assistant.index.documents[answer.citations[0].document_id]
    html = pane_html(document, [(c.marker, c.start, c.end) for c in answer.citations], 2)
    assert _marked(html) == "".join(c.quote for c in answer.citations)
    assert re.findall(r'data-at="(\d)"', html) == ["1", "2", "3"]
    assert html.index("阳泉市开发区</li><li>2023年工作成绩") < html.index("<mark")


def test_a_citation_over_several_lines_is_marked_in_each() -> None:
    document = Document("a", "刊", "", "", "甲。\n乙乙。\n丙丙。\n丁。", sections=(Section(("刊",), 0, 12),))
    html = pane_html(document, [(1, 3, 10)], 1)
    assert _marked(html) == "乙乙。丙丙。"
    assert html.count('data-at="1"') == 1


def test_names_the_page_where_there_are_pages() -> None:
    document = Document("a", "刊", "", "", "甲。\n乙。", sections=(Section(("刊",), 0, 5),), pages=(0, 3))
    assert "<li>刊</li><li>第 2 页</li>" in pane_html(document, [(1, 3, 5)], 1)


def test_citations_may_overlap() -> None:
    document = Document("a", "刊", "", "", "甲乙丙丁戊")
    html = pane_html(document, [(1, 0, 3), (2, 2, 5)], 1)
    assert _marked(html) == "甲乙丙丁戊"
    assert re.findall(r'data-of="([\d ]+)"', html) == ["1", "1 2", "2"]
    assert re.findall(r'data-at="(\d)"', html) == ["1", "2"]


def test_a_long_document_is_shown_around_what_is_cited() -> None:
    text = "\n".join(f"第{number}行，" + "字" * 80 for number in range(5000))
    start = text.index("第2500行")
    html = pane_html(Document("a", "刊", "", "", text), [(1, start, start + 7)], 1)
    assert _marked(html) == "第2500行，"[:7]
    assert len(html) < 60_000
    assert "第0行" not in html
    assert html.count("bq-cut") == 2


@given(
    text=st.text(alphabet='甲乙\n<&"# ', max_size=40),
    spans=st.lists(st.tuples(st.integers(1, 9), st.integers(-3, 45), st.integers(-3, 45)), max_size=5),
)
def test_any_spans_leave_the_text_as_it_is(text: str, spans: list[tuple[int, int, int]]) -> None:
    html = pane_html(Document("a", "刊", "", "", text), spans, 1)
    body = html.partition('<div class="bq-text-whole"')[2].partition(">")[2]
    body = re.sub(r'<span class="bq-number[^>]*>.*?</span>', "", body)
    shown = unescape(re.sub(r"<[^>]+>", "", body))
    assert "".join(shown.replace("#", "").split()) == "".join(text.replace("#", "").split())


def test_a_link_names_its_spans(assistant: Assistant) -> None:
    answer = ask(assistant, "哪个开发区规上工业增加值最高？")
    link = unescape(proof_link(answer, 2, 1, "bq-marker"))
    spans = re.search(r"spans=([\d._]+)", link)
    assert spans is not None
    assert read_spans(spans[1]) == [(c.marker, c.start, c.end) for c in answer.citations]


def test_spans_that_are_none_are_left_out() -> None:
    assert read_spans("1.2.3_x_4.9.5_0.1.2_7.8_5.6.7") == [(1, 2, 3), (5, 6, 7)]
    assert read_spans("") == []


def test_cites_as_bulletins_do(assistant: Assistant) -> None:
    citation = ask(assistant, "盂县经开区规上工业增加值增速是多少？").citations[0]
    assert bulletin_form(citation, assistant.index.documents) == (
        "《全省开发区》 · “锚定目标不放松 冲刺首季‘开门红’”特刊 · 阳泉市开发区 · 2023年工作成绩 · "
        "(一)2023年主要指标完成情况 · “盂县经开区规上工业增加值完成14.9亿元,增长22.4%,高于省定目标(16%)6.4个百分点”"
    )
