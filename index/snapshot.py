"""An index on disk: immutable generations and one pointer that is replaced atomically.

    DIR/CURRENT                         {"generation": "000002", "manifest": SHA-256 of its manifest}
    DIR/LOCK                            held by the one process that writes
    DIR/generations/000002/manifest.json
    DIR/generations/000002/…            the files that the manifest names

This module reads and verifies; ``index.publish`` writes. Neither knows what the files hold.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from index.errors import DamagedIndex, ForeignFolder, MissingIndex, OtherFormat, build_command

FORMAT = 3
"""Raised whenever a file's layout changes, or what ``index.normalize.terms`` returns."""

POINTER = "CURRENT"
GENERATIONS = "generations"
MANIFEST = "manifest.json"
NUMBER = re.compile(r"\d{6,}")

_Loaded = TypeVar("_Loaded")


@dataclass(frozen=True, slots=True)
class FileFacts:
    """A file of a generation: its length in bytes and its SHA-256 in hex."""

    bytes: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Facts:
    """What a generation was made with.

    Attributes:
        encoder: Name of the embedding model, as ``load_encoder`` takes it.
        fingerprint: Its checksum.
        dimension: Length of its vectors.
        settings: What else decided the files' contents.
        counts: How many of what they hold.
    """

    encoder: str
    fingerprint: str
    dimension: int
    settings: dict[str, Any]
    counts: dict[str, int]


@dataclass(frozen=True, slots=True)
class Manifest:
    """A generation's table of contents."""

    format: int
    generation: str
    facts: Facts
    files: dict[str, FileFacts]


def manifest(directory: Path) -> Manifest:
    """Read what the current generation is, without reading its files.

    Raises:
        IndexProblem: One of its kinds says what is wrong.
    """
    return _consistently(directory, _manifest)


def read(directory: Path) -> tuple[Manifest, dict[str, bytes]]:
    """Read and verify the current generation.

    Returns:
        The manifest, and the contents of each file that it names.

    Raises:
        IndexProblem: One of its kinds says what is wrong.
    """
    return load(directory, lambda found, fetch: (found, {name: fetch(name) for name in found.files}))


def load(directory: Path, use: Callable[[Manifest, Callable[[str], bytes]], _Loaded]) -> _Loaded:
    """Read the current generation piece by piece.

    Args:
        directory: The index.
        use: Makes something of the manifest and of what fetches a file by its name, verified. It is called again where
            a writer replaced the generation in the meantime.

    Raises:
        IndexProblem: One of its kinds says what is wrong.
    """

    def once(directory: Path) -> _Loaded:
        found = _manifest(directory)
        folder = directory / GENERATIONS / found.generation

        def fetch(name: str) -> bytes:
            if name not in found.files:
                raise DamagedIndex(f"索引 {directory} 缺少 {name}", "完整的索引", build_command(directory))
            return _verified(folder / name, found.files[name], directory)

        return use(found, fetch)

    return _consistently(directory, once)


def _consistently(directory: Path, load: Callable[[Path], _Loaded]) -> _Loaded:
    """Load again where a writer has replaced and cleaned away the generation that was being read."""
    while True:
        before = _pointer_bytes(directory)
        try:
            return load(directory)
        except DamagedIndex:
            if _pointer_bytes(directory) == before:
                raise


def _pointer_bytes(directory: Path) -> bytes:
    path = directory / POINTER
    expected, command = "建立好的索引文件夹", build_command(directory)
    try:
        return path.read_bytes()
    except FileNotFoundError as error:
        if not directory.exists():
            raise MissingIndex(f"没有找到索引：文件夹 {directory} 不存在", expected, command) from error
        if (directory / GENERATIONS).is_dir():
            raise DamagedIndex(f"索引 {directory} 不完整：缺少 {POINTER}", "建立完成的索引", command) from error
        raise ForeignFolder(f"文件夹 {directory} 里没有索引（缺少 {POINTER}）", expected, command) from error
    except NotADirectoryError as error:
        raise ForeignFolder(f"{directory} 不是文件夹", expected, command) from error
    except OSError as error:
        raise DamagedIndex(f"读不了 {path}：{error.strerror}", "可读的文件", command) from error


def _manifest(directory: Path) -> Manifest:
    command = build_command(directory)
    try:
        pointer = json.loads(_pointer_bytes(directory))
        generation, checksum = pointer["generation"], pointer["manifest"]
        if not NUMBER.fullmatch(generation):
            raise ValueError(generation)
    except (ValueError, KeyError, TypeError) as error:
        raise DamagedIndex(f"索引指针 {directory / POINTER} 已损坏", "指向一代索引的 JSON", command) from error
    path = directory / GENERATIONS / generation / MANIFEST
    data = _bytes(path, directory)
    _check_sum(path, data, checksum, directory)
    try:
        rows = json.loads(data)
        if rows["format"] != FORMAT:
            raise OtherFormat(f"索引 {directory} 的格式是第 {rows['format']} 版", f"第 {FORMAT} 版", command)
        files = {name: FileFacts(**facts) for name, facts in rows["files"].items()}
        found = Manifest(rows["format"], rows["generation"], Facts(**rows["facts"]), files)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise DamagedIndex(f"{path} 缺少内容：{error}", "完整的清单", command) from error
    if foreign := [name for name in files if Path(name).name != name]:
        raise DamagedIndex(f"{path} 指向别处的文件：{foreign[0]}", "同一文件夹里的文件", command)
    return found


def _verified(path: Path, facts: FileFacts, directory: Path) -> bytes:
    data = _bytes(path, directory)
    if len(data) != facts.bytes:
        expected = f"{facts.bytes} 字节"
        raise DamagedIndex(f"索引文件 {path} 长度为 {len(data)} 字节", expected, build_command(directory))
    _check_sum(path, data, facts.sha256, directory)
    return data


def _bytes(path: Path, directory: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        problem = "不存在" if isinstance(error, FileNotFoundError) else f"读不了（{error.strerror}）"
        raise DamagedIndex(f"索引文件 {path} {problem}", "完整的索引", build_command(directory)) from error


def _check_sum(path: Path, data: bytes, expected: str, directory: Path) -> None:
    found = hashlib.sha256(data).hexdigest()
    if found != expected:
        remedy = build_command(directory)
        raise DamagedIndex(f"索引文件 {path} 的内容已改变（SHA-256 {found[:12]}…）", f"{str(expected)[:12]}…", remedy)
