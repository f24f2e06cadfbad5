"""What can go wrong with an index or a model on disk, in words for people.

Each error says what was found, what was expected and what to run; see ``corpus.errors.BulletinError``.
"""

from __future__ import annotations

import shlex
from pathlib import Path

from corpus.errors import BulletinError


class IndexProblem(BulletinError):
    """The root of the index room's errors."""


class MissingIndex(IndexProblem):
    """There is nothing where an index was expected."""


class ForeignFolder(IndexProblem):
    """There is something, but it is not an index of this program."""


class DamagedIndex(IndexProblem):
    """A file of the index is missing, cut short or changed."""


class OtherFormat(IndexProblem):
    """The index was written by a version of this program that lays it out differently."""


class OtherEncoder(IndexProblem):
    """The index was built with an embedding model other than the one it is opened with."""


class BusyIndex(IndexProblem):
    """Another process is writing to the index."""


class UnwritableIndex(IndexProblem):
    """The index could not be written: no space, no permission, a failing disk. The last good generation remains."""


class NoSuchDocument(IndexProblem):
    """A document was named that is not in the index."""


class EncoderProblem(IndexProblem):
    """An embedding model is absent or cannot be used."""


def build_command(directory: Path | str) -> str:
    """Return the command that builds the index anew."""
    return f"bulletin-qa index build 文档… --index {shlex.quote(str(directory))}"
