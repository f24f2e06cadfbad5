"""Figures and dates as findings: those that fit a question, best first, and how they are shown."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from corpus.folding import fold
from qa.asks import Ask
from qa.context import Context
from qa.evidence import Evidence, score_values
from qa.fields import LABELLED
from qa.findings import Finding, quote
from qa.question import Question
from qa.regions import OF_ANOTHER_YEAR
from qa.statements import Statement
from qa.things import Part
from qa.words import Term, match

_SUFFIX = re.compile(r"以上|以下|以内|左右|余(?=$|[,，。;；、])")
_COMPARING = re.compile(r"比[^,;。]{0,8}(?:多|高|低|少)|高于|低于|多于|少于|超过[^\d,;。]{1,8}$")
# What 八大 counts, where it ends with a mark: 八大优势”.
_COUNTED = re.compile(r"[\u4e00-\u9fff]{2,6}(?=[”\"》，,。；;、：:）)]|$|的)")
_FOCUS_NEEDED = 0.5
_UNFOCUSED = 0.72
_HALF_MATCH, _OTHER_FIELD = 0.5, 0.7
_COMPARABLE = 0.75
_ONE_ZONE = 0.8
_SEVERAL_ZONES = 0.3


def read_values(question: Question, part: Part, words: Sequence[Term], context: Context) -> list[Finding]:
    """Return figures and dates."""
    return [value_finding(evidence, words) for evidence in values_in_focus(question, part, words, context)]


def values_in_focus(question: Question, part: Part, words: Sequence[Term], context: Context) -> list[Evidence]:
    """Return the values that fit, best first; those that fit in part count less.

    A value without the asked-for word beside it, a difference where none is asked for, and a zone's figure where a
    whole city is asked about, are weaker evidence. Where several zones have such a figure, none is the city's.
    """
    comparing = _COMPARING.search(question.folded)
    scored = score_values(question, part, words, context.statements, context.weigh)
    zones = {
        item.statement.subjects_at(item.value.start)[-1].name + item.statement.subjects_at(item.value.start)[-1].zone
        for item in scored
        if item.narrower and item.value and item.score >= _COMPARABLE * scored[0].score
    }
    found = []
    for item in scored:
        assert item.value is not None  # score_values returns values only
        score = item.score if item.focus >= _FOCUS_NEEDED else item.score * _UNFOCUSED
        before = item.statement.folded[max(0, item.value.start - 8) : item.value.start]
        # 高于省定目标(17%) gives the target, and not a difference.
        if not comparing and _COMPARING.search(before) and not before.endswith("("):
            score *= _UNFOCUSED
        label = LABELLED.match(item.statement.text) if not item.statement.cells else None
        if label and part.focus and not any(match(word, fold(label.group())) > _HALF_MATCH for word in part.focus):
            score *= _OTHER_FIELD  # 咨询电话：0353-2020202 is no 投诉电话
        elif label and part.ask is Ask.DATE and item.statement.values[0] is not item.value:
            score *= _OTHER_FIELD  # 总投资：5340万元（2024年…） dates nothing
        if item.narrower:
            # Who names no place may well mean the only zone that has such a figure.
            score *= _SEVERAL_ZONES if len(zones) > 1 else _ONE_ZONE if question.places else 1.0
        found.append(replace(item, score=score))
    return sorted(found, key=lambda item: -item.score)


def value_finding(evidence: Evidence, words: Sequence[Term]) -> Finding:
    """Return a value as a finding, with 以上 or 左右 where the text has it."""
    statement, value = evidence.statement, evidence.value
    assert value is not None
    suffix = _SUFFIX.match(statement.text, value.end)
    end = suffix.end() if suffix else value.end
    if value.unit == "大" and (named := _COUNTED.match(statement.text, value.end)):
        end = named.end()  # 八大 alone says nothing
    also = offsets(words, statement, value.start)
    part, _ = statement.part_at(value.start)
    # 2022年为2031.5亿元 is read with what the part before measured.
    begin = 0 if OF_ANOTHER_YEAR.match(statement.folded, part) else value.start
    return Finding(statement.text[value.start : end].strip(), (quote(statement, (begin, end), also),), evidence.score)


def offsets(words: Sequence[Term], statement: Statement, before: int) -> list[int]:
    """Return where the words stand nearest before an offset, in the same part."""
    start, _ = statement.part_at(before)
    offsets = []
    for word in words:
        at = max(statement.folded.rfind(form, start, before) for form in (word.text, *word.variants))
        if at >= 0:
            offsets.append(at)
    return offsets
