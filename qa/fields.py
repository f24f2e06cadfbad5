"""Labelled fields: the lines (``联系电话：0354-202``) in which notices and forms state what they have to say."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from corpus.folding import fold
from qa.asks import Ask, Sort
from qa.bodies import is_of_another_body
from qa.context import Context
from qa.evidence import coverage
from qa.findings import Finding, Quote
from qa.fits import kind_fit
from qa.language.field_labels import ASKED_FOR, GENERIC, VERBS
from qa.layout import in_order
from qa.question import Question
from qa.scope import in_scope
from qa.segmentation import is_noun, segment
from qa.statements import Statement
from qa.things import Part
from qa.weights import Weigh
from qa.words import Term, match

NUMBERING = re.compile(r"^[(（]?(?:[一二三四五六七八九十]{1,3}|\d{1,2})[)）、.．]\s*")
LABELLED = re.compile(
    rf"(?:{NUMBERING.pattern})?(?P<label>[\u4e00-\u9fff](?:[ 　]?[\u4e00-\u9fff/、（）()]){{1,15}}?)\s*[：:]\s*"
)
_LABEL = re.compile("[\u4e00-\u9fff]{2,8}")
# How much a word of the question counts that the label, the headings or the rest of the document say.
_IN_LABEL, _IN_PATH, _IN_VALUE, _IN_RECORD = 1.0, 0.95, 0.7, 0.7
# So much of a section must be fields for it to be the record of one thing.
_RECORD = 0.6
_HALF_A_LABEL = 0.5
_NEXT_FIELD = re.compile(r"[\s　]{2,}[\u4e00-\u9fff]{2,8}[：:]|[，,；;\s　]+(?:联系|咨询)?(?:电话|传真|邮箱|地址)[：:]")
_SENTENCE = re.compile("[，,；;]")
# How well a word of a label is asked for by a synonym, by 在哪里 for 地点, and by what asks for another such field.
_SYNONYM, _IMPLIED, _GENERIC, _OTHER = 0.9, 0.85, 0.6, 0.3
_NAMED = 1.15
_WHO_DID = frozenset({"单位", "部门", "机构", "人", "人员", "作者", "主体", "材料", "那篇", "稿子"})
_LONGEST, _BRIEF = 90, 20
_ENDINGS = tuple(ending for endings, _ in ASKED_FOR for ending in endings)
# A label that is half the one asked for is another one: 咨询电话 is no 投诉电话.
_SURE = 0.38
_NO_PLACE = re.compile(r"[\d\s—–:：()（）-]+")
_READ = frozenset({Ask.VALUE, Ask.DATE, Ask.NAME, Ask.LIST, Ask.EXPLANATION, Ask.YES_NO, Ask.OPEN})


def read_fields(question: Question, part: Part, words: Sequence[Term], context: Context) -> list[Finding]:
    """Return the values of the fields whose label the question asks for, best first."""
    if part.ask not in _READ:
        return []
    found = []
    for inside in context.sections.values():
        record = _record(inside)
        for label, value in _fields(inside, context):
            share = _asked_share(label, question)
            if share < _HALF_A_LABEL or not value:
                continue
            score = share * in_scope(question, value[0]) * _score(words, value[0], label, record, context.weigh)
            if part.ask is Ask.DATE and value[0].values and not kind_fit(part, value[0].values[0]):
                continue  # 总投资：5340万元（2024年…） is no date
            if part.sort is Sort.PLACE and _NO_PLACE.fullmatch(_short(part, value)):
                continue  # 地址和电话: each has its own field
            if score >= _SURE:
                if fold(value[0].title) in question.folded:
                    score *= _NAMED
                quotes = tuple(in_order([Quote(item, item.start, item.end) for item in value]))
                found.append(Finding(_short(part, value), quotes, min(1.0, score)))
    return sorted(found, key=lambda finding: -finding.score)


def _fields(inside: Sequence[Statement], context: Context) -> Iterator[tuple[str, list[Statement]]]:
    """Yield the labels of a section with the statements that hold their values: its heading, and those of its lines."""
    text = context.document(inside[0].document_id).text
    heading = NUMBERING.sub("", inside[0].path[-1])
    if len(inside[0].path) > 1 and _LABEL.fullmatch(heading):
        yield heading, [item for item in inside if not item.heading]
    for number, statement in enumerate(inside):
        if not statement.heading and (label := LABELLED.match(statement.text)):
            in_line = bool(statement.text[label.end() :].strip())
            yield "".join(label["label"].split()), list(_run(inside[number:], text, in_line))


def _record(inside: Sequence[Statement]) -> str:
    """Return all that a section says if it is the record of one thing: 办理事项 tells what the 地址 is to go to for."""
    said = [item for item in inside if not item.is_title]
    labelled = sum(LABELLED.match(item.text) is not None for item in said)
    return " ".join(item.folded for item in said) if len(inside[0].path) > 1 and labelled > _RECORD * len(said) else ""


def _asked_share(label: str, question: Question) -> float:
    """Return how much of a label a question says or asks for; 0 where it lacks the last word, which names the field."""
    cut = [word for word, _ in segment(fold(label))]
    words = [word for word in cut if len(word) > 1]
    # A clause before a colon (分开发区看：) is no label: that ends in a noun, or asks (是否网上预约).
    if not words or not (is_noun(cut[-1]) or label.endswith((*_ENDINGS, *VERBS)) or label.startswith("是否")):
        return 0.0
    asked = [_asked(word, question) for word in words]
    return sum(asked) / len(asked) if asked[-1] else 0.0


def _asked(word: str, question: Question) -> float:
    """Return how well a question asks for what a word of a label says: 在哪里办理 for 办理 and for 地点."""
    if word in question.folded:
        return 1.0
    if any(word in term.variants for term in question.terms):
        return _SYNONYM
    for endings, asking in ASKED_FOR:
        ending = next((one for one in endings if word.endswith(one)), "")
        if ending and asking.search(question.folded):
            stem = word.removesuffix(ending)
            if stem and stem in question.folded:
                return _SYNONYM
            return _IMPLIED if not stem or stem in GENERIC else _OTHER
    return _GENERIC if word in GENERIC else 0.0


def _score(words: Sequence[Term], statement: Statement, label: str, record: str, weigh: Weigh) -> float:
    """Return how well the words are found that say whose field is asked for, from 0 to 1."""
    regions = (
        (fold(label), _IN_LABEL),
        (" ".join(title for title in statement.path if not _SENTENCE.search(title)), _IN_PATH),
        (statement.topic, _IN_PATH),
        (statement.folded, _IN_VALUE),
        (record, _IN_RECORD),
    )
    asking = [asking for endings, asking in ASKED_FOR if label.endswith(endings)]
    own = []
    for word in words:
        rest = next((one.sub("", word.text) for one in asking if one.search(word.text)), word.text)
        if rest != word.text and rest not in ("", *GENERIC) and not match(word, fold(label)):
            return 0.0  # 投诉电话 asks for another field than 咨询电话
        if rest not in ("", *GENERIC) and not (label in VERBS and word.text in _WHO_DID):
            own.append(word)
    if not own:
        return 1.0
    if is_of_another_body(own, f"{statement.said} {record}"):
        return 0.0
    return coverage(own, regions, weigh) if any(match(word, text) for word in own for text, _ in regions) else 0.0


def _run(inside: Sequence[Statement], text: str, in_line: bool) -> Iterator[Statement]:
    yield inside[0]
    for before, statement in pairwise(inside):
        parted = "\n" in text[before.end : statement.start]
        if statement.heading or (parted and (in_line or LABELLED.match(statement.text))):
            return
        yield statement


def _short(part: Part, value: Sequence[Statement]) -> str:
    """Return the value where it is short, else the figure in it that is asked for.

    A label that a form repeats (``地点：地点：…``) belongs to neither.
    """
    text = value[0].text
    while label := LABELLED.match(text):
        text = text[label.end() :]
    # 联系人：查敏  电话：…: another field begins behind a gap.
    text = _NEXT_FIELD.split(text.strip(), maxsplit=1)[0].rstrip("。；; ")
    if part.ask in (Ask.VALUE, Ask.DATE) and (len(text) > _BRIEF or len(value) > 1):
        fitting = [item for item in value[0].values if kind_fit(part, item)]
        return value[0].text[fitting[0].start : fitting[0].end] if fitting else ""
    return text if len(value) == 1 and len(text) <= _LONGEST else ""
