from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.sentences import Span, clauses, sentences

# Marks are frequent, so that small texts meet every rule.
MARKS = "一项目a1５。！？!?；;…，,、：:\n \u3000“”‘’（）()《》【】'\"\ud800"
TEXTS = st.text(st.sampled_from(MARKS), max_size=40) | st.text(max_size=40)
CUTTERS = pytest.mark.parametrize("cut", [sentences, clauses])


def pieces(text: str, spans: Iterable[Span]) -> list[str]:
    return [text[start:end] for start, end in spans]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("完成29.3亿元,增长16.6%;投资32.3亿元。", ["完成29.3亿元,增长16.6%;", "投资32.3亿元。"]),
        ("真的吗？！是的。", ["真的吗？！", "是的。"]),
        ("他说：“行。”然后走了。", ["他说：“行。”", "然后走了。"]),
        ("（见附件。）下一句", ["（见附件。）", "下一句"]),
        ("【2023年工作成绩】\n(一)抓项目。", ["【2023年工作成绩】", "(一)抓项目。"]),
        ("  第一句。 \n\n\u3000第二句  ", ["第一句。", "第二句"]),
        ("规划NO.7和3.5亿元", ["规划NO.7和3.5亿元"]),
        ("。。。", ["。。。"]),
        ("", []),
        (" \n\u3000", []),
    ],
)
def test_sentences(text: str, expected: list[str]) -> None:
    assert pieces(text, sentences(text)) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("完成29.3亿元,增长16.6%;投资32.3亿元。", ["完成29.3亿元", "增长16.6%", "投资32.3亿元"]),
        ("共1,065家,同比增长", ["共1,065家", "同比增长"]),
        ("增长3,4月回落", ["增长3", "4月回落"]),
        ("2023年:总投资9:30", ["2023年", "总投资9", "30"]),
        ("所在县(区、市)委，县政府", ["所在县(区、市)委", "县政府"]),
        ("“开工，投产”，“达效”", ["“开工，投产”", "“达效”"]),
        ("未闭合（一，二。三，四", ["未闭合（一，二", "三", "四"]),
        ("多余）一，二", ["多余）一", "二"]),
        ("抓手、牵引", ["抓手、牵引"]),
        ("，，。", []),
        ("", []),
    ],
)
def test_clauses(text: str, expected: list[str]) -> None:
    assert pieces(text, clauses(text)) == expected


@CUTTERS
def test_only_the_stretch_asked_for_is_cut(cut: Callable[[str, int, int], Iterator[Span]]) -> None:
    text = "甲一。乙二，乙三。丙四。"
    assert "".join(pieces(text, cut(text, 4, 8))) in ("二，乙三", "二乙三")


@CUTTERS
@given(text=TEXTS, data=st.data())
def test_spans_are_ordered_disjoint_and_stripped(
    cut: Callable[[str, int, int], Iterator[Span]], text: str, data: st.DataObject
) -> None:
    first = data.draw(st.integers(0, len(text)))
    last = data.draw(st.integers(first, len(text)))
    at = first
    for start, end in cut(text, first, last):
        assert at <= start < end <= last
        assert text[start:end] == text[start:end].strip()
        at = end


@given(TEXTS)
def test_sentences_hold_all_but_white_space(text: str) -> None:
    held = {at for start, end in sentences(text) for at in range(start, end)}
    assert all(text[at].isspace() for at in range(len(text)) if at not in held)


@given(TEXTS)
def test_clauses_leave_out_only_white_space_and_breaks(text: str) -> None:
    held = {at for start, end in clauses(text) for at in range(start, end)}
    left_out = {text[at] for at in range(len(text)) if at not in held}
    assert {char for char in left_out if not char.isspace()} <= set("，,。！？!?；;：:")
