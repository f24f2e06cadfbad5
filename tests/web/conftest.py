"""A page that is really served, asked by the tests of this folder."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
import uvicorn

from corpus.passages import split
from corpus.reading import make_document
from index.embedding import load_encoder
from index.search import PassageIndex
from qa.assistant import Assistant
from qa.bundled import build as build_bulletin
from web.address import is_private, take, url
from web.page import build
from web.serving import Server, application

# A document that tries everything: tags, Markdown, LaTeX, both kinds of template, an image from elsewhere.
HOSTILE = """# 测试公报
供稿:长治市商务局
### 【2023年工作成绩】
2023年,长治市开发区铺排项目77个<script>window.bad=1</script><img src=x onerror="window.bad=1">,**总投资**\
$$x^2$$为{{value}}${1+1}亿元。
"""


@pytest.fixture(scope="session")
def assistant() -> Assistant:
    return Assistant(build_bulletin())


@pytest.fixture(scope="session")
def hostile() -> Assistant:
    document = make_document("坏<b>.txt", HOSTILE)
    return Assistant(PassageIndex.build([document], split(document), load_encoder()))


@contextmanager
def served(assistant: Assistant) -> Iterator[str]:
    """Serve a page on a free port and yield its address."""
    with take("127.0.0.1", 0) as listening:
        started = threading.Event()
        app = application(build(assistant), private=is_private(listening))
        config = uvicorn.Config(app, log_level="warning", timeout_graceful_shutdown=1)
        server = Server(config, started.set)
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
        thread.start()
        try:
            assert started.wait(20)
            yield url(listening)
        finally:
            server.should_exit = True
            thread.join(10)


@pytest.fixture(scope="session")
def address(assistant: Assistant) -> Iterator[str]:
    with served(assistant) as found:
        yield found
