from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from corpus.reading import make_document
from qa.outlines import best_group, groups, heading_span
from qa.words import terms
from tests.qa.made_up import qinghe

PLAN = "2032年工作计划"
HEADINGS = st.lists(
    st.sampled_from(
        [
            "# 青河",
            "## 计划",
            "### 【计划】",
            "(一)抓项目。有项目3个。",
            "一是抓开工。开工。",
            "二是抓服务",
            "正文一句。",
            "供稿:青河",
            "",
        ]
    ),
    max_size=10,
).map("\n".join)


def weigh(word: str) -> float:
    return 1.0


def test_a_heading_has_the_headings_right_under_it() -> None:
    document = qinghe()
    found = {group.path: group for group in groups(document)}
    plan = found[("青河市开发区", PLAN)]
    assert [section.path[2] for section in plan.children] == ["一是抓谋划", "二是抓开工", "三是抓服务"]
    results = found[("青河市开发区", "2031年工作成绩")]
    assert len(results.children) == 3
    assert found[(*plan.path, "一是抓谋划")].children == ()


def test_the_heading_that_covers_the_question_is_best() -> None:
    found = best_group(terms("工作计划"), groups(qinghe()), weigh)
    assert found is not None
    group, score = found
    assert group.path[-1] == PLAN
    assert 0 < score <= 1


def test_no_heading_is_better_than_a_wrong_one() -> None:
    assert best_group(terms("养老保险缴费"), groups(qinghe()), weigh) is None
    assert best_group(terms("工作计划"), [], weigh) is None


def test_a_headings_span_is_its_words_with_the_mark() -> None:
    document = qinghe()
    plan = next(group for group in groups(document) if group.path[-1] == PLAN)
    start, end = heading_span(document, plan.children[0], "一是抓谋划")
    assert document.text[start:end] == "一是抓谋划。"


@given(HEADINGS)
def test_children_stand_right_under_their_heading_and_in_the_text(raw: str) -> None:
    document = make_document("文件.md", raw)
    found = groups(document)
    assert len({group.path for group in found}) == len(found)
    for group in found:
        assert group.sections
        assert all(section.path[: len(group.path)] == group.path for section in group.sections)
        for child in group.children:
            title = child.path[len(group.path)]
            start, end = heading_span(document, child, title)
            assert document.text[start:end].startswith(title)
