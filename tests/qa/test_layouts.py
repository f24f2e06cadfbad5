"""Layouts of papers: districts that lead paragraphs, papers behind a table of contents, tables between drawn rules."""

from __future__ import annotations

import pytest

from qa.assistant import Assistant
from tests.qa import made_up

BRIEF = """老旧小区改造工作简报

青河市住房城乡建设局　　2031年10月12日

本期要目

●全市前三季度老旧小区改造进展情况

一、全市总体进展

2031年，全市计划改造老旧小区268个。截至9月底，已开工258个，完工158个。累计加装电梯236部。

二、各区工作动态

云岭区：党建引领聚合力。全年任务96个小区，已全部开工，完工61个；完成投资4.12亿元；加装电梯118部。收集居民意见3420条，采纳2716条。

石桥区：多元筹资破难题。全年任务42个小区，开工40个，完工22个；完成投资1.36亿元；加装电梯26部。

南浦区：因地制宜抓整治。全年任务38个小区，开工33个，完工14个；完成投资0.78亿元；加装电梯14部。因7月份连续强降雨，工期平均延误约20天。

三、存在问题

一是进度不平衡。完工率最高的区与最低的区相差40.6个百分点。
"""
PAPERS = """全省园区亩均效益推进会
经验交流材料

目    录

1. 向存量要空间……………………浏水经济技术开发区
2. 以成果转化提升产出………………湘水高新技术产业开发区

材料之一

向存量要空间
浏水经济技术开发区

  2031年,园区亩均税收达到34.2万元,比2028年的23.5万元增加10.7万元。

  一、摸清家底。认定低效用地87宗、4265亩。按照“政府收储一批、企业自改一批、嫁接盘活一批、限期整改一批”的思路分类处置。

材料之二

以成果转化提升产出
湘水高新技术产业开发区

  2031年,园区亩均税收26.8万元,技术合同成交额128.7亿元。

  一、建平台。共建中试基地9个。
"""
TABLE = """凤川市2031年重点项目建设情况

一、分县区完成情况

          表1  各县区重点项目投资完成情况

  单位            项目数(个)  年度计划(亿元)  完成投资(亿元)
  --------------------------------------------------------
  钦南区              46            78.5             58.9
  钦北区              41            64.0             50.6
  港口片区            57           236.5            193.2
  --------------------------------------------------------
  合  计             144           379.0            302.7

  港口片区、钦北区完成率高于全市平均水平。

(按综合得分排序)
名次 乡镇 签约项目(个) 签约额 完成率 综合得分
1 湖头镇 9 38.6 96.5% 94.7
2 官桥镇 8 33.9 94.2% 92.1
3 城厢镇 10 29.8 87.6% 87.3

二、农产品

表2　2031年主要农产品产量
产品名称	单位	产量	比上年增长（%）
蔬菜	万吨	52.60	6.3
核桃	吨	14870	4.4
"""


@pytest.fixture(scope="module")
def assistant() -> Assistant:
    return made_up.indexed({"brief.txt": BRIEF, "papers.txt": PAPERS, "table.txt": TABLE})


@pytest.mark.parametrize(
    ("question", "short"),
    [
        ("石桥区老旧小区改造加装了多少部电梯？", "26部"),
        ("石桥区老旧小区改造2031年前三季度投了多少钱？", "1.36亿元"),
        ("青河三个区里，前三季度哪个区加装电梯最多？", "云岭区"),
        ("青河市老旧小区改造一共加装了多少部电梯？", "236部"),
        ("截至9月底，青河全市还有多少个计划内的老旧小区没开工？", "10个"),
        ("浏水经开区2031年的亩均税收是多少？", "34.2万元"),
        ("湘水高新区2031年的亩均税收是多少？", "26.8万元"),
        ("湘水高新区的技术合同成交额是多少？", "128.7亿元"),
        ("凤川哪个县区的重点项目数最多？", "港口片区"),
        ("钦北区重点项目完成投资多少亿元？", "50.6"),
        ("凤川市2031年核桃产量是多少吨？", "14870"),
        ("凤川官桥镇的综合得分是多少？", "92.1"),
        ("凤川签约项目个数最多的是哪个镇？", "城厢镇"),
        ("青河市老旧小区改造简报里，石桥区加装了多少部电梯？", "26部"),
    ],
)
def test_each_figure_is_whose_it_is(assistant: Assistant, question: str, short: str) -> None:
    answer = assistant.answer(question)
    assert answer.short == short
    assert answer.citations


def test_all_districts_are_told(assistant: Assistant) -> None:
    short = assistant.answer("青河各区到9月底分别完工了多少个老旧小区？").short
    assert all(figure in short for figure in ("云岭区：61个", "石桥区：22个", "南浦区：14个"))


def test_a_drawn_rule_is_no_item(assistant: Assistant) -> None:
    answer = assistant.answer("凤川的重点项目投资，哪些县区的完成率高于全市平均？")
    assert "--" not in answer.text
    assert "港口片区" in answer.short


def test_a_row_that_is_not_there_has_no_figure(assistant: Assistant) -> None:
    assert assistant.answer("凤川蓬莱镇的综合得分是多少？").status == "not_found"


def test_a_figure_that_a_paper_does_not_give_is_not_anothers(assistant: Assistant) -> None:
    assert assistant.answer("湘水高新区认定了多少宗低效用地？").status == "not_found"
