"""Writes a new generation of an index and publishes it; the layout is in ``index.snapshot``.

A generation is written and flushed in full before the pointer names it, so whatever happens in between leaves the last
one as it was. The generation before is kept for readers that are just opening it; what is older, and what interrupted
builds left, is removed once the new one is published. A file that did not change is linked, not copied.

Everything that touches the disk goes through ``_write``, ``_take_over``, ``_sync`` and ``_replace``.
"""

from __future__ import annotations

import errno
import hashlib
import json
import os
import shutil
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path

from index.errors import BusyIndex, ForeignFolder, UnwritableIndex
from index.snapshot import FORMAT, GENERATIONS, MANIFEST, NUMBER, POINTER, Facts, FileFacts, Manifest, manifest

_LOCK = "LOCK"
_NEW_POINTER = f"{POINTER}.new"


@contextmanager
def writing(directory: Path, patience: float = 0.0) -> Iterator[None]:
    """Be the one process that writes to a directory.

    Args:
        directory: The index; made if it is not there.
        patience: How many seconds to wait for another writer to finish.

    Raises:
        ForeignFolder: The directory holds something that is not an index.
        BusyIndex: Another process is writing to it.
        UnwritableIndex: The disk refuses.
    """
    from filelock import FileLock, Timeout

    _check_ours(directory)
    try:
        directory.mkdir(parents=True, exist_ok=True)
        with FileLock(directory / _LOCK, timeout=patience):
            yield
    except Timeout as error:
        raise BusyIndex(f"另一个进程正在写索引 {directory}", "同一时间只有一个进程写", "等它结束后再试") from error
    except OSError as error:
        found, expected = f"写索引 {directory} 失败：{error.strerror or error}", "可写且有足够空间的文件夹"
        raise UnwritableIndex(found, expected, "腾出空间或换一个文件夹") from error


def write(directory: Path, facts: Facts, files: Iterable[tuple[str, bytes]]) -> Manifest:
    """Publish a new generation.

    Raises:
        IndexProblem: As ``writing`` raises it; the last generation is untouched then.
    """
    with writing(directory):
        return commit(directory, facts, files)


def commit(
    directory: Path,
    facts: Facts,
    files: Iterable[tuple[str, bytes]],
    kept: Collection[str] = (),
    *,
    forget: bool = False,
) -> Manifest:
    """Publish a new generation; only within ``writing``.

    Args:
        directory: The index.
        facts: What the generation was made with.
        files: Its new files, by name; taken one after another, so that not all need be in memory at once.
        kept: Names of files that it takes over from the current generation as they are.
        forget: Whether to remove the generation before, too; otherwise it stays for readers that are just opening it.

    Raises:
        OSError: The disk refuses; the last generation is untouched.
    """
    before = manifest(directory) if kept else None
    table = {name: before.files[name] for name in kept} if before else {}
    folder_before = directory / GENERATIONS / before.generation if before else None
    return _publish(directory, facts, files, table, folder_before, forget)


def _check_ours(directory: Path) -> None:
    """Refuse to write, and later to clean, among someone's files."""
    expected, remedy = "新的、空的或已有索引的文件夹", "换一个文件夹：--index DIR"
    if directory.exists() and not directory.is_dir():
        raise ForeignFolder(f"{directory} 不是文件夹", expected, remedy)
    if not directory.is_dir() or (directory / POINTER).is_file():
        return
    ours = {GENERATIONS, _NEW_POINTER, _LOCK}
    others = [path.name for path in directory.iterdir() if path.name not in ours and not path.name.startswith(".")]
    generations = directory / GENERATIONS
    if generations.is_dir():
        others += [path.name for path in generations.iterdir() if not NUMBER.fullmatch(path.name)]
    if others:
        raise ForeignFolder(f"文件夹 {directory} 里有别的东西（{min(others)} 等 {len(others)} 项）", expected, remedy)


def _publish(
    directory: Path,
    facts: Facts,
    files: Iterable[tuple[str, bytes]],
    kept: Mapping[str, FileFacts],
    folder_before: Path | None,
    forget: bool,
) -> Manifest:
    generations = directory / GENERATIONS
    generations.mkdir(exist_ok=True)
    before = _numbers(generations)
    number = f"{int(before[-1]) + 1 if before else 1:06d}"
    staying = {number} if forget else {number, _pointed(directory)}
    folder = generations / number
    folder.mkdir()
    try:
        table: dict[str, FileFacts] = dict(kept)
        for name in kept:
            assert folder_before is not None
            _take_over(folder_before / name, folder / name)
        for name, data in files:
            _write(folder / name, data)
            table[name] = FileFacts(len(data), hashlib.sha256(data).hexdigest())
        published = Manifest(FORMAT, number, facts, table)
        listing = json.dumps(asdict(published), ensure_ascii=False, indent=1).encode()
        _write(folder / MANIFEST, listing)
        _sync(folder)
        _sync(generations)
        pointer = {"generation": number, "manifest": hashlib.sha256(listing).hexdigest()}
        _write(directory / _NEW_POINTER, json.dumps(pointer).encode())
        _replace(directory / _NEW_POINTER, directory / POINTER)
    except OSError:
        shutil.rmtree(folder, ignore_errors=True)
        raise
    _sync(directory)
    for name in before:
        if name not in staying:
            shutil.rmtree(generations / name, ignore_errors=True)
    return published


def _numbers(generations: Path) -> list[str]:
    return sorted((path.name for path in generations.iterdir() if NUMBER.fullmatch(path.name)), key=int)


def _pointed(directory: Path) -> str | None:
    """Return the generation that the pointer names; whether it is sound is the readers' concern."""
    try:
        return str(json.loads((directory / POINTER).read_bytes())["generation"])
    except (FileNotFoundError, ValueError, KeyError, TypeError):
        return None


def _write(path: Path, data: bytes) -> None:
    with open(path, "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def _take_over(old: Path, new: Path) -> None:
    """Let a file stand in another generation, too: files are never changed, so one copy on the disk is enough."""
    try:
        os.link(old, new)
    except OSError as error:
        if error.errno in (errno.ENOENT, errno.ENOSPC, errno.EIO, errno.EROFS):
            raise
        _write(new, old.read_bytes())  # the file system knows no links


def _replace(new: Path, old: Path) -> None:
    os.replace(new, old)


def _sync(directory: Path) -> None:
    """Make the names in a directory last through a power failure; Windows neither needs nor allows it."""
    if os.name == "nt":
        return
    handle = os.open(directory, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
