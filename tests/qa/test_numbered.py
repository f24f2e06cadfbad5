"""What reports call by a number and a word, and which things it stands for; made up."""

from __future__ import annotations

import pytest

from tests.qa.made_up import ask

REPORT = """# 青河市开发区
### 【2031年工作成绩】
(一)项目建设。举办四次“三个一批”活动，“签约一批”项目38个，总投资149亿元；“开工一批”项目42个；“投产一批”项目25个。
“开工率”、“投产率”、“达效率”排名全省前列。
(二)打好防范化解重大风险、精准脱贫、污染防治三大攻坚战。
(三)按照“村级预冷、乡镇集配、县级中转”三级布局，新建预冷库34座。
(四)抓好种业、农机、水利等三项工程，发展小麦、玉米和大豆三大作物。建成“物流中心”、“展示中心”，“培训中心”明年开工。
"""


@pytest.mark.parametrize(
    ("question", "short"),
    [
        ("“三个一批”指哪三个？", "签约一批、开工一批、投产一批"),
        ("三个一批是哪三批", "签约一批、开工一批、投产一批"),
        ("青河市项目的三率指的是哪三率？", "开工率、投产率、达效率"),
        ("三大攻坚战指的是哪三大？", "防范化解重大风险、精准脱贫、污染防治"),
        ("青河市的三项工程具体是哪三项？", "种业、农机、水利"),
        ("青河市的三大作物是哪三大？", "小麦、玉米、大豆"),
        ("青河市的三级布局具体是哪三级？", "村级预冷、乡镇集配、县级中转"),
    ],
)
def test_a_number_stands_for_as_many_things(question: str, short: str) -> None:
    assert ask(REPORT, question).short == short


def test_fewer_things_than_the_number_says_are_no_answer() -> None:
    assert ask(REPORT, "“四个一批”指哪四个？").status == "not_found"
    assert "培训中心" not in ask(REPORT, "三个中心指哪三个？").short
