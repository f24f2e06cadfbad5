from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

import qa
from corpus.reading import read_bulletin
from index.search import PassageIndex
from qa import bundled
from qa.assistant import Assistant

QUESTION = "盂县经开区规上工业增加值增速是多少？"


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, bulletin: Assistant) -> Iterator[Path]:
    """Keep the index out of the user's cache, and take the one that is built already for a new one."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "缓存"))
    monkeypatch.setattr(bundled, "build", lambda: bulletin.index)
    bundled.bundled.cache_clear()
    yield tmp_path / "缓存"
    bundled.bundled.cache_clear()


def test_the_index_holds_the_bulletin(bulletin: Assistant) -> None:
    assert dict(bulletin.index.documents) == {document.id: document for document in read_bulletin()}


def test_the_package_answers_from_it(cache: Path) -> None:
    reply = qa.answer(QUESTION)
    assert reply.status == "answered"
    assert reply.short == "22.4%"


def test_the_first_use_leaves_an_index_and_the_next_opens_it(cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = bundled.bundled().answer(QUESTION)
    (folder,) = (cache / "bulletin-qa").iterdir()
    assert PassageIndex.open(folder).documents
    bundled.bundled.cache_clear()

    def unwanted() -> PassageIndex:
        raise AssertionError("the index is built already")

    monkeypatch.setattr(bundled, "build", unwanted)
    assert bundled.bundled().answer(QUESTION) == first


def test_a_damaged_index_is_built_again(cache: Path) -> None:
    first = bundled.bundled().answer(QUESTION)
    for file in (cache / "bulletin-qa").rglob("*"):
        if file.is_file():
            file.write_bytes(b"broken")
    bundled.bundled.cache_clear()
    assert bundled.bundled().answer(QUESTION) == first


def test_a_cache_that_cannot_be_written_only_costs_time(cache: Path) -> None:
    cache.write_text("a file where the folder should be")
    assert bundled.bundled().answer(QUESTION).short == "22.4%"


def test_it_is_opened_once(cache: Path) -> None:
    assert bundled.bundled() is bundled.bundled()
