"""The shell command: indexes are built, listed, verified, changed and followed."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from qa.cli import main
from tests.qa.shell import QUESTION, ROOT, Capture, shell, told

pytestmark = pytest.mark.usefixtures("cache")


@pytest.fixture(scope="module")
def documents(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("文档")
    (folder / "子").mkdir()
    (folder / "good.txt").write_text("# 临汾市开发区\n2023年，临汾市开发区签约项目77个。\n供稿:临汾市商务局", "utf-8")
    (folder / "子" / "gbk.txt").write_bytes("运城市开发区2023年签约项目88个。".encode("gbk"))
    (folder / "empty.txt").touch()
    (folder / "binary.txt").write_bytes(b"\x00\x01\x02\x03" * 200)
    (folder / "undecodable.txt").write_bytes(b"\xff\xff" * 50)
    (folder / "table.xlsx").write_bytes(b"PK")
    return folder


@pytest.fixture(scope="module")
def index(documents: Path, tmp_path_factory: pytest.TempPathFactory) -> str:
    folder = tmp_path_factory.mktemp("索引") / "ix"
    assert main(["index", "build", str(documents), "--index", str(folder)]) == 0
    return str(folder)


def test_build_names_what_it_cannot_read_and_indexes_the_rest(documents: Path, tmp_path: Path, capsys: Capture) -> None:
    code, out, err = told(capsys, "index", "build", str(documents), "没有.txt", "--index", str(tmp_path / "ix"))
    assert code == 0
    assert out == f"索引已建好：{tmp_path / 'ix'}，2 篇文档，3 个段落。\n"
    head, *failures = err.strip().split("\n")
    assert head == "有 5 处没有读进来："
    for name, why in [
        ("binary.txt", "不是文本文件"),
        ("empty.txt", "是空的"),
        ("table.xlsx", "不是完好的 .xlsx"),
        ("undecodable.txt", "不是 UTF-8"),
        ("没有.txt", "找不到"),
    ]:
        assert sum(name in line and why in line for line in failures) == 1
    assert len(failures) == 5


def test_questions_go_to_the_index_that_is_named(index: str, capsys: Capture) -> None:
    code, out, _ = told(capsys, "ask", "--json", "临汾市开发区签约项目多少个？", "--index", index)
    assert (code, json.loads(out)["short"]) == (0, "77个")
    code, out, _ = told(capsys, "ask", "--json", "运城市开发区签约项目多少个？", "--index", index)
    assert (code, json.loads(out)["citations"][0]["document_id"]) == (0, "子/gbk.txt")
    assert told(capsys, "ask", QUESTION, "--index", index)[0] == 1


def test_list_and_verify(index: str, capsys: Capture) -> None:
    code, out, err = told(capsys, "index", "list", "--index", index)
    assert (code, err) == (0, "")
    assert out.split("\n")[:3] == [
        "good.txt  《临汾市开发区》（临汾市商务局）  2 个段落",
        "子/gbk.txt  《gbk》  1 个段落",
        "共 2 篇文档，3 个段落。",
    ]
    code, out, _ = told(capsys, "index", "list", "--json", "--index", index)
    assert code == 0
    assert json.loads(out)[0] == {
        "id": "good.txt",
        "title": "临汾市开发区",
        "issue": "",
        "issuer": "临汾市商务局",
        "date": "",
        "passages": 2,
    }
    assert told(capsys, "index", "verify", "--index", index) == (0, f"索引完好：{index}，2 篇文档，3 个段落。\n", "")


def test_verify_finds_a_changed_byte(documents: Path, tmp_path: Path, capsys: Capture) -> None:
    assert main(["index", "build", str(documents), "--index", str(tmp_path)]) == 0
    file = next(tmp_path.glob("generations/*/*documents.jsonl"))
    file.write_bytes(file.read_bytes().replace("77个".encode(), "78个".encode()))
    capsys.readouterr()
    code, out, err = told(capsys, "index", "verify", "--index", str(tmp_path))
    assert (code, out) == (2, "")
    assert "内容已改变" in err


@pytest.mark.parametrize(
    "command",
    [["ask", QUESTION], ["search", QUESTION], ["index", "list"], ["index", "verify"]],
    ids=lambda command: "-".join(command[:2]),
)
def test_a_missing_or_foreign_index_names_the_command_that_builds_one(
    command: list[str], documents: Path, tmp_path: Path, capsys: Capture
) -> None:
    for folder, what in [
        (tmp_path / "无", "不存在"),
        (documents, "没有索引"),
        (documents / "good.txt", "不是文件夹"),
        (tmp_path, "没有索引"),
    ]:
        code, out, err = told(capsys, *command, "--index", str(folder))
        assert (code, out) == (2, "")
        assert what in err
        assert "bulletin-qa index build 文档… --index " in err
        assert err.count("\n") == 1


def test_nothing_to_index_leaves_no_index(documents: Path, tmp_path: Path, capsys: Capture) -> None:
    folder = tmp_path / "ix"
    code, out, err = told(capsys, "index", "build", str(documents / "empty.txt"), "--index", str(folder))
    assert (code, out) == (2, "")
    assert "empty.txt”是空的" in err
    assert "没有可以索引的文档" in err
    assert not folder.exists()


def test_build_does_not_write_among_somebodys_files(documents: Path, capsys: Capture) -> None:
    before = sorted(documents.rglob("*"))
    code, _, err = told(capsys, "index", "build", str(documents), "--index", str(documents))
    assert code == 2
    assert "有别的东西" in err
    assert sorted(documents.rglob("*")) == before


@pytest.mark.skipif(os.name == "nt", reason="there are no pseudo-terminals")
def test_build_shows_its_progress_on_a_terminal_only(documents: Path, tmp_path: Path, cache: str) -> None:
    import pty
    import termios

    command = [sys.executable, "-m", "qa", "index", "build", str(documents / "good.txt"), "--index", str(tmp_path)]
    ours, theirs = pty.openpty()
    termios.tcsetwinsize(theirs, (24, 80))
    environment = {**os.environ, "XDG_CACHE_HOME": cache}
    run = subprocess.run(
        command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=theirs, timeout=60, check=True
    )
    os.close(theirs)
    shown = os.read(ours, 65536).decode()
    os.close(ours)
    assert run.stdout.decode().startswith("索引已建好")
    assert [name for name in ("分词", "向量") if f"{name}: 100%" in shown] == ["分词", "向量"]
    quiet = shell("index", "build", str(documents / "good.txt"), "--index", str(tmp_path), cache=cache)
    assert (quiet.returncode, quiet.stderr) == (0, b"")


def test_documents_are_added_replaced_and_removed(tmp_path: Path, capsys: Capture) -> None:
    folder, index = tmp_path / "文档", str(tmp_path / "ix")
    (folder / "子").mkdir(parents=True)
    (folder / "甲.txt").write_text("# 甲市开发区\n2031年铺排项目12个。", "utf-8")
    (folder / "子" / "乙.html").write_text("<h1>乙市开发区</h1><p>2031年铺排项目34个。</p>", "utf-8")
    assert told(capsys, "index", "add", str(folder), "--index", index)[:2] == (0, "新增 2 篇，更新 0 篇，未变 0 篇。\n")
    (folder / "甲.txt").write_text("# 甲市开发区\n2031年铺排项目15个。", "utf-8")
    assert told(capsys, "index", "add", str(folder), "--index", index)[1] == "新增 0 篇，更新 1 篇，未变 1 篇。\n"
    assert told(capsys, "ask", "甲市铺排多少个项目？", "--index", index)[1].startswith("甲市开发区：15个")
    assert told(capsys, "index", "remove", "子", "--index", index)[1] == "已删除 1 篇：子/乙.html。\n"
    code, _, err = told(capsys, "index", "remove", "子/乙.html", "--index", index)
    assert code == 2
    assert "没有编号为“子/乙.html”的文档" in err
    assert "共 1 篇文档" in told(capsys, "index", "list", "--index", index)[1]


def test_adding_nothing_readable_changes_nothing(tmp_path: Path, capsys: Capture) -> None:
    (tmp_path / "a.doc").write_bytes(b"x")
    code, _, err = told(capsys, "index", "add", str(tmp_path / "a.doc"), "--index", str(tmp_path / "ix"))
    assert code == 2
    assert "另存为 .docx" in err
    assert not (tmp_path / "ix").exists()


def test_an_index_follows_a_folder(tmp_path: Path, capsys: Capture) -> None:
    folder, index = tmp_path / "文档", str(tmp_path / "ix")
    folder.mkdir()
    for name in ("甲", "乙"):
        (folder / f"{name}.txt").write_text(f"# {name}市开发区\n2031年铺排项目12个。", "utf-8")
    watch = ("index", "watch", str(folder), "--once", "--index", index)
    assert told(capsys, *watch)[1] == "新增 2 篇，更新 0 篇，未变 0 篇。\n"
    assert told(capsys, *watch)[1] == ""
    (folder / "甲.txt").unlink()
    (folder / "乙.txt").write_bytes(b"\x00" * 99)  # half written, say: what is known of it stays
    code, out, err = told(capsys, *watch)
    assert (code, out) == (0, "新增 0 篇，更新 0 篇，未变 0 篇，删除 1 篇，未读入 1 篇。\n")
    assert "乙.txt" in err
    assert told(capsys, "ask", "乙市铺排多少个项目？", "--index", index)[0] == 0


def test_an_assistant_follows_its_library(tmp_path: Path, capsys: Capture) -> None:
    from qa.assistant import Assistant

    (tmp_path / "甲.txt").write_text("# 甲市开发区\n2031年铺排项目12个。", "utf-8")
    (tmp_path / "乙.txt").write_text("# 乙市开发区\n2031年铺排项目34个。", "utf-8")
    index = str(tmp_path / "ix")
    told(capsys, "index", "add", str(tmp_path / "甲.txt"), "--index", index)
    assistant = Assistant.open(index)
    assert assistant.answer("乙市铺排多少个项目？").status == "not_found"
    told(capsys, "index", "add", str(tmp_path / "乙.txt"), "--index", index)
    assert assistant.answer("乙市铺排多少个项目？").short == "34个"
    assert assistant.answer("铺排多少个项目？", documents=["甲.txt"]).short == "12个"
    told(capsys, "index", "remove", "乙.txt", "--index", index)
    assert assistant.answer("乙市铺排多少个项目？").status == "not_found"


@pytest.mark.parametrize("command", ["ask", "search"])
def test_a_question_can_be_limited_to_documents(index: str, capsys: Capture, command: str) -> None:
    code, _, err = told(capsys, command, "签约项目多少个？", "--index", index, "--document", "没有.txt")
    assert code == 2
    assert "没有编号为“没有.txt”的文档" in err


def test_what_the_system_refuses_is_told_plainly(documents: Path, capsys: Capture) -> None:
    code, _, err = told(capsys, "index", "build", str(documents), "--index", "长" * 300)
    assert code == 2
    assert err.startswith("系统拒绝了操作")
    assert "Traceback" not in err
