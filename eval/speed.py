"""Measures speed and memory: cold start, indexing, queries; all as ratios to BM25 in the same run.

``python -m eval.speed`` runs at the bulletin's size; ``--data`` adds larger collections, made from ``news.jsonl.gz`` in
that folder. Every size runs in a process of its own, so that its peak memory is its own. Memory needs Linux or macOS.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict, dataclass
from importlib.util import find_spec
from multiprocessing import get_context
from pathlib import Path
from time import perf_counter
from typing import Any, TypeVar

from eval.statistics import percentile
from eval.table import text_table
from eval.workloads import Changing, Speed, bulletin_workload, library_workload, megabytes, news_workload

RESULTS = Path(__file__).parent / "results"
ROOT = Path(__file__).parent.parent
NEWS = "news.jsonl.gz"
_QUESTION = "2023年晋中市开发区铺排了多少个项目？"
_STARTS = 5
_Result = TypeVar("_Result")


@dataclass(frozen=True, slots=True)
class ColdStart:
    """``ask`` in a fresh process: seconds of the first start, which builds the index, and of later ones; peak MB."""

    first: float
    median: float
    worst: float
    peak_mb: float


def cold_start(starts: int = _STARTS) -> ColdStart:
    """Ask one question again and again, each time in a fresh process, with a cache folder that is empty at first.

    Raises:
        RuntimeError: The program failed.
    """
    times, peaks = [], []
    with tempfile.TemporaryDirectory() as cache:
        for _ in range(starts + 1):
            start = perf_counter()
            code, errors, peak = _ask({**os.environ, "XDG_CACHE_HOME": cache})
            times.append(perf_counter() - start)
            peaks.append(peak)
            if code:
                raise RuntimeError(f"`ask` ended with exit code {code}: {errors}")
    return ColdStart(times[0], percentile(times[1:], 0.5), max(times[1:]), max(peaks))


def _ask(environment: dict[str, str]) -> tuple[int, str, float]:
    with tempfile.TemporaryFile() as errors:
        command = [sys.executable, "-m", "qa", "ask", _QUESTION]
        process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL, stderr=errors)
        # Unlike Popen.wait, wait4 also says what memory this one child took.
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        errors.seek(0)
        return process.returncode, errors.read().decode(errors="replace"), megabytes(usage.ru_maxrss)


def main(argv: Sequence[str] | None = None) -> int:
    """Run the script; returns 2 if the data folder is not as it should be."""
    arguments = _parser().parse_args(argv)
    news = arguments.data / NEWS if arguments.data is not None else None
    if news is not None and not news.exists():
        print(f"{news}: there is no such file", file=sys.stderr)
        return 2
    report: dict[str, Any] = {}
    if find_spec("qa.__main__") is None:
        print("Skipped the cold start: there is no `python -m qa`.", file=sys.stderr)
    else:
        report["cold start"] = asdict(cold_start())
    runs: list[Speed] = [_alone(bulletin_workload)]
    if news is not None:
        runs += [_alone(news_workload, news, count) for count in arguments.passages]
    report["sizes"] = [asdict(run) | {"ratios": run.ratios()} for run in runs]
    changes = [_alone(library_workload, news, count) for count in arguments.articles] if news is not None else []
    report["library"] = [asdict(change) for change in changes]
    text = json.dumps(report, ensure_ascii=False, indent=2)
    print(text if arguments.json else _tables(report, runs, changes))
    if arguments.save:
        RESULTS.mkdir(exist_ok=True)
        (RESULTS / "speed.json").write_text(text + "\n", encoding="utf-8")
    return 0


def _alone(job: Callable[..., _Result], *arguments: Any) -> _Result:
    """Run a job in a fresh process."""
    with ProcessPoolExecutor(max_workers=1, mp_context=get_context("spawn")) as pool:
        return pool.submit(job, *arguments).result()


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m eval.speed", description="Measure speed and memory.")
    parser.add_argument("--data", type=Path, metavar="DIR", help=f"a folder with {NEWS}")
    parser.add_argument(
        "--passages", type=int, nargs="+", default=[4000], metavar="N", help="sizes to make from it (default: 4000)"
    )
    parser.add_argument(
        "--articles", type=int, nargs="+", default=[2000], metavar="N", help="libraries to change (default: 2000)"
    )
    parser.add_argument("--json", action="store_true", help="print JSON")
    parser.add_argument("--save", action="store_true", help="write eval/results/speed.json")
    return parser


def _tables(report: dict[str, Any], runs: Sequence[Speed], changes: Sequence[Changing]) -> str:
    parts = []
    if start := report.get("cold start"):
        took = f"{start['median']:.2f} s (worst {start['worst']:.2f} s, first ever {start['first']:.2f} s)"
        parts.append(f"ask, cold start: {took}, peak memory {start['peak_mb']:.0f} MB")
    rows = []
    for run in runs:
        for name, latency in run.latencies.items():
            times = [f"{latency.median_ms:.2f}", f"{latency.p95_ms:.2f}", f"{run.ratios()[name]:.1f}x"]
            rows.append([f"{name}, {run.passages:,} passages", latency.queries, *times])
    parts.append(text_table(["query", "n", "median ms", "p95 ms", "to BM25"], rows))
    rows = [
        [
            f"{run.passages:,} passages",
            f"{run.indexed:,.0f}",
            f"{run.indexed_bm25:,.0f}",
            f"{run.ratios()['indexing']:.1f}x",
            f"{run.peak_mb:.0f}",
        ]
        for run in runs
    ]
    parts.append(text_table(["indexing", "passages/s", "BM25 alone", "time to BM25", "peak MB"], rows))
    rows = [
        [
            f"{change.documents:,} articles",
            *(f"{seconds:.2f}" for seconds in (change.build, change.open, change.add, change.remove)),
            f"{change.add / change.build:.1%}",
            f"{change.peak_mb:.0f}",
        ]
        for change in changes
    ]
    if rows:
        names = ["library", "build s", "open s", "add ten s", "remove one s", "add to build", "peak MB"]
        parts.append(text_table(names, rows))
    return "\n\n".join(parts)


if __name__ == "__main__":
    sys.exit(main())
