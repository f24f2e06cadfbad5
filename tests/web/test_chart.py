"""Comparisons as bars: to scale, each a link to the sentence that says so, and nothing that no quote says."""

from __future__ import annotations

import re

import pytest

from qa.assistant import Assistant
from qa.types import Answer, Citation
from web.asking import ask
from web.chart import bars, chart_html


def _answer(lines: list[str], quotes: list[str]) -> Answer:
    cited = tuple(Citation(n, quote, "a", "刊", (), 0, len(quote)) for n, quote in enumerate(quotes, start=1))
    return Answer("\n".join(lines), "甲区", "answered", cited, "问", ())


def test_draws_what_a_comparison_cites(assistant: Assistant) -> None:
    answer = ask(assistant, "哪个开发区规上工业增加值最高？")
    drawn = bars(answer)
    assert [(bar.label, bar.text) for bar in drawn] == [
        ("阳泉高新区", "29.3亿元"),
        ("平定经开区", "22.6亿元"),
        ("盂县经开区", "14.9亿元"),
    ]
    for bar in drawn:
        (quote,) = (c.quote for c in answer.citations if c.marker == bar.marker)
        assert bar.text in quote


def test_draws_what_is_answered_for_each_place(assistant: Assistant) -> None:
    answer = ask(assistant, "阳泉高新区、平定经开区、盂县经开区工业投资分别是多少？")
    assert [(bar.label, bar.text, bar.marker) for bar in bars(answer)] == [
        ("阳泉高新区", "32.3亿元", 1),
        ("平定经开区", "9.9亿元", 2),
        ("盂县经开区", "8.7亿元", 3),
    ]
    by_city = bars(ask(assistant, "2023年“三个一批”晋中和阳泉各有多少个项目？"))
    assert [bar.label for bar in by_city] == ["晋中", "阳泉"]


def test_bars_are_to_scale_and_lead_to_their_sentences(assistant: Assistant) -> None:
    answer = ask(assistant, "哪个开发区规上工业增加值最高？")
    html = chart_html(answer, 7)
    widths = [float(width) for width in re.findall(r"width:([\d.]+)%", html)]
    assert widths == pytest.approx([100, 22.6 / 29.3 * 100, 14.9 / 29.3 * 100], abs=0.1)
    figures = re.findall(r'class="bq-figure bq-c(\d)" href="[^"]*at=(\d)"', html)
    assert figures == [("1", "1"), ("2", "2"), ("3", "3")]


def test_an_ordinary_answer_draws_nothing(assistant: Assistant) -> None:
    for question in ("盂县经开区规上工业增加值增速是多少？", "首季“开门红”晋中有哪些主要举措？", "太原呢？"):
        assert chart_html(ask(assistant, question), 1) == ""


@pytest.mark.parametrize(
    ("lines", "quotes"),
    [
        (["· 甲区：3亿元[1]"], ["3亿元"]),
        (["· 甲区：3亿元[1]", "· 乙区：5个[2]"], ["3亿元", "5个"]),
        (["· 甲区：3亿元[1]", "· 乙区：4亿元[2]"], ["3亿元", "没有"]),
        (["· 甲区：3亿元[1]", "· 甲区：4亿元[2]"], ["3亿元", "4亿元"]),
        (["· 甲区：很多[1]", "· 乙区：不少[2]"], ["很多", "不少"]),
        (["· 甲区：3亿元[1]", "· 乙区：4亿元[9]"], ["3亿元", "4亿元"]),
        (["· 甲区：3%[1]", "· 乙区：4%[2]"], ["增长3%", "同比下降4%"]),
    ],
    ids=["one", "other units", "not quoted", "twice the same", "no figures", "no such quote", "a fall"],
)
def test_what_cannot_be_compared_is_not_drawn(lines: list[str], quotes: list[str]) -> None:
    assert bars(_answer(lines, quotes)) == ()
