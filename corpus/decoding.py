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
_LINE_ENDS = re.compile("\r\n|[\r\f\v\x85\u2028\u2029]")
# Invisible marks that editors and converters leave behind; they carry no text and would break words apart.
_INVISIBLE = re.compile("[\ufeff\u200b\u2060\u00ad]")
# A text of a hundred characters may hold a stray control character; a binary file holds them everywhere.
_MAX_ODD_SHARE = 0.02


def decode(data: bytes, name: str) -> str:
    r"""Decode a text file, with line ends as ``\n`` and without a byte order mark.

    Tries the byte order mark, then UTF-8, then GB18030.

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
    for encoding in ("utf-8", "gb18030"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise UnreadableDocument(
        f"文件“{name}”既不是 UTF-8 也不是 GBK/GB18030 编码的文本", "UTF-8 或 GB18030 编码的文本文件"
    )


def _odd_share(text: str) -> float:
    """Return the share of characters that no printed text holds: controls, unassigned and private-use ones."""
    odd = sum(
        1 for char in text if char not in "\n\r\t\f\v\x85" and unicodedata.category(char) in ("Cc", "Cn", "Co", "Cs")
    )
    return odd / len(text)
