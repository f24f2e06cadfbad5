"""How well the kind, the unit and the figures of a value fit what a question asks for."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Sequence
from decimal import Decimal

from qa.question import Question
from qa.statements import Statement
from qa.things import Part
from qa.values import Kind, Value

_OTHER_UNIT = 0.7
_OTHER_CURRENCY = 0.5
_BARE_NUMBER = 0.7
_SAME_FIGURE, _NO_SUCH_FIGURE = 1.1, 0.7
# 9月底 answers which day as well as a text does.
_ROUGHLY, _TIME_OF_MONTH = 0.8, re.compile("月[底初末中]|旬")
_HOUR, _CLOCK = "时", re.compile(r":\d|[时点]")
_ROUNDED = Decimal("0.001")
_UNIT_CLASSES = {
    "面积": {"亩", "平方米", "平米", "平方公里", "平方千米", "公顷"},
    "长度": {"公里", "千米", "米"},
}
_INTERCHANGEABLE = (
    {"个", "项", "条", "件", "种", "家", "宗", "块"},
    {"家", "户"},
    {"平方米", "平米"},
    {"次", "趟", "批次"},
    {"趟", "人次"},
    {"人", "名", "位", "人次", "号人"},
    {"次", "场", "批次", "批"},
    {"天", "日", "个工作日", "工作日", "个自然日", "自然日"},
    {"份", "套"},
    {"辆", "台", "部"},
    {"度", "℃", "摄氏度"},
    {"岁", "周岁"},
    {"标准箱", "标箱"},
    {"次", "遍", "回"},
)
# What is measured in one of these is not counted in 个: 趟 are no 38个项目.
_MEASURES = frozenset(
    "次 趟 回 遍 批次 天 日 年 个月 小时 分钟 秒 周 亩 公顷 平方米 平方公里 公里 千米 米 吨 公斤 千克 斤 立方米 度 ℃ "
    "折 岁 周岁 千瓦时 千瓦 个工作日 工作日".split()
)
# What is asked for, and how a text says it.
_RATIOS = (
    (re.compile("平均|人均"), re.compile("均")),
    (re.compile("占比|比重|份额|占全"), re.compile("占|比重|率|比例|份额|贡献")),
    (re.compile("占(?!地|用|比|领)[^,。多几]{2,}(?:比|百分|几成)"), re.compile("占|比重|比例|份额|之比|贡献")),
    (re.compile("多少倍|几倍|翻了"), re.compile("倍|翻")),
)
# Words that a figure answers by being what it is: 20亿元 is an investment or a sum even where no word says so.
_IMPLIED_BY = {
    Kind.MONEY: frozenset({"投资", "总投资", "投资额", "金额", "资金", "钱", "投", "投入", "花"}),
    Kind.PERCENT: frozenset({"比例", "占比", "比重", "占"}),
    Kind.COUNT: frozenset({"数量", "个数", "人数"}),
}
_IMPLIED_BY_UNIT = {
    "亩": "面积",
    "平方米": "面积",
    "平方公里": "面积",
    "公顷": "面积",
    "人": "人数",
    "公里": "里程",
    "岁": "年龄",
}
# Words for other sums of money: beside one of these a sum is no investment.
_OTHER_SUMS = ("增加值", "产值", "收入", "利润", "税", "基金", "支出", "贷款", "补贴", "补助")

_TIMES = "次"


def kind_fit(part: Part, value: Value) -> float:
    """Return how well a value's kind and unit fit what is asked for, from 0 to 1."""
    dates = {Kind.DATE, Kind.FREQUENCY}
    if part.kinds & dates or value.kind in dates:
        return _grain_fit(part.unit, value) if value.kind in part.kinds else 0.0
    if part.kinds == {Kind.PERCENT} and value.kind is Kind.NUMBER:
        return _BARE_NUMBER
    if part.kinds and value.kind not in part.kinds:
        return 0.0
    if part.unit in _UNIT_CLASSES:
        return float(value.unit in _UNIT_CLASSES[part.unit])
    if value.kind is Kind.MONEY and part.currency and part.currency != currency_of(value.unit):
        return _OTHER_CURRENCY
    if not part.unit or part.unit == value.unit:
        return 1.0
    if same_unit(part.unit, value.unit):
        return 0.95
    loose = value.kind is Kind.COUNT and value.unit in ("个", "项", "家", "次") and part.unit not in _MEASURES
    return _OTHER_UNIT if loose else 0.0


def currency_of(unit: str) -> str:
    """Return the currency that a unit of money names: 元 for 万元 and 人民币, 美元, 欧元; empty for none."""
    return next((name for name in ("美元", "欧元", "港元", "日元") if name in unit), "元" if "元" in unit else "")


def same_unit(first: str, second: str) -> bool:
    """Tell whether two measure words count the same: 个 and 项 do."""
    return first == second or any(first in group and second in group for group in _INTERCHANGEABLE)


def _grain_fit(grain: str, value: Value) -> float:
    """Return how well a date fits what is asked for: a day is no year, and a year alone is seldom an answer to when."""
    if grain == _HOUR:
        return float(_CLOCK.search(value.text) is not None)
    if value.kind is Kind.FREQUENCY or grain in value.text:
        return 1.0 if grain or "月" in value.text or value.kind is Kind.FREQUENCY else 0.85
    return _ROUGHLY if grain == "日" and _TIME_OF_MONTH.search(value.text) else 0.0


def is_such_a_ratio(question: Question, regions: Sequence[tuple[str, float]]) -> bool:
    """Tell whether an average or a share is said where one is asked for; a plain sum is neither."""
    near = " ".join(text for text, _ in regions[:3])
    return all(said.search(near) for asked, said in _RATIOS if asked.search(question.folded))


def implied_words(value: Value, regions: Sequence[tuple[str, float]]) -> frozenset[str]:
    """Return the words that the kind of a value says by itself."""
    near = regions[0][0]
    if value.kind is Kind.MONEY and any(word in near for word in _OTHER_SUMS):
        return frozenset()
    if value.kind is Kind.MONEY and "投资" in near and "总投资" not in near:
        # Beside 当年完成投资 a sum is not the whole investment.
        return _IMPLIED_BY[value.kind] - {"总投资"}
    measure = _IMPLIED_BY_UNIT.get(value.unit, "")
    counted = f"{value.unit}数" if value.kind is Kind.COUNT and value.unit else ""
    return _IMPLIED_BY.get(value.kind, frozenset()) | {counted} | {measure, "总面积" if measure == "面积" else ""}


def anchors(question: Question, pool: Iterable[Statement]) -> frozenset[Value]:
    """Return the figures that a question states itself (``年产30万吨的项目``) and that stand in the statements."""
    stated = [
        value
        for value in question.values
        if value.kind not in (Kind.DATE, Kind.FREQUENCY)
        and (value.unit == _TIMES or any(char.isdigit() for char in value.text))
    ]
    return frozenset(
        value for value in stated if any(same_figure(value, other) for statement in pool for other in statement.values)
    )


def stated_fit(anchored: Iterable[Value], statement: Statement, value: Value) -> float:
    """Return how well the figures that a question states itself fit those around a value."""
    fit = 1.0
    for stated in anchored:
        if stated.unit == _TIMES:
            # What four events had is told in a sentence on four, and not in one on six.
            times = [other for other in statement.values if other.unit == _TIMES and other is not value]
            fit *= _NO_SUCH_FIGURE if times and not any(same_figure(stated, other) for other in times) else 1.0
            continue
        start, end = statement.part_at(value.start)
        same = any(
            same_figure(stated, other) and other is not value
            for other in statement.values
            if start <= other.start < end
        )
        fit *= _SAME_FIGURE if same else _NO_SUCH_FIGURE
    return fit


def figures_fit(anchored: Iterable[Value], statement: Statement) -> float:
    """Return how well the figures of a question that stand in the documents fit a statement: it should hold them."""
    exact = (stated for stated in anchored if stated.unit != _TIMES)
    held = (any(same_figure(stated, other) for other in statement.values) for stated in exact)
    return math.prod(1.0 if found else _NO_SUCH_FIGURE for found in held)


def same_figure(stated: Value, other: Value) -> bool:
    """Tell whether a question's figure is that of a text, exactly or rounded: 870亿元 is 870.02亿元."""
    if stated.amount is None or other.amount is None or stated.kind is not other.kind:
        return False
    if stated.kind is Kind.COUNT and stated.unit != other.unit:
        return False
    return abs(other.amount - stated.amount) <= _ROUNDED * abs(stated.amount)


def is_stated(question: Question, value: Value) -> bool:
    """Tell whether the question states a value itself: nobody asks for what he says."""
    return any(
        value.amount is not None and value.amount == stated.amount and value.unit == stated.unit
        for stated in question.values
        if any(char.isdigit() for char in stated.text)
    )
