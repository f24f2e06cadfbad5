from __future__ import annotations

import multiprocessing
import os
import random
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from corpus.reading import make_document
from corpus.types import Document
from index import publish, snapshot
from index.errors import BusyIndex, IndexProblem, MissingIndex, NoSuchDocument, UnwritableIndex
from index.library import Library, LiveIndex
from index.search import PassageIndex
from index.segments import FILES
from tests.encoders import BigramEncoder

ENCODER = BigramEncoder()


class CountingEncoder(BigramEncoder):
    """Remembers what it was asked to embed."""

    def __init__(self) -> None:
        super().__init__()
        self.asked: list[str] = []

    def encode(self, texts, *, query=False):  # type: ignore[no-untyped-def]
        self.asked.extend([] if query else texts)
        return super().encode(texts, query=query)


def document(id: str, *sentences: str) -> Document:
    return make_document(id, "\n".join([f"# {id}市开发区", *sentences]))


def report(number: int) -> Document:
    return document(
        f"{number:03d}", f"2031年铺排项目{number}个，总投资{number}.5亿元。", f"编号{number}的园区建成厂房。"
    )


def ids(library: Library) -> list[str]:
    return [entry.id for entry in library.entries()]


def bytes_below(directory: Path) -> bytes:
    return b"".join(path.read_bytes() for path in sorted(directory.rglob("*")) if path.is_file())


def test_documents_come_change_and_go(tmp_path: Path) -> None:
    library = Library(tmp_path / "library", ENCODER)
    first = library.add([report(1), report(2)])
    assert (first.added, first.replaced, first.unchanged) == (("001", "002"), (), ())
    second = library.add([report(2), document("001", "2031年铺排项目一千个。"), report(3)])
    assert (second.added, second.replaced, second.unchanged) == (("003",), ("001",), ("002",))
    assert sorted(ids(library)) == ["001", "002", "003"]
    texts = [hit.passage.text for hit in library.open().search("铺排项目", 10)]
    assert any("一千个" in text for text in texts)
    assert not any("项目1个" in text for text in texts)
    assert library.remove(["002"]).removed == ("002",)
    assert sorted(ids(library)) == ["001", "003"]


def test_what_is_unchanged_is_not_embedded_again(tmp_path: Path) -> None:
    encoder = CountingEncoder()
    library = Library(tmp_path, encoder)
    library.add([report(number) for number in range(20)])
    encoder.asked.clear()
    library.add([*(report(number) for number in range(20)), report(20)])
    assert encoder.asked
    assert all("020" in text for text in encoder.asked)
    encoder.asked.clear()
    library.remove(["003"])
    assert encoder.asked == []


def test_nothing_of_a_removed_document_is_left(tmp_path: Path) -> None:
    library = Library(tmp_path / "library", ENCODER)
    library.add([report(number) for number in range(5)])
    library.add([document("secret", "机密项目代号青鸟，总投资九亿元。")])
    assert "青鸟".encode() in bytes_below(tmp_path)
    library.remove(["secret"])
    index = library.open()
    assert "青鸟".encode() not in bytes_below(tmp_path)
    assert index.frequency("青鸟") == 0
    assert "secret" not in index.documents
    assert all("青鸟" not in passage.text for passage in index.passages)
    assert all(hit.passage.document_id != "secret" for hit in index.search("青鸟 机密项目", 50))
    with pytest.raises(KeyError):
        index.passages_of("secret")


def test_ranking_does_not_depend_on_how_documents_came(tmp_path: Path) -> None:
    reports = [report(number) for number in range(30)]
    at_once = Library(tmp_path / "a", ENCODER)
    at_once.add(reports)
    one_by_one = Library(tmp_path / "b", ENCODER)
    for one in [report(99), *reports]:
        one_by_one.add([one])
    one_by_one.remove(["099"])
    assert len(one_by_one.open().segments) < 12  # small segments are joined
    for query in ("铺排项目7个", "总投资12.5亿元", "园区厂房"):
        found = [
            sorted((round(hit.score, 5), hit.passage.id) for hit in library.open().search(query, 60))
            for library in (at_once, one_by_one)
        ]
        assert found[0] == found[1]


def test_removing_all_leaves_an_empty_library(tmp_path: Path) -> None:
    library = Library(tmp_path, ENCODER)
    library.add([report(1)])
    library.remove(["001"])
    assert library.entries() == ()
    assert library.open().search("项目") == []
    library.add([report(2)])
    assert ids(library) == ["002"]


def test_a_folder_of_documents_is_removed_by_its_name(tmp_path: Path) -> None:
    library = Library(tmp_path, ENCODER)
    library.add([document("2031/a.txt", "甲。"), document("2031/b.txt", "乙。"), document("20311.txt", "丙。")])
    assert library.remove(["2031"]).removed == ("2031/a.txt", "2031/b.txt")
    assert ids(library) == ["20311.txt"]


def test_removing_what_is_not_there_removes_nothing(tmp_path: Path) -> None:
    library = Library(tmp_path, ENCODER)
    library.add([report(1)])
    with pytest.raises(NoSuchDocument, match=r"“002”.*index list"):
        library.remove(["001", "002"])
    assert ids(library) == ["001"]
    with pytest.raises(MissingIndex):
        Library(tmp_path / "none", ENCODER).remove(["001"])


def test_near_duplicates_are_named(tmp_path: Path) -> None:
    body = [f"第{number}条 支持开发区建设第{number}号厂房，安排资金{number * 7}万元。" for number in range(40)]
    library = Library(tmp_path, ENCODER)
    library.add([document("old", *body), report(1)])
    changes = library.add([document("new", *body[:-1], "最后一条改了。"), report(2)])
    ((new, old, share),) = changes.similar
    assert (new, old) == ("new", "old")
    assert share > 0.8


@pytest.mark.parametrize("name", ["_write", "_sync", "_replace", "_take_over"])
def test_a_failing_disk_loses_nothing(tmp_path: Path, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    library = Library(tmp_path, ENCODER)
    library.add([report(number) for number in range(3)])
    before = ids(library)
    real: Callable[..., None] = getattr(publish, name)
    for failing in range(1, 40):
        calls = 0

        def broken(*arguments: object) -> None:
            nonlocal calls
            calls += 1
            if calls == failing:  # noqa: B023
                raise OSError(28, "No space left on device")
            real(*arguments)

        monkeypatch.setattr(publish, name, broken)
        try:
            library.add([report(10)])
        except UnwritableIndex as error:
            assert "No space left" in str(error)
            monkeypatch.setattr(publish, name, real)
            # The last generation, or the new one if only the last flush failed; never anything else.
            assert ids(library) in (before, [*before, "010"])
            if len(ids(library)) > len(before):
                library.remove(["010"])
        else:
            monkeypatch.setattr(publish, name, real)
            break
    assert failing > 1
    assert "010" in ids(library)


def test_a_second_writer_waits_or_is_told(tmp_path: Path) -> None:
    library = Library(tmp_path, ENCODER)
    library.add([report(1)])
    with publish.writing(tmp_path):
        with pytest.raises(BusyIndex, match="另一个进程正在写"):
            Library(tmp_path, ENCODER).add([report(2)], patience=0.05)
        waiting = threading.Thread(target=lambda: Library(tmp_path, ENCODER).add([report(3)]))
        waiting.start()
    waiting.join()
    assert ids(library) == ["001", "003"]


def test_readers_follow_and_never_see_a_mixture(tmp_path: Path) -> None:
    library = Library(tmp_path, ENCODER)
    library.add([report(0)])
    live = LiveIndex(tmp_path, ENCODER)
    wrong: list[object] = []
    done = threading.Event()

    def read() -> None:
        while not done.is_set():
            index = live.current()
            found = {hit.passage.document_id for hit in index.search("铺排项目", 200)}
            if found != set(index.documents):
                wrong.append((found, set(index.documents)))

    readers = [threading.Thread(target=read) for _ in range(3)]
    for reader in readers:
        reader.start()
    for number in range(1, 12):
        library.add([report(number)])
        if number % 3 == 0:
            library.remove([f"{number - 1:03d}"])
    done.set()
    for reader in readers:
        reader.join()
    assert wrong == []
    assert set(live.current().documents) == set(ids(library))


def test_a_reader_keeps_what_is_sound(tmp_path: Path) -> None:
    library = Library(tmp_path, ENCODER)
    library.add([report(1)])
    live = LiveIndex(tmp_path, ENCODER)
    before = live.current()
    library.add([report(2)])
    manifest = sorted((tmp_path / "generations").iterdir())[-1] / "manifest.json"
    whole = manifest.read_bytes()
    manifest.write_bytes(whole[:-5])
    assert live.current() is before
    assert live.problem is not None
    manifest.write_bytes(whole)
    library.add([report(3)])
    assert set(live.current().documents) == {"001", "002", "003"}
    assert live.problem is None


def change_for_ever(directory: str, log: str) -> None:
    """Add and remove documents; write down every change once it is acknowledged."""
    library = Library(directory, BigramEncoder())
    with open(log, "w", encoding="ascii") as acknowledged:
        for number in range(10_000):
            if number % 2 == 0:
                library.add([report(number // 2 % 7)])
            else:
                library.remove([f"{number // 2 % 7:03d}"])
            acknowledged.write(f"{number}\n")
            acknowledged.flush()
            os.fsync(acknowledged.fileno())


def after(changes: int) -> set[str]:
    """Return which of the writer's documents there are after so many changes."""
    return {f"{changes // 2 % 7:03d}"} if changes % 2 else set()


def kill_at_random_moments(directory: Path, rounds: int) -> None:
    """Kill a writer again and again; after each time all that was acknowledged must be there, and nothing by halves."""
    library = Library(directory / "library", ENCODER)
    library.add([report(100), report(101)])
    log = directory / "log"
    context = multiprocessing.get_context("spawn")
    moment = random.Random(5)
    for _ in range(rounds):
        log.unlink(missing_ok=True)
        writer = context.Process(target=change_for_ever, args=(str(library.directory), str(log)))
        writer.start()
        while not log.exists() or not log.stat().st_size:  # until it has begun
            time.sleep(0.01)
        time.sleep(moment.random() * 0.3)
        writer.kill()
        writer.join()
        acknowledged = len(log.read_text("ascii").splitlines())
        index = PassageIndex.open(library.directory, ENCODER)
        own = set(index.documents) - {"100", "101"}
        assert own in (after(acknowledged), after(acknowledged + 1))  # the change at hand may have been done, or not
        assert {"100", "101"} <= set(index.documents)
        assert {hit.passage.document_id for hit in index.search("铺排项目", 50)} == set(index.documents)
        if own:
            library.remove(own)  # the next writer begins where this one did
    library.add([report(102)])
    assert "102" in ids(library)


def test_a_killed_writer_loses_nothing(tmp_path: Path) -> None:
    kill_at_random_moments(tmp_path, 2)


@pytest.mark.soak
def test_a_writer_killed_a_hundred_times_loses_nothing(tmp_path: Path) -> None:
    kill_at_random_moments(tmp_path, 100)


@pytest.mark.soak
def test_three_hundred_damages_are_all_noticed(tmp_path: Path) -> None:
    library = Library(tmp_path, ENCODER)
    library.add([report(number) for number in range(30)])
    library.add([report(30)])
    current = PassageIndex.open(tmp_path, ENCODER)
    assert len(current.segments) == 2
    newest = sorted((tmp_path / "generations").iterdir())[-1]
    files = [tmp_path / "CURRENT", *newest.iterdir()]
    chance = random.Random(11)
    for _ in range(300):
        file = chance.choice(files)
        whole = file.read_bytes()
        damaged = bytearray(whole)
        if chance.random() < 0.5:
            damaged[chance.randrange(len(damaged))] ^= 1 << chance.randrange(8)
        else:
            del damaged[chance.randrange(len(damaged)) :]
        file.write_bytes(damaged)
        if file.name == "CURRENT" and damaged.strip() == whole.strip():
            file.write_bytes(whole)
            continue
        with pytest.raises(IndexProblem):
            PassageIndex.open(tmp_path, ENCODER)
        file.write_bytes(whole)
    assert len(PassageIndex.open(tmp_path, ENCODER).documents) == 31


def test_children_build_what_one_process_builds(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    documents = [
        make_document(f"{number}.txt", f"第{number}号开发区今年铺排项目{number}个。\n" * 9) for number in range(40)
    ]
    monkeypatch.setattr("index.segments.MOST_PASSAGES", 10)
    monkeypatch.setattr("index.workers._processors", lambda: 1)
    Library(tmp_path / "one").add(documents)
    monkeypatch.setattr("index.workers._processors", lambda: 2)
    seen: list[tuple[int, int, str]] = []
    Library(tmp_path / "two").add(documents, lambda *told: seen.append(told))
    one, two = (snapshot.manifest(tmp_path / name).files for name in ("one", "two"))
    assert len(one) > 2 * len(FILES)
    assert one == two
    assert seen[-1][0] == seen[-1][1]


def test_a_child_that_is_killed_costs_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    documents = [make_document(f"{number}.txt", f"第{number}号开发区。\n" * 9) for number in range(20)]
    monkeypatch.setattr("index.segments.MOST_PASSAGES", 10)
    monkeypatch.setattr("index.workers._processors", lambda: 2)
    monkeypatch.setattr("index.workers._ROOT", tmp_path)  # the children find no program to run
    Library(tmp_path / "library").add(documents)
    assert len(Library(tmp_path / "library").open().documents) == 20
