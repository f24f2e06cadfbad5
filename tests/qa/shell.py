"""The command line, run in this process or as the real program."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from qa.cli import main

ROOT = Path(__file__).parents[2]
QUESTION = "盂县经开区规上工业增加值增速是多少？"
Capture = pytest.CaptureFixture[str]


def shell(*arguments: str | bytes, cache: str, **environment: str) -> subprocess.CompletedProcess[bytes]:
    """Run the real program."""
    command: Sequence[str | bytes] = [sys.executable, "-m", "qa", *arguments]
    settings = {**os.environ, "XDG_CACHE_HOME": cache, **environment}
    return subprocess.run(command, cwd=ROOT, env=settings, capture_output=True, timeout=60, check=False)


def told(capsys: Capture, *arguments: str) -> tuple[int, str, str]:
    """Run in this process and return the exit code, stdout and stderr."""
    try:
        code = main(arguments)
    except SystemExit as stop:
        code = int(stop.code or 0)
    printed = capsys.readouterr()
    return code, printed.out, printed.err
