"""A reply as HTML: everything shown, nothing but our own tags."""

from __future__ import annotations

from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.types import Document, Passage
from index.types import Hit
from qa.assistant import Assistant
from qa.types import Answer, Citation
from web.asking import ask
from web.frame import heading_html
from web.proof import pane_html
from web.reply import pending_html, plain, question_html, reply_html

OURS = {
    "a", "article", "br", "button", "caption", "details", "div", "h1", "h2", "h3", "header", "li", "mark", "ol", "p",
    "path", "span", "summary", "svg", "table", "tbody", "td", "th", "thead", "tr", "ul",
}  # fmt: skip


class Page(HTMLParser):
    """What a browser makes of a piece of HTML: its tags and its text."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[str] = []
        self.open: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []
        self.text = ""
        self.marked = ""
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += attrs
        if tag != "br":
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data
        if "mark" in self.open:
            self.marked += data


def test_shows_the_exact_answer_its_sentence_and_the_proof(assistant: Assistant) -> None:
    asked = "盂县经开区规上工业增加值增速是多少？"
    answer = ask(assistant, asked)
    html = reply_html(answer, assistant.index.documents, asked, 3)
    page = Page(html)
    assert not page.open
    assert '<p class="bq-short">22.4%</p>' in html
    cited = answer.citations[0]
    links = [value for name, value in page.attributes if name == "href"]
    assert links == [f"proof?document={cited.document_id}&spans=1.{cited.start}.{cited.end}&at=1"] * 2
    assert ("data-proof", "3-1") in page.attributes
    assert "《全省开发区》" in page.text
    assert " › 阳泉市开发区 › 2023年工作成绩" in page.text
    assert "理解为" not in page.text


def test_copies_the_answer_with_its_sources(assistant: Assistant) -> None:
    answer = ask(assistant, "盂县经开区规上工业增加值增速是多少？")
    copied = plain(answer, assistant.index.documents)
    assert copied.startswith(answer.text)
    assert copied.endswith(
        "[1] 《全省开发区》 · “锚定目标不放松 冲刺首季‘开门红’”特刊 · 阳泉市开发区 · 2023年工作成绩 · "
        f"(一)2023年主要指标完成情况 · “{answer.citations[0].quote}”"
    )
    html = reply_html(answer, assistant.index.documents, "", 1)
    assert ("data-copy", copied) in Page(html).attributes


def test_a_refusal_looks_like_one(assistant: Assistant) -> None:
    asked = "太原市开发区有多少个项目？"
    answer = ask(assistant, asked)
    page = Page(reply_html(answer, assistant.index.documents, asked, 1))
    assert ("class", "bq-reply bq-refusal bq-whole") in page.attributes
    assert "没有找到答案" in page.text
    assert f"查找了 1 篇文档，没有能回答“{asked}”的原文" in page.text
    assert answer.hits[0].passage.text[:20] in page.text
    assert "mark" not in page.tags


def test_says_how_a_follow_up_was_understood(assistant: Assistant) -> None:
    history = [{"role": "user", "content": "2023年阳泉市规模以上工业增加值增长多少？"}]
    answer = ask(assistant, "那晋中呢？", history)
    page = Page(reply_html(answer, assistant.index.documents, "那晋中呢？", 1))
    assert f"理解为：{answer.question}" in page.text
    shown = reply_html(answer, assistant.index.documents, f" {answer.question.replace('?', '？')} ", 1)
    assert "理解为" not in shown


def test_a_hostile_document_shows_as_text(hostile: Assistant) -> None:
    asked = "2023年长治市开发区铺排了多少个项目？"
    answer = ask(hostile, asked)
    assert answer.status == "answered"
    cited = [(c.marker, c.start, c.end) for c in answer.citations]
    page = Page(reply_html(answer, hostile.index.documents, asked, 1))
    pane = Page(pane_html(hostile.index.documents["坏<b>.txt"], cited, 1))
    assert set(page.tags) | set(pane.tags) <= OURS
    for words in ("<script>window.bad=1</script>", "<img src=x", "**总投资**", "$$x^2$$", "{{value}}", "${1+1}"):
        assert words in page.text
        assert words in pane.marked


@given(words=st.text(alphabet=st.sampled_from("<>&\"'`{}$*[]1·（）；\n晋a/="), max_size=60), short=st.text(max_size=8))
def test_no_text_becomes_a_tag(words: str, short: str) -> None:
    document = Document(words, words, "", "", f"前。{words}后", issue=words)
    citation = Citation(1, words, words, words, (words,), 2, 2 + len(words))
    passage = Passage(words, words, (words,), 2, 2 + len(words), words)
    answer = Answer(f"{words}[1]", short, "answered", (citation,), words, ())
    refusal = Answer(words, "", "not_found", (), words, (Hit(passage, 1.0, 1.0, 1.0),))
    documents = {words: document}
    for html in (
        reply_html(answer, documents, "", 1, [words]),
        reply_html(refusal, documents, words, 1, [words]),
        question_html(words, [words]),
        pending_html(3),
        pane_html(document, [(1, 2, 2 + len(words)), (2, 1, 3)], 1),
        heading_html(documents),
    ):
        page = Page(html)
        assert not page.open
        assert set(page.tags) <= OURS


@pytest.mark.parametrize(
    ("text", "short", "shown"),
    [
        ("22.4%（增长22.4%;[1]）", "22.4%", "增长22.4%;[1]"),
        ("阳泉市开发区：22.4%（增长22.4%(同比);[1]）", "22.4%", "阳泉市开发区：增长22.4%(同比);[1]"),
        ("38个\n· 甲[1]\n· 乙[1]", "38个", "甲[1]乙[1]"),
        ("铺排项目269个[1]", "269个", "铺排项目269个[1]"),
        ("甲（乙[1]）\n丙（丁[1]）", "甲", "甲（乙[1]）丙（丁[1]）"),
    ],
)
def test_the_exact_answer_is_not_said_twice(text: str, short: str, shown: str) -> None:
    document = Document("a", "刊", "", "", "引文")
    answer = Answer(text, short, "answered", (Citation(1, "引文", "a", "刊", (), 0, 2),), "", ())
    page = Page(reply_html(answer, {"a": document}, "", 1))
    assert page.text.startswith(short + shown + "出处")
