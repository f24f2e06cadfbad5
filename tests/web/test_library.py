"""The library by way of the page: files are taken one after another, told apart from what is none, and removed."""

from __future__ import annotations

import io
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import docx
import httpx
import pytest

from corpus.reading import make_document
from index.search import PassageIndex
from qa.assistant import Assistant
from tests.web.conftest import make_shelf, served
from web.frame import heading_html
from web.library import library_html
from web.login import Login
from web.shelf import Shelf
from web.turns import asked
from web.uploads import LIBRARY, MOST_BYTES, Uploads

CHANGZHI = "# 长治经验\n供稿:长治市商务局\n### 【2023年工作成绩】\n2023年,长治市开发区铺排项目77个,总投资120.5亿元。\n"
QUESTION = "2023年长治市开发区铺排了多少个项目？"


@pytest.fixture
def uploads(shelf: Shelf) -> Iterator[Uploads]:
    with closing(Uploads(shelf)) as found:
        yield found


def _finish(uploads: Uploads) -> None:
    until = time.monotonic() + 60
    while uploads.busy:
        assert time.monotonic() < until
        time.sleep(0.01)


def _take(uploads: Uploads, name: str, content: bytes) -> tuple[str, str]:
    uploads.take(name, io.BytesIO(content))
    _finish(uploads)
    row = uploads.latest()[0]
    return row.state, row.why


def test_a_document_is_added_asked_replaced_and_removed(shelf: Shelf, uploads: Uploads) -> None:
    before = shelf.assistant
    assert not shelf.begun
    assert _take(uploads, "长治.md", CHANGZHI.encode())[0] == "added"
    assert shelf.begun
    assert shelf.assistant.answer(QUESTION).short == "77个"
    # The library begins with the bulletin, and whoever is answering keeps what it had.
    assert shelf.assistant.answer("2023年晋中市开发区铺排了多少个项目？").short == "269个"
    assert before.answer(QUESTION).status == "not_found"
    assert _take(uploads, "长治.md", CHANGZHI.encode())[0] == "unchanged"
    assert _take(uploads, "长治.md", CHANGZHI.replace("77个", "78个").encode())[0] == "replaced"
    assert shelf.assistant.answer(QUESTION).short == "78个"
    assert PassageIndex.open(shelf.library).documents.keys() == shelf.assistant.index.documents.keys()
    shelf.remove(["长治.md"])
    assert shelf.assistant.answer(QUESTION).status == "not_found"
    assert "长治.md" not in PassageIndex.open(shelf.library).documents


def test_asking_goes_on_while_documents_are_added(shelf: Shelf) -> None:
    indexing, answered = threading.Event(), threading.Event()

    def wait(done: int, total: int) -> None:
        indexing.set()
        assert answered.wait(60)

    document = make_document("长治.md", CHANGZHI)
    with ThreadPoolExecutor(1) as pool:
        adding = pool.submit(shelf.add, [document], wait)
        assert indexing.wait(60)
        assert shelf.assistant.answer("2023年晋中市开发区铺排了多少个项目？").short == "269个"
        assert shelf.assistant.answer(QUESTION).status == "not_found"
        answered.set()
        assert adding.result(60) == {"长治.md": "added"}
    assert shelf.assistant.answer(QUESTION).short == "77个"


def test_the_last_document_can_be_removed(shelf: Shelf, uploads: Uploads) -> None:
    shelf.remove(list(shelf.assistant.index.documents))
    assert shelf.entries() == []
    assert shelf.assistant.answer(QUESTION).status == "not_found"
    *_, turns = asked(shelf.assistant, QUESTION, ())
    assert "bq-whole" in turns[-1].html
    assert "还没有文档" in heading_html(shelf.assistant.index.documents)
    assert _take(uploads, "长治.md", CHANGZHI.encode())[0] == "added"


def test_a_fault_of_ours_leaves_nothing_waiting(
    uploads: Uploads, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(paths: object) -> None:
        raise RuntimeError("unforeseen")

    monkeypatch.setattr("web.uploads.read_documents", fail)
    state, why = _take(uploads, "长治.md", CHANGZHI.encode())
    assert state == "failed"
    assert "unforeseen" not in why
    uploads.close()
    assert "unforeseen" in caplog.text


def test_what_another_program_changes_is_seen_and_not_undone(shelf: Shelf, uploads: Uploads) -> None:
    assert _take(uploads, "长治.md", CHANGZHI.encode())[0] == "added"
    other = Shelf(Assistant.open(shelf.library), shelf.library, shelf.folder, shelf.library)
    other.add([make_document("忻州.md", CHANGZHI.replace("长治", "忻州"))], lambda done, total: None)
    assert "忻州.md" in shelf.assistant.index.documents
    shelf.remove(["长治.md"])
    assert "忻州.md" in other.assistant.index.documents
    assert "长治.md" not in other.assistant.index.documents


@pytest.mark.parametrize(
    ("name", "content", "why"),
    [
        ("空.txt", b"", "空的"),
        ("照片.exe", b"x", "不支持 .exe"),
        ("没有扩展名", b"x", "没有扩展名"),
        ("大.txt", b"x" * (MOST_BYTES + 1), "太大"),
        ("乱.txt", b"\x00\x01\x02\xff\xfe\x80" * 50, "乱.txt"),
    ],
)
def test_what_cannot_be_added_is_told(uploads: Uploads, name: str, content: bytes, why: str) -> None:
    state, said = _take(uploads, name, content)
    assert state == "failed"
    assert why in said
    assert "/tmp" not in said


def test_a_word_file_is_read(shelf: Shelf, uploads: Uploads) -> None:
    file, content = docx.Document(), io.BytesIO()
    file.add_heading("长治经验", level=1)
    file.add_paragraph("2023年,长治市开发区铺排项目77个,总投资120.5亿元。")
    file.save(content)
    assert _take(uploads, "长治.docx", content.getvalue()) == ("added", "")
    assert shelf.assistant.answer(QUESTION).short == "77个"
    assert _take(uploads, "坏.docx", b"PK no such thing")[0] == "failed"


@pytest.mark.parametrize("name", ["../../etc/长治.md", "C:\\a\\长治.md", "/长治.md", "a/../长治.md"])
def test_a_name_is_no_path(shelf: Shelf, uploads: Uploads, name: str) -> None:
    assert _take(uploads, name, CHANGZHI.encode())[0] == "added"
    assert "长治.md" in shelf.assistant.index.documents


def test_a_long_name_is_cut_and_keeps_its_ending(shelf: Shelf, uploads: Uploads) -> None:
    assert _take(uploads, "长" * 300 + ".md", CHANGZHI.encode())[0] == "added"
    assert any(id.endswith(".md") for id in shelf.assistant.index.documents)


def test_the_panel_escapes_what_files_are_called(shelf: Shelf, uploads: Uploads) -> None:
    assert _take(uploads, "a'&b.md", CHANGZHI.replace("长治经验", "<img src=x>").encode())[0] == "added"
    html = library_html(shelf, uploads)
    assert "<img" not in html
    assert "&lt;img src=x&gt;" in html
    assert "a&#x27;&amp;b.md" in html


def test_the_routes_check_what_they_are_sent(assistant: Assistant, tmp_path: Path) -> None:
    with served(make_shelf(assistant, tmp_path)) as address, httpx.Client(base_url=address, trust_env=False) as http:
        big = http.post(LIBRARY, files={"file": ("大.txt", b"x" * (MOST_BYTES + 200_000))}, timeout=60)
        assert big.status_code == 413
        assert http.post("/opinion", content=b"x" * 2_000_000).status_code == 413
        assert http.post("/opinion", content=b"{").status_code == 422
        assert http.post("/export?format=exe", content=b"[]").status_code == 422
        assert http.post("/export?format=md", content=b"\xff{").text == "# 公报问答\n"
        assert http.get("/proof", params={"document": "../../etc/passwd"}).status_code == 404
        assert http.post(LIBRARY).status_code == 422
        taken = http.post(LIBRARY, files={"file": ("长治.md", CHANGZHI.encode())})
        assert taken.status_code == 200
        until = time.monotonic() + 60
        while "长治经验" not in http.get(LIBRARY).text:
            assert time.monotonic() < until
        assert http.delete(LIBRARY, params={"document": "长治.md"}).status_code == 200
        assert [row["id"] for row in http.get("/library/documents").json()["documents"]] == list(
            assistant.index.documents
        )


def test_a_password_is_asked_for_everywhere_but_for_health(assistant: Assistant, tmp_path: Path) -> None:
    needed = Login("用户", "一个密码 1234")
    shelf = make_shelf(assistant, tmp_path)
    with served(shelf, needed) as address, httpx.Client(base_url=address, trust_env=False) as http:
        for path in ("/", "/config", "/library", "/proof?document=x", "/gradio_api/info"):
            assert http.get(path).status_code == 401, path
        assert http.post("/gradio_api/call/answer", json={"data": ["晋中"]}).status_code == 401
        assert http.get("/library", auth=("用户", "错误的密码")).status_code == 401
        assert http.get("/library", headers={"authorization": "Basic !!"}).status_code == 401
        assert http.get("/healthz").status_code == 200
        token = httpx.BasicAuth(b"\xe7\x94\xa8\xe6\x88\xb7", "一个密码 1234".encode())
        assert http.get("/library", auth=token).status_code == 200
