"""Figures that follow from two that a text gives, on made-up reports."""

from __future__ import annotations

import pytest

from qa.assistant import Assistant
from tests.qa import made_up

REPORT = """# 青河市开发区

## 2023年工作成绩

全年共铺排项目80个,总投资300亿元,进度居全省前列。2023年项目数量比上年多15个,总投资比上年少20.5亿元;亿元以上项目50个,总投资260亿元。

完成《向青河高新区赋权清单(第三批)》,赋予行政权力事项120项,2019年以来共向青河高新区赋权400项。

青河高新区工业投资完成30亿元。青河市开发区工业投资完成40亿元。云岭经开区工业投资完成6亿元。石桥经开区工业投资完成4亿元。

今年举办四次活动,“签约一批”项目38个,总投资14亿元;“开工一批”项目42个,总投资8.6亿元;“投产一批”项目25个,总投资4.4亿元。

各开发区的区域评估全部完成。积极推进云岭设立省级开发区。明确青河高新区进入第一方阵,云岭经开区达到中游位次。

## 2024年工作计划

力争全年签约金额突破90亿元,规上工业增加值增长12%以上。
"""


@pytest.fixture(scope="module")
def assistant() -> Assistant:
    return made_up.indexed({"report.txt": REPORT})


@pytest.mark.parametrize(
    ("question", "short", "shown"),
    [
        ("青河2022年铺排了多少个项目？", "65个", "80个 - 15个 = 65个"),
        ("按2023年的数字倒推，青河2022年项目总投资是多少亿元？", "320.5亿元", "300亿元 + 20.5亿元 = 320.5亿元"),
        ("青河不到一亿的项目有多少个？", "30个", "80个 - 50个 = 30个"),
        ("青河亿元以下项目总投资多少？", "40亿元", "300亿元 - 260亿元 = 40亿元"),
        ("青河高新区第三批之前累计赋权多少项？", "280项", "400项 - 120项 = 280项"),
        ("青河高新区工业投资占全市开发区的几成？", "75%", "30亿元 ÷ 40亿元 = 75%"),
    ],
)
def test_a_figure_is_worked_out_and_the_calculation_shown(
    assistant: Assistant, question: str, short: str, shown: str
) -> None:
    answer = assistant.answer(question)
    assert answer.short == short
    assert shown in answer.text
    assert answer.citations


@pytest.mark.parametrize("question", ["青河2021年铺排了多少个项目？", "南浦2022年铺排了多少个项目？"])
def test_nothing_is_worked_out_for_another_year_or_place(assistant: Assistant, question: str) -> None:
    assert assistant.answer(question).status == "not_found"


def test_who_is_second_and_by_how_much(assistant: Assistant) -> None:
    assert assistant.answer("三个开发区里工业投资谁第二？").short == "云岭经开区"
    answer = assistant.answer("云岭经开区和石桥经开区工业投资哪个多，多多少？")
    assert answer.short == "云岭经开区"
    assert "6亿元 - 4亿元 = 2亿元" in answer.text


@pytest.mark.parametrize(
    ("question", "short"),
    [
        ("青河哪一批项目最多？", "开工一批"),
        ("青河三批项目总投资合计多少？", "27亿元"),
        ("青河签约、开工、投产项目各有多少个？", "38个；42个；25个"),
        ("青河签约一批项目一共多少个？", "38个"),
    ],
)
def test_what_a_sentence_names_in_parallel(assistant: Assistant, question: str, short: str) -> None:
    assert assistant.answer(question).short == short


@pytest.mark.parametrize(
    ("question", "verdict", "said"),
    [
        ("青河今年签约目标是不是120亿？", "否", "90亿元"),
        ("青河各开发区的区域评估做完了没有？", "是", "全部完成"),
        ("云岭设立省级开发区了没？", "尚未", "积极推进"),
        ("云岭经开区也要进入第一方阵吗？", "否", "第一方阵"),
    ],
)
def test_the_fact_decides_yes_and_no(assistant: Assistant, question: str, verdict: str, said: str) -> None:
    answer = assistant.answer(question)
    assert answer.short == verdict
    assert said in answer.text


@pytest.mark.parametrize(
    ("turns", "question", "short"),
    [
        (["青河2023年亿元以上项目有多少个？"], "总投资呢？", "260亿元"),
        (["云岭经开区工业投资是多少？"], "那石桥呢？", "4亿元"),
        (["青河2022年铺排了多少个项目？"], "下一年呢？", "80个"),
    ],
)
def test_follow_ups(assistant: Assistant, turns: list[str], question: str, short: str) -> None:
    history = [{"role": "user", "content": turn} for turn in turns]
    assert assistant.answer(question, history=history).short == short
