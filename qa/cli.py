"""The shell ``bulletin-qa``: parses, calls and prints. Its commands on an index stand in ``qa.cli_index``.

Nothing heavy is imported before a command needs it.
"""

from __future__ import annotations

import argparse
import io
import os
import signal
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from corpus.errors import BulletinError
from qa.cli_index import add_commands
from qa.cli_text import WRONG, Parser, indented, place, say, say_json, whole_number

if TYPE_CHECKING:
    from index.types import Hit
    from qa.assistant import Assistant
    from qa.types import Answer

ANSWERED, NOT_FOUND = 0, 1
# What a shell reports of a program that Ctrl-C or a closed pipe ended.
_INTERRUPTED, _PIPE_CLOSED = 130, 141
_APP = Path(__file__).parent.parent / "app.py"
_MOST_HITS = 1000


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command.

    Args:
        argv: The arguments; those of the process where it is ``None``.

    Returns:
        0 when answered or done, 1 when nothing was found, 2 for wrong usage or input.

    Raises:
        SystemExit: Help was asked for (0), or the arguments are wrong (2).
    """
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            # An undecodable byte of an argument or a file name is a lone surrogate, which UTF-8 cannot hold.
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    try:
        return _run(argv)
    except BulletinError as error:
        return _failed(str(error))
    except KeyboardInterrupt:
        return _INTERRUPTED
    except BrokenPipeError:
        # Python flushes once more at exit; that must have somewhere to go.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return _PIPE_CLOSED
    except OSError as error:
        named = f"“{error.filename}”：" if error.filename else ""
        return _failed(f"系统拒绝了操作：{named}{error.strerror or error}")


def _run(argv: Sequence[str] | None) -> int:
    try:
        arguments = _parser().parse_args(argv)
        code: int = arguments.run(arguments)
        return code
    finally:
        sys.stdout.flush()  # here, where a closed pipe is still expected


def _parser() -> Parser:
    parser = Parser(
        prog="bulletin-qa",
        description="用中文向公报提问，答案附原文出处；全部在本机完成。",
        epilog="退出码：0 已回答或已完成，1 没有找到，2 用法或输入不对。",
    )
    commands = parser.add_subparsers(title="命令", metavar="命令", required=True)

    ask = commands.add_parser("ask", help="提一个问题", description="提一个问题：先给答案，再给出处和原文。")
    ask.add_argument("question", metavar="问题", help="例如：2023年晋中市开发区铺排了多少个项目？")
    ask.set_defaults(run=_ask)
    search = commands.add_parser("search", help="查找相关的段落", description="查找与问题最相关的段落，最相关的在前。")
    search.add_argument("question", metavar="问题", help="一个问题或几个词")
    search.add_argument("-k", type=whole_number(1, _MOST_HITS), default=10, metavar="N", help="最多几段（默认 10）")
    search.set_defaults(run=_search)
    for command in (ask, search):
        command.add_argument("--json", action="store_true", help="以 JSON 输出")
        command.add_argument(
            "--document", action="append", metavar="编号", help="只查这篇文档（编号见 index list），可以多次给出"
        )
    add_commands(commands)
    chat = commands.add_parser("chat", help="在浏览器里提问", description="打开浏览器里的问答页面，按 Ctrl-C 结束。")
    chat.add_argument("--host", default="127.0.0.1", help="监听的地址（默认 127.0.0.1，只有本机能打开）")
    chat.add_argument("--port", type=whole_number(0, 65535), help="监听的端口（默认从 7860 起第一个空闲的）")
    chat.set_defaults(run=_chat)
    for command in (ask, search, chat):
        command.add_argument("--index", metavar="DIR", help="索引所在的文件夹（默认使用自带的公报）")
    return parser


def _failed(message: str) -> int:
    say(message, error=True)
    return WRONG


def _ask(arguments: argparse.Namespace) -> int:
    assistant = _assistant(arguments.index)
    answer = assistant.answer(arguments.question, documents=_documents(assistant, arguments))
    if arguments.json:
        say_json(_answer_fields(answer))
    else:
        say(answer.text)
        if answer.status == "not_found" and answer.hits:
            from qa.suggestions import instead

            if offered := instead(assistant, answer, documents=_documents(assistant, arguments)):
                say("可以这样问：\n" + "\n".join(f"· {question}" for question in offered))
        if answer.citations:
            say("\n出处：")
        for citation in answer.citations:
            where = place(citation.title, citation.section_path, citation.page)
            about = "，".join(part for part in (citation.issue, citation.issuer, citation.date) if part)
            say(f"[{citation.marker}] {where}\n{indented(citation.quote)}")
            if about:
                say(indented(f"（{about}）"))
    return ANSWERED if answer.status == "answered" else NOT_FOUND


def _search(arguments: argparse.Namespace) -> int:
    assistant = _assistant(arguments.index)
    hits = assistant.search(arguments.question, arguments.k, _documents(assistant, arguments))
    if arguments.json:
        say_json([_hit_fields(hit) for hit in hits])
    elif not hits:
        say("没有找到相关的段落。")
    else:
        for number, hit in enumerate(hits, start=1):
            passage = hit.passage
            title = assistant.index.documents[passage.document_id].title
            where = place(title, passage.section_path)
            say(f"{number}. {where}（{passage.id}，{hit.score:.3f}）\n{indented(passage.text)}")
    return ANSWERED if hits else NOT_FOUND


def _chat(arguments: argparse.Namespace) -> int:
    command = [sys.executable, "-X", "utf8", str(_APP), "--host", arguments.host]
    if arguments.port is not None:
        command += ["--port", str(arguments.port)]
    if arguments.index is not None:
        command += ["--index", arguments.index]
    before = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}
    # Ctrl-C reaches the page as well; whatever ends this waits until the page has stopped.
    signal.signal(signal.SIGINT, lambda *_: None)
    try:
        with subprocess.Popen(command) as page:
            signal.signal(signal.SIGTERM, lambda *_: page.terminate())
            code = page.wait()
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
    return code if code >= 0 else 128 - code


def _assistant(directory: str | None) -> Assistant:
    if directory is None:
        from qa.bundled import bundled

        return bundled()
    from qa.assistant import Assistant

    return Assistant.open(directory)


def _documents(assistant: Assistant, arguments: argparse.Namespace) -> list[str] | None:
    """Return the documents that the options name; all, as None, if they name none.

    Raises:
        BulletinError: There is no such document.
    """
    named: list[str] | None = arguments.document
    unknown = [id for id in named or () if id not in assistant.index.documents]
    if unknown:
        listing = f"bulletin-qa index list --index {arguments.index}" if arguments.index else "去掉 --document"
        raise BulletinError(f"没有编号为“{unknown[0]}”的文档", "索引里已有的文档编号", listing)
    return named


def _answer_fields(answer: Answer) -> dict[str, object]:
    from dataclasses import asdict

    return {
        "text": answer.text,
        "short": answer.short,
        "status": answer.status,
        "citations": [asdict(citation) for citation in answer.citations],
        "question": answer.question,
        "hits": [_hit_fields(hit) for hit in answer.hits],
    }


def _hit_fields(hit: Hit) -> dict[str, object]:
    passage = hit.passage
    return {
        "id": passage.id,
        "document_id": passage.document_id,
        "section_path": passage.section_path,
        "start": passage.start,
        "end": passage.end,
        "score": hit.score,
        "text": passage.text,
    }
