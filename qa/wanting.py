"""What evidence is worth that lacks a thing which a question names, or speaks of another one of its row.

What is said of 第五批 is not said of 第四批, nor of D类 what stands behind E类, nor of 水利局 what 教育局 did.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Sequence
from itertools import pairwise

from qa.bodies import is_of_another_body
from qa.segmentation import is_noun
from qa.statements import Statement
from qa.values import Value
from qa.weights import Weights
from qa.words import Term, match

ORDINAL = re.compile(
    r"第[一二三四五六七八九十\d]+[批次届期号版]|[一二三四五]期|[一二三四1-4ⅰⅱⅲⅳ]级(?:响应|应急响应|预警)|(?<![a-z])[a-z]类"
)
"""What tells one of a row from the others, its last character the row that it is one of."""
CLASS = re.compile(r"(?<![a-z])[a-z]类|[一二三四五六七八九]级|第[一二三四五六七八九][级类档]")
"""Names of classes and grades, of which a text speaks one after the other (``D类30万元;E类10万元``)."""
_ANOTHER, _NOT_SAID, _OTHER_BODY, _NOT_HERE = 0.25, 0.5, 0.5, 0.75
_TELLING_WORD = 0.5


def lacking(words: Sequence[Term], said: str, weigh: Weights) -> float:
    """Return what evidence is worth for want of the things that a question names and it does not speak of."""
    missing = [word.text for word in words if word.weight >= _TELLING_WORD and not match(word, said)]
    ordinals = [word for word in missing if ORDINAL.fullmatch(word)]
    # What is said of 一期 is not said of 二期; where no such word stands, it may be meant all the same.
    told = {found.group()[-1] for found in ORDINAL.finditer(said)}
    other = math.prod(_ANOTHER if word[-1] in told else _NOT_SAID for word in ordinals)
    other *= _OTHER_BODY if is_of_another_body(words, said) else 1.0
    return other * math.prod(weigh.without(word) for word in missing if is_noun(word))


def of_another_class(words: Sequence[Term], statement: Statement) -> float:
    """Return what a statement is worth for a question about one class: 一级响应 is no 二级响应."""
    asked = [word for word in words if word.exact and ORDINAL.fullmatch(word.text)]
    said = statement.said if asked else ""
    other = any(not match(word, said) and ORDINAL.search(said) for word in asked)
    return _ANOTHER if other else 1.0


def class_fit(words: Sequence[Term], statement: Statement, value: Value) -> float:
    """Return how well a value fits a question for one class (``D类``): behind ``E类`` it is another's."""
    asked = [word.text for word in words if CLASS.fullmatch(word.text)]
    named = [found.group() for found in CLASS.finditer(statement.folded, 0, value.start)] if asked else []
    return _ANOTHER if named and named[-1] not in asked else 1.0


def spoken_of_elsewhere(words: Sequence[Term], pool: Iterable[Statement]) -> list[tuple[Term, ...]]:
    """Return the neighbouring words of a question that stand together in a statement, and name a thing (太行世纪)."""
    pairs = [
        (one, other)
        for one, other in pairwise(sorted(words, key=lambda word: word.start))
        if one.start + len(one.text) == other.start and min(one.weight, other.weight) >= _TELLING_WORD
        if not (one.quoted or other.quoted)
    ]
    texts = [statement.folded for statement in pool]
    return [pair for pair in pairs if any(pair[0].text + pair[1].text in text for text in texts)]


def of_things_elsewhere(things: Iterable[tuple[Term, ...]], said: str) -> float:
    """Return what evidence is worth that has no word of things which other statements speak of."""
    return math.prod(_NOT_HERE for named in things if not any(match(word, said) for word in named))
