from __future__ import annotations

import pytest

from qa.question import Question, understand
from qa.scope import in_scope, is_narrower, place_fit, plan_fit, season_fit, year_fit
from qa.statements import Statement
from tests.qa.made_up import NAMES, QINGHE, statements_of


def holding(words: str) -> Statement:
    return next(item for item in statements_of(QINGHE) if words in item.text)


def asks(text: str) -> Question:
    return understand(text, NAMES)


def fit(question: str, words: str, value: str) -> float:
    item = holding(words)
    return in_scope(asks(question), item, item.text.index(value))


@pytest.mark.parametrize(
    ("question", "words", "value"),
    [
        ("石桥经开区增速？", "云岭", "13.5"),
        ("云岭经开区增速？", "石桥", "21.7"),
        ("南浦市总投资多少？", "1,065.4", "1,065.4"),
        ("太原市总投资多少？", "1,065.4", "1,065.4"),
        ("云岭高新区增速？", "云岭", "13.5"),
        ("2030年总投资多少？", "1,065.4", "1,065.4"),
        ("2032年总投资多少？", "1,065.4", "1,065.4"),
        ("2031年谋划储备多少个项目？", "谋划储备", "140"),
    ],
)
def test_a_figure_of_another_place_or_year_never_fits(question: str, words: str, value: str) -> None:
    assert fit(question, words, value) == 0


@pytest.mark.parametrize(
    ("question", "words", "value"),
    [
        ("云岭经开区增速？", "云岭", "13.5"),
        ("石桥经开区工业投资？", "石桥", "3.3"),
        ("青河市总投资多少？", "1,065.4", "1,065.4"),
        ("2031年总投资多少？", "1,065.4", "1,065.4"),
        ("总投资多少？", "1,065.4", "1,065.4"),
        ("2032年谋划储备多少个项目？", "谋划储备", "140"),
    ],
)
def test_a_figure_of_the_place_and_year_fits(question: str, words: str, value: str) -> None:
    assert 0 < fit(question, words, value) <= 1


def test_a_question_about_no_place_and_no_year_fits_everything() -> None:
    question = asks("增速是多少？")
    for item in statements_of(QINGHE):
        assert year_fit(question, item) == 1
        assert place_fit(question.places, item, None) == 1


def test_a_zone_is_narrower_than_its_city() -> None:
    item = holding("云岭")
    offset = item.text.index("13.5")
    assert is_narrower(asks("青河市增速？").places, item, offset, "")
    assert not is_narrower(asks("云岭经开区增速？").places, item, offset, "")


def test_a_report_is_told_by_its_year() -> None:
    text = "# 2031年政府工作报告\n铺排项目12个。\n"
    item = statements_of(text)[-1]
    assert year_fit(asks("按2031年政府工作报告，铺排多少个项目？"), item) == 1
    assert year_fit(asks("按2030年政府工作报告，铺排多少个项目？"), item) == 0


def test_a_part_of_a_year_is_not_another_part() -> None:
    item = holding("一季度")
    assert season_fit(asks("一季度开工率目标？"), item) == 1
    assert season_fit(asks("上半年开工率目标？"), item) < 1
    assert season_fit(asks("开工率目标？"), item) == 1


def test_a_target_is_not_a_result() -> None:
    done, planned = holding("云岭"), holding("一季度")
    target = asks("增速目标是多少？")
    assert plan_fit(target, done, done.text.index("13.5")) < plan_fit(target, planned, planned.text.index("45"))
    result = asks("实际完成了多少？")
    assert plan_fit(result, planned, planned.text.index("45")) < plan_fit(result, done, done.text.index("13.5"))
