"""Notices, minutes, letters and tables as offices publish them, all made up."""

from __future__ import annotations

import pytest

from qa.assistant import Assistant
from tests.qa import made_up

RECRUITMENT = """2031年青河市部分卫生事业单位公开招聘公告

发布日期：2031-04-26    来源：青河市人力资源和社会保障局

经研究，决定面向社会公开招聘卫生健康事业单位工作人员86名。现将有关事项公告如下：

一、招聘岗位

岗位代码    招聘单位    岗位名称    人数    9月底前到岗
A01    青河市人民医院    神经外科医师    4    是
B01    青河市中医院    针灸推拿医师    5    是
C02    青河市妇幼保健院    助产士    6    否

二、应聘条件

（一）有下列情形之一的，不得报名：现役军人；在读的非应届全日制学生；曾受刑事处罚的。
（二）对弄虚作假的，取消资格，三年内不得再次报名。

三、考试安排

（一）笔试阶段（6月1日9:30—11:30）。合格线为60分。
（二）面试阶段（6月22日）。面试成绩占六成，入围者给予交通补助五百元。

四、联系方式

政策咨询：青河市卫生健康委员会组织人事科  0513-87301625
监督举报：青河市纪委监委派驻纪检组  0513-87301629
"""
MINUTES = """云岭市人民政府
专题会议纪要
〔2031〕第31号

关于松石冷链物流园项目建设有关问题的专题会议纪要

会议指出，项目总投资14.2亿元，分两期实施。
一、关于环评。由市生态环境局负责，原则上不再采用液氨制冷。
二、关于费用。业主提出免除城市基础设施配套费，会议认为缺乏依据，不予同意。
"""
LETTERS = """石桥市人民政府网站　市长信箱　来信选登

【来信一】
标题：建议12路公交车延长到职教城
内容：市长您好！我每天倒两趟车上班。建议把12路延长到职教城。
答复单位：石桥市交通运输局
一、12路若直接延长，将影响沿线乘客，暂不具备延长条件。
二、自6月1日起，末班车发车时间由21:00延后至21:40。
【来信二】
标题：咨询灵活就业人员能否缴存住房公积金
答复单位：石桥市住房公积金管理中心
一、月缴存额由本人自行确定，最低216元，最高4968元。
"""
# As `corpus.formats` writes the rows of a table.
CLINIC = ("科室：产科；专家：胥明芳；挂号费（元）：28。", "科室：生殖健康科；专家：费雪琴；挂号费（元）：100。")


@pytest.fixture(scope="module")
def assistant() -> Assistant:
    return made_up.indexed(
        {
            "recruitment.txt": RECRUITMENT,
            "minutes.txt": MINUTES,
            "letters.txt": LETTERS,
            "clinic.txt": "青河市妇幼保健院专家门诊安排\n" + "\n".join(CLINIC),
        }
    )


@pytest.mark.parametrize(
    ("question", "short"),
    [
        ("青河市中医院针灸推拿医师招几个人？", "5"),
        ("青河招聘岗位代码C02是什么岗位？", "助产士"),
        ("青河招聘的政策咨询电话是多少？", "0513-87301625"),
        ("青河招聘的监督举报电话是多少？", "0513-87301629"),
        ("青河招聘笔试合格线是多少分？", "60分"),
        ("青河招聘的面试入围者给多少交通补助？", "五百元"),
        ("松石冷链物流园项目总投资多少？", "14.2亿元"),
        ("石桥12路公交的末班车延后到几点？", "21:40"),
    ],
)
def test_what_a_notice_says_answers(assistant: Assistant, question: str, short: str) -> None:
    answer = assistant.answer(question)
    assert answer.status == "answered"
    assert short in answer.short


@pytest.mark.parametrize(
    ("question", "items"),
    [
        ("青河招聘有哪些情形的人不得报名？", ["现役军人", "在读的非应届全日制学生", "曾受刑事处罚的"]),
        ("青河招聘的考试分哪几个阶段？", ["笔试阶段", "面试阶段"]),
    ],
)
def test_the_items_of_a_list_answer(assistant: Assistant, question: str, items: list[str]) -> None:
    answer = assistant.answer(question)
    assert all(item in answer.short for item in items)


@pytest.mark.parametrize(
    ("question", "verdict"),
    [
        ("松石冷链物流园还会用液氨制冷吗？", "否"),
        ("云岭会议同意给松石冷链项目免城市基础设施配套费吗？", "否"),
        ("石桥12路公交能延长到职教城吗？", "否"),
    ],
)
def test_a_refusal_is_a_no_and_a_wish_is_no_answer(assistant: Assistant, question: str, verdict: str) -> None:
    answer = assistant.answer(question)
    assert answer.short == verdict
    assert not any("建议" in citation.quote for citation in answer.citations)


def test_another_number_than_is_asked_for_does_not_answer(assistant: Assistant) -> None:
    assert assistant.answer("青河招聘的投诉邮箱是什么？").status == "not_found"
    assert assistant.answer("青河市中医院针灸推拿医师月薪是多少？").status == "not_found"


@pytest.mark.parametrize(
    ("question", "short"),
    [("青河招聘哪个单位招的人数最多？", "青河市妇幼保健院"), ("青河专家门诊挂号费最贵的是哪位专家？", "费雪琴")],
)
def test_a_column_is_compared_row_by_row(assistant: Assistant, question: str, short: str) -> None:
    assert assistant.answer(question).short == short


def test_the_head_of_its_table_proves_what_a_cell_is(assistant: Assistant) -> None:
    quotes = [citation.quote for citation in assistant.answer("青河市中医院针灸推拿医师招几个人？").citations]
    assert quotes[0].split() == ["岗位代码", "招聘单位", "岗位名称", "人数", "9月底前到岗"]
    assert quotes[1].split()[3] == "5"
