from __future__ import annotations

import errno
import json
import os
import random
import shutil
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from filelock import FileLock

from corpus.types import Document, Passage
from index import publish, snapshot
from index.errors import (
    BusyIndex,
    DamagedIndex,
    ForeignFolder,
    IndexProblem,
    MissingIndex,
    OtherEncoder,
    OtherFormat,
    UnwritableIndex,
)
from index.search import PassageIndex
from tests.encoders import BigramEncoder

ENCODER = BigramEncoder()
FILE_NAMES = ("documents.jsonl", "passages.jsonl", "dense.faiss", "lexical.npz", "sketches.npy")
FACTS = snapshot.Facts("test", "f", 4, {}, {"things": 1})
FILES = {"a.bin": b"\x00\x01" * 50, "b.jsonl": b'{"x": 1}\n'}


@pytest.fixture
def saved(small: PassageIndex, tmp_path: Path) -> Path:
    small.save(tmp_path / "库")
    return tmp_path / "库"


def only_generation(directory: Path) -> Path:
    (folder,) = (directory / "generations").iterdir()
    return folder


def test_what_was_written_is_read(tmp_path: Path) -> None:
    written = publish.write(tmp_path / "new" / "index", FACTS, FILES.items())
    assert snapshot.read(tmp_path / "new" / "index") == (written, FILES)
    assert snapshot.manifest(tmp_path / "new" / "index") == written


def test_a_new_generation_replaces_the_old_one_and_the_one_before_stays(tmp_path: Path) -> None:
    for number in range(1, 5):
        publish.write(tmp_path, FACTS, {"n": str(number).encode()}.items())
        assert snapshot.read(tmp_path)[1] == {"n": str(number).encode()}
    assert sorted(path.name for path in (tmp_path / "generations").iterdir()) == ["000003", "000004"]


def problem(directory: Path, kind: type[IndexProblem], *words: str) -> IndexProblem:
    with pytest.raises(IndexProblem) as caught:
        PassageIndex.open(directory, ENCODER)
    assert type(caught.value) is kind
    for word in (*words, "bulletin-qa index build", str(directory)):
        assert word in str(caught.value)
    assert caught.value.found
    assert caught.value.expected
    return caught.value


def test_a_missing_folder_is_named(tmp_path: Path) -> None:
    problem(tmp_path / "没有", MissingIndex, "不存在")


def test_a_foreign_folder_or_file_is_named(tmp_path: Path) -> None:
    (tmp_path / "别的.txt").write_text("x")
    problem(tmp_path, ForeignFolder, "没有索引", "CURRENT")
    problem(tmp_path / "别的.txt", ForeignFolder, "不是文件夹")


def test_a_lost_pointer_is_named(saved: Path) -> None:
    (saved / "CURRENT").unlink()
    problem(saved, DamagedIndex, "不完整")


@pytest.mark.parametrize("content", [b"", b"\xff", b"[]", b"{}", b'{"generation": "../..", "manifest": ""}', b'"a"'])
def test_a_damaged_pointer_is_named(saved: Path, content: bytes) -> None:
    (saved / "CURRENT").write_bytes(content)
    problem(saved, DamagedIndex, "CURRENT", "损坏")


@pytest.mark.parametrize(
    "name", ["manifest.json", "documents.jsonl", "passages.jsonl", "dense.faiss", "lexical.npz", "sketches.npy"]
)
def test_damage_to_any_file_is_named(saved: Path, name: str) -> None:
    (path,) = only_generation(saved).glob(f"*{name}")
    whole = path.read_bytes()
    rng = random.Random(7)
    for _ in range(20):
        flipped = bytearray(whole)
        flipped[rng.randrange(len(whole))] ^= 1 << rng.randrange(8)
        path.write_bytes(flipped)
        problem(saved, DamagedIndex, name)
    for length in (0, 1, len(whole) // 2, len(whole) - 1):
        path.write_bytes(whole[:length])
        problem(saved, DamagedIndex, name)
    path.write_bytes(whole + b" ")
    problem(saved, DamagedIndex, name)
    path.unlink()
    problem(saved, DamagedIndex, name, "不存在")
    path.write_bytes(whole)
    assert PassageIndex.open(saved, ENCODER).search("项目")


def test_another_model_is_named(saved: Path) -> None:
    with pytest.raises(OtherEncoder, match=r"test-bigrams.*256 维.*小模型.*64 维.*bulletin-qa index build"):
        PassageIndex.open(saved, BigramEncoder("小模型", 64))


def test_another_format_is_named(saved: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(snapshot, "FORMAT", snapshot.FORMAT + 1)
    problem(saved, OtherFormat, f"第 {snapshot.FORMAT - 1} 版", f"第 {snapshot.FORMAT} 版")


def reseal(directory: Path, change: dict[str, object]) -> None:
    """Change the manifest and make the pointer agree with it."""
    path = only_generation(directory) / "manifest.json"
    path.write_text(json.dumps(json.loads(path.read_text("utf-8")) | change), "utf-8")
    pointer = {"generation": path.parent.name, "manifest": sha256(path.read_bytes()).hexdigest()}
    (directory / "CURRENT").write_text(json.dumps(pointer))


@pytest.mark.parametrize(
    "change", [{"files": {}}, {"files": {"../../CURRENT": {"bytes": 1, "sha256": ""}}}, {"files": 3}, {"facts": {}}]
)
def test_a_forged_manifest_is_refused(saved: Path, change: dict[str, object]) -> None:
    reseal(saved, change)
    problem(saved, DamagedIndex)


def test_other_peoples_files_are_not_written_among(tmp_path: Path, small: PassageIndex) -> None:
    (tmp_path / "论文.txt").write_text("x")
    with pytest.raises(ForeignFolder, match="论文"):
        small.save(tmp_path)
    with pytest.raises(ForeignFolder, match="不是文件夹"):
        small.save(tmp_path / "论文.txt")
    theirs = tmp_path / "theirs" / "generations" / "mine"
    theirs.mkdir(parents=True)
    with pytest.raises(ForeignFolder):
        small.save(tmp_path / "theirs")
    assert theirs.is_dir()


def test_a_second_writer_is_told(saved: Path, small: PassageIndex) -> None:
    with FileLock(saved / "LOCK"), pytest.raises(BusyIndex, match="正在写"):
        small.save(saved)
    small.save(saved)


CALLS = ["open", "fsync", "replace", "mkdir"]


@pytest.mark.parametrize("call", CALLS)
@pytest.mark.parametrize("kind", ["error", "crash"])
def test_a_failure_at_any_step_leaves_a_whole_generation(
    saved: Path, encoder: BigramEncoder, monkeypatch: pytest.MonkeyPatch, call: str, kind: str
) -> None:
    """Fail at the 1st, 2nd, … call of one kind until a write gets through; read after each."""
    text = "新的一代。"
    other = PassageIndex.build([Document("新", "新", "", "", text)], [Passage("新#0", "新", (), 0, 5, text)], encoder)
    old, new = {"晋中.txt", "阳泉.txt"}, {"新"}
    failures = 0
    for nth in range(1, 40):
        shutil.copytree(saved, copy := saved.with_name(f"copy{nth}"))
        with monkeypatch.context() as patch:
            count = fail_at(patch, call, nth, kind)
            try:
                other.save(copy)
            except (UnwritableIndex, KeyboardInterrupt):
                failures += 1
                found = set(PassageIndex.open(copy, encoder).documents)
                assert found == old or (found == new and call == "fsync")
            if count() < nth:
                break
        other.save(copy)
        assert set(PassageIndex.open(copy, encoder).documents) == new
        assert len(list((copy / "generations").iterdir())) <= 2
    assert set(PassageIndex.open(copy, encoder).documents) == new
    assert failures == nth - 1 > 0


def fail_at(patch: pytest.MonkeyPatch, call: str, nth: int, kind: str) -> Callable[[], int]:
    seen = 0
    owner: Any = {"open": publish, "mkdir": Path}.get(call, os)
    real = open if call == "open" else getattr(owner, call)

    def failing(*args: Any, **kwargs: Any) -> Any:
        nonlocal seen
        seen += 1
        if seen == nth:
            raise OSError(errno.ENOSPC, "No space left on device") if kind == "error" else KeyboardInterrupt
        return real(*args, **kwargs)

    patch.setattr(owner, call, failing, raising=call != "open")
    return lambda: seen


def test_a_reader_follows_a_writer_that_overtakes_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    publish.write(tmp_path, FACTS, {"n": b"1"}.items())
    real, calls = snapshot._verified, 0

    def overtaken(*args: Any) -> bytes:
        nonlocal calls
        calls += 1
        if calls == 1:
            for number in (b"2", b"3"):
                publish.write(tmp_path, FACTS, {"n": number}.items())
        return real(*args)

    monkeypatch.setattr(snapshot, "_verified", overtaken)
    assert snapshot.read(tmp_path)[1] == {"n": b"3"}
