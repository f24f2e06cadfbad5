"""The speed script: what it reports, not how fast this machine is."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest

from eval import speed
from eval.workloads import Latency, Speed, bulletin_workload, library_workload, news_workload

TEXT = "开发区今年共铺排了重点项目269个，项目总投资达到870.02亿元。" * 30


def test_ratios_are_multiples_of_bm25() -> None:
    latencies = {"BM25": Latency(9, 0.5, 1.0), "hybrid": Latency(9, 2.0, 3.0)}
    found = Speed(passages=40, indexed=100, indexed_bm25=250, latencies=latencies, peak_mb=300)
    assert found.ratios() == {"BM25": 1.0, "hybrid": 4.0, "indexing": 2.5}


def test_measures_every_way_at_the_bulletins_size() -> None:
    found = bulletin_workload()
    assert found.passages > 20
    assert list(found.latencies) == ["BM25", "dense", "hybrid", "answer"]
    assert all(0 < latency.median_ms <= latency.p95_ms for latency in found.latencies.values())
    assert found.indexed > 0
    assert found.peak_mb > 10


def test_takes_as_many_passages_as_asked_for(tmp_path: Path) -> None:
    file = tmp_path / "news.jsonl.gz"
    with gzip.open(file, "wt", encoding="utf-8") as out:
        out.writelines(json.dumps({"id": f"n{n}", "text": TEXT}) + "\n" for n in range(9))
    assert news_workload(file, 7).passages == 7


def test_reports_every_size(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    start = speed.ColdStart(first=2.0, median=1.0, worst=1.5, peak_mb=200.0)
    monkeypatch.setattr(speed, "cold_start", lambda: start)
    monkeypatch.setattr(speed, "find_spec", lambda name: True)
    size = Speed(40, 100, 250, {"BM25": Latency(9, 0.5, 1.0)}, 300)
    monkeypatch.setattr(speed, "_alone", lambda *job: size)
    assert speed.main(["--json"]) == 0
    report = json.loads(capsys.readouterr().out)
    assert report["cold start"]["median"] == 1.0
    assert report["sizes"][0]["ratios"] == {"BM25": 1.0, "indexing": 2.5}
    assert speed.main([]) == 0
    assert "BM25, 40 passages" in capsys.readouterr().out


def test_missing_data_is_named_before_anything_is_measured(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delattr(speed, "cold_start")
    assert speed.main(["--data", str(tmp_path)]) == 2
    assert "news.jsonl.gz" in capsys.readouterr().err


def test_a_library_is_built_and_changed(tmp_path: Path) -> None:
    file = tmp_path / "news.jsonl.gz"
    with gzip.open(file, "wt", encoding="utf-8") as out:
        out.writelines(json.dumps({"id": f"n{n}", "text": f"第{n}篇。{TEXT}"}) + "\n" for n in range(9))
    found = library_workload(file, 6)
    assert found.documents == 6
    assert min(found.build, found.open, found.add, found.remove, found.peak_mb) > 0
