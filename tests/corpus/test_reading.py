from __future__ import annotations

import hashlib
import json
import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.errors import UnreadableDocument
from corpus.passages import split
from corpus.reading import BULLETIN, make_document, read_bulletin, read_documents
from corpus.types import Document

# Of the file that belongs to the project's user; it is never edited.
SHA256 = "0ea7b4851b5bf3ba7ca56b826027c311158ba6ebc2b4e0718ba8134275100c88"


def found(*paths: Path) -> tuple[list[str], list[str]]:
    """Return the ids of what was read, and what was found wrong with the rest."""
    reading = read_documents(paths)
    return [document.id for document in reading.documents], [failure.found for failure in reading.failures]


def test_the_original_file_is_untouched() -> None:
    [file] = BULLETIN.iterdir()
    assert file.name == "000_bc7aa05d6f974771.txt"
    assert hashlib.sha256(file.read_bytes()).hexdigest() == SHA256


def test_the_bulletin() -> None:
    [document] = read_bulletin()
    assert document.id == "000_bc7aa05d6f974771.txt"
    assert document.title == "全省开发区"
    assert document.issue == "“锚定目标不放松 冲刺首季‘开门红’”特刊"
    assert document.issuer == "晋中市商务局、阳泉市商务局"
    assert [line for line in document.text.split("\n") if line.endswith("市开发区")] == [
        "# 晋中市开发区",
        "# 阳泉市开发区",
    ]
    assert document.text.index("# 晋中市开发区") < document.text.index("供稿:晋中市商务局")
    assert document.text.index("供稿:晋中市商务局") < document.text.index("# 阳泉市开发区")
    assert document.text.endswith("供稿:阳泉市商务局")


def test_no_figure_of_one_city_is_filed_under_the_other() -> None:
    [document] = read_bulletin()
    for passage in split(document):
        others = ("阳泉", "盂县", "平定") if passage.section_path[0] == "晋中市开发区" else ("晋中", "介休", "灵石")
        assert not any(name in passage.text for name in others)


def test_a_damaged_installation_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("corpus.reading.BULLETIN", tmp_path)
    with pytest.raises(UnreadableDocument) as caught:
        read_bulletin()
    assert caught.value.remedy == "make install"


def test_a_folder_is_read_in_order_and_what_cannot_be_read_is_named(tmp_path: Path) -> None:
    (tmp_path / "子").mkdir()
    (tmp_path / ".git").mkdir()
    (tmp_path / "b.txt").write_text("公报乙。", "utf-8")
    (tmp_path / "a.MD").write_bytes("公报甲。".encode("utf-8-sig"))
    (tmp_path / "子" / "c.txt").write_bytes("公报丙。".encode("gbk"))
    (tmp_path / "empty.txt").touch()
    (tmp_path / "binary.txt").write_bytes(b"\x00\x01\x02" * 100)
    (tmp_path / "undecodable.txt").write_bytes(b"\xff\xff" * 50)
    (tmp_path / "picture.png").write_bytes(b"\x89PNG")
    (tmp_path / ".git" / "hidden.txt").write_text("看不见", "utf-8")
    (tmp_path / ".hidden.txt").write_text("看不见", "utf-8")
    ids, failures = found(tmp_path)
    assert ids == ["a.MD", "b.txt", "子/c.txt"]
    assert len(failures) == 4
    for name, told in [
        ("binary.txt", "不是文本文件"),
        ("empty.txt", "是空的"),
        ("picture.png", "格式不受支持"),
        ("undecodable.txt", "不是 UTF-8"),
    ]:
        assert any(name in failure and told in failure for failure in failures)


def test_a_hidden_folder_may_itself_be_given(tmp_path: Path) -> None:
    folder = tmp_path / ".notes"
    folder.mkdir()
    (folder / "a.txt").write_text("公报。", "utf-8")
    assert found(folder) == (["a.txt"], [])


def test_a_file_that_is_given_has_its_name_as_id(tmp_path: Path) -> None:
    file = tmp_path / "年报 2023.txt"
    file.write_text("公报。", "utf-8")
    [document] = read_documents([str(file)]).documents
    assert (document.id, document.title, document.source) == ("年报 2023.txt", "年报 2023", str(file))


def test_what_is_missing_is_named_and_the_rest_is_read(tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_text("公报。", "utf-8")
    ids, [failure] = found(tmp_path / "无", file)
    assert ids == ["a.txt"]
    assert failure == f"找不到“{tmp_path / '无'}”"


def test_an_empty_folder_is_named(tmp_path: Path) -> None:
    assert found(tmp_path) == ([], [f"文件夹“{tmp_path}”里没有文件"])


def test_of_two_documents_with_one_id_the_first_stays(tmp_path: Path) -> None:
    for name in ("甲", "乙"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "a.txt").write_text(f"公报{name}。", "utf-8")
    reading = read_documents([tmp_path / "甲", tmp_path / "乙"])
    assert [document.text for document in reading.documents] == ["公报甲。"]
    [failure] = reading.failures
    assert str(tmp_path / "乙" / "a.txt") in failure.found
    assert "编号同为“a.txt”" in failure.found
    assert failure.remedy


def test_a_path_too_long_for_the_system_is_a_failure() -> None:
    ids, [failure] = found(Path("a" * 5000))
    assert ids == []
    assert failure.startswith("无法读取")


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may read everything")
def test_a_file_without_permission_is_a_failure(tmp_path: Path) -> None:
    closed = tmp_path / "closed.txt"
    closed.write_text("公报。", "utf-8")
    closed.chmod(0)
    (tmp_path / "open.txt").write_text("公报。", "utf-8")
    ids, [failure] = found(tmp_path)
    assert ids == ["open.txt"]
    assert str(closed) in failure


def test_a_file_that_fails_while_it_is_read_is_a_failure(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(self: Path) -> bytes:
        raise OSError(5, "Input/output error")

    for name in ("a.txt", "corpus.jsonl"):
        (tmp_path / name).write_text("公报。", "utf-8")
        monkeypatch.setattr(Path, "read_bytes", fail)
        ids, [failure] = found(tmp_path / name)
        assert ids == []
        assert failure == f"无法读取“{tmp_path / name}”（Input/output error）"


def beir(folder: Path, *rows: object) -> Path:
    file = folder / "corpus.jsonl"
    lines = [row if isinstance(row, str) else json.dumps(row, ensure_ascii=False) for row in rows]
    file.write_text("\n".join(lines) + "\n", "utf-8")
    return file


def test_a_beir_collection_is_read_by_file_or_folder(tmp_path: Path) -> None:
    file = beir(
        tmp_path,
        {"_id": "d1", "title": " 甲市 ", "text": "一句。\n供稿:甲市商务局"},
        {"_id": "d2", "text": "# 乙市\n两句。", "metadata": {}},
    )
    (tmp_path / "queries.jsonl").write_text("{}", "utf-8")
    reading = read_documents([tmp_path])
    assert not reading.failures
    assert read_documents([file]) == reading
    first, second = reading.documents
    assert (first.id, first.title, first.issuer, first.source) == ("d1", "甲市", "甲市商务局", f"{file}:1")
    assert (second.id, second.title) == ("d2", "乙市")


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ("{", "不是 JSON"),
        ("[" * 100_000, "不是 JSON"),
        ("[1]", "缺少 _id 或 text"),
        ("null", "缺少 _id 或 text"),
        ({"title": "甲", "text": "文"}, "缺少 _id 或 text"),
        ({"_id": "", "text": "文"}, "缺少 _id 或 text"),
        ({"_id": 7, "text": "文"}, "缺少 _id 或 text"),
        ({"_id": "a", "text": " \n"}, "缺少 _id 或 text"),
        ({"_id": "a", "text": None}, "缺少 _id 或 text"),
        ({"_id": "a", "title": 3, "text": "文"}, "缺少 _id 或 text"),
        ({"_id": "good", "text": "重复。"}, "编号同为“good”"),
    ],
)
def test_a_bad_line_of_a_beir_collection_is_named(tmp_path: Path, row: object, told: str) -> None:
    file = beir(tmp_path, {"_id": "good", "text": "好。"}, "", row, {"_id": "last", "text": "末。"})
    ids, [failure] = found(file)
    assert ids == ["good", "last"]
    assert told in failure
    assert f"{file}”第 3 行" in failure or f"{file}:3”" in failure


def test_an_unreadable_collection_is_one_failure(tmp_path: Path) -> None:
    file = tmp_path / "corpus.jsonl"
    file.touch()
    assert found(tmp_path) == ([], [f"文件“{file}”是空的"])


@pytest.mark.parametrize(
    ("raw", "title"),
    [
        ("# 晋中市开发区\n正文。", "晋中市开发区"),
        ("关于印发工作要点的通知\n各县区：请遵照执行。", "关于印发工作要点的通知"),
        ("这是一句话。\n另一句。", "a"),
        ("只有一行", "a"),
        ("一、总则\n正文。", "a"),
        ("字" * 51 + "。\n正文。", "a"),
        ("", "a"),
    ],
)
def test_a_document_has_its_own_title_or_its_name(raw: str, title: str) -> None:
    assert make_document("子/a.txt", raw).title == title


def test_a_title_known_from_elsewhere_goes_first() -> None:
    document = make_document("a", "# 甲\n正文。", title="乙")
    assert document.title == "乙"
    assert document.source == "a"


@given(st.text(max_size=80))
def test_any_text_becomes_a_document(raw: str) -> None:
    document = make_document("a.txt", raw)
    assert isinstance(document, Document)
    assert document.title
    assert "".join(document.text[s.start : s.end] for s in document.sections) == document.text


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("索引号：0115/2031\n发布机构：青河县政府\n青河县2031年工作总结\n正文。", "青河县2031年工作总结"),
        (
            "青河县政府办公室关于申报2031年\n石榴产业专项资金的通知\n正文。",
            "青河县政府办公室关于申报2031年石榴产业专项资金的通知",
        ),
        (
            "云岭市人民政府\n专题会议纪要\n关于物流园建设有关问题的会议纪要\n正文。",
            "云岭市人民政府关于物流园建设有关问题的会议纪要",
        ),
        (
            "文号：云政〔2031〕4号\n名　称：云岭市关于印发充电设施实施方案的通知\n各县市区：\n正文。",
            "云岭市关于印发充电设施实施方案的通知",
        ),
        ("当前位置：首页 > 政务公开\n关于青河县民生实事的通报\n正文。", "关于青河县民生实事的通报"),
        ("青河县2031年统计公报[1]\n正文。", "青河县2031年统计公报"),
        ("一句话就是全文，没有题目。", "a"),
    ],
)
def test_the_title_of_a_text(text: str, title: str) -> None:
    assert make_document("a.txt", text).title == title


def test_columns_that_blanks_hold_apart_stay_lines() -> None:
    text = (
        "代码    单位    人数\nA01    青河市人民医院神经外科及其他若干科室合并招聘岗位    4\nB02    青河市中医院    5"
    )
    assert make_document("a.txt", text).text == text
