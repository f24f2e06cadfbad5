"""Briefs, inspections and work reports in which counties stand under one another, all made up."""

from __future__ import annotations

import pytest

from qa.assistant import Assistant
from tests.qa import made_up

INSPECTION = """# 督查通报

## 关于全市民生实事推进情况的督查通报

## 一、总体情况

根据安排，市政府督查室对云岭县、石桥县开展督查，实地查看点位126个，发现问题73个。

| 县 | 小区改造计划/开工（个） | 农村公路计划/完成（公里） |
|---|---|---|
| 云岭县 | 22/20 | 118/46 |
| 石桥县 | 18/15 | 135/45 |

## 二、主要做法和成效

(一)云岭县:“链长制”推动工业突围。上半年完成工业投资31.4亿元,同比增长18.6%。总投资25亿元的底盘基地一期投产。
(二)石桥县:“果药同兴”助力乡村振兴。发展柑橘15.3万亩、药材8.6万亩。1.进展:算力中心投用机柜2400架。3.下一步:9月底前取得全部要件。

## 三、存在的问题

一是资金压力大。二是进度不均衡。三是储备不足。
"""
REPORT = """政府工作报告

——2032年1月8日在青河县第十八届人民代表大会第四次会议上

一、2031年工作回顾

预计全年实现地区生产总值301.6亿元，增长5.8%。全县茶园面积60.2万亩；茶叶总产量8.43万吨。城南供水工程应铺设管网210公里，仅完成64公里。
引育数字人才2160人，其中博士48人。茶叶出口2.9亿美元，城北停车楼改造因规划调整结转今年实施。

二、2032年工作安排

(一)用心办好三件民生实事。1.新建幼儿园3所;2.改造老旧小区15个;3.新增充电桩400个。
(二)扩大投资。力争一季度争取资金1.5亿元以上，去年已到位资金2.36亿元。
"""


def _assistant(name: str, text: str) -> Assistant:
    return made_up.indexed({name: text})


@pytest.fixture(scope="module")
def inspection() -> Assistant:
    return _assistant("inspection.md", INSPECTION)


@pytest.fixture(scope="module")
def report() -> Assistant:
    return _assistant("report.txt", REPORT)


@pytest.mark.parametrize(
    ("question", "short"),
    [
        ("云岭县上半年完成工业投资多少亿元？", "31.4亿元"),
        ("石桥县药材有多少万亩？", "8.6万亩"),
        ("石桥县算力中心投用了多少架机柜？", "2400架"),
        ("督查一共发现多少个问题？", "73个"),
        ("石桥县农村公路完成了多少公里？", "45"),
        ("云岭县小区改造开工了几个？", "20"),
        ("存在的问题有哪些？", "资金压力大；进度不均衡；储备不足"),
    ],
)
def test_what_stands_under_a_county_is_its(inspection: Assistant, question: str, short: str) -> None:
    assert inspection.answer(question).short == short


@pytest.mark.parametrize("question", ["云岭县柑橘种了多少万亩？", "云岭县底盘基地二期总投资多少？"])
def test_another_countys_figure_or_phase_is_no_answer(inspection: Assistant, question: str) -> None:
    assert inspection.answer(question).status == "not_found"


@pytest.mark.parametrize(
    ("question", "short"),
    [
        ("青河县2031年地区生产总值是多少？", "301.6亿元"),
        ("2031年茶园面积和茶叶总产量分别是多少？", "60.2万亩；8.43万吨"),
        ("城南供水管网还差多少公里没铺？", "146公里"),
        ("2031年引来的数字人才里有几个博士？", "48人"),
        ("三件民生实事是什么？", "新建幼儿园3所；改造老旧小区15个；新增充电桩400个"),
        ("城北停车楼改造2031年完成了吗？", "尚未"),
        ("已到位资金有多少？", "2.36亿元"),
    ],
)
def test_a_work_report(report: Assistant, question: str, short: str) -> None:
    assert report.answer(question).short == short


def test_a_crop_is_no_other_crop(report: Assistant) -> None:
    assert report.answer("2031年粮食总产量是多少吨？").status == "not_found"
