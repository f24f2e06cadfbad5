"""Files that mean harm are refused in time and in little memory, and the program goes on."""

from __future__ import annotations

import os
import sys
import time
import zipfile
from pathlib import Path

import pytest

from corpus.errors import UnreadableDocument
from corpus.formats import Sandbox
from corpus.reading import read_documents
from tests.corpus.formats import makers

CONTENT = "[Content_Types].xml"
TYPES = (
    b'<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    b'<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    b'<Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.'
    b'wordprocessingml.document.main+xml"/></Types>'
)
RELATIONS = (
    b'<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    b'<Relationship Id="rId1" Target="word/document.xml" Type="http://schemas.openxmlformats.org/officeDocument/2006/'
    b'relationships/officeDocument"/></Relationships>'
)


def refused(file: Path) -> str:
    began = time.monotonic()
    reading = read_documents([file])
    assert time.monotonic() - began < 15
    assert reading.documents == ()
    (failure,) = reading.failures
    assert file.name in str(failure)
    return str(failure)


def word(path: Path, body: bytes) -> Path:
    makers.package(path, {CONTENT: TYPES, "_rels/.rels": RELATIONS, "word/document.xml": body})
    return path


def test_a_zip_bomb_is_not_unpacked(tmp_path: Path) -> None:
    file = tmp_path / "bomb.docx"
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as package, package.open("word/document.xml", "w") as part:
        for _ in range(300):
            part.write(bytes(2**20))
    assert "压缩炸弹" in refused(file)


def test_entities_are_not_expanded(tmp_path: Path) -> None:
    laughs = b"".join(b'<!ENTITY l%d "%s">' % (n, b"&l%d;" % (n - 1) * 10) for n in range(1, 10))
    body = (
        b'<?xml version="1.0"?><!DOCTYPE d [<!ENTITY l0 "ha"><!ENTITY file SYSTEM "file:///etc/passwd">'
        + laughs
        + b"]>"
        b'<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body><w:p><w:r>'
        b"<w:t>&l9;&file;</w:t></w:r></w:p></w:body></w:document>"
    )
    reading = read_documents([word(tmp_path / "laughs.docx", body)])
    assert all("root:" not in document.text and len(document.text) < 1000 for document in reading.documents)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such limits")
def test_what_needs_too_much_memory_is_given_up(tmp_path: Path) -> None:
    file = tmp_path / "wide.html"
    file.write_bytes(b"<p>" + b"<b>a</b>" * 7_500_000)
    with Sandbox(seconds=4) as sandbox, pytest.raises(UnreadableDocument, match=r"中止|太大|太久"):
        sandbox.extract(file, "html")


def test_deep_nesting_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "deep.html"
    file.write_bytes(b"<div>" * 20_000 + b"text")
    with Sandbox(seconds=4) as sandbox, pytest.raises(UnreadableDocument, match=r"嵌套|中止|太久"):
        sandbox.extract(file, "html")


def test_a_sheet_that_claims_a_huge_size_costs_nothing(tmp_path: Path) -> None:
    makers.xlsx(tmp_path / "small.xlsx")
    with zipfile.ZipFile(tmp_path / "small.xlsx") as package:
        parts = {name: package.read(name) for name in package.namelist()}
    sheet = parts["xl/worksheets/sheet1.xml"]
    (tmp_path / "small.xlsx").unlink()
    parts["xl/worksheets/sheet1.xml"] = sheet.replace(b'ref="A1:D5"', b'ref="A1:XFD1048576"')
    assert parts["xl/worksheets/sheet1.xml"] != sheet
    makers.package(tmp_path / "huge.xlsx", parts)
    began = time.monotonic()
    (document,) = read_documents([tmp_path]).documents
    assert "云岭经开区" in document.text
    assert time.monotonic() - began < 10


def test_a_pdf_whose_pages_go_round_in_a_circle_ends(tmp_path: Path) -> None:
    data = makers.pdf([["好"]])
    kids = data[data.index(b"/Kids[") :].split(b"]")[0]
    parent = data.split(b"/Parent ")[1].split(b" ")[0]
    (tmp_path / "loop.pdf").write_bytes(data.replace(kids, (b"/Kids[%s 0 R" % parent).ljust(len(kids))))
    began = time.monotonic()
    reading = read_documents([tmp_path])
    assert len(reading.documents) + len(reading.failures) == 1
    assert time.monotonic() - began < 15


def test_what_takes_too_long_is_given_up_and_the_next_file_is_read(tmp_path: Path) -> None:
    slow, good = tmp_path / "slow.html", tmp_path / "good.html"
    slow.write_bytes(b"<table>" + b"<tr><td rowspan=99>" * 200_000)
    good.write_text("<p>增长8.3%。</p>", encoding="utf-8")
    with Sandbox(seconds=0.5) as sandbox:
        with pytest.raises(UnreadableDocument, match=r"太久|中止"):
            sandbox.extract(slow, "html")
        sandbox._seconds = 10.0
        assert sandbox.extract(good, "html").text == "增长8.3%。"


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no named pipes")
def test_pipes_devices_and_links_out_of_the_folder_are_no_documents(tmp_path: Path) -> None:
    inside = tmp_path / "inside"
    inside.mkdir()
    (tmp_path / "secret.txt").write_text("秘密。", encoding="utf-8")
    os.mkfifo(inside / "pipe.txt")
    (inside / "link.txt").symlink_to(tmp_path / "secret.txt")
    (inside / "zero.txt").symlink_to("/dev/zero")
    reading = read_documents([inside])
    assert reading.documents == ()
    assert len(reading.failures) == 3


def test_a_file_that_is_too_large_is_not_read(tmp_path: Path) -> None:
    file = tmp_path / "large.txt"
    with open(file, "wb") as handle:
        handle.truncate(65 * 2**20)
    assert "65 MB" in refused(file)


def test_one_child_reads_many_files(tmp_path: Path) -> None:
    for number in range(20):
        (tmp_path / f"{number}.html").write_text(f"<p>第{number}项完成{number}亿元。</p>", encoding="utf-8")
    with Sandbox() as sandbox:
        children = set()
        for file in sorted(tmp_path.iterdir()):
            sandbox.extract(file, "html")
            assert sandbox._child is not None
            children.add(sandbox._child.pid)
    assert len(children) == 1
    assert sandbox._child is None
