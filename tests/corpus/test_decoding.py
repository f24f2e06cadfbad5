from __future__ import annotations

import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.decoding import decode
from corpus.errors import UnreadableDocument

SENTENCE = "2023年,阳泉市开发区实现规模以上工业增加值增长7.9%。\n供稿:阳泉市商务局"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gbk", "gb18030", "gb2312"])
def test_reads_every_encoding_that_documents_come_in(encoding: str) -> None:
    assert decode(SENTENCE.encode(encoding), "a.txt") == SENTENCE


@pytest.mark.parametrize(("bom", "encoding"), [(codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be")])
def test_reads_both_byte_orders(bom: bytes, encoding: str) -> None:
    assert decode(bom + SENTENCE.encode(encoding), "a.txt") == SENTENCE


def test_reads_characters_that_only_gb18030_has() -> None:
    text = "镕基 㐂 𠮷 €，公报正文"
    with pytest.raises(UnicodeEncodeError):
        text.encode("gbk")
    assert decode(text.encode("gb18030"), "a.txt") == text


def test_utf8_is_preferred_where_both_fit() -> None:
    data = "中文公报".encode()
    assert data.decode("gb18030") != "中文公报"  # this is valid GB18030 as well
    assert decode(data, "a.txt") == "中文公报"


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r", "\f", "\v", "\x85", "\u2028", "\u2029"])
def test_every_line_end_becomes_one_newline(end: str) -> None:
    assert decode(f"上一行{end}下一行".encode(), "a.txt") == "上一行\n下一行"


def test_blank_lines_stay() -> None:
    assert decode("上\r\n\r\n下\n\r中".encode(), "a.txt") == "上\n\n下\n\n中"


@pytest.mark.parametrize("mark", ["\ufeff", "\u200b", "\u2060", "\u00ad"])
def test_invisible_marks_do_not_break_words(mark: str) -> None:
    assert decode(f"开发{mark}区".encode(), "a.txt") == "开发区"


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"", "是空的"),
        (b" \r\n\t", "是空的"),
        (codecs.BOM_UTF8, "没有文字"),
        (codecs.BOM_UTF16_LE, "没有文字"),
        (codecs.BOM_UTF8 + b"\r\n", "没有文字"),
        ("\u3000\u200b\u2028".encode(), "没有文字"),
        (bytes(range(32)) * 20, "不是文本文件"),
        (b"\x00" * 500, "不是文本文件"),
        (b"\x7fELF\x02\x01\x01" + b"\x00" * 64, "不是文本文件"),
        ("\ue000\ue001\ue002".encode(), "不是文本文件"),
        (b"\xff\xff\x80\x81" * 9, "不是 UTF-8、GBK/GB18030 或 Big5"),
        ("公报".encode() + b"\xff", "不是 UTF-8、GBK/GB18030 或 Big5"),
        (codecs.BOM_UTF8 + b"ok\xff", "utf-8 标记，但第 2 字节处"),
        (codecs.BOM_UTF16_LE + b"\x00\xd8", "utf-16-le 标记，但第 0 字节处"),
    ],
)
def test_what_is_no_text_is_refused_by_name(data: bytes, told: str) -> None:
    with pytest.raises(UnreadableDocument) as caught:
        decode(data, "某文.txt")
    assert told in caught.value.found
    assert "某文.txt" in caught.value.found
    assert caught.value.expected


def test_a_stray_control_character_does_not_make_a_text_binary() -> None:
    text = "公报正文" * 50
    assert decode(f"{text}\x00".encode(), "a.txt") == f"{text}\x00"
    with pytest.raises(UnreadableDocument):
        decode(("公报正文" * 50 + "\x00" * 5).encode(), "a.txt")


@given(st.binary(max_size=60) | st.builds(bytes.__add__, st.sampled_from([b"\xef\xbb\xbf", b"\xff\xfe"]), st.binary()))
def test_any_bytes_become_a_text_or_are_refused(data: bytes) -> None:
    try:
        text = decode(data, "a.txt")
    except UnreadableDocument:
        return
    assert text.strip()
    assert not set(text) & set("\r\f\v\x85\u2028\u2029\ufeff\u200b")


@given(st.text(st.characters(categories=["L", "N", "P", "Zs"], exclude_characters="\ufeff\u200b"), max_size=60))
def test_a_printed_text_survives_encoding(text: str) -> None:
    text += "。"
    assert decode(text.encode(), "a.txt") == text
    assert decode(text.encode("utf-8-sig"), "a.txt") == text
    assert decode(codecs.BOM_UTF16_BE + text.encode("utf-16-be"), "a.txt") == text
