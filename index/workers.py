"""Builds segments in child processes, one for each processor, since terms and vectors are nine tenths of the work.

Not ``multiprocessing``: that runs the caller's main script again in every child, which a program that merely calls
``Library.add`` need not expect. A child reads documents and passages from its standard input, and writes the arrays of
a segment to its standard output; nothing is pickled.
"""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from queue import SimpleQueue
from typing import IO

from corpus.types import Document, Passage
from index.embedding import BUNDLED, Encoder, load_encoder
from index.records import dump_documents, dump_passages, load_documents, load_passages

Run = tuple[Sequence[Document], Sequence[Passage]]
Step = Callable[[int, str], None]
Files = dict[str, bytes]
_ROOT = Path(__file__).resolve().parent.parent


def children_for(runs: Sequence[Run], encoder: Encoder) -> int:
    """Return how many children are worth starting: none for one run, or for a model that uses all processors itself."""
    count = min(len(runs), _processors())
    return count if count > 1 and encoder.name == BUNDLED else 0


def built_elsewhere(runs: Sequence[Run], count: int, step: Step) -> Iterator[Files | None]:
    """Yield what children compute for each run, in order; None where a child was killed, for want of memory perhaps.

    Args:
        runs: Documents with their passages.
        count: How many children to start.
        step: Told how many more passages have passed a stage; by one thread at a time.
    """
    turn = threading.Lock()

    def told(more: int, stage: str) -> None:
        with turn:
            step(more, stage)

    with _children(count) as idle, ThreadPoolExecutor(count) as threads:

        def work(run: Run) -> Files | None:
            child = idle.get()
            try:
                return _ask(child, run, told)
            except (OSError, ValueError):
                return None
            finally:
                idle.put(child)

        yield from threads.map(work, runs)


def serve(built: Callable[[Run, Encoder, Step], Files]) -> None:
    """Be such a child: answer what comes until nothing more comes."""
    source, sink = sys.stdin.buffer, sys.stdout.buffer
    encoder = load_encoder()

    def step(more: int, stage: str) -> None:
        _send(sink, {"step": more, "stage": stage})

    while header := source.readline():
        sizes = json.loads(header)["sizes"]
        documents = load_documents(_exactly(source, sizes[0]))
        passages = load_passages(_exactly(source, sizes[1]), documents)
        files = built((tuple(documents.values()), tuple(passages)), encoder, step)
        _send(sink, {"names": list(files)}, *files.values())


def _processors() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


@contextmanager
def _children(count: int) -> Iterator[SimpleQueue[subprocess.Popen[bytes]]]:
    """Start children, and end them whatever happens."""
    # -I: neither the working directory nor the environment decides which code runs.
    code = f"import sys; sys.path.insert(0, {str(_ROOT)!r}); from index.segments import serve_builds; serve_builds()"
    command = [sys.executable, "-I", "-X", "utf8", "-c", code]
    pipe, quiet = subprocess.PIPE, subprocess.DEVNULL
    children = [subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=quiet) for _ in range(count)]
    idle: SimpleQueue[subprocess.Popen[bytes]] = SimpleQueue()
    for child in children:
        idle.put(child)
    try:
        yield idle
    finally:
        for child in children:
            child.kill()
            child.communicate()


def _ask(child: subprocess.Popen[bytes], run: Run, step: Step) -> Files:
    assert child.stdin is not None and child.stdout is not None
    documents, passages = run
    _send(child.stdin, {}, dump_documents(documents), dump_passages(passages))
    while header := child.stdout.readline():
        said = json.loads(header)
        if "step" in said:
            step(said["step"], said["stage"])
        else:
            return {name: _exactly(child.stdout, size) for name, size in zip(said["names"], said["sizes"], strict=True)}
    raise OSError("a child that builds has ended")


def _send(stream: IO[bytes], header: dict[str, object], *parts: bytes) -> None:
    stream.write(json.dumps(header | {"sizes": [len(part) for part in parts]}).encode() + b"\n")
    for part in parts:
        stream.write(part)
    stream.flush()


def _exactly(stream: IO[bytes], size: int) -> bytes:
    buffer = io.BytesIO()
    while (left := size - buffer.tell()) > 0:
        piece = stream.read(left)
        if not piece:
            raise OSError("a child that builds has ended")
        buffer.write(piece)
    return buffer.getvalue()
