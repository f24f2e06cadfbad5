"""Figures that a sentence lists behind names, and what a part says of another year, on made-up reports."""

from __future__ import annotations

import pytest

from qa.assistant import Assistant
from tests.qa import made_up

REPORT = """青河市2031年统计公报

一、综合
初步核算，2031年全市实现地区生产总值2164.8亿元，增长6.2%；2030年为2031.5亿元，增长4.7%。人均地区生产总值62387元。分县区看，临江区地区生产总值682.4亿元，增长5.9%；青禾区491.7亿元，增长7.4%；渡口县403.6亿元，增长6.8%。

二、农业
全市有规模以上茶油加工企业21家，其中云溪县9家、石桥县6家、青阜县4家、罗川县2家。预计2031年茶油产量1.32万吨，综合产值31.5亿元；2028年分别为0.91万吨和19.8亿元。

三、住房
公租房租金标准调整为城关区每平方米每月7.2元、河西区每平方米每月6.3元、柳林县每平方米每月4.6元。

四、园区
重点建设大龙经济开发区、碧江经济开发区、万山经济开发区三大园区，2031年工业总产值分别达到600亿元、200亿元、150亿元。

五、文旅
4A级以上景区保持11家。市博物馆新馆完成主体工程，进入布展阶段。全年没有因公出国，支出为0万元。企业不在补贴支持范围。

六、2032年打算
一是市博物馆新馆于国庆节前开放。
"""


@pytest.fixture(scope="module")
def assistant() -> Assistant:
    return made_up.indexed({"report.txt": REPORT})


@pytest.mark.parametrize(
    ("question", "short"),
    [
        ("青河市各县区2031年GDP增速哪个最快？", "青禾区"),
        ("青河市哪个县的规模以上茶油加工企业最少？", "罗川县"),
        ("公租房租金标准最低的是哪里？", "柳林县"),
        ("大龙、碧江、万山三个开发区工业总产值哪个最高？", "大龙经济开发区"),
        ("青河市2030年地区生产总值是多少？", "2031.5亿元"),
        ("青河市2028年茶油产量是多少？", "0.91万吨"),
        ("2031年青河市茶油产量预计比2028年增加多少？", "0.41万吨"),
        ("青河市4A级以上景区有没有变多？", "否"),
        ("市博物馆新馆2031年是否已经开放？", "尚未"),
        ("青河市有没有因公出国支出？", "否"),
        ("企业是否可以享受补贴支持？", "否"),
    ],
)
def test_each_name_has_its_figure(assistant: Assistant, question: str, short: str) -> None:
    answer = assistant.answer(question)
    assert answer.short == short
    assert all(citation.quote in REPORT for citation in answer.citations)


def test_another_years_figure_is_shown_with_what_it_measures(assistant: Assistant) -> None:
    assert "实现地区生产总值" in assistant.answer("青河市2030年地区生产总值是多少？").citations[0].quote
