"""Assistants that several modules ask; each is built once."""

from __future__ import annotations

import pytest

from qa import bundled
from qa.assistant import Assistant
from tests.qa import made_up


@pytest.fixture(scope="session")
def bulletin() -> Assistant:
    """Answer from the bundled bulletin, its index built in memory."""
    return Assistant(bundled.build())


@pytest.fixture(scope="session")
def two_cities() -> Assistant:
    """Answer from two invented reports."""
    return made_up.assistant(made_up.qinghe(), made_up.nanpu())
