"""The browser chat: opens an index, assembles the page and serves it until it is stopped.

Run ``python app.py``, or ``bulletin-qa chat``.
"""

from __future__ import annotations

import argparse
import os
import sys
import webbrowser
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

from corpus.errors import BulletinError
from web.address import PORT, is_private, take, url
from web.login import login

if TYPE_CHECKING:
    from web.shelf import Shelf


def main(argv: Sequence[str] | None = None) -> int:
    """Serve the chat until it is stopped.

    Args:
        argv: The arguments; those of the process where it is ``None``.

    Returns:
        0 after an ordinary stop, 2 where the index or the port cannot be used.
    """
    arguments = _parser().parse_args(argv)
    try:
        launch(arguments.host, arguments.port, arguments.index, browser=not arguments.no_browser)
    except BulletinError as error:
        print(error, file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        print("\n已停止。")
    return 0


def launch(host: str, port: int | None, index: str | None = None, *, browser: bool = True) -> None:
    """Serve the chat until it is stopped.

    Args:
        host: The address to serve on.
        port: The port, 0 for any; the first free one from 7860 on where it is ``None``.
        index: The folder of an index; the bundled bulletin where it is ``None``.
        browser: Whether to open the page in a browser.

    Raises:
        BulletinError: The index or the port cannot be used.
    """
    with closing(take(host, port)) as listening:
        needed = login(private=is_private(listening))
        shelf = _shelf(index)

        # Gradio takes seconds to load: only now, when nothing else can go wrong.
        from web.serving import serve

        address = url(listening)

        def ready() -> None:
            print(f"公报问答已就绪：{address}（按 Ctrl+C 停止）", flush=True)
            if not is_private(listening):
                print("同一网络中知道用户名和密码的人也能打开这个页面。", flush=True)
            if browser and _has_screen():
                webbrowser.open(address)

        serve(shelf, listening, needed, ready)


def _shelf(index: str | None) -> Shelf:
    """Open an index; without one the user's own library, and before there is one the bundled bulletin."""
    from platformdirs import user_data_path

    from qa import Assistant
    from web.shelf import Shelf

    folder = user_data_path("bulletin-qa", appauthor=False)
    if index is not None:
        return Shelf(Assistant.open(index), Path(index), folder, Path(index))
    library = folder / "library"
    if library.exists():
        return Shelf(Assistant.open(library), library, folder, library)
    from qa.bundled import bundled, cache_folder

    return Shelf(bundled(), cache_folder(), folder, library)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="app.py", description="在浏览器里向公报提问。")
    parser.add_argument(
        "--host", default="127.0.0.1", help="监听的地址（默认 127.0.0.1，只有本机能打开；其他地址需要用户名和密码）"
    )
    parser.add_argument("--port", type=_port, help=f"监听的端口（默认从 {PORT} 起第一个空闲的）")
    parser.add_argument("--index", metavar="DIR", help="索引所在的文件夹（默认用你自己的资料库，还没有时用自带的公报）")
    parser.add_argument("--no-browser", action="store_true", help="不自动打开浏览器")
    return parser


def _port(text: str) -> int:
    if not text.isascii() or not text.isdigit() or int(text) > 65535:
        raise argparse.ArgumentTypeError(f"端口应是 0 到 65535 之间的整数，而不是 {text!r}")
    return int(text)


def _has_screen() -> bool:
    """Tell whether a browser window can open; without one, a text browser would take over the terminal."""
    return sys.platform != "linux" or bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


if __name__ == "__main__":
    sys.exit(main())
