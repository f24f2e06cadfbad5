"""Reads foreign files in a child process with limits on time and memory, so that no file can harm the program.

The child starts with the first file, reads one after another, and is replaced after it was killed. Nothing but JSON
comes back from it.
"""

from __future__ import annotations

import json
import queue
import subprocess
import sys
import threading
from pathlib import Path
from types import TracebackType

from corpus.errors import UnreadableDocument
from corpus.formats.extracted import Extracted

SECONDS = 10.0
"""How long one file may take."""
_LONGEST_ANSWER = 128 * 2**20
_ROOT = Path(__file__).resolve().parent.parent.parent


class Sandbox:
    """A child process for reading files; a context manager. Each thread that reads needs its own."""

    def __init__(self, seconds: float = SECONDS) -> None:
        """Start nothing yet.

        Args:
            seconds: How long one file may take, in seconds of the processor and of the clock.
        """
        self._seconds = seconds
        self._child: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Sandbox:
        """Return itself."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """End the child."""
        self.close()

    def close(self) -> None:
        """End the child, if one was started."""
        child, self._child = self._child, None
        if child is None:
            return
        child.kill()
        child.wait()
        for stream in (child.stdin, child.stdout):
            if stream is not None:
                stream.close()

    def extract(self, path: Path, kind: str) -> Extracted:
        """Return what a file says.

        Args:
            path: The file.
            kind: Its suffix without the dot.

        Raises:
            UnreadableDocument: It cannot be read, or needs more time or memory than a document should.
        """
        request = {"path": str(path.resolve()), "kind": kind, "seconds": self._seconds}
        try:
            answer = json.loads(self._ask(json.dumps(request).encode() + b"\n"))
        except (TimeoutError, EOFError, BrokenPipeError, ValueError) as error:
            self.close()
            slow = isinstance(error, TimeoutError)
            found = f"文件“{path}”{'读了太久' if slow else '使读取进程中止（过大或有害）'}"
            limits = f"{self._seconds:g} 秒、512 MB 内存之内能读完的文件"
            raise UnreadableDocument(found, limits, "用原来的程序打开，另存后再试") from error
        if "error" in answer:
            found, expected, remedy = answer["error"]
            raise UnreadableDocument(f"文件“{path}”{found}", expected, remedy)
        return Extracted(**answer | {"pages": tuple(answer["pages"])})

    def _ask(self, request: bytes) -> bytes:
        child = self._started()
        assert child.stdin is not None and child.stdout is not None
        child.stdin.write(request)
        child.stdin.flush()
        # A thread, since not every system can wait for a pipe with a time limit.
        answers: queue.SimpleQueue[bytes] = queue.SimpleQueue()
        stream = child.stdout
        threading.Thread(target=lambda: answers.put(stream.readline(_LONGEST_ANSWER)), daemon=True).start()
        try:
            answer = answers.get(timeout=self._seconds)
        except queue.Empty as error:
            child.kill()  # which ends the thread, too
            answers.get()
            raise TimeoutError from error
        if not answer.endswith(b"\n"):
            raise EOFError
        return answer

    def _started(self) -> subprocess.Popen[bytes]:
        if self._child is None or self._child.poll() is not None:
            self.close()
            # -I: neither the folder of the file nor the environment decides which code runs.
            code = f"import sys; sys.path.insert(0, {str(_ROOT)!r}); from corpus.formats.child import main; main()"
            self._child = subprocess.Popen(
                [sys.executable, "-I", "-X", "utf8", "-c", code],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
            )
        return self._child
