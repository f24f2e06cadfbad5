from __future__ import annotations

import pytest

from corpus.formats.tables import lines


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([["开发区", "增速"], ["云岭", "13.5%"]], ["开发区：云岭；增速：13.5%。"]),
        ([["表1", "", ""], ["甲", "乙", "丙"], ["1", "2", "3"]], ["表1", "甲：1；乙：2；丙：3。"]),
        (
            [["名称", "投资", ""], ["", "总量", "增速"], ["云岭", "6亿元", "4%"]],
            ["名称：云岭；投资总量：6亿元；投资增速：4%。"],
        ),
        ([["名称", "负责人"], ["云岭", "办公室"]], ["名称：云岭；负责人：办公室。"]),
        ([["只有一列"], ["甲"]], ["只有一列", "甲"]),
        ([["名称", "增速"], ["云岭", ""], ["", ""]], ["名称：云岭。"]),
        ([["a\nb", "c"], ["1", "2", "3"]], ["a b：1；c：2；3。"]),
        ([], []),
    ],
)
def test_a_row_says_what_each_cell_is(rows: list[list[str]], expected: list[str]) -> None:
    assert lines(rows) == expected
