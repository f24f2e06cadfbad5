"""Reads files and folders into documents; what cannot be read is named, and the rest is still read."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from corpus.decoding import decode
from corpus.errors import UnreadableDocument
from corpus.outline import heading
from corpus.repair import repair
from corpus.sections import contributors, find_sections, masthead
from corpus.types import Document

SUFFIXES = (".txt", ".md")
BEIR_NAME = "corpus.jsonl"
BULLETIN = Path(__file__).parent / "bulletin"
_MAX_TITLE = 50
_SURROGATE = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Reading:
    """The outcome of reading: documents in a stable order, and an error for each thing that could not be read."""

    documents: tuple[Document, ...]
    failures: tuple[UnreadableDocument, ...]


def read_bulletin() -> tuple[Document, ...]:
    """Return the bundled bulletin.

    Raises:
        UnreadableDocument: The installation is damaged.
    """
    reading = read_documents([BULLETIN])
    if reading.failures or not reading.documents:
        raise UnreadableDocument("随程序安装的公报缺失或损坏", "完整的安装", "make install")
    return reading.documents


def read_documents(paths: Iterable[str | Path]) -> Reading:
    """Read text files, folders of them, and BEIR collections.

    A document's id is its path relative to the folder given, its name if the file itself was given, or its ``_id`` in a
    ``corpus.jsonl``. Of two documents with the same id the second is a failure.

    Args:
        paths: Files (``.txt``, ``.md``, ``.jsonl``) and folders; hidden files are passed over.
    """
    documents: dict[str, Document] = {}
    failures: list[UnreadableDocument] = []
    for path in paths:
        for outcome in _read_path(Path(path)):
            if isinstance(outcome, UnreadableDocument):
                failures.append(outcome)
            elif outcome.id in documents:
                failures.append(
                    UnreadableDocument(
                        f"“{outcome.source}”与“{documents[outcome.id].source}”的编号同为“{outcome.id}”",
                        "各不相同的文件名或 _id",
                        "把它们放进同一个文件夹的不同子文件夹，再给出这个文件夹",
                    )
                )
            else:
                documents[outcome.id] = outcome
    return Reading(tuple(documents.values()), tuple(failures))


def make_document(id: str, raw: str, *, source: str = "", title: str = "") -> Document:
    """Repair a decoded text and find its title, issue, contributors and sections.

    Args:
        id: The document's id.
        raw: Decoded text.
        source: Where it came from; the id if empty.
        title: A title known from elsewhere; otherwise the text's own, otherwise the file's name.
    """
    # Half a surrogate pair, as a careless JSON writer leaves it, is no character that anything could index.
    id, raw, title = (_SURROGATE.sub("\ufffd", part) for part in (id, raw, title))
    text = repair(raw)
    head = masthead(text)
    title = title or head.title or _first_line_title(text) or Path(id).stem
    return Document(
        id=id,
        title=title,
        source=source or id,
        issuer="、".join(contributors(text)),
        text=text,
        issue=head.issue,
        sections=find_sections(text, title),
    )


def _first_line_title(text: str) -> str:
    """Return the first line if it reads like a title: short, without a sentence end, with text below it."""
    first, _, rest = text.partition("\n")
    first = first.strip()
    is_title = (
        len(first) <= _MAX_TITLE and not any(mark in first for mark in "。；;！？!?，,：:") and heading(first) is None
    )
    return first if is_title and rest.strip() else ""


def _read_path(path: Path) -> Iterator[Document | UnreadableDocument]:
    try:
        if path.is_dir():
            beir = path / BEIR_NAME
            yield from _read_beir(beir) if beir.is_file() else _read_folder(path)
        elif not path.exists():
            yield UnreadableDocument(f"找不到“{path}”", "存在的文件或文件夹", "检查路径是否写对")
        elif path.suffix.lower() == ".jsonl":
            yield from _read_beir(path)
        else:
            yield _read_file(path, path.name)
    except OSError as error:  # a path too long, or below a folder that is closed to us
        yield _refused(path, error)


def _read_folder(folder: Path) -> Iterator[Document | UnreadableDocument]:
    files = sorted(
        file
        for file in folder.rglob("*")
        if file.is_file() and not any(part.startswith(".") for part in file.relative_to(folder).parts)
    )
    if not files:
        yield UnreadableDocument(f"文件夹“{folder}”里没有文件", "含 .txt 或 .md 文件的文件夹")
    for file in files:
        yield _read_file(file, file.relative_to(folder).as_posix())


def _read_file(file: Path, id: str) -> Document | UnreadableDocument:
    if file.suffix.lower() not in SUFFIXES:
        return UnreadableDocument(f"文件“{file}”的格式不受支持", "、".join(SUFFIXES) + f" 文件或 {BEIR_NAME}")
    try:
        return make_document(id, decode(file.read_bytes(), str(file)), source=str(file))
    except UnreadableDocument as error:
        return error
    except OSError as error:
        return _refused(file, error)


def _read_beir(file: Path) -> Iterator[Document | UnreadableDocument]:
    try:
        text = decode(file.read_bytes(), str(file))
    except UnreadableDocument as error:
        yield error
        return
    except OSError as error:
        yield _refused(file, error)
        return
    for number, line in enumerate(text.split("\n"), start=1):
        if line.strip():
            yield _read_beir_row(file, number, line)


def _read_beir_row(file: Path, number: int, line: str) -> Document | UnreadableDocument:
    where = f"文件“{file}”第 {number} 行"
    try:
        row = json.loads(line)
    except (ValueError, RecursionError):  # the latter for brackets nested thousands deep
        return UnreadableDocument(f"{where}不是 JSON", '形如 {"_id": "…", "title": "…", "text": "…"} 的一行')
    fields = [row.get(key, "") for key in ("_id", "title", "text")] if isinstance(row, dict) else []
    if not fields or not all(isinstance(field, str) for field in fields) or not fields[0] or not fields[2].strip():
        return UnreadableDocument(f"{where}缺少 _id 或 text", '形如 {"_id": "…", "title": "…", "text": "…"} 的一行')
    id, title, text = fields
    return make_document(id, text, source=f"{file}:{number}", title=title.strip())


def _refused(path: Path, error: OSError) -> UnreadableDocument:
    return UnreadableDocument(f"无法读取“{path}”（{error.strerror}）", "可读的文件或文件夹", "检查路径和权限")
