"""A page that is really served, asked by the tests of this folder."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
import uvicorn

from corpus.passages import split
from corpus.reading import make_document
from index.embedding import load_encoder
from index.search import PassageIndex
from qa.assistant import Assistant
from qa.bundled import build as build_bulletin
from web.address import is_private, take, url
from web.login import Login
from web.serving import Server, application
from web.shelf import Shelf
from web.uploads import Uploads

# A document that tries everything: tags, Markdown, LaTeX, both kinds of template, an image from elsewhere.
HOSTILE = """# 测试公报
供稿:长治市商务局
### 【2023年工作成绩】
2023年,长治市开发区铺排项目77个<script>window.bad=1</script><img src=x onerror="window.bad=1">,**总投资**\
$$x^2$$为{{value}}${1+1}亿元。
"""


@pytest.fixture(scope="session")
def bulletin() -> PassageIndex:
    return build_bulletin()


@pytest.fixture(scope="session")
def assistant(bulletin: PassageIndex) -> Assistant:
    return Assistant(bulletin)


@pytest.fixture(scope="session")
def hostile() -> Assistant:
    document = make_document("坏<b>.txt", HOSTILE)
    return Assistant(PassageIndex.build([document], split(document), load_encoder()))


def make_shelf(assistant: Assistant, folder: Path) -> Shelf:
    return Shelf(assistant, folder / "bundled", folder, folder / "library")


@pytest.fixture
def shelf(assistant: Assistant, tmp_path: Path) -> Shelf:
    return make_shelf(assistant, tmp_path)


@contextmanager
def served(shelf: Shelf, needed: Login | None = None) -> Iterator[str]:
    """Serve a page on a free port and yield its address."""
    with take("127.0.0.1", 0) as listening, closing(Uploads(shelf)) as uploads:
        started = threading.Event()
        app = application(shelf, uploads, needed, private=is_private(listening))
        config = uvicorn.Config(app, log_level="warning", timeout_graceful_shutdown=1)
        server = Server(config, started.set)
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
        thread.start()
        try:
            assert started.wait(60)
            yield url(listening)
        finally:
            server.should_exit = True
            thread.join(20)


@pytest.fixture(scope="session")
def address(assistant: Assistant, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with served(make_shelf(assistant, tmp_path_factory.mktemp("data"))) as found:
        yield found
