"""Kinds of questions on a made-up report: what is counted, set against each other, worked out, or another's."""

from __future__ import annotations

import pytest

from qa.assistant import Assistant
from tests.qa import made_up

REPORT = """《开放通讯》“奋战首季 争先进位”特刊
第4期（总第96期）

# 青河市开发区

### 【2031年工作成绩】

(一)项目建设扎实推进。1月6日,市委经济工作会议召开。2月3日,市政府召开专题会议,部署经济运行。全年铺排项目88个,总投资420亿元,签约项目开工率91.5%。引入市场化运营公司26家,省定的7项评估工作全部完成。

(二)要素保障有力。组织举办“春风故里”新春联谊会,引进总投资31亿元的飞轮储能项目、总投资12亿元的海藻电池材料项目等一批项目。云岭园区基础设施当年完成投资9.5亿元,完成年度计划投资(9.1亿元)104.4%。

(三)机制不断健全。优化营商环境。出台服务企业十条,推行全程代办。细化考核机制。设置差异化指标,按月通报。

(四)赋权更加到位。完成赋权清单(第五批),赋予青河高新区权力事项1200项,2027年以来共赋权2500项。工业投资完成30亿元,同比增长20%,高于省定目标(17%)3个百分点。

供稿:青河市商务局

# 南浦市开发区

### 【2031年工作成绩】

(一)改革成效明显。重点加快多氟欧电池材料二期建设,规上工业增加值增长6.2%,低于全市平均水平0.8个百分点。建立由65人组成的帮办队伍。

供稿:南浦市商务局
"""


@pytest.fixture(scope="module")
def assistant() -> Assistant:
    return made_up.indexed({"通讯.md": REPORT})


@pytest.mark.parametrize(
    "question",
    [
        "青河引入的26家市场化运营公司分别叫什么名字？",
        "青河省定的7项评估具体是哪七项？",
        "青河26家运营公司名单",
        "青河引入了哪些市场化运营公司？",
        "青河给高新区的第四批赋权清单是多少项？",
        "青河“春风故里”联谊会是谁主持的？",
    ],
)
def test_what_is_only_counted_or_said_of_another_is_refused(assistant: Assistant, question: str) -> None:
    assert assistant.answer(question).status == "not_found"


@pytest.mark.parametrize(
    ("question", "short"),
    [
        ("这期特刊的主题是什么？", "奋战首季 争先进位"),
        ("这期《开放通讯》是总第几期？", "总第96期"),
        ("青河这份报告是谁供的稿？", "青河市商务局"),
        ("青河签了约的项目真正动工的占百分之几？", "91.5%"),
        ("青河铺排项目多少个，不要南浦的", "88个"),
        ("2027年以来青河高新区累计赋权多少项？", "2500项"),
        ("云岭园区基础设施投资超出计划多少亿元？", "0.4亿元"),
        ("按20%的增速倒算，青河2030年工业投资约多少亿元？", "约25亿元"),
        ("青河市委经济工作会议和市政府专题会议分别是哪天？", "1月6日；2月3日"),
    ],
)
def test_what_is_read_or_worked_out(assistant: Assistant, question: str, short: str) -> None:
    assert assistant.answer(question).short == short


@pytest.mark.parametrize(
    ("question", "verdict"),
    [
        ("青河铺排的项目上百了没有？", "否"),
        ("青河铺排项目总投资过400亿了吗？", "是"),
        ("青河市委经济工作会议是2月3日开的吧？", "否"),
        ("青河签约项目是不是全都开工了？", "否"),
        ("南浦规上工业增加值增速跑赢全市平均了吗？", "否"),
        ("青河高新区赋权清单第六批赋予了1200项权力，对吗？", "否"),
    ],
)
def test_yes_or_no_by_figures(assistant: Assistant, question: str, verdict: str) -> None:
    assert assistant.answer(question).short.endswith(verdict)


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("南浦举办的“春风故里”新春联谊会效果怎么样？", "“春风故里”说的是青河市开发区"),
        ("南浦那支85人的帮办队伍什么时候成立的？", "资料给出的是65人"),
    ],
)
def test_what_a_question_takes_for_granted_is_put_right(assistant: Assistant, question: str, said: str) -> None:
    answer = assistant.answer(question)
    assert answer.status == "answered"
    assert said.replace("“", "").replace("”", "") in answer.text.replace("“", "").replace("”", "")


@pytest.mark.parametrize("question", ["南浦的88个项目总投资是多少？", "南浦的20%是怎么来的？"])
def test_a_bare_figure_of_another_place_brings_no_figure_of_its_own(assistant: Assistant, question: str) -> None:
    answer = assistant.answer(question)
    assert answer.status == "answered"
    assert answer.short == ""
    assert "说的是青河" in answer.text


def test_points_with_words_of_their_own_are_listed(assistant: Assistant) -> None:
    assert assistant.answer("青河从哪几方面健全机制？").short == "优化营商环境；细化考核机制"


@pytest.mark.parametrize(
    ("turns", "question", "short"),
    [
        (["青河引进的项目里有没有做电池材料的？", "有,海藻电池材料项目。"], "它的总投资多少？", "12亿元"),
        (["青河引进了哪些项目？", "飞轮储能项目、海藻电池材料项目等。"], "第二个是多少亿？", "12亿元"),
        (["青河2031年工业投资多少？", "30亿元。"], "比省里定的高几个点？", "3个百分点"),
    ],
)
def test_follow_ups_on_what_the_last_reply_named(
    assistant: Assistant, turns: list[str], question: str, short: str
) -> None:
    history = [{"role": role, "content": said} for role, said in zip(("user", "assistant"), turns, strict=True)]
    assert assistant.answer(question, history).short == short
