"""Figures of several years in one report: each belongs to its own, and plans are set against results."""

from __future__ import annotations

import pytest

from qa.discovery import discover
from tests.qa.made_up import ask

REPORT = """# 青河县水务局2031年工作总结和2032年工作安排
## 一、2031年工作情况
全年完成水利投资2.87亿元，比2030年的2.35亿元增长22.1%。治理河道46公里，总投资1.2亿元。
葵花种植面积105万亩，2030年为92万亩，2029年为98万亩。
全年处理投诉56件，与2030年的60件相比减少4件。
石桥县县域内住院率达到91.4%，居全市第一；云岭县为88.7%，南浦县为82.3%。
## 二、2032年工作安排
力争完成水利投资3.4亿元以上。新建泵站12座，投资3.1亿元。
"""
NEWS = """# 推介活动在滨海举行
中新网云山8月17日电 8月17日，滨海市招商推介活动举行，现场共签订项目23个，签约总额148.5亿元。
"""


@pytest.mark.parametrize(
    ("question", "short"),
    [
        ("青河县2031年完成水利投资多少亿元？", "2.87亿元"),
        ("青河县2030年完成水利投资多少亿元？", "2.35亿元"),
        ("青河县2031年葵花种植面积是多少？", "105万亩"),
        ("青河县2030年葵花种植面积是多少？", "92万亩"),
        ("青河县2031年葵花种植面积比2030年多多少？", "13万亩"),
        ("青河县2029年、2030年和2031年，哪一年的葵花种植面积最大？", "2031年"),
        ("青河县2032年水利投资的目标比2031年实际完成的多多少？", "0.53亿元"),
        ("青河县2031年实际完成的水利投资和2032年目标相差多少？", "0.53亿元"),
        ("青河县二〇三二年水利投资的目标比二〇三一年实际多多少？", "0.53亿元"),
        ("青河县2030年处理投诉多少件？", "60件"),
        ("青河县2031年处理投诉多少件？", "56件"),
    ],
)
def test_each_figure_is_of_its_own_year(question: str, short: str) -> None:
    assert ask(REPORT, question).short == short


@pytest.mark.parametrize(("place", "short"), [("石桥县", "91.4%"), ("云岭县", "88.7%"), ("南浦县", "82.3%")])
def test_what_is_measured_is_named_once_for_all(place: str, short: str) -> None:
    assert ask(REPORT, f"{place}的县域内住院率是多少？").short == short


def test_where_news_was_written_is_not_where_it_happened() -> None:
    assert ask(NEWS, "滨海市推介活动一共签了多少个项目？").short == "23个"


@pytest.mark.parametrize(
    "text", ["听取州农业农村局汇报", "五市联动，一县一策", "赴环翠区调研", "建设水稻密植高产示范区"]
)
def test_what_is_done_is_no_name(text: str) -> None:
    assert not discover(text) - {"环翠"}
