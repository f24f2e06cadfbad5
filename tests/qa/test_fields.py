"""Notices and forms say what they have to say in labelled lines and under short headings."""

from __future__ import annotations

import pytest

from qa.assistant import Assistant
from tests.qa import made_up

NOTICE = """关于举办全省开发区招商干部培训班的通知
各市开发区管委会：
为提升招商干部业务能力，省商务厅决定举办全省开发区招商干部培训班。现将有关事项通知如下：
一、培训时间
2025年5月12日至16日，5月11日下午报到。
二、培训地点
太原市迎泽宾馆（迎泽区迎泽大街189号）。
三、培训内容
产业链招商实务、项目谈判技巧、外商投资政策解读。
四、有关要求
（一）请各市于4月30日前将报名回执发送至邮箱。
（二）培训期间食宿统一安排，费用由省商务厅承担，交通费自理。
联系人：李敏
联系电话：0351-4082000
"""
FORM = """建筑企业资质核准
主管部门：阳泉市住房和城乡建设局
办理地点：办理地点：阳泉市政务服务中心三楼12号窗口
法定办结时限：20个工作日
承诺办结时限：5个工作日
咨询电话：0353-2020202
是否网上预约：是
申请材料：资质申请表；企业营业执照；技术人员名册
"""


@pytest.fixture(scope="module")
def assistant() -> Assistant:
    return made_up.indexed({"notice.txt": NOTICE, "form.txt": FORM})


@pytest.mark.parametrize(
    ("question", "short"),
    [
        ("招商干部培训班什么时候举办？", "2025年5月12日至16日"),
        ("招商干部培训在哪里举行？", "太原市迎泽宾馆（迎泽区迎泽大街189号）"),
        ("招商干部什么时候报到？", "5月11日"),
        ("招商干部培训班的联系电话是多少？", "0351-4082000"),
        ("招商干部培训班的联系人是谁？", "李敏"),
        ("建筑企业资质核准由哪个部门主管？", "阳泉市住房和城乡建设局"),
        ("建筑企业资质核准在哪里办理？", "阳泉市政务服务中心三楼12号窗口"),
        ("建筑企业资质核准承诺几个工作日办结？", "5个工作日"),
        ("建筑企业资质核准的法定办结时限是多少？", "20个工作日"),
        ("建筑企业资质核准需要哪些申请材料？", "资质申请表；企业营业执照；技术人员名册"),
        ("建筑企业资质核准的咨询电话是多少？", "0353-2020202"),
    ],
)
def test_the_field_that_is_asked_for_answers(assistant: Assistant, question: str, short: str) -> None:
    answer = assistant.answer(question)
    assert answer.status == "answered"
    assert answer.short == short
    assert len({citation.document_id for citation in answer.citations}) == 1


def test_another_field_of_the_kind_does_not_answer(assistant: Assistant) -> None:
    assert assistant.answer("建筑企业资质核准的投诉电话是多少？").status == "not_found"


def test_an_item_that_is_a_whole_sentence_answers(assistant: Assistant) -> None:
    assert "费用由省商务厅承担" in assistant.answer("招商干部培训的费用由谁承担？").text
