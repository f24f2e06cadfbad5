"""Finds figures, amounts of money, percentages and dates in Chinese text.

Works on folded text (`corpus.folding.fold`), so spans are offsets into the original as well.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from enum import Enum

from qa.lexicon import UNITS


class Kind(Enum):
    """What a value measures."""

    MONEY = "money"
    PERCENT = "percent"
    POINTS = "points"
    COUNT = "count"
    DATE = "date"
    FREQUENCY = "frequency"
    NUMBER = "number"


@dataclass(frozen=True, slots=True)
class Value:
    """A value in a text.

    Attributes:
        kind: What it measures.
        start: Offset of its first character.
        end: Offset after its unit.
        text: The value as written, folded.
        amount: Its size in the base unit (元 for money, 1 for percent), None for a date.
        unit: Its unit or measure word, ``""`` if none.
    """

    kind: Kind
    start: int
    end: int
    text: str
    amount: Decimal | None
    unit: str


_SCALES = {
    "万亿": 10**12,
    "千亿": 10**11,
    "百亿": 10**10,
    "亿": 10**8,
    "千万": 10**7,
    "百万": 10**6,
    "万": 10**4,
    "千": 10**3,
    "百": 100,
}
_SCALE = "(?:" + "|".join(_SCALES) + ")"
_CURRENCY = "(?:元人民币|人民币|美元|欧元|港元|日元|元)"
# 八大优势 counts; 二十大 is a congress, 第3大 a rank, 2024大数据 and 一大批 are none of these.
_BIG = (
    "(?<!一大)(?<!二十大)(?<!十[一二三四五六七八九]大)(?<![0-9]{4}大)(?<!第[0-9]大)"
    "(?=[\u4e00-\u9fff]{2})(?![量会学型力大家部多批于小米门数湖洲洋连])"
)
_FORM = "(?<!一式)(?<![0-9]{4}式)(?![样中])"
# 60分 is a mark, 3分钟 and 三分之一 are none; within 5日内 are days counted, on 5日 is a date.
_NOT_BEHIND = {
    "大": _BIG,
    "式": _FORM,
    "日": "(?=内)",
    "分": "(?![别之成为类布支析局公管批期散标])",
    "份": "(?![额子])",
    "周": "(?![年边密])",
}
_UNIT = "(?:" + "|".join(re.escape(u) + _NOT_BEHIND.get(u, "") for u in sorted(UNITS, key=len, reverse=True)) + ")"
# Scans have a middle dot for the point: 5·8%.
_ARABIC = r"\d+(?:,\d{3})+(?:\.\d+)?|\d+(?:[.·]\d+)?"
_HAN = "[一二两三四五六七八九十百千零]+"
# Measure words before which a Chinese numeral is a count and not part of a word (一批, 一流, 三农).
_HAN_UNIT = (
    "(?:个百分点|个月|个工作日|个自然日|个|家|项|宗|次(?!性)|批次|人次|人|名|位|条|件|户|套|所|座|届|种|类|场|倍|折|大?方面|大条|大项|大类|点(?!子)|"
    "份(?![额子])|学期|学年|年|天|县|省|市|镇|乡|支|米(?![饭粉酒面])|公里|平方米|厘米|小时|分钟|周岁|岁|公斤|千克|亩|日(?=内)|"
    rf"式{_FORM}|大{_BIG}"
    "|万亿元|亿元|万元|元(?![化论素旦老宵首气件代明])|万(?!吨|千瓦)|亿(?!吨|千瓦)|成)(?!吨?级)"
)

_CLOCK = r"(?:[上下中]午|早上|晚上|凌晨)?\s*(?:[01]?\d|2[0-4])(?::[0-5]\d|[时点](?:半|整|[0-5]?\d分)?)"
_DAY = r"(?:\d{4}年)?\d{1,2}月\d{1,2}[日号](?:\([^()]{1,5}\))?"
_DATE = re.compile(
    rf"{_DAY}\s*{_CLOCK}(?:\s*(?:至|到|-|~)\s*(?:{_DAY}\s*)?{_CLOCK})?"
    r"|(?:\d{4}年)?\d{1,2}月(?:份|底|初|末|[上中下]旬|\d{1,2}[日号])?(?:\s*(?:至|到|-)\s*(?:(?:(?:\d{4}年)?\d{1,2}月)?\d{1,2}[日号]|(?:\d{4}年)?\d{1,2}月(?:份|底|初|末)?))?"
    r"|\d{1,2}(?:-|至)\d{1,2}月|(?:19|20)\d{2}\s*(?:-|至|到)\s*(?:19|20)\d{2}(?!\d)年?|\d{4}年(?:代|初|底|末|上半年|下半年|[一二三四]季度)?"
    rf"|(?:19|20)\d{{2}}(?=年)|{_CLOCK}(?:\s*(?:至|到|-|~)\s*{_CLOCK})?(?<=[:时点半整分\d])(?<!\d[时点])",
    re.ASCII,
)
_FIGURE = re.compile(
    rf"(?P<number>{_ARABIC})\s?(?P<more1>多|余)?(?:个(?=亿))?(?P<scale>{_SCALE})?(?P<more2>多|余)?\s*"
    rf"(?:(?P<money>{_CURRENCY})|(?P<points>个百分点)|(?P<percent>[%‰])|(?P<unit>{_UNIT}))?",
    re.ASCII,
)
_NAME_NUMBER = re.compile(r"[a-z]+[.-]?\d+(?:\.\d+)?(?![\d%万亿千百元个家项])", re.ASCII)
_OFTEN = re.compile(r"每(?:一|两|三|半)?(?:个)?(?:年|季度|月|周|旬|日|天)(?:一次|两次)?|逐(?:年|季|月|周|日)", re.ASCII)
_NUMBERS = re.compile(r"号(?!\))|[〕\]]")
# 12345热线 counts nothing.
_HOTLINE = re.compile(
    r"(?<![\d.])(?:12[0-9]{3}|1[12][0-9])(?=(?:政务|便民|服务|公共|市民|消费|投诉|举报|监督|急救|报警|法律|纳税|医保)*(?:热线|平台|电话|中心|工单))",
    re.ASCII,
)
_PEOPLE = re.compile(r"(?:多|名)?(?:参合|参保|城乡|城镇|农村)?(?:农民|居民|人口|群众|职工|学生|网民|游客)")
PHONE = re.compile(r"(?<![\d.-])(?:0\d{2,3}[- ]\d{7,8}(?:-\d{1,4})?|1[3-9]\d{9}|400-?\d{3}-?\d{4})(?![\d.])", re.ASCII)
"""A telephone number; it measures nothing."""
_PERCENT_HAN = re.compile(rf"百分之(?P<number>{_HAN}|\d+(?:\.\d+)?)", re.ASCII)
_SHARE = re.compile(r"(?<![\d/])(?P<share>\d{1,2})/(?P<parts>\d{1,2})(?=$|[,。;、)]|以上|左右|的|强)", re.ASCII)
_FRACTION = re.compile(r"(?P<parts>[二三四五六七八九十]+)分之(?P<share>[一二三四五六七八九十]+)|一半|半数|过半(?!年)")
_HAN_FIGURE = re.compile(rf"(?<!第)(?P<number>{_HAN})(?P<more>多|余)?(?P<unit>{_HAN_UNIT})", re.ASCII)
_DIGITS = {char: value for value, char in enumerate("零一二三四五六七八九")} | {"两": 2}
_HAN_SCALES = {"十": 10, "百": 100, "千": 1000}


def han_number(text: str) -> int:
    """Return the number that Chinese numerals below ten thousand spell: ``二十三`` -> 23."""
    total, digit = 0, 0
    for char in text:
        if char in _HAN_SCALES:
            total += (digit or 1) * _HAN_SCALES[char]
            digit = 0
        else:
            digit = _DIGITS[char]
    return total + digit


def find_values(folded: str) -> list[Value]:
    """Return the values in a folded text, in order, none overlapping.

    Years and days are dates; ``(第)三次`` is an ordinal and no value. Longer readings win over shorter ones.
    """
    found: list[Value] = []
    at = 0
    while at < len(folded):
        number = PHONE.match(folded, at) or _HOTLINE.match(folded, at)
        value = None if number else _value_at(folded, at)
        if value is None:
            in_name = _NAME_NUMBER.match(folded, at) or number
            at = in_name.end() if in_name else at + 1
        else:
            found.append(value)
            at = value.end
    return found


def _value_at(text: str, at: int) -> Value | None:
    char = text[at]
    if char.isdigit() and char.isascii():
        date = _DATE.match(text, at)
        if date and not text[at - 1 : at].isdigit():
            return Value(Kind.DATE, at, date.end(), date.group(), None, "")
        share = _SHARE.match(text, at)
        if share and int(share["share"]) < int(share["parts"]):
            amount = Decimal(100 * int(share["share"])) / int(share["parts"])
            return Value(Kind.PERCENT, at, share.end(), share.group(), amount, "%")
        return _arabic(text, at)
    if char in "每逐":
        often = _OFTEN.match(text, at)
        if often:
            return Value(Kind.FREQUENCY, at, often.end(), often.group(), None, "")
    if char == "百":
        percent = _PERCENT_HAN.match(text, at)
        if percent:
            number = percent["number"]
            amount = Decimal(number) if number[0].isascii() else Decimal(han_number(number))
            return Value(Kind.PERCENT, at, percent.end(), percent.group(), amount, "%")
    fraction = _FRACTION.match(text, at)
    if fraction:
        parts = fraction["parts"]
        amount = Decimal(100 * han_number(fraction["share"])) / han_number(parts) if parts else Decimal(50)
        return Value(Kind.PERCENT, at, fraction.end(), fraction.group(), amount, "%")
    if char in "一二两三四五六七八九十百千":
        match = _HAN_FIGURE.match(text, at)
        if match:
            unit = match["unit"]
            kind = Kind.POINTS if unit == "个百分点" else Kind.MONEY if unit.endswith("元") else Kind.COUNT
            amount = Decimal(han_number(match["number"])) * (_SCALES.get(unit[:-1], 1) if kind is Kind.MONEY else 1)
            if unit == "成":
                return Value(Kind.PERCENT, at, match.end(), match.group(), 10 * amount, "%")
            return Value(kind, at, match.end(), match.group(), amount, "元" if kind is Kind.MONEY else unit)
    return None


def _arabic(text: str, at: int) -> Value | None:
    match = _FIGURE.match(text, at)
    if match is None:
        return None
    amount = Decimal(match["number"].replace(",", "").replace("·", ".")) * _SCALES.get(match["scale"] or "", 1)
    kind, unit = Kind.NUMBER, ""
    for name, candidate in (
        ("money", Kind.MONEY),
        ("points", Kind.POINTS),
        ("percent", Kind.PERCENT),
        ("unit", Kind.COUNT),
    ):
        if match[name]:
            kind, unit = candidate, match[name]
    if not unit and "亿" in (match["scale"] or "") and _PEOPLE.match(text, match.end()):
        return Value(Kind.COUNT, at, match.end(), text[at : match.end()].rstrip(), amount, "人")
    if not unit and "亿" in (match["scale"] or ""):
        # 签约500亿: what comes in 亿 without a measure word is money.
        kind, unit = Kind.MONEY, "元"
    if not unit and _NUMBERS.match(text, match.end()):
        return None  # 3号冷库 and 〔2025〕22号 count nothing
    end = match.end() if unit or match["scale"] or match["more1"] else match.end("number")
    return Value(kind, at, end, text[at:end].rstrip(), amount, unit)


def written(amount: Decimal, like: Value, step: Decimal | None = None) -> tuple[str, bool]:
    """Write an amount in the unit of a value: 1400000000 like ``870.02亿元`` -> ``14亿元``.

    Args:
        amount: What to write, in the base unit.
        like: The value whose unit is taken; 万元 instead of 亿元 where little would be left.
        step: What to round to in that unit; not rounded if None.

    Returns:
        The text, and whether it is exact.
    """
    match = re.match(r"[\d.,·]+", like.text)
    digits = match.group() if match else "1"
    scale = like.amount / Decimal(digits.replace(",", "").replace("·", ".")) if match and like.amount else Decimal(1)
    unit = like.text[len(digits) :].strip() if match else like.unit
    if step is not None and scale == _SCALES["亿"] and amount < scale / 10:
        scale, unit = Decimal(_SCALES["万"]), unit.replace("亿", "万")
    number = amount / scale
    rounded = number if step is None else number.quantize(step, ROUND_HALF_UP)
    text = f"{rounded:f}"
    return (text.rstrip("0").rstrip(".") if "." in text else text) + unit, rounded == number
