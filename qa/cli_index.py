"""The shell's commands on an index of the user's own documents: build, add, remove, watch, list, verify."""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from corpus.errors import BulletinError
from qa.cli_text import Parser, say, say_json

if TYPE_CHECKING:
    from corpus.reading import Reading
    from index.library import Changes
    from index.segments import Progress

_MODEL = "sentence-transformers 模型的文件夹，或已下载到本机的模型名（默认用自带的模型）"
_DOCUMENTS = "文件（.txt .md .html .pdf .docx .csv .xlsx）、含有它们的文件夹，或 BEIR 格式的 .jsonl"
_STAGES = {"terms": "分词", "vectors": "向量"}
_SECONDS = 2.0


def add_commands(commands: argparse._SubParsersAction[Parser]) -> None:
    """Describe ``index`` and what stands below it."""
    about = "用自己的文档建立索引，增删文档，查看和核对索引。"
    parser = commands.add_parser("index", help="建立、增删、查看、核对索引", description=about)
    below = parser.add_subparsers(title="命令", metavar="命令", required=True)

    def command(name: str, run: Callable[[argparse.Namespace], int], help: str, description: str) -> Parser:
        made = below.add_parser(name, help=help, description=description)
        made.set_defaults(run=run)
        return made

    build = command("build", _build, "用文档建立索引", "读文档，建立索引；已有的索引在新的建好之后才被替换。")
    add = command("add", _add, "加入或更新文档", "加入文档；编号相同而内容变了的会被替换，没变的不再处理。")
    remove = command("remove", _remove, "删除文档", "按编号删除文档，或删除一个文件夹里的全部文档。")
    watch = command("watch", _watch, "跟随一个文件夹", "让索引跟随一个文件夹的变化，按 Ctrl-C 结束。")
    listing = command("list", _list, "列出索引里的文档", "列出索引里的文档。")
    verify = command("verify", _verify, "核对索引是否完好", "核对索引的每个文件、每个段落是否完好。")
    for made in (build, add):
        made.add_argument("documents", nargs="+", metavar="文档", help=_DOCUMENTS)
        made.add_argument("--model", metavar="模型", help=_MODEL)
    remove.add_argument("documents", nargs="+", metavar="编号", help="文档的编号，或文件夹的名字（见 index list）")
    watch.add_argument("folder", metavar="文件夹", help="其中的文档会被加入、更新或删除")
    watch.add_argument("--once", action="store_true", help="只核对一遍，不再等待")
    listing.add_argument("--json", action="store_true", help="以 JSON 输出")
    for made in (build, add, remove, watch, listing, verify):
        made.add_argument("--index", required=True, metavar="DIR", help="索引所在的文件夹")


def _build(arguments: argparse.Namespace) -> int:
    from corpus.passages import split
    from index.embedding import load_encoder
    from index.search import PassageIndex

    with ExitStack() as bars:
        reading = _read(arguments.documents, bars)
        if reading.documents:
            passages = [passage for document in reading.documents for passage in split(document)]
            index = PassageIndex.build(reading.documents, passages, load_encoder(arguments.model), _progress(bars))
            index.save(arguments.index)
    if reading.documents:
        say(f"索引已建好：{arguments.index}，{len(reading.documents)} 篇文档，{len(passages)} 个段落。")
    _say_failures(reading)
    if not reading.documents:
        raise BulletinError("没有可以索引的文档，索引没有建立", "至少一篇能读的文档")
    return 0


def _add(arguments: argparse.Namespace) -> int:
    from index.embedding import load_encoder
    from index.library import Library

    with ExitStack() as bars:
        reading = _read(arguments.documents, bars)
        if reading.documents:
            encoder = load_encoder(arguments.model) if arguments.model else None
            changes = Library(arguments.index, encoder).add(reading.documents, _progress(bars))
    if not reading.documents:
        _say_failures(reading)
        raise BulletinError("没有可以加入的文档，索引没有变化", "至少一篇能读的文档")
    _say_changes(changes, len(reading.failures))
    _say_failures(reading)
    return 0


def _remove(arguments: argparse.Namespace) -> int:
    from index.library import Library

    changes = Library(arguments.index).remove(arguments.documents)
    say(f"已删除 {len(changes.removed)} 篇：{'、'.join(changes.removed)}。")
    return 0


def _watch(arguments: argparse.Namespace) -> int:
    """Bring the index in line with a folder, and again whenever a file of it changes."""
    folder = Path(arguments.folder)
    if not folder.is_dir():
        raise BulletinError(f"“{folder}”不是文件夹", "存在的文件夹")
    seen: object = None
    while True:
        state = _state(folder)
        if state != seen:
            seen = state
            _follow(folder, arguments.index)
            sys.stdout.flush()
        if arguments.once:
            return 0
        try:
            time.sleep(_SECONDS)
        except KeyboardInterrupt:
            return 0


def _follow(folder: Path, directory: str) -> None:
    from corpus.reading import read_documents
    from index.library import Library

    library = Library(directory)
    reading = read_documents([folder])
    changes = library.add(reading.documents)
    there = {document.id for document in reading.documents}
    # A file that is there but cannot be read just now keeps what is known of it.
    gone = [
        entry.id
        for entry in (library.entries() if Path(directory).is_dir() else ())
        if entry.id not in there and not (folder / entry.id).exists()
    ]
    removed = library.remove(gone).removed if gone else ()
    if changes.added or changes.replaced or removed or reading.failures:
        _say_changes(changes, len(reading.failures), len(removed))
        _say_failures(reading)


def _state(folder: Path) -> object:
    """Return what changes when a file below a folder does: names, sizes and times."""
    found = []
    for path in sorted(folder.rglob("*")):
        try:
            status = path.stat()
        except OSError:  # it went away just now
            continue
        if path.is_file() and "generations" not in path.parts:
            found.append((str(path), status.st_size, status.st_mtime_ns))
    return found


def _list(arguments: argparse.Namespace) -> int:
    from index.library import Library

    entries = Library(arguments.index).entries()
    if arguments.json:
        parts = ("id", "title", "issue", "issuer", "date", "passages")
        say_json([{part: getattr(entry, part) for part in parts} for entry in entries])
        return 0
    for entry in entries:
        about = "，".join(part for part in (entry.issue, entry.issuer, entry.date) if part)
        say(f"{entry.id}  《{entry.title}》{about and f'（{about}）'}  {entry.passages} 个段落")
    say(f"共 {len(entries)} 篇文档，{sum(entry.passages for entry in entries)} 个段落。")
    return 0


def _verify(arguments: argparse.Namespace) -> int:
    from index.search import PassageIndex

    index = PassageIndex.open(arguments.index)  # compares every file with its checksum
    say(f"索引完好：{arguments.index}，{len(index.documents)} 篇文档，{len(index.passages)} 个段落。")
    return 0


def _read(paths: Sequence[str], bars: ExitStack) -> Reading:
    """Read documents, with a progress bar where someone is watching."""
    from tqdm import tqdm

    from corpus.reading import read_documents

    bar = bars.enter_context(tqdm(desc="读取", unit="个文件", disable=None, leave=False))

    def step(done: int, total: int, name: str) -> None:
        bar.total = total
        bar.update(done - bar.n)

    return read_documents(paths, step)


def _progress(bars: ExitStack) -> Progress:
    """Return what shows the stages of indexing as progress bars where someone is watching."""
    from tqdm import tqdm

    shown: dict[str, tqdm[NoReturn]] = {}

    def step(done: int, total: int, stage: str) -> None:
        if stage not in shown:
            # `disable=None` shows a bar on a terminal only.
            shown[stage] = bars.enter_context(tqdm(total=total, desc=_STAGES[stage], unit="段", disable=None))
        shown[stage].update(done - shown[stage].n)

    return step


def _say_changes(changes: Changes, failures: int, removed: int = 0) -> None:
    counts = (
        ("新增", len(changes.added)),
        ("更新", len(changes.replaced)),
        ("未变", len(changes.unchanged)),
        ("删除", removed),
        ("未读入", failures),
    )
    said = [f"{name} {count} 篇" for name, count in counts if count or name in ("新增", "更新", "未变")]
    say(f"{'，'.join(said)}。")
    for new, other, share in changes.similar:
        say(f"注意：“{new}”与“{other}”内容相近（约 {share:.0%} 相同）。")
    sys.stdout.flush()


def _say_failures(reading: Reading) -> None:
    sys.stdout.flush()
    if reading.failures:
        say(f"有 {len(reading.failures)} 处没有读进来：", error=True)
    for failure in reading.failures:
        say(f"· {failure}", error=True)
