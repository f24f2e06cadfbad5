from __future__ import annotations

from pathlib import Path

import pytest

from corpus.folding import fold
from qa import lexicon

FILES = sorted((Path(lexicon.__file__).parent / "language").glob("*.txt"))


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_words_are_written_as_they_are_matched(file: Path) -> None:
    for line in file.read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            assert fold(line) == line


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_every_list_says_what_it_is(file: Path) -> None:
    assert file.read_text(encoding="utf-8").startswith("# ")


def test_no_word_is_its_own_synonym_or_listed_twice() -> None:
    for word, others in lexicon.SYNONYMS.items():
        assert word not in others
        assert others
        assert len(set(others)) == len(others)


def test_a_plain_group_goes_both_ways() -> None:
    file = next(file for file in FILES if file.stem == "synonyms")
    for line in file.read_text(encoding="utf-8").splitlines():
        if line.strip() and not line.startswith("#") and ">" not in line:
            words = line.split()
            assert len(words) > 1, line
            for word in words:
                assert set(words) - {word} <= set(lexicon.SYNONYMS[word])


def test_an_arrow_has_words_on_both_sides() -> None:
    file = next(file for file in FILES if file.stem == "synonyms")
    for line in file.read_text(encoding="utf-8").splitlines():
        if ">" in line and not line.startswith("#"):
            asked, said = line.split(">")
            assert asked.split(), line
            assert said.split(), line


def test_places_and_everyday_words_do_not_contradict() -> None:
    assert lexicon.CITIES | {"和平"} >= lexicon.EVERYDAY_CITIES
    assert not lexicon.NOT_PLACES & lexicon.CITIES
    assert not lexicon.NOT_PLACES & lexicon.PROVINCES
    assert not lexicon.CITIES & lexicon.PROVINCES - {"吉林"}
