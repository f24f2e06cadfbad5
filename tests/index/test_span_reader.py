from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.span_reader import LONGEST_TEXT, SpanReader, bundled_reader, encode, packed, plain

TEXT = (
    "基士堤公园球场是一座位于英格兰小镇莫克姆的足球场，由莫克姆足球俱乐部使用。球场于1921年启用，可容纳6400名观众。"
    "2010年，俱乐部迁往新的环球竞技场。"
)


@pytest.fixture(scope="module")
def reader() -> SpanReader:
    found = bundled_reader()
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("基士堤公园球场是哪一年启用的？", "1921年"),
        ("基士堤公园球场可容纳多少名观众？", "6400名"),
    ],
)
def test_it_finds_the_answer(reader: SpanReader, question: str, answer: str) -> None:
    span = reader.read(question, TEXT)
    assert span is not None
    assert span.margin > -5
    assert answer in TEXT[span.start : span.end] or TEXT[span.start : span.end] in answer


def test_a_text_about_something_else_has_no_answer(reader: SpanReader) -> None:
    span = reader.read("《红楼梦》的作者是谁？", TEXT)
    assert span is None or span.margin < 0


def test_traditional_and_full_width_forms_read_alike(reader: SpanReader) -> None:
    assert reader.read("基士堤公園球場是哪一年啟用的？", TEXT) == reader.read("基士堤公园球场是哪一年启用的？", TEXT)


def test_a_span_lies_within_the_part_that_is_asked_about(reader: SpanReader) -> None:
    start = TEXT.index("2010年")
    span = reader.read("基士堤公园球场是哪一年启用的？", TEXT, within=(start, len(TEXT)))
    anywhere = reader.read("基士堤公园球场是哪一年启用的？", TEXT)
    assert span is not None
    assert anywhere is not None
    assert start <= span.start < span.end <= len(TEXT)
    assert span.margin < anywhere.margin
    assert reader.read("哪一年启用的？", TEXT, within=(len(TEXT), len(TEXT) + 9)) is None


def test_what_a_text_is_about_is_read_before_it() -> None:
    characters = {char: number for number, char in enumerate("问文标题", start=6)}
    alone = encode("问", "文", "", characters)
    headed = encode("问", "文", "标题", characters)
    assert alone.numbers.tolist() == [2, 6, 3, 7, 3]
    assert headed.numbers.tolist() == [2, 6, 3, 8, 9, 3, 7, 3]
    assert headed.sides.tolist() == [0, 0, 0, 1, 1, 1, 1, 1]
    assert (alone.start, headed.start) == (3, 6)


def test_weights_keep_their_size_when_packed() -> None:
    weights = np.array([[0.5, -1.0], [0.0, 0.001]], np.float32)
    saved = packed("w", weights)
    assert saved["w"].dtype == np.int8
    assert np.allclose(np.multiply(saved["w"], saved["w.scale"]), weights, atol=0.005)


@settings(max_examples=30, deadline=None)
@given(st.text(max_size=80), st.text(max_size=LONGEST_TEXT + 50), st.text(max_size=80))
def test_anything_can_be_read(question: str, text: str, about: str) -> None:
    reader = bundled_reader()
    assert reader is not None
    assert len(plain(text)) == len(text)
    span = reader.read(question, text, about)
    assert span is None or 0 <= span.start < span.end <= min(len(text), LONGEST_TEXT)
