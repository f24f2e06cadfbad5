"""Assistants that several modules ask; each is built once."""

from __future__ import annotations

import pytest

from qa import bundled
from qa.assistant import Assistant
from qa.cli import main
from tests.qa import made_up, shell


@pytest.fixture(scope="session")
def bulletin() -> Assistant:
    """Answer from the bundled bulletin, its index built in memory."""
    return Assistant(bundled.build())


@pytest.fixture(scope="session")
def two_cities() -> Assistant:
    """Answer from two invented reports."""
    return made_up.assistant(made_up.qinghe(), made_up.nanpu())


@pytest.fixture(scope="session")
def cache(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Keep the bundled bulletin's index out of the user's cache."""
    folder = str(tmp_path_factory.mktemp("cache"))
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", folder)
        bundled.bundled.cache_clear()
        assert main(["ask", shell.QUESTION]) == 0
    return folder
