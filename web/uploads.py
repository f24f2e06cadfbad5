"""Takes files that people add: checks what was sent, reads and indexes one after another, and tells how far it is.

Requests come from anyone who can reach the port, so every limit stands here and not in the page's controls.
"""

from __future__ import annotations

import logging
import shutil
import tempfile
import threading
from collections import deque
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import BinaryIO

from corpus.errors import BulletinError
from corpus.reading import SUFFIXES, read_documents
from web.shelf import Shelf

LIBRARY = "/library"
MOST_BYTES = 20 * 1024 * 1024
_MOST_WAITING = 200
_MOST_SHOWN = 30
_MOST_NAME = 120
_CHUNK = 1 << 20
_DONE = ("added", "replaced", "unchanged", "failed")


class UploadProblem(BulletinError):
    """A file that is not taken."""


@dataclass(slots=True)
class Upload:
    """A file on its way into the library.

    Attributes:
        name: The file's name.
        state: ``waiting``, ``reading``, ``indexing``, or how it ended: ``added``, ``replaced``, ``unchanged``,
            ``failed``.
        why: Why it failed; empty otherwise.
        share: How much of it is indexed, from 0 to 1.
    """

    name: str
    state: str = "waiting"
    why: str = ""
    share: float = 0.0

    @property
    def done(self) -> bool:
        """Whether nothing more happens to it."""
        return self.state in _DONE


@dataclass(slots=True)
class Uploads:
    """The files on their way into a library, newest last; one thread takes them in turn."""

    shelf: Shelf
    rows: deque[Upload] = field(default_factory=lambda: deque(maxlen=_MOST_SHOWN + _MOST_WAITING))
    _pool: ThreadPoolExecutor = field(default_factory=lambda: ThreadPoolExecutor(1, thread_name_prefix="uploads"))
    _lock: threading.Lock = field(default_factory=threading.Lock)

    @property
    def busy(self) -> bool:
        """Whether a file is on its way."""
        return any(not row.done for row in self.rows)

    def latest(self) -> list[Upload]:
        """Return the files that are to be shown, newest first."""
        return list(self.rows)[::-1][:_MOST_SHOWN]

    def take(self, sent: str, content: BinaryIO) -> None:
        """Take a file; one that cannot be read is listed as failed, with why.

        Args:
            sent: The file's name, as it was sent.
            content: What it holds; copied before this returns.

        Raises:
            UploadProblem: Too many files are waiting already.
        """
        row = Upload(_name(sent))
        with self._lock:
            if sum(not other.done for other in self.rows) >= _MOST_WAITING:
                raise UploadProblem(f"已有 {_MOST_WAITING} 个文件在等待处理", "等它们处理完再添加")
            self.rows.append(row)
        try:
            folder = _stored(row.name, content)
        except UploadProblem as problem:
            row.why, row.state = str(problem), "failed"
        except OSError as error:
            row.why, row.state = f"存不下这个文件（{error.strerror}）", "failed"
        else:
            self._pool.submit(self._process, row, folder).add_done_callback(_report)

    def _process(self, row: Upload, folder: Path) -> None:
        try:
            row.state = "reading"
            reading = read_documents([folder / row.name])
            if reading.failures and not reading.documents:
                raise reading.failures[0]
            row.state = "indexing"

            def progress(done: int, total: int) -> None:
                row.share = done / total if total else 1.0

            became = set(self.shelf.add(reading.documents, progress).values())
            if reading.failures:
                row.why = str(reading.failures[0]).replace(str(folder / row.name), row.name)
            row.state = next((state for state in ("replaced", "added") if state in became), "unchanged")
        except BulletinError as error:
            row.why = str(error).replace(str(folder / row.name), row.name).replace(str(folder), "")
            row.state = "failed"
        finally:
            if not row.done:
                # Whatever else went wrong is a fault of ours: it is reported where the program runs, not to the page.
                row.why, row.state = "处理这个文件时出错了，详情见程序的窗口", "failed"
            shutil.rmtree(folder, ignore_errors=True)

    def close(self) -> None:
        """Finish the file at hand and forget the others."""
        self._pool.shutdown(wait=True, cancel_futures=True)


def _report(processed: Future[None]) -> None:
    """Say in the program's log what nobody foresaw."""
    if not processed.cancelled() and (fault := processed.exception()) is not None:
        logging.getLogger(__name__).error("A file could not be processed", exc_info=fault)


def _name(sent: str) -> str:
    """Return a file's own name without folders, as it may stand in a folder of ours."""
    name = PurePosixPath(sent.replace("\\", "/")).name
    name = "".join(char for char in name if char.isprintable() and char not in '<>:"|?*').strip(" .")
    stem, dot, suffix = name.rpartition(".")
    # Names are limited in bytes, and a Chinese character takes three.
    while len(name.encode("utf-8", errors="replace")) > _MOST_NAME and stem:
        stem = stem[:-1]
        name = f"{stem}{dot}{suffix}"
    return name or "文件"


def _stored(name: str, content: BinaryIO) -> Path:
    """Copy a file into a new folder of its own, and return the folder."""
    suffix = Path(name).suffix.lower()
    if suffix not in SUFFIXES:
        raise UploadProblem(f"不支持 {suffix or '没有扩展名'} 的文件", "、".join(SUFFIXES))
    folder = Path(tempfile.mkdtemp(prefix="bulletin-qa-"))
    size = 0
    with (folder / name).open("wb") as out:
        while chunk := content.read(_CHUNK):
            size += len(chunk)
            if size > MOST_BYTES:
                break
            out.write(chunk)
    if 0 < size <= MOST_BYTES:
        return folder
    shutil.rmtree(folder, ignore_errors=True)
    if size:
        raise UploadProblem("文件太大", f"不超过 {MOST_BYTES >> 20} MB")
    raise UploadProblem("文件是空的", "有内容的文件")
