from __future__ import annotations

import pytest

from qa.asks import Ask
from qa.comparisons import read_comparison, read_difference, read_sum
from qa.findings import Finding
from qa.question import understand
from qa.ratios import read_figures
from tests.qa.made_up import NAMES, NANPU, QINGHE, context, numbers

BOTH = context(QINGHE, NANPU)
_READERS = {Ask.COMPARISON: read_comparison, Ask.DIFFERENCE: read_difference, Ask.SUM: read_sum}


def read(question: str, *texts: str) -> list[Finding]:
    asked = understand(question, NAMES)
    part = asked.parts[0]
    return _READERS[part.ask](asked, part, asked.terms, context(*texts) if texts else BOTH)


def zones(first: str, second: str) -> str:
    return f"# 青河市开发区\n云岭经开区工业投资完成{first}。石桥经开区工业投资完成{second}。\n"


@pytest.mark.parametrize(
    ("question", "winner"),
    [
        ("云岭经开区和石桥经开区哪个规上工业增加值增速最高？", "石桥经开区"),
        ("云岭经开区和石桥经开区哪个规上工业增加值增速最低？", "云岭经开区"),
    ],
)
def test_the_winner_is_the_exact_answer_and_all_figures_are_shown(question: str, winner: str) -> None:
    (finding,) = read(question)
    assert finding.short == winner
    assert finding.itemised
    assert len(finding.items) == len(finding.quotes) == 2
    assert {"13.5", "21.7"} <= numbers(" ".join(finding.items))


def test_a_difference_is_computed_from_two_quoted_figures() -> None:
    (finding,) = read("云岭经开区和石桥经开区工业投资相差多少？", zones("6.4亿元", "3.3亿元"))
    assert finding.computed
    assert finding.short == "3.1亿元"
    assert finding.note == "6.4亿元 - 3.3亿元 = 3.1亿元"
    assert len(finding.quotes) == 2


def test_a_difference_is_never_negative() -> None:
    (finding,) = read("云岭经开区和石桥经开区工业投资相差多少？", zones("3.3亿元", "6.4亿元"))
    assert finding.short == "3.1亿元"
    assert finding.note.startswith("6.4亿元")


def test_shares_differ_by_points() -> None:
    text = "# 青河市开发区\n云岭经开区工业投资增长13.5%。石桥经开区工业投资增长21.7%。\n"
    (finding,) = read("云岭经开区和石桥经开区工业投资增速相差多少？", text)
    assert finding.short == "8.2个百分点"


def test_a_sum_is_computed_exactly() -> None:
    (finding,) = read("云岭经开区和石桥经开区工业投资合计多少？", zones("0.1亿元", "0.2亿元"))
    assert finding.short == "0.3亿元"


def test_different_scales_of_one_unit_add_up() -> None:
    (finding,) = read("云岭经开区和石桥经开区工业投资合计多少？", zones("1.5亿元", "5000万元"))
    assert finding.short == "2亿元"


@pytest.mark.parametrize("units", [("6.4亿元", "3.3亿美元"), ("6.4亿元", "40%")])
def test_different_units_are_not_reckoned_with(units: tuple[str, str]) -> None:
    assert all(not item.computed for item in read("云岭经开区和石桥经开区工业投资相差多少？", zones(*units)))


@pytest.mark.parametrize(
    "question", ["云岭经开区和石桥经开区工业投资相差多少？", "云岭经开区和石桥经开区工业投资合计多少？"]
)
def test_one_figure_is_too_few(question: str) -> None:
    assert read(question, "# 青河市开发区\n云岭经开区工业投资完成6.4亿元。\n") == []


def test_the_figures_of_other_places_are_left_out() -> None:
    assert read("太原市和大同市哪个工业投资最高？") == []


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("0亿元", "5亿元"),
        ("5亿元", "0亿元"),
    ],
)
def test_nothing_is_a_figure(first: str, second: str) -> None:
    (finding,) = read("云岭经开区和石桥经开区工业投资相差多少？", zones(first, second))
    assert finding.short == "5亿元"


def test_equal_figures_have_no_winner() -> None:
    text = "# 青河市开发区\n云岭经开区工业投资增长13.5%。石桥经开区工业投资增长13.5%。\n"
    for finding in read("云岭经开区和石桥经开区哪个工业投资增速最高？", text):
        assert finding.short not in ("云岭经开区", "石桥经开区")


def test_each_zone_has_its_figure() -> None:
    asked = understand("各开发区工业投资完成多少亿元？", NAMES)
    (finding,) = read_figures(asked, asked.parts[0], asked.terms, BOTH)
    assert finding.items == ("云岭经开区：6.4亿元", "石桥经开区：3.3亿元")
    assert len(finding.quotes) == 2


def test_an_average_is_a_sum_by_the_number_beside_it() -> None:
    asked = understand("青河市开发区铺排项目平均每个投资多少？", NAMES)
    (finding,) = read_figures(asked, asked.parts[0], asked.terms, BOTH)
    assert finding.note == "1,065.4亿元 ÷ 312个 ≈ 3.41亿元"
    assert finding.short == "约3.41亿元"
    assert finding.computed


def test_a_share_is_a_part_by_the_whole() -> None:
    text = "# 青河市开发区\n全年签约项目40个。全年开工项目25个。\n"
    asked = understand("青河市开工项目占签约项目的比例是多少？", NAMES)
    (finding,) = read_figures(asked, asked.parts[0], asked.terms, context(text))
    assert (finding.short, finding.note) == ("62.5%", "25个 ÷ 40个 = 62.5%")


def test_a_bound_is_no_figure_to_compute_with() -> None:
    text = "# 青河市开发区\n建成8个超10亿元项目。\n"
    asked = understand("青河市项目平均每个投资多少？", NAMES)
    assert not any(found.computed for found in read_figures(asked, asked.parts[0], asked.terms, context(text)))


def test_years_are_compared_over_reports() -> None:
    texts = [
        f"# {year}年政府工作报告\n## {year - 1}年工作回顾\n粮食产量{amount}万吨。\n"
        for year, amount in ((2031, 520), (2032, 545))
    ]
    (finding,) = read("2030年和2031年粮食产量哪一年更多？", *texts)
    assert finding.short == "2031年"
    assert finding.items == ("2031年：545万吨", "2030年：520万吨")
    (difference,) = read("2031年粮食产量比2030年多多少万吨？", *texts)
    assert (difference.short, difference.computed) == ("25万吨", True)
