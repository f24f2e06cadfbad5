"""The retrieval script on small collections and on the bulletin."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from corpus.passages import split
from corpus.reading import make_document
from corpus.types import Passage
from eval import retrieval
from eval.questions import Gold, Question
from eval.rankers import document_ranking, fuse_ranks, passage_ranking, rankers, without_paths
from eval.sets import QuestionSet
from index.embedding import load_encoder
from index.search import PassageIndex
from index.types import Hit

CITIES = "## 甲市开发区\n【项目】\n全年铺排项目269个。\n## 乙市开发区\n【项目】\n全年铺排项目31个。\n"


def hit(id: str, score: float = 0.5) -> Hit:
    return Hit(Passage(id, id.split("#")[0], (), 0, 1, "x"), score, 0.5, 0.5)


def small_index() -> PassageIndex:
    document = make_document("a.md", CITIES)
    return PassageIndex.build([document], split(document), load_encoder())


def test_rank_fusion_sums_reciprocal_ranks() -> None:
    fused = fuse_ranks([[hit("a#1"), hit("b#1")], [hit("b#1"), hit("c#1")]])
    assert [it.passage.id for it in fused] == ["b#1", "a#1", "c#1"]
    assert [it.score for it in fused] == pytest.approx([1 / 62 + 1 / 61, 1 / 61, 1 / 62])


def test_rankings_keep_the_order_of_hits_with_equal_scores() -> None:
    hits = [hit("b#1"), hit("a#1"), hit("b#2")]
    assert passage_ranking(hits) == {"b#1": 3.0, "a#1": 2.0, "b#2": 1.0}
    assert document_ranking(hits) == {"b": 3.0, "a": 2.0}


def test_without_paths_a_city_in_the_heading_alone_is_not_found() -> None:
    index = small_index()
    bare = without_paths(index)
    assert [passage.id for passage in bare.passages] == [passage.id for passage in index.passages]
    best = rankers(index)["BM25"]("乙市的项目")[0].passage
    assert "31个" in best.text
    assert rankers(bare).keys() == rankers(index).keys()
    assert all(not passage.section_path for passage in bare.passages)


def test_a_passage_is_relevant_if_it_overlaps_a_gold_quote() -> None:
    index = small_index()
    questions = (
        Question("q1", "city", "乙市铺排多少个项目？", (), "answered", (("31个",),), (), (Gold("a.md", "项目31个"),)),
        Question(
            "q2", "followup", "甲市呢？", ({"role": "user", "content": "…"},), "answered", (("269个",),), (),
            (Gold("a.md", "项目269个"),),
        ),
        Question("q3", "unanswerable", "丙市呢？", (), "not_found", (), (), ()),
    )  # fmt: skip
    task = retrieval.question_task(QuestionSet("small", "", questions, index))
    assert task.queries.keys() == {"q1"}
    [relevant] = task.relevance["q1"]
    assert "31个" in next(passage.text for passage in index.passages if passage.id == relevant)
    systems, kinds = retrieval.measure(task)
    assert systems["hybrid"]["Success@1"].value == 1
    assert len(systems) == 8
    assert kinds.keys() == {"city"}


def test_measures_a_beir_collection(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows = [{"_id": "d1", "title": "", "text": "全年铺排项目269个。"}, {"_id": "d2", "title": "", "text": "天气晴朗。"}]
    (tmp_path / "corpus.jsonl").write_text("\n".join(map(json.dumps, rows)))
    (tmp_path / "queries.jsonl").write_text(json.dumps({"_id": "q", "text": "铺排了多少项目"}))
    (tmp_path / "qrels").mkdir()
    (tmp_path / "qrels" / "test.tsv").write_text("query-id\tcorpus-id\tscore\nq\td1\t1\n")
    assert retrieval.main(["--beir", str(tmp_path), "--json", "--data", str(tmp_path / "none")]) == 0
    printed = capsys.readouterr()
    report = json.loads(printed.out)
    assert report[tmp_path.name]["systems"]["BM25"]["R@1"]["value"] == 1
    assert "Skipped cmrc2018_trial" in printed.err
    assert "Skipped the sets on work reports" in printed.err
    # The floor that BM25 over segmented words has set elsewhere: 77 % first, 92 % within five.
    hybrid = report["bulletin, tune half"]["systems"]["hybrid"]
    assert hybrid["Success@1"]["value"] > 0.77
    assert hybrid["Success@5"]["value"] > 0.92


def test_says_what_is_wrong_with_a_collection(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert retrieval.main(["--beir", str(tmp_path)]) == 2
    assert "corpus.jsonl" in capsys.readouterr().err
