"""The measuring panel: the saved results as they stand, and no harm from a file that holds something else."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from web.measure import RESULTS, measure_html
from web.shelf import Shelf


def test_shows_the_saved_results(shelf: Shelf) -> None:
    results = json.loads((RESULTS / "answers.json").read_text(encoding="utf-8"))
    html = measure_html(shelf)
    for one in results.values():
        assert f"{100 * one['figures']['all']['right']['value']:.1f}%" in html
    failed = results["bulletin, tune half"]["failures"]
    assert f"没有答对的 {len(failed)} 题" in html
    assert html.count("<li>") == sum(len(one["failures"]) for one in results.values())
    assert str(shelf.feedback) in html
    assert "python -m eval.answers --index" in html


@pytest.mark.parametrize("text", ["", "{", "[]", "7", '{"a": 7}'])
def test_a_file_that_holds_no_results_shows_none(shelf: Shelf, tmp_path: Path, text: str) -> None:
    (tmp_path / "answers.json").write_text(text, encoding="utf-8")
    assert "没有随程序安装评测结果" in measure_html(shelf, results=tmp_path)


def test_speaks_english(shelf: Shelf) -> None:
    assert "Right and proven" in measure_html(shelf, "en")
