"""Collections in the BEIR layout and reading-comprehension sets."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest

from eval.beir import CollectionError, load_beir
from eval.paragraphs import load_paragraphs

HEADER = "query-id\tcorpus-id\tscore\n"


def lines(path: Path, *rows: object) -> None:
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    lines(
        tmp_path / "corpus.jsonl",
        {"_id": "d1", "title": "通知", "text": "开发区铺排项目。"},
        {"_id": "d2", "title": "", "text": "太原的天气。"},
    )
    lines(tmp_path / "queries.jsonl", *({"_id": f"q{n}", "text": f"问题{n}"} for n in (1, 2, 3)))
    (tmp_path / "qrels").mkdir()
    (tmp_path / "qrels" / "test.tsv").write_text(HEADER + "q1\td1\t2\nq1\td2\t0\nq2\td2\t0\nq3\tgone\t1\n")
    return tmp_path


def test_keeps_the_queries_with_a_relevant_document(folder: Path) -> None:
    found = load_beir(folder)
    assert [document.id for document in found.documents] == ["d1", "d2"]
    assert found.documents[0].title == "通知"
    assert found.queries == {"q1": "问题1"}
    assert found.qrels == {"q1": {"d1": 2, "d2": 0}}


def test_reads_qrels_without_header_and_other_splits(folder: Path) -> None:
    (folder / "qrels" / "dev.tsv").write_text("q2\td2\t1\n")
    assert load_beir(folder).queries.keys() == {"q1"}
    assert load_beir(folder, "dev").queries.keys() == {"q2"}
    (folder / "qrels" / "test.tsv").unlink()
    assert load_beir(folder).queries.keys() == {"q2"}  # the only one there is


@pytest.mark.parametrize(
    ("file", "content", "message"),
    [
        ("corpus.jsonl", None, "corpus.jsonl"),
        ("corpus.jsonl", '{"_id": "d1"}', "第 1 行"),
        ("queries.jsonl", None, r"queries\.jsonl: cannot be read"),
        ("queries.jsonl", '{"_id": "q1"}', r"queries\.jsonl, line 1"),
        ("qrels/test.tsv", None, r"expected test\.tsv, found no \.tsv file"),
        ("qrels/test.tsv", HEADER + "q1\td1\n", r"test\.tsv, line 2: expected query-id"),
        ("qrels/test.tsv", HEADER + "q1\td1\tyes\n", r"test\.tsv, line 2"),
        ("qrels/test.tsv", HEADER, "no query has a relevant document"),
    ],
)
def test_names_the_file_that_is_wrong(folder: Path, file: str, content: str | None, message: str) -> None:
    if content is None:
        (folder / file).unlink()
    else:
        (folder / file).write_text(content, encoding="utf-8")
    with pytest.raises(CollectionError, match=message):
        load_beir(folder)


def test_paragraphs_are_the_distinct_contexts(tmp_path: Path) -> None:
    file = tmp_path / "set.jsonl.gz"
    rows = [
        {"id": "a", "question": "几个？", "context": "项目269个。"},
        {"id": "b", "question": "哪里？", "context": "地点是晋中。"},
        {"id": "c", "question": "多少？", "context": "项目269个。"},
    ]
    with gzip.open(file, "wt", encoding="utf-8") as out:
        out.write("\n".join(json.dumps(row) for row in rows))
    found = load_paragraphs(file)
    assert [document.text for document in found.documents] == ["项目269个。", "地点是晋中。"]
    assert {document.title for document in found.documents} == {""}
    assert found.qrels["a"] == found.qrels["c"] == {found.documents[0].id: 1}
    assert found.queries == {"a": "几个？", "b": "哪里？", "c": "多少？"}
