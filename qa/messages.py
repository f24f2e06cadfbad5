"""What the messages of a conversation say: the questions, the replies, and the lists that replies give."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from qa.values import han_number

Message = Mapping[str, object]

_ORDINAL = re.compile(r"第?(最后|(?<=第)[一二三四五六七八九十\d]{1,2})一?(?:条|点|个方面|个|项|方面|类|份|家|场)")
# How a reply writes the items of a list.
_ITEM = "· "
_MARKERS = re.compile(r"(?:\[\d+\])+$|^(?:[(（]?[一二三四五六七八九十\d]{1,3}[)）、.．是]+)")
_CLAUSE_END, _ETC = re.compile(r"[。（(；;\n]"), re.compile(r"等[\u4e00-\u9fff]{0,6}$")
AFFIRMED = re.compile(r"^(?:有的?|是的?|对的?|没错|例如|比如|主要是|叫做?)[,，:：]?\s*")
"""How a reply opens that says yes, or gives an example."""


def asked_in(message: object) -> str:
    """Return what the user says in a message.

    Example: ``{"role": "user", "content": [{"type": "text", "text": "那阳泉呢？"}]}`` -> ``那阳泉呢？``
    """
    return said_in(message, "user")


def said_in(message: object, role: str) -> str:
    """Return what a message says if it is of a role; pages send either a string or a list of parts."""
    if not isinstance(message, Mapping) or message.get("role") != role:
        return ""
    content = message.get("content")
    if isinstance(content, str):
        return content
    if isinstance(content, Sequence):
        return "".join(str(part.get("text", "")) for part in content if isinstance(part, Mapping))
    return ""


def is_list(said: str) -> bool:
    """Tell whether a reply lists several things, one a line or joined by 、."""
    return len(_items(said)) > 1


def _items(said: str) -> list[str]:
    """Return the items of the list that a reply gives; none if it gives no list."""
    lines = [_MARKERS.sub("", line[len(_ITEM) :]).strip() for line in said.splitlines() if line.startswith(_ITEM)]
    if lines:
        return lines
    joined = _ETC.sub("", _CLAUSE_END.split(AFFIRMED.sub("", said.strip()), maxsplit=1)[0]).split("、")
    return [item.strip() for item in joined] if len(joined) > 1 and all(1 < len(item) < 40 for item in joined) else []


def pointed_at(question: str, said: str) -> str:
    """Return a question with ``第二条`` replaced by the second item of the list that was answered last.

    Args:
        question: The last message.
        said: The reply that listed them.
    """
    ordinal = _ORDINAL.search(question)
    items = _items(said)
    if ordinal is None or not items:
        return question
    word = ordinal.group(1)
    number = int(word) if word.isdigit() else len(items) if word == "最后" else han_number(word)
    if not 1 <= number <= len(items):
        return question
    return f"{question[: ordinal.start()]}“{items[number - 1].strip()}”{question[ordinal.end() :]}"
