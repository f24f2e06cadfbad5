"""Questions as people type them into a chat: with preambles, spaces for commas, claims in quotes, and pronouns."""

from __future__ import annotations

import pytest

from qa.assistant import Assistant
from tests.qa import made_up

REPORT = """# 青河市开发区

## 【2031年工作成绩】

一是推进项目建设。2031年“三个一批”活动铺排项目数量比上年多96个，总投资比上年高505.9亿元；全年共铺排项目269个，总投资870.02亿元。我市与全省同步开展4次“三个一批”活动。

二是强化要素保障。设立总规模达6亿元的开发区产业基金。推行“赋权+派驻+代办”政务服务模式，建立了由326人组成的代办队伍，第五批赋权清单赋予市级行政权力事项1229项。

三是加强统筹指导。每月组织召开开发区工作分析会。召开全市开发区工作推进会，市委书记在会上进一步明确目标任务。

四是逐月调度。今年举办了四次“三比三看”活动，“签约一批”项目38个；“开工一批”项目42个。调度去年以来六次“三比三看”项目，43个“签约一批”项目开工率91.5%，38个“开工一批”项目投产率23.5%。力争一季度重点工程开工率达到35%以上，上半年达到80%以上。

五是扩大招商。今年累计外出招商百余批次，在北京、上海、苏州等地开展了招商活动，引进企业9家。全市用水总量19.86亿立方米，控制在省下达的21.5亿立方米指标以内。

## 【2032年工作计划】

一是抓改革。按领导班子职数10%公开选聘高级管理人才。改造老旧小区45个，大力提升“全代办”标准化、便利化、数字化水平。

供稿:青河市商务局
"""
COMPARED = """青河市2032年政府工作报告

一、2031年工作回顾
改造老旧小区52个。云岭经开区规上工业增加值增长12.1%，工业投资128.4亿元。新增停车位6300个。年末常住人口41.2万人，比上年末减少0.2万人。农田灌溉水有效利用系数提高到0.561。43个贫困村全部出列。

二、2032年重点工作
改造老旧小区45个，新增停车位5000个。
"""


@pytest.fixture(scope="module")
def assistant() -> Assistant:
    return made_up.indexed({"bulletin.md": REPORT, "report.txt": COMPARED})


@pytest.mark.parametrize(
    ("question", "short"),
    [
        ("你好我是做投资的,刚接触山西这边不太熟,想了解一下 青河那个开发区产业基金总规模多大", "6亿元"),
        ("青河今年要公开选聘高级管理人才 是按领导班子职数的多少来", "10%"),
        ("青河隔多久把大家叫一块儿开会", "每月"),
        ("青河推行的政务服务模式由哪几个环节相加而成?", "赋权+派驻+代办"),
        ("青河的政务服务是几加几的模式", "赋权+派驻+代办"),
        ("青河的招商活动走进了哪些外地城市?", "北京、上海、苏州"),
        ("青河第五批赋权清单赋予开发区的市级行政权力事项是多少项?", "1229项"),
        ("与上一年度相比,青河“三个一批”项目在数量和总投资上分别增加了多少?", "96个；505.9亿元"),
        ("稿件想写“青河代办队伍有236人”,这个数准确吗?", "否"),
        ("青河开全市开发区工作推进会 市委书记在会上讲目标任务了吗", "是"),
        ("青河用水总量超过省里给的指标没有?", "否"),
        ("青河市2032年计划改造的老旧小区，会比2031年改的多吗？", "否"),
        ("青河市年末常住人口比上年增加了多少？", "0.2万人"),
        ("青河的农田灌溉水有效利用系数是多少？", "0.561"),
        ("青河的贫困村都摘帽了吗？", "是"),
        ("青河四次三比三看一共开工多少个项目?", "42个"),
    ],
)
def test_a_question_as_it_is_typed(assistant: Assistant, question: str, short: str) -> None:
    answer = assistant.answer(question)
    assert answer.short == short
    assert answer.citations


def test_a_figure_is_no_name(assistant: Assistant) -> None:
    assert assistant.answer("青河开发区引进的企业叫什么名字?").short != "9家"


@pytest.mark.parametrize(
    ("first", "then", "short"),
    [
        ("云岭经开区2031年规上工业增加值增速是多少?", "它完成的工业投资是多少？", "128.4亿元"),
        ("青河市2031年新增了多少停车位？", "下一年还要新增多少个？", "5000个"),
        ("青河一季度重点工程开工率要达到多少?", "到年中要达到多少?", "80%以上"),
    ],
)
def test_a_turn_that_leans_on_the_one_before(assistant: Assistant, first: str, then: str, short: str) -> None:
    assert assistant.answer(then, made_up.turns(first, assistant.answer(first).text)).short == short


def test_what_another_project_costs_is_no_answer() -> None:
    report = """# 青河市开发区

抓好太行世纪10GWh电池生产线、多氟多六氟磷酸锂二期等重大项目建设。

引进了总投资38亿元的飞轮储能项目、总投资35亿元的5GW钙钛矿电池生产线项目等一批项目。
"""
    asked = made_up.indexed({"report.md": report})
    assert asked.answer("太行世纪那个电池生产线 要投多少钱").status == "not_found"
    assert asked.answer("钙钛矿电池生产线要投多少钱").short == "35亿元"
