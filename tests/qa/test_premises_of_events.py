"""Questions that tell of one place what the documents tell of another, with the very day or number; made up."""

from __future__ import annotations

import pytest

from tests.qa.made_up import ask

REPORT = """# 青河市开发区
### 【2031年工作成绩】
圆满完成第三次集中开工活动全省主会场任务。4月27日，召开产业链专业镇推进会，打造招商新模式。
# 南浦市开发区
### 【2031年工作成绩】
全年举办集中开工活动，承接产业转移，推进产业链招商。
"""


@pytest.mark.parametrize(
    "question",
    ["南浦市作为第三次集中开工活动的全省主会场，任务完成得怎么样？", "南浦市4月27日召开的产业链专业镇推进会怎么样？"],
)
def test_whose_event_it_was_is_said(question: str) -> None:
    assert "说的是青河市开发区" in ask(REPORT, question).text


def test_what_a_place_did_in_another_year_is_not_called_another_s() -> None:
    said = ask(REPORT, "青河市2032年作为第三次集中开工活动的全省主会场，任务完成得怎么样？").text
    assert "说的是青河市开发区" not in said
