"""Questions that ask who, and whether a statement tells of somebody: a person, an office, a body or a place."""

from __future__ import annotations

import re

from corpus.folding import fold
from qa.asks import Sort
from qa.enumerations import Reading
from qa.persons import names_somebody
from qa.question import Question
from qa.spans import is_body
from qa.statements import Statement
from qa.things import Part

_WHO = re.compile("(?<!有)谁|何人")
_OFFICE = re.compile(r"书记|[市省县区局厅部院校所]长|主任|主席|总理|经理|董事|代表|专员|领导")
_BY_A_PERSON = re.compile("主持|讲话|致辞|带队|作(?:了)?报告|发言|记录|出席")
_SOME_KIND = re.compile(r"开发区|经开区|高新区|园区|企业|队伍|干部|人员|人才|单位|部门|政府|市委|县委|专班|小组")


def asks_who(question: Question, part: Part) -> bool:
    """Tell whether a part asks who did something, and not by a word for an office or a kind of body."""
    return part.sort is Sort.ANY and _WHO.match(question.folded, part.start) is not None


def tells_who(question: Question, statement: Statement, reading: Reading | None) -> bool:
    """Tell whether what was read is somebody (掀起新热潮 is nobody), or the statement speaks of somebody at least."""
    if reading is not None:
        return _is_somebody(question, statement, reading)
    if _BY_A_PERSON.search(question.folded):
        # That 市政府 met does not say who was in the chair.
        return names_somebody(statement.folded, question) or _OFFICE.search(statement.text) is not None
    return _speaks_of_somebody(question, statement)


def _is_somebody(question: Question, statement: Statement, reading: Reading) -> bool:
    """Tell whether what was read names a person, an office, a body or a place."""
    start, end = reading.span
    words = statement.text[start:end]
    return (
        _OFFICE.search(words) is not None
        or is_body(words)
        or names_somebody(fold(words), question)
        or any(start <= place.start < end for place in statement.places)
    )


def _speaks_of_somebody(question: Question, statement: Statement) -> bool:
    """Tell whether a statement speaks of a person, an office, a body, or a kind of them."""
    return (
        names_somebody(statement.folded, question)
        or _OFFICE.search(statement.text) is not None
        or _SOME_KIND.search(statement.text) is not None
        or is_body(statement.text)
    )
