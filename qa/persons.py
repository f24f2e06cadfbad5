"""Persons and whereabouts: names without any mark, told by the office before them or by the segmenter."""

from __future__ import annotations

import re

from qa.asks import Sort
from qa.enumerations import Reading, neighbours
from qa.lexicon import SURNAMES
from qa.question import Question
from qa.segmentation import segmenter
from qa.statements import Statement
from qa.things import Part
from qa.words import match

# Who wrote an article is not who is asked for.
_BYLINE = re.compile(
    r"\(?(?:记者|通讯员|作者|编辑|责编|摄影?)[:：]?\s*[\u4e00-\u9fff]{2,3}(?:\s+[\u4e00-\u9fff]{2,3})*\)?"
)
_PERSON_TAGS = frozenset({"nr", "nrt", "nrfg"})
_PLACE_TAGS = frozenset({"ns", "nsf"})
# What says where something is, lives or comes from.
_SOMEWHERE = re.compile(
    r"位于|坐落|地处|[生源产处设建居]于|来自|分布|原产|出生|祖籍|籍贯|地址|在[\u4e00-\u9fff]{2,8}(?:举[行办]|召开|成立|建)|[\u4e00-\u9fff][)）]?人[,，]"
)
_OFFICES = (
    "书记 市长 省长 县长 区长 州长 镇长 "
    "局长 厅长 主任 部长 总理 主席 院长 校长 秘书长 董事长 总经理 记者 代表 委员 会长 负责人"
).split()
_PERSON = re.compile(
    rf"(?P<office>{'|'.join(_OFFICES)})(?P<name>[\u4e00-\u9fff]{{2,3}})(?=同志|在|出席|主持|表示|介绍|说|强调|指出|要求|认为|透露|讲话|致辞|作|代表|[,，。、:：\d\s]|$)"
    r"|(?P<comrade>[\u4e00-\u9fff]{2,3})同志"
)
_SURNAMES = frozenset("".join(SURNAMES))


def read_person(question: Question, statement: Statement) -> Reading | None:
    """Return the name that stands beside an office (``市长王某某``, ``王某某同志``)."""
    offices = [office for office in _OFFICES if office in question.folded]
    for found in _PERSON.finditer(statement.text):
        name = found["name"] or found["comrade"]
        in_office = found["office"] in offices if offices else True
        if name and name[0] in _SURNAMES and in_office:
            return Reading(found.span("name" if found["name"] else "comrade"))
    return None


def speaks_of(question: Question, part: Part, statement: Statement) -> bool:
    """Tell whether a statement names a person, or where something is, besides what the question names itself.

    A person is named in one clause with the word that the question asks about (``作者``).
    """
    if part.sort is Sort.PLACE:
        return _SOMEWHERE.search(statement.folded) is not None and _names(statement.folded, _PLACE_TAGS, question)
    if part.sort is not Sort.PERSON:
        return False
    left, _ = neighbours(question, part)
    offices = [office for office in _OFFICES if office in question.folded]
    clauses = (statement.folded[start:end] for start, end in statement.clauses)
    return any(
        _names(clause, _PERSON_TAGS, question)
        for clause in clauses
        if left
        and match(left[0], clause)
        # 总书记 is no 市委书记, nor is a 副局长 a 局长.
        and (not offices or any(re.search(rf"(?<![总副]){office}", clause) for office in offices))
    )


def names_somebody(folded: str, question: Question) -> bool:
    """Tell whether a text names a person whom the question does not."""
    return _names(_BYLINE.sub("", folded), _PERSON_TAGS, question)


def _names(folded: str, tags: frozenset[str], question: Question) -> bool:
    """Tell whether the segmenter finds a name that the question does not say itself."""
    found = (word for word, tag in segmenter().tag(folded) if tag in tags and len(word) > 1)
    return any(word not in question.folded for word in found)
