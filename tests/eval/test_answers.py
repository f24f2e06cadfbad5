"""The script that measures answers, on a small set and on the bulletin."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any

import pytest

from corpus.passages import split
from corpus.reading import make_document
from eval import answers
from eval.questions import load_questions
from eval.sets import DOCUMENTS, REPORTS, QuestionSet, read_folder, read_rows
from eval.sets import QUESTIONS as SETS
from index.embedding import load_encoder
from index.search import PassageIndex

DOCUMENT = "# 甲市开发区工作总结\n全年共铺排项目269个，总投资870.02亿元。\n规上工业增加值增速为22.4%。\n"
GOLD = [{"document": "a.md", "quote": "全年共铺排项目269个"}]
QUESTIONS: list[dict[str, Any]] = [
    {"id": "x1", "kind": "fact", "question": "全年共铺排多少个项目？", "answers": [["269个"]], "gold": GOLD},
    {"id": "x2", "kind": "fact", "question": "全年共铺排多少个项目？", "answers": [["没有的答案"]], "gold": GOLD},
    {"id": "x3", "kind": "unanswerable", "question": "谁得了诺贝尔物理学奖？", "answers": [], "gold": []},
]


@pytest.fixture
def own_set(tmp_path: Path) -> list[str]:
    document = make_document("a.md", DOCUMENT)
    PassageIndex.build([document], split(document), load_encoder()).save(tmp_path / "index")
    rows = [
        row | {"history": [], "status": "answered" if row["gold"] else "not_found", "note": "小心"} for row in QUESTIONS
    ]
    (tmp_path / "own.jsonl").write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    return ["--index", str(tmp_path / "index"), "--questions", str(tmp_path / "own.jsonl")]


def test_measures_questions_about_an_index_of_ones_own(own_set: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert answers.main([*own_set, "--json"]) == 0
    report = json.loads(capsys.readouterr().out)["own"]
    assert report["figures"]["fact"]["right"]["value"] == 0.5
    assert report["figures"]["fact"]["cited"]["value"] == 1
    assert report["figures"]["all"]["refused"]["value"] == 1
    assert [item["id"] for item in report["failures"]] == ["x2"]


def test_lists_failures_with_what_was_expected_and_said(own_set: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert answers.main([*own_set, "--failures"]) == 0
    printed = capsys.readouterr().out
    assert "x2 (fact): lacks 没有的答案" in printed
    assert "269个" in printed
    assert "小心" in printed


def test_prints_markdown_and_saves(
    own_set: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(answers, "RESULTS", tmp_path / "results")
    assert answers.main([*own_set, "--markdown", "--save"]) == 0
    assert "| kind | n |" in capsys.readouterr().out
    assert "own" in json.loads((tmp_path / "results" / "answers.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--index", "somewhere"], "go together"),
        (["--floor"], "--set report"),
        (["--index", "nowhere", "--questions", "none.jsonl"], "none.jsonl: cannot be read"),
    ],
)
def test_wrong_options_are_named(arguments: list[str], message: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert answers.main(arguments) == 2
    assert message in capsys.readouterr().err


def test_a_reports_file_without_the_reports_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "reports.jsonl.gz"
    with gzip.open(file, "wt", encoding="utf-8") as out:
        out.write(json.dumps({"id": "gwr-2012", "title": "报告", "text": "各位代表。"}))
    assert answers.main(["--reports", str(file)]) == 2
    assert "gwr-2013" in capsys.readouterr().err
    file.write_bytes(b"not gzip")
    with pytest.raises(ValueError, match="gzipped JSON Lines"):
        read_rows(file, REPORTS["reports"])


def test_the_reporting_half_stays_above_its_floor(capsys: pytest.CaptureFixture[str]) -> None:
    code = answers.main(["--set", "report", "--floor", "--failures"])
    printed = capsys.readouterr()
    assert code == 0, printed.err
    assert "question  " not in printed.out  # ids and kinds of the failures, never the questions


def test_a_dropped_figure_fails(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    floors = tmp_path / "floors.json"
    floors.write_text('{"circulars": {"right": 1.01}}')
    monkeypatch.setattr(answers, "FLOORS", floors)
    some = tuple(load_questions(SETS / "circulars_report.jsonl")[:2])
    few = QuestionSet("circulars", "report", some, read_folder(DOCUMENTS / "circulars"))
    monkeypatch.setattr(answers, "chosen_sets", lambda arguments: [few])
    assert answers.main(["--set", "report", "--floor"]) == 1
    assert "circulars, report half: right is" in capsys.readouterr().err
