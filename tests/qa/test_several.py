"""Several things asked at once, several reports that answer, and bodies that are not the one asked about."""

from __future__ import annotations

import pytest

from qa import answer
from qa.assistant import Assistant
from tests.qa import made_up

BULLETIN = """# 青河市开发区

## 2031年工作成绩

一是推进项目建设。今年举办了四次“三个一批”活动，“签约一批”项目38个，总投资149.8亿元；“开工一批”项目42个，总投资86亿元；“投产一批”项目25个，总投资44.8亿元。逐月调度2030年以来六次“三个一批”项目推进情况，43个“签约一批”项目开工率91.5%，38个“开工一批”项目投产率23.5%。目前，已谋划储备项目117个，总投资693.59亿元。

二是强化考核。全市3个开发区在全省2030年度考核中，获得“优秀两良好”等次；对全市4家开发区开展2030年度市级考核，评出“优秀三良好”等次。

三是加强领导。1月5日，市委经济工作会议召开。2月1日，市政府召开专题会议。

供稿:青河市商务局

# 云岭市开发区

## 2031年工作成绩

各开发区谋划总投资465.3亿元的34个项目。抓好石桥经开区20亿元的年产30万吨生活用纸、南浦经开区16.5亿元的石墨材料、云岭开发区17亿元的太阳能电池等项目。引进了总投资37亿元的山西光存信息产业园项目、总投资11亿元的海藻锂电池负极材料项目。

抓推进。紧盯投资强度，逐月建立任务清单。

抓保障。推行一站办理，推进要素进园区。

供稿:云岭市商务局
"""
HALLS = """云岭市农业农村局2031年度决算说明

“三公”经费支出决算为49.76万元。

1．云岭市医疗保障服务中心
地址：文昌街51号
咨询电话：3458802
"""


@pytest.fixture(scope="module")
def assistant() -> Assistant:
    return made_up.indexed({"bulletin.txt": BULLETIN, "halls.txt": HALLS})


@pytest.mark.parametrize(
    ("question", "short"),
    [
        ("青河签约、开工、投产分别多少个项目，各投资多少？", "38个；149.8亿元；42个；86亿元；25个；44.8亿元"),
        ("石桥生活用纸、南浦石墨材料这两个项目各投资多少亿？", "20亿元；16.5亿元"),
        ("青河市对开发区开展2030年度市级考核，评出什么等次？", "优秀三良好"),
        ("青河市谋划储备的项目比云岭市多多少个？", "83个"),
    ],
)
def test_each_thing_gets_its_own_figures(assistant: Assistant, question: str, short: str) -> None:
    assert assistant.answer(question).short == short


def test_each_report_answers_though_one_says_more(assistant: Assistant) -> None:
    short = assistant.answer("谋划储备项目有多少个、总投资多少？").short
    assert [figure for figure in ("34个", "465.3亿元", "117个", "693.59亿元") if figure not in short] == []


def test_each_day_has_its_own_answer(assistant: Assistant) -> None:
    text = assistant.answer("1月5日和2月1日，青河分别开了什么会？").text
    assert "经济工作会议" in text
    assert "专题会议" in text


def test_the_words_that_open_a_paragraph_name_what_stands_in_it(assistant: Assistant) -> None:
    assert assistant.answer("云岭抓推进怎么抓？").citations[0].quote.startswith("紧盯投资强度")


@pytest.mark.parametrize(
    "question",
    [
        "海藻锂电池负极材料项目落在云岭哪个开发区？",  # 山西 stands in the name of another project
        "云岭市水利局2031年度“三公”经费支出多少？",
        "云岭市社会保险服务中心的咨询电话是多少？",
        "石桥经开区工业投资同比？",
    ],
)
def test_what_is_said_of_another_is_no_answer(assistant: Assistant, question: str) -> None:
    assert assistant.answer(question).status == "not_found"


def test_a_figure_of_another_matter_mends_no_premise() -> None:
    reply = answer("阳泉的269个项目是什么时候铺排的？")
    assert reply.short == ""  # 为104个项目提供代办 tells of no 铺排
    assert "晋中" in reply.text
