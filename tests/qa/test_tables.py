"""Figures in the rows of tables, on a made-up notice."""

from __future__ import annotations

import pytest

from corpus.folding import fold
from qa.assistant import Assistant
from qa.tables import cells, is_row, is_rule, read_row
from tests.qa import made_up

NOTICE = """# 青河市重点项目通报

## 各地完成情况

| 地区 | 项目数（个） | 总投资（亿元） | 完成率 |
| --- | ---: | ---: | ---: |
| 云岭县 | 38 | 412.6 | 48.2% |
| 石桥县 | 31 | 286.3 | 45.1% |
| 循环产业园 | 41 | 468.9 | 47.0% |

| 指标 | 云岭县2030年 | 云岭县2031年 |
|---|---|---|
| 粮食总产(亿斤) | 31.2 | 31.6 |

## 在建工程

| 工程 | 业主单位 | 合同价（万元） |
| --- | --- | ---: |
| 跃进大桥 | 青河城投集团 | 416 |
| 龙门水库 | 青河水务公司 | 283 |
| 长堤路 | 青河路桥公司 | 489 |

## 要求

各地要加快进度。
"""


@pytest.fixture(scope="module")
def assistant() -> Assistant:
    return made_up.indexed({"notice.md": NOTICE})


@pytest.mark.parametrize(
    ("question", "short"),
    [
        ("云岭县的总投资是多少亿元？", "412.6"),
        ("石桥县项目数是多少个？", "31"),
        ("循环产业园的完成率是多少？", "47.0%"),
        ("云岭县2031年粮食总产多少亿斤？", "31.6"),
        ("云岭县2030年粮食总产多少亿斤？", "31.2"),
        ("哪个地方总投资最大？", "循环产业园"),
        ("哪个工程的合同价最高？", "长堤路"),
        ("哪个业主单位的合同价最低？", "青河水务公司"),
        ("哪家公司的合同价最高？", "青河路桥公司"),
        ("各工程的合同价分别是多少？", "跃进大桥：416万元；龙门水库：283万元；长堤路：489万元"),
        ("各工程的合同价一共多少？", "1188万元"),
        ("跃进大桥和龙门水库的合同价相差多少？", "133万元"),
    ],
)
def test_a_cell_is_of_its_row_and_its_column(assistant: Assistant, question: str, short: str) -> None:
    answer = assistant.answer(question)
    assert answer.short == short
    assert all(citation.quote in NOTICE for citation in answer.citations)


def test_a_row_without_the_figure_is_refused(assistant: Assistant) -> None:
    assert assistant.answer("南浦县的总投资是多少亿元？").status == "not_found"


def test_units_stand_in_the_head_of_the_column() -> None:
    row = "| 云岭县 | 38 | 412.6 |"
    values, found = read_row(row, fold(row), ("地区", "项目数(个)", "总投资(亿元)"), cells(row), frozenset({"云岭"}))
    assert [(value.text, value.unit) for value in values] == [("38", "个"), ("412.6", "元")]
    assert {cell.owner for cell in found.values()} == {"云岭县"}
    assert [cell.label for cell in found.values()] == ["项目数 云岭县", "总投资 云岭县"]


@pytest.mark.parametrize("line", ["| 甲 | 乙 |", "|甲|", "| --- | :--: |"])
def test_rows_and_rules(line: str) -> None:
    assert is_row(line)
    assert is_rule(line) == ("-" in line)
    assert all(line[start:end].strip() == line[start:end] for start, end in cells(line))


@pytest.mark.parametrize("line", ["甲|乙", "没有表格", ""])
def test_what_is_no_row(line: str) -> None:
    assert not is_row(line)
    assert not is_rule(line)
