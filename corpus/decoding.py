"""From the bytes of a file to text: encodings, line ends, and what is no text at all.

Does not look at what the text says. GB18030 is the superset of GBK and GB2312, so those need no names of their own.
"""

from __future__ import annotations

import codecs
import re
import unicodedata

from corpus.errors import UnreadableDocument

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_ENCODINGS = "UTF-8、GB18030 或 Big5 编码的文本文件"
_CHARSET = re.compile(rb"<meta[^>]{0,200}charset=[\"'\s]*([A-Za-z0-9_-]{2,20})", re.IGNORECASE)
# What browsers do: a page that says gb2312 may hold any character of GB18030.
_WIDER = {"gb2312": "gb18030", "gbk": "gb18030", "gb_2312-80": "gb18030", "big5": "big5hkscs"}
_EVERYDAY = frozenset(
    "的一是不了在人有我他大中上到地出也子而要于以下自之年可后天成家十用主方又如前所本公同工三已力等部度民全市月日"
    "二四五六七八九百和政法文化行第分高加重要作心性合水利平安代表正面立位定向系外多新最好者信管理由起使能小"
)
_LINE_ENDS = re.compile("\r\n|[\r\f\v\x85\u2028\u2029]")
# Invisible marks that editors and converters leave behind; they carry no text and would break words apart.
_INVISIBLE = re.compile("[\ufeff\u200b\u2060\u00ad]")
# A text of a hundred characters may hold a stray control character; a binary file holds them everywhere.
_MAX_ODD_SHARE = 0.02


def decode(data: bytes, name: str) -> str:
    r"""Decode a text file, with line ends as ``\n`` and without a byte order mark.

    Tries the byte order mark, then UTF-8, then GB18030 and Big5, whichever gives the more usual characters.

    Args:
        data: The file's bytes.
        name: The file's name, for the error.

    Raises:
        UnreadableDocument: The file is empty, binary, or in no encoding tried.
    """
    if not data.strip():
        raise UnreadableDocument(f"文件“{name}”是空的", "含有文字的文本文件")
    text = _decode_bytes(data, name)
    if text and _odd_share(text) > _MAX_ODD_SHARE:
        raise UnreadableDocument(f"文件“{name}”不是文本文件（含大量不可显示的字符）", "UTF-8 或 GB18030 编码的文本文件")
    text = _INVISIBLE.sub("", _LINE_ENDS.sub("\n", text))
    if not text.strip():
        raise UnreadableDocument(f"文件“{name}”里没有文字", "含有文字的文本文件")
    return text


def _decode_bytes(data: bytes, name: str) -> str:
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            try:
                return data[len(bom) :].decode(encoding)
            except UnicodeDecodeError as error:
                raise UnreadableDocument(
                    f"文件“{name}”带有 {encoding} 标记，但第 {error.start} 字节处无法解码", "完好的文本文件"
                ) from error
    readings: list[str] = []
    for encoding in ("utf-8", "gb18030", "big5"):
        try:
            readings.append(data.decode(encoding))
        except UnicodeDecodeError:
            continue
        if encoding == "utf-8":
            return readings[0]
    if not readings:
        raise UnreadableDocument(f"文件“{name}”不是 UTF-8、GBK/GB18030 或 Big5 编码的文本", _ENCODINGS)
    # Bytes of Big5 are often valid GB18030, too, but make rare characters there.
    return max(readings, key=_common_share)


def _common_share(text: str) -> float:
    """Return the share of a text's Chinese characters that are everyday ones in simplified and traditional writing."""
    chinese = [char for char in text if "\u3400" <= char <= "\u9fff"]
    return sum(char in _EVERYDAY for char in chinese) / len(chinese) if chinese else 0.0


def decode_html(data: bytes, name: str) -> str:
    """Decode a web page by its byte order mark, by the charset that it declares, or else as `decode` does.

    Raises:
        UnreadableDocument: The page is empty, binary, or in no encoding tried.
    """
    declared = _CHARSET.search(data[:4096])
    if declared and not data.startswith(tuple(bom for bom, _ in _BOMS)):
        charset = declared.group(1).decode("ascii").lower()
        try:
            return decode(data.decode(_WIDER.get(charset, charset)).encode(), name)
        except (UnicodeDecodeError, LookupError):
            pass  # pages do declare what they are not
    return decode(data, name)


def _odd_share(text: str) -> float:
    """Return the share of characters that no printed text holds: controls, unassigned and private-use ones."""
    odd = sum(
        1 for char in text if char not in "\n\r\t\f\v\x85" and unicodedata.category(char) in ("Cc", "Cn", "Co", "Cs")
    )
    return odd / len(text)
