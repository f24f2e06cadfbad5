"""What part a figure plays in its sentence: what is asked for plainly is the level that was reached, of all of it.

An increment (``增产1454万吨``), what another figure came from (``由2782公里增至…``), an aim in brackets
(``高于省定目标(16%)``), a part above a threshold (``亿元以上项目156个``) and an average (``人均``) are something
else, unless the question speaks of one.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from qa.asks import Ask
from qa.lexicon import LIGHT_WORDS
from qa.question import Question
from qa.segmentation import is_noun, segment, segmenter
from qa.statements import Statement
from qa.things import Part
from qa.values import Kind, Value
from qa.words import Term, match

# How much a figure counts that plays another part than the one asked for.
_AS_INCREMENT, _AS_AIM, _AS_PART, _AS_ORIGIN, _AS_AVERAGE = 0.7, 0.6, 0.8, 0.6, 0.7
_AVERAGED = re.compile("人均|户均|亩均|平均每|单位")
_COMES_FROM, _FROM_NEAR = re.compile(r"[由从]|自\d{4}年的?"), 18
_ROSE_TO_NEXT = re.compile(
    r"(?:左右|以上|人次)?[^,。;\d]{0,4}?(?:(?:提高|增加|压缩|压减|缩短|精简|下降|降低|降|上升|扩大|提升|减少|增长|调整|跃升|升|增|减|缩小|发展|回落)(?:到|至|为)|达到)"
)
_ASKS_ORIGIN = re.compile(r"从多少|由多少|原来|原先|起初|最初|之前|以前|当初|前年")
_ASKS_NOW = re.compile("(?:现在|目前|如今|后来|现今)[^,。?]{0,10}[多几]")
_TARGET, _AIMED = (
    re.compile(r"(?:目标|计划|任务|预算)[\u4e00-\u9fff]{0,4}\($"),
    re.compile("目标|计划|任务|预期|要求|定的|省定|预算"),
)
_NO_PART, _ASKS_SHARE = 0.5, re.compile("占|几成|比例|比重|百分比|扣除|除去|以外|之外|其余")
_PART_OF_ALL = re.compile(r"[万亿]元?以[上下]")
_ABOVE = re.compile(r"(?:[上过超]|超过)亿元?的?(?:大?项目|工程)|亿元级")
# 2017年以来共赋权2593项 sums up what the figure before it gives of the last time.
_SINCE = re.compile(r"(?:19|20)\d{2}年(?:以来|至今)")
_ASKS_SINCE = re.compile(r"年(?:以来|以后|至今|到现在|到如今|到目前)|[从打自][^,。?]{2,5}年(?:算起|开始|起)|累计")
_TAKES_AWAY = re.compile(r"扣除|除去|减去|剔除|此前|[以之]前")
# What reports measure; beside another of these a figure is another one.
_MEASURED = re.compile(
    r"(?:收入|利润|税收|产值|增加值|投资|支出|贷款|存款|产量|销售额|零售|面积|客运量|货运量|吞吐量|进出口|出口|进口|就业|补助|赤字)"
    r"(?:总?额|总量)?$"
)
_AS_MEASURE = 0.5
# 投资16.5亿元的石墨项目 says what a project costs, and not what a city invested.
_OF_A_THING = re.compile(r"的?([^,。;、:\d]{2,30}?(?:项目|工程|基地|产业园|生产线))")
_ONE_THING, _AS_THING = re.compile("项目|工程|基地|园|生产线"), 0.5
_ASKS_ALL, _AS_YEARS = re.compile("总投资|总额"), 0.4
# 省里定的目标是多少 wants what stands in brackets behind 高于省定目标.
_ASKS_AIM = re.compile(
    r"(?:目标|任务|指标)(?:值|数)?(?:当时|原来)?(?:定的?|设定的?)?(?:是|为|有|定在)?(?:多少|几|百分之几|什么)"
    r"|(?:省里|省上|上级|省|市里)[^,。?]{0,4}(?:定|下达|下|要求|给)[^,。?高低超多]{0,16}(?:多少|几|百分之)"
)
_NOT_AIM = 0.45
_ASKS_YEARS = re.compile("完成|年度|当年|计划")
_THIS_YEAR = re.compile(r"(?:当年|年度|累计|已|上半年|全年)[^,。;]{0,4}(?:完成|计划)?投资$|完成(?:年度)?(?:计划)?投资$")
_AS_LATEST, _AS_WHOLE = 0.45, 0.75
_ASKS_WHOLE = re.compile(r"共|总|累计|以来|至今|迄今|\d年")
# 投产率23.5% is a share of what went into production, and of nothing else that the sentence names.
RATE = re.compile(r"([\u4e00-\u9fff]{2})率(?:为|是|达到?|约)?$")
_NAMED_RATE = re.compile(r"[\u4e00-\u9fff]{2,6}率")
_AS_RATE = 0.6
_LEVEL, _AS_LEVEL = re.compile(r"全(?:国|省|市|县|区)(?![第排])"), 0.6
_GROWING = frozenset({Kind.MONEY, Kind.COUNT})
_INCREMENT = re.compile(
    r"(?:增产|增加|增收|净增|减少|下降|降低|减产|减收|增发|比(?:上年|去年|上年同期|年初)[多少高低]|比(?:上年|去年|上年同期|年初)增)了?约?近?$"
)
# 与上年相比,总投资增加了多少
_ASKS_INCREMENT = re.compile(
    r"(?:比|较|[与和同跟])(?:上|前|去)一?年(?:度|同期)?(?:的?相比)?[^。;?!]{0,30}(?:增加|增长|减少|提高|下降|净增)了?(?:多少|几)(?!个百分点|个点|成|%)"
)
_ASKS_RISE = re.compile(r"[大高][了出]|增|涨|多|少|减|降|提高|上升|扩大|变化|新|差")


def role_fit(
    question: Question, part: Part, words: Sequence[Term], statement: Statement, value: Value, near: str
) -> float:
    """Return how well the part that a value plays fits a question, from 0 to 1.

    Args:
        question: The question.
        part: The part that asks for the value; for a difference, if it is one.
        words: Its words that count.
        statement: The statement that holds the value.
        value: The value.
        near: The folded words that belong to the value.
    """
    asked = question.folded
    fit = 1.0
    rise = part.ask is Ask.DIFFERENCE or _ASKS_RISE.search(asked.replace("多少", "")) is not None
    if is_increment(statement, value) and not rise:
        fit *= _AS_INCREMENT
    if value.kind in _GROWING and not is_increment(statement, value) and _ASKS_INCREMENT.search(asked):
        fit *= _AS_INCREMENT
    fit *= _aim_fit(asked, words, statement, value)
    fit *= _part_fit(asked, statement, value)
    if is_origin(statement, value) and (not _ASKS_ORIGIN.search(asked) or _ASKS_NOW.search(asked)):
        fit *= _AS_ORIGIN
    if _AVERAGED.search(near) and not _AVERAGED.search(asked):
        fit *= _AS_AVERAGE
    fit *= _thing_fit(asked, words, statement, value)
    return fit * _rate_fit(words, statement, value) * _level_fit(asked, near) * _since_fit(asked, statement, value)


def _aim_fit(asked: str, words: Sequence[Term], statement: Statement, value: Value) -> float:
    """Return how well a figure fits a question in being an aim, or standing beside the one that is asked for."""
    if is_aim(statement, value):
        return 1.0 if any(_AIMED.search(word.text) for word in words) else _AS_AIM
    if not _ASKS_AIM.search(asked):
        return 1.0
    start, end = statement.part_at(value.start)
    beside = any(is_aim(statement, other) for other in statement.values if start <= other.start < end)
    return _NOT_AIM if beside else 1.0


def _part_fit(asked: str, statement: Statement, value: Value) -> float:
    """Return how well a figure fits a question in being of all, or of those above a threshold (``亿元以上``)."""
    start, end = statement.part_at(value.start)
    limited = _PART_OF_ALL.search(asked) is not None or _ABOVE.search(asked) is not None
    if (_PART_OF_ALL.search(statement.folded, start, value.start) is not None) == limited:
        return 1.0
    unsaid = limited and not _ASKS_SHARE.search(asked) and not _PART_OF_ALL.search(statement.folded, start, end)
    return _NO_PART if unsaid else _AS_PART


def _thing_fit(asked: str, words: Sequence[Term], statement: Statement, value: Value) -> float:
    """Return how well a sum fits a question: what one project costs, or a year's share of it, is not the whole."""
    fit = 1.0
    behind = _OF_A_THING.match(statement.folded, value.end) if value.kind is Kind.MONEY else None
    if behind and not _ONE_THING.search(asked) and not any(match(word, behind.group(1)) for word in words):
        fit *= _AS_THING
    of_a_year = _ASKS_ALL.search(asked) and _THIS_YEAR.search(statement.folded[: value.start])
    return fit * _AS_YEARS if of_a_year and not _ASKS_YEARS.search(asked) else fit


def measure_fit(words: Sequence[Term], near: str, clause: str) -> float:
    """Return how well what a figure measures fits what a question asks: 营业收入 is no 利润, nor 茶叶产量 that of 粮食.

    Args:
        words: The question's words.
        near: The folded words that belong to the figure.
        clause: The folded clause that it stands in.
    """
    asked = [word for word in words if _MEASURED.search(word.text)]
    said = any(_MEASURED.search(word) for word, _ in segment(near))
    if asked and said and not any(match(word, near) or match(word, clause) for word in asked):
        return _AS_MEASURE
    for first, second in pairwise(words):
        at = near.find(second.text)
        if at <= 0 or first.start + len(first.text) != second.start or not _MEASURED.search(second.text):
            continue
        before, _ = (segment(near[:at].rstrip("的")) or (("", 0),))[-1]
        other = len(before) > 1 and is_noun(before) and before not in LIGHT_WORDS
        known = is_noun(first.text) and segmenter().has_word(first.text)
        # 产量, which says 粮食 elsewhere, is the measure itself here.
        forms = (form for form in (first.text, *first.variants) if form not in second.text)
        if other and known and first.weight >= 1 and not any(form in f"{near} {clause}" for form in forms):
            return _AS_MEASURE
    return 1.0


def _rate_fit(words: Sequence[Term], statement: Statement, value: Value) -> float:
    """Return how well a rate fits one that a question names, and what the rate is of fits the question."""
    if value.kind is not Kind.PERCENT:
        return 1.0
    named = [word for word in words if _NAMED_RATE.fullmatch(word.text)]
    fit = _AS_RATE if named and not any(match(word, statement.said) for word in named) else 1.0
    stem = RATE.search(statement.folded[: value.start])
    return fit * _AS_RATE if stem and not any(match(word, stem.group(1)) for word in words) else fit


def _level_fit(asked: str, near: str) -> float:
    """Return how well 全市 or 全省 beside a figure fits a question: what a city did is not what the province did."""
    asked_of, said_of = set(_LEVEL.findall(asked)), set(_LEVEL.findall(near))
    return _AS_LEVEL if asked_of and said_of and not asked_of & said_of else 1.0


def _since_fit(asked: str, statement: Statement, value: Value) -> float:
    """Return how well a figure fits a question in a statement that sums up since a year beside the last time."""
    if not _SINCE.search(statement.folded):
        return 1.0
    if _ASKS_SINCE.search(asked) and not _TAKES_AWAY.search(asked):
        part_start, _ = statement.part_at(value.start)
        return 1.0 if _SINCE.search(statement.folded, part_start, value.start) else _AS_LATEST
    if _ASKS_WHOLE.search(asked):
        return 1.0
    clause, _ = statement.clause_at(value.start)
    return _AS_WHOLE if _SINCE.search(statement.folded, clause, value.start) else 1.0


def is_increment(statement: Statement, value: Value) -> bool:
    """Tell whether a sum or a count is only what something grew or shrank by (``增产1454万吨``)."""
    return value.kind in _GROWING and _INCREMENT.search(statement.folded[: value.start]) is not None


def is_aim(statement: Statement, value: Value) -> bool:
    """Tell whether a value is the aim by which a result is measured (``高于省定目标(16%)``)."""
    return _TARGET.search(statement.folded[: value.start]) is not None


def is_origin(statement: Statement, value: Value) -> bool:
    """Tell whether a value is what another came from (``由2782公里增至9738公里``); what it came to is meant mostly."""
    if not _ROSE_TO_NEXT.match(statement.folded, value.end):
        return False
    start, _ = statement.part_at(value.start)
    return _COMES_FROM.search(statement.folded, max(start, value.start - _FROM_NEAR), value.start) is not None
