from __future__ import annotations

import json
from pathlib import Path
from xml.etree import ElementTree

import pytest

from eval.answers import RESULTS
from eval.plots import bars, main


def test_the_saved_results_are_drawn(tmp_path: Path) -> None:
    assert main(["--out", str(tmp_path)]) == 0
    names = {path.name for path in tmp_path.iterdir()}
    saved = json.loads((RESULTS / "retrieval.json").read_text("utf-8"))
    drawn = {f"retrieval-{name.partition(',')[0]}.svg" for name in saved}
    assert "retrieval-bulletin.svg" in drawn
    assert names == drawn | {"risk-coverage.svg"}
    for path in tmp_path.iterdir():
        assert ElementTree.fromstring(path.read_text("utf-8")).tag.endswith("svg")


def test_bars_have_their_lengths_and_escaped_labels() -> None:
    picture = bars("<title>", [("a & b", 0.5, 0.4, 0.6), ("c", 0.25, 0.2, 0.3)])
    widths = [float(node.get("width", "0")) for node in ElementTree.fromstring(picture) if node.tag.endswith("rect")]
    assert widths[1] == 2 * widths[2]
    assert "a &amp; b" in picture


def test_missing_results_are_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--results", str(tmp_path), "--out", str(tmp_path)]) == 2
    assert "--save" in capsys.readouterr().err
