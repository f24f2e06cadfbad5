"""Reads files and folders into documents; what cannot be read is named, and the rest is still read."""

from __future__ import annotations

import json
import os
import re
import stat
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from corpus.decoding import decode
from corpus.errors import UnreadableDocument
from corpus.formats import Extracted, Sandbox
from corpus.imprint import imprint
from corpus.repair import repair
from corpus.sections import contributors, find_sections, masthead
from corpus.titles import first_line_title
from corpus.types import Document

TEXT_SUFFIXES = (".txt", ".md")
FOREIGN_SUFFIXES = (".html", ".htm", ".pdf", ".docx", ".csv", ".xlsx")
SUFFIXES = (*TEXT_SUFFIXES, *FOREIGN_SUFFIXES, ".jsonl")
BEIR_NAME = "corpus.jsonl"
BULLETIN = Path(__file__).parent / "bulletin"
LARGEST_FILE = 64 * 2**20
"""Files larger than this are not read, in bytes; collections (``.jsonl``) may be ten times as large."""
Progress = Callable[[int, int, str], None]
"""Called with how many files are read, how many there are, and the name of the last."""
_SURROGATE = re.compile("[\ud800-\udfff]")
_INSTEAD = {
    ".doc": "用 Word 或 WPS 打开并另存为 .docx",
    ".wps": "用 WPS 打开并另存为 .docx",
    ".xls": "用 Excel 或 WPS 打开并另存为 .xlsx",
    ".ppt": "导出为 PDF",
    ".pptx": "导出为 PDF",
    ".ofd": "转换为 PDF",
    ".rtf": "用 Word 或 WPS 打开并另存为 .docx",
    ".zip": "先解压缩",
    ".rar": "先解压缩",
    ".7z": "先解压缩",
} | dict.fromkeys((".jpg", ".jpeg", ".png", ".bmp", ".tif", ".tiff", ".gif"), "先做文字识别（OCR）")


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


def read_documents(paths: Iterable[str | Path], progress: Progress | None = None) -> Reading:
    """Read files, folders of them, and BEIR collections.

    A document's id is its path relative to the folder given, its name if the file itself was given, or its ``_id`` in a
    ``corpus.jsonl``. Of two documents with the same id the second is a failure.

    Args:
        paths: Files with one of the ``SUFFIXES``, and folders; hidden files, and an index's folder, are passed over.
        progress: Told of every file that was read.
    """
    documents: dict[str, Document] = {}
    failures: list[UnreadableDocument] = []
    with Sandbox() as sandbox:
        for outcome in _read_all([Path(path) for path in paths], sandbox, progress):
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


def make_document(
    id: str,
    raw: str,
    *,
    source: str = "",
    title: str = "",
    date: str = "",
    issuer: str = "",
    pages: tuple[str, ...] = (),
) -> Document:
    """Repair a decoded text and find its title, issue, date, contributors and sections.

    Args:
        id: The document's id.
        raw: Decoded text.
        source: Where it came from; the id if empty.
        title: A title known from elsewhere; otherwise the text's own, otherwise the file's name.
        date: A date of publication known from elsewhere; otherwise the text's own.
        issuer: A publisher known from elsewhere; otherwise the text's own.
        pages: The texts of its pages, of which ``raw`` is made; empty for formats without pages.
    """
    # Half a surrogate pair, as a careless JSON writer leaves it, is no character that anything could index.
    id, raw, title, date, issuer = (_SURROGATE.sub("\ufffd", part) for part in (id, raw, title, date, issuer))
    text = repair(raw)
    head = masthead(text)
    title = title or head.title or first_line_title(text) or Path(id).stem
    own = imprint(text)
    return Document(
        id=id,
        title=title,
        source=source or id,
        issuer="、".join(contributors(text)) or issuer or own.issuer,
        text=text,
        issue=head.issue,
        date=date or own.date,
        sections=find_sections(text, title),
        pages=_page_starts(pages, raw, text),
    )


def _page_starts(pages: tuple[str, ...], raw: str, text: str) -> tuple[int, ...]:
    """Return where each page starts in a repaired text, which differs from the pages in white space alone."""
    letters = [at for at, char in enumerate(text) if not char.isspace()]
    if not pages or "".join(raw.split()) != "".join(text.split()):
        return ()
    starts, passed = [], 0
    for page in pages:
        starts.append(letters[passed] if passed < len(letters) else len(text))
        passed += sum(not char.isspace() for char in page)
    return tuple(starts)


def _read_all(
    paths: list[Path], sandbox: Sandbox, progress: Progress | None
) -> Iterator[Document | UnreadableDocument]:
    found: list[tuple[Path, str] | UnreadableDocument] = []
    for path in paths:
        found.extend(_files(path))
    total = len(found)
    for number, item in enumerate(found, start=1):
        if isinstance(item, UnreadableDocument):
            yield item
        else:
            file, id = item
            yield from _read_beir(file) if file.suffix.lower() == ".jsonl" else [_read_file(file, id, sandbox)]
        if progress:
            progress(number, total, "" if isinstance(item, UnreadableDocument) else item[1])


def _files(path: Path) -> Iterator[tuple[Path, str] | UnreadableDocument]:
    """Yield the files that a path stands for, each with its id, in a stable order."""
    try:
        if not path.exists():
            yield UnreadableDocument(f"找不到“{path}”", "存在的文件或文件夹", "检查路径是否写对")
        elif not path.is_dir():
            yield path, path.name
        elif (path / BEIR_NAME).is_file():
            yield path / BEIR_NAME, BEIR_NAME
        else:
            files = sorted(_below(path))
            if not files:
                yield UnreadableDocument(f"文件夹“{path}”里没有文件", f"含 {'、'.join(SUFFIXES)} 文件的文件夹")
            inside = path.resolve()
            for file in files:
                if file.is_symlink() and not file.resolve().is_relative_to(inside):
                    yield UnreadableDocument(f"“{file}”是指向文件夹之外的链接", "文件夹里的文件", "把文件复制进来")
                else:
                    yield file, file.relative_to(path).as_posix()
    except OSError as error:  # a path too long, or below a folder that is closed to us
        yield _refused(path, error)


def _below(folder: Path) -> Iterator[Path]:
    """Yield the files below a folder, without hidden ones and those of an index; links lead nowhere else."""
    for at, folders, names in os.walk(folder):
        if "CURRENT" in names and "generations" in folders:
            folders.clear()
            continue
        folders[:] = [name for name in folders if not name.startswith(".")]
        for name in names:
            if not name.startswith("."):
                yield Path(at) / name


def _read_file(file: Path, id: str, sandbox: Sandbox) -> Document | UnreadableDocument:
    suffix = file.suffix.lower()
    if suffix not in SUFFIXES:
        expected = "、".join(SUFFIXES) + " 文件"
        return UnreadableDocument(f"文件“{file}”的格式不受支持", expected, _INSTEAD.get(suffix, ""))
    try:
        _check_file(file, LARGEST_FILE)
        if suffix in TEXT_SUFFIXES:
            known = Extracted(decode(file.read_bytes(), str(file)))
        else:
            known = sandbox.extract(file, suffix.lstrip(".").replace("htm", "html").replace("htmll", "html"))
        return make_document(
            id,
            known.text,
            source=str(file),
            title=known.title,
            date=known.date,
            issuer=known.issuer,
            pages=known.pages,
        )
    except UnreadableDocument as error:
        return error
    except OSError as error:
        return _refused(file, error)


def _check_file(file: Path, largest: int) -> None:
    """Refuse devices and pipes, which may never end, and what is too large.

    Raises:
        UnreadableDocument: It is no ordinary file, or too large.
    """
    status = file.stat()
    if not stat.S_ISREG(status.st_mode):
        raise UnreadableDocument(f"“{file}”不是普通文件", "普通文件")
    if status.st_size > largest:
        found = f"文件“{file}”有 {status.st_size // 2**20} MB"
        raise UnreadableDocument(found, f"不超过 {largest // 2**20} MB 的文件", "把它拆成几个文件")


def _read_beir(file: Path) -> Iterator[Document | UnreadableDocument]:
    try:
        _check_file(file, 10 * LARGEST_FILE)
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
    wanted = '形如 {"_id": "…", "title": "…", "text": "…"} 的一行'
    try:
        row = json.loads(line)
    except (ValueError, RecursionError):  # the latter for brackets nested thousands deep
        return UnreadableDocument(f"{where}不是 JSON", wanted)
    if not isinstance(row, dict):
        return UnreadableDocument(f"{where}缺少 _id 或 text", wanted)
    told = row | row["metadata"] if isinstance(row.get("metadata"), dict) else row
    names = (("_id", "id"), ("text", "content", "body"), ("title",), ("date",), ("issuer",))
    id, text, title, date, issuer = (next((told[key] for key in keys if key in told), "") for keys in names)
    if not all(isinstance(field, str) for field in (id, text, title)) or not id or not text.strip():
        return UnreadableDocument(f"{where}缺少 _id 或 text", wanted)
    date, issuer = (field if isinstance(field, str) else "" for field in (date, issuer))
    return make_document(id, text, source=f"{file}:{number}", title=title.strip(), date=date, issuer=issuer)


def _refused(path: Path, error: OSError) -> UnreadableDocument:
    return UnreadableDocument(f"无法读取“{path}”（{error.strerror}）", "可读的文件或文件夹", "检查路径和权限")
