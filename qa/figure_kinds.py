"""Which kinds of figure a question wants, by the noun that names it and the measure word that asks for it."""

from __future__ import annotations

import re

from qa.values import Kind

MONEY_UNIT = re.compile(r"^(?:万亿|亿|万|千|百)*(?:元|块钱|美元|钱)$|^(?:万|千|百)+块$|^个?(?:万亿|亿)$")
_RATE_NOUN = re.compile(
    r"(?:同比|环比)$|增速|增幅|增长率|降幅|涨幅|达效率|(?<![效频税利汇])率(?!先|领)|占比|比例|比重|百分比"
)
_MONEY_NOUN = re.compile(
    r"总?投资(?:额|总额|规模)?$|(?<![招中])投入?$|(?<![份名限定配])额$|生产总值(?:总量)?$|gdp(?:总量)?$|资金$|(?<![年生]产)规模$|总额$|产值$|增加值$|收入$|支出$|价格$|费用$|造价$"
)
# 签约金额目标定了多少, 月薪是多少: some words for sums need not stand right before what asks.
_SUM_NOUN = re.compile(
    r"(?:金额|价款|总价|单价|售价|出让价|月薪|年薪|薪[资酬]|工资|学费|租金|押金|保证金|罚款|亏损额?|盈利|净利)(?![^,。;]*(?:率|占|增|涨|降|[个家项]))[^,。;多少几]{0,6}$"
)
_COUNT_NOUN = re.compile(r"(?:数量|数目|个数|宗数|家数|次数|人数|件数|项数|户数|面积|产量|产能|总数|名额|亩数|数)$")
# 常住人口比上年增加了多少 may be told as a share or as a number.
_BY_HOW_MUCH = re.compile(r"(?:比|较|[与和同跟])(?:上|前|去)一?年[末底]?(?:度|同期)?[^,。;?!]{0,4}(?:增加|减少)了?$")
# 按领导班子职数的多少来选聘
_SHARE_OF = re.compile(r"按照?[^,。;]{2,20}的$")


def kinds_named(words: str) -> frozenset[Kind]:
    """Return the kinds of value that the name of a figure calls for (``完成额``, ``同比增幅``); empty for any."""
    if _RATE_NOUN.search(words[-4:]):
        return frozenset({Kind.PERCENT})
    if _MONEY_NOUN.search(words):
        return frozenset({Kind.MONEY})
    return frozenset({Kind.COUNT}) if _COUNT_NOUN.search(words) else frozenset()


def kinds_asked(folded: str, start: int, unit: str) -> frozenset[Kind]:
    """Return the kinds of value that fit 多少 or 几 with a unit, after the words before it."""
    if MONEY_UNIT.match(unit):
        return frozenset({Kind.MONEY})
    if not unit and _SHARE_OF.search(folded[:start]):
        return frozenset({Kind.PERCENT})
    if unit == "%":
        return frozenset({Kind.PERCENT})
    if unit in ("个百分点", "个点"):
        return frozenset({Kind.POINTS})
    if unit:
        return frozenset({Kind.COUNT})
    before = re.sub(
        r"(?:是|为|有|达到?|到了?|完成了?|了|大概|大约|约|共|的|一共|总共|分别)+$",
        "",
        folded[max(0, start - 14) : start],
    )
    if before.endswith(("系数", "指数")):
        return frozenset({Kind.NUMBER, Kind.PERCENT})
    if _BY_HOW_MUCH.search(folded[:start]):
        return frozenset({Kind.PERCENT, Kind.COUNT, Kind.MONEY})
    reached = folded[:start].rstrip("了").endswith("到")
    if _RATE_NOUN.search(before[-3:]) or (
        not reached
        and before.endswith(("增长", "同比", "下降", "增加", "占", "涨", "上涨", "跌", "同比增", "同比降", "同比减"))
    ):
        return frozenset({Kind.PERCENT})
    if _MONEY_NOUN.search(before) or _SUM_NOUN.search(before):
        return frozenset({Kind.MONEY})
    if _COUNT_NOUN.search(before):
        return frozenset({Kind.COUNT})
    return frozenset()
