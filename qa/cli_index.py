"""The shell's commands on an index of the user's own documents: build, list, verify."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from contextlib import ExitStack
from typing import TYPE_CHECKING, NoReturn

from corpus.errors import BulletinError
from qa.cli_text import Parser, say, say_json

if TYPE_CHECKING:
    from corpus.types import Document


def add_commands(commands: argparse._SubParsersAction[Parser]) -> None:
    """Describe ``index`` and what stands below it."""
    about = "用自己的文档建立索引，查看和核对索引。"
    parser = commands.add_parser("index", help="建立、查看、核对索引", description=about)
    below = parser.add_subparsers(title="命令", metavar="命令", required=True)

    build_parser = below.add_parser(
        "build", help="用文档建立索引", description="读文档，建立索引；已有的索引在新的建好之后才被替换。"
    )
    build_parser.add_argument(
        "documents",
        nargs="+",
        metavar="文档",
        help="文件（.txt .md .html .pdf .docx .csv .xlsx）、含有它们的文件夹，或 BEIR 格式的 .jsonl",
    )
    build_parser.set_defaults(run=_build)
    list_parser = below.add_parser("list", help="列出索引里的文档", description="列出索引里的文档。")
    list_parser.add_argument("--json", action="store_true", help="以 JSON 输出")
    list_parser.set_defaults(run=_list)
    verify_parser = below.add_parser(
        "verify", help="核对索引是否完好", description="核对索引的每个文件、每个段落是否完好。"
    )
    verify_parser.set_defaults(run=_verify)
    for command in (build_parser, list_parser, verify_parser):
        command.add_argument("--index", required=True, metavar="DIR", help="索引所在的文件夹")


def _build(arguments: argparse.Namespace) -> int:
    from corpus.reading import read_documents

    reading = read_documents(arguments.documents)
    if reading.documents:
        passages = _index(reading.documents, arguments.index)
        say(f"索引已建好：{arguments.index}，{len(reading.documents)} 篇文档，{passages} 个段落。")
        sys.stdout.flush()
    if reading.failures:
        say(f"有 {len(reading.failures)} 处没有读进来：", error=True)
    for failure in reading.failures:
        say(f"· {failure}", error=True)
    if not reading.documents:
        raise BulletinError("没有可以索引的文档，索引没有建立", "至少一篇能读的文档")
    return 0


def _index(documents: Sequence[Document], directory: str) -> int:
    """Build and save an index, with a progress bar where someone is watching, and return its number of passages."""
    from tqdm import tqdm

    from corpus.passages import split
    from index.embedding import load_encoder
    from index.search import PassageIndex

    # `disable=None` shows a bar on a terminal only.
    cut = tqdm(documents, desc="切分", unit="篇", disable=None)
    passages = [passage for document in cut for passage in split(document)]
    names = {"terms": "分词", "vectors": "向量"}
    bars: dict[str, tqdm[NoReturn]] = {}
    with ExitStack() as shown:

        def progress(done: int, total: int, stage: str) -> None:
            if stage not in bars:
                bars[stage] = shown.enter_context(tqdm(total=total, desc=names[stage], unit="段", disable=None))
            bars[stage].update(done - bars[stage].n)
            if done == total:
                bars[stage].close()

        index = PassageIndex.build(documents, passages, load_encoder(), progress)
    index.save(directory)
    return len(passages)


def _list(arguments: argparse.Namespace) -> int:
    from index.search import PassageIndex

    index = PassageIndex.open(arguments.index)
    rows = [
        {
            "id": document.id,
            "title": document.title,
            "issue": document.issue,
            "issuer": document.issuer,
            "passages": len(index.passages_of(document.id)),
        }
        for document in index.documents.values()
    ]
    if arguments.json:
        say_json(rows)
        return 0
    for row in rows:
        about = "，".join(str(row[part]) for part in ("issue", "issuer") if row[part])
        say(f"{row['id']}  《{row['title']}》{about and f'（{about}）'}  {row['passages']} 个段落")
    say(f"共 {len(rows)} 篇文档，{len(index.passages)} 个段落。")
    return 0


def _verify(arguments: argparse.Namespace) -> int:
    from index.search import PassageIndex

    index = PassageIndex.open(arguments.index)  # compares every file with its checksum
    say(f"索引完好：{arguments.index}，{len(index.documents)} 篇文档，{len(index.passages)} 个段落。")
    return 0
