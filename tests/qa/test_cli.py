from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import pytest

from qa import cli
from qa.bundled import bundled
from qa.cli import main

ROOT = Path(__file__).parents[2]
QUESTION = "盂县经开区规上工业增加值增速是多少？"
QUOTE = "盂县经开区规上工业增加值完成14.9亿元,增长22.4%"
COLD_START_S = 5.0

Capture = pytest.CaptureFixture[str]


@pytest.fixture(scope="module", autouse=True)
def cache(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Keep the bundled bulletin's index out of the user's cache."""
    folder = str(tmp_path_factory.mktemp("cache"))
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", folder)
        bundled.cache_clear()
        assert main(["ask", QUESTION]) == 0
    return folder


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


def shell(*arguments: str | bytes, cache: str, **environment: str) -> subprocess.CompletedProcess[bytes]:
    """Run the real program."""
    command: Sequence[str | bytes] = [sys.executable, "-m", "qa", *arguments]
    settings = {**os.environ, "XDG_CACHE_HOME": cache, **environment}
    return subprocess.run(command, cwd=ROOT, env=settings, capture_output=True, timeout=60, check=False)


def told(capsys: Capture, *arguments: str) -> tuple[int, str, str]:
    """Run in this process and return the exit code, stdout and stderr."""
    try:
        code = main(arguments)
    except SystemExit as stop:
        code = int(stop.code or 0)
    printed = capsys.readouterr()
    return code, printed.out, printed.err


def test_ask_prints_the_answer_then_where_it_stands(capsys: Capture) -> None:
    code, out, err = told(capsys, "ask", QUESTION)
    assert (code, err) == (0, "")
    answer, _, proof = out.partition("出处：\n")
    assert "22.4%" in answer
    first, quote = proof.split("\n")[:2]
    assert first == "[1] 全省开发区 › 阳泉市开发区 › 2023年工作成绩 › (一)2023年主要指标完成情况"
    assert QUOTE in quote


def test_ask_json_holds_the_fields_of_the_answer(capsys: Capture) -> None:
    code, out, err = told(capsys, "ask", "--json", QUESTION)
    assert (code, err) == (0, "")
    assert "盂县" in out  # as it is, not escaped
    assert out.startswith('{\n  "text"')
    answer = json.loads(out)
    assert list(answer) == ["text", "short", "status", "citations", "question", "hits"]
    assert (answer["short"], answer["status"]) == ("22.4%", "answered")
    assert answer["question"].startswith("盂县经开区规上工业增加值增速是多少")
    [citation] = answer["citations"]
    assert set(citation) == {"marker", "quote", "document_id", "title", "section_path", "start", "end"} | {
        "page",
        "issue",
        "issuer",
        "date",
    }
    assert citation["marker"] == 1
    assert citation["section_path"][0] == "阳泉市开发区"
    assert citation["end"] - citation["start"] == len(citation["quote"])
    assert all(
        set(hit) == {"id", "document_id", "section_path", "start", "end", "score", "text"} for hit in answer["hits"]
    )
    scores = [hit["score"] for hit in answer["hits"]]
    assert scores == sorted(scores, reverse=True)
    assert scores


def test_what_is_not_there_is_exit_1(capsys: Capture) -> None:
    code, out, err = told(capsys, "ask", "太原市2023年的地铁里程是多少公里？")
    assert (code, err) == (1, "")
    assert "没有找到" in out
    assert "出处" not in out
    code, out, _ = told(capsys, "ask", "--json", "太原市2023年的地铁里程是多少公里？")
    assert (code, json.loads(out)["status"], json.loads(out)["citations"]) == (1, "not_found", [])


@pytest.mark.parametrize(
    "question",
    ["", " \n", "市", "？", "\x00\x1b[m\x07", "\udcff\udcfe", "\ud800", "1", "🙂🙂", "\u202e", "--"],
    ids=ascii,
)
def test_what_is_no_question_gets_a_plain_reply(capsys: Capture, question: str) -> None:
    code, out, err = told(capsys, "ask", "--", question)
    assert (code, err) == (1, "")
    assert "请输入一个问题" in out


@pytest.mark.parametrize(
    "question",
    [
        "字" * 10_000,
        "a" * 10_000,
        "How many projects did Taiyuan sign in 2023?",
        "太原で何件？",
        "Сколько проектов в Тайюане?",
    ],
    ids=lambda question: question[:12],
)
def test_an_odd_question_gets_a_plain_refusal(capsys: Capture, question: str) -> None:
    code, out, err = told(capsys, "ask", question)
    assert (code, err) == (1, "")
    assert out.startswith("资料中没有找到")


def test_an_answer_survives_control_characters_in_its_question(capsys: Capture) -> None:
    code, out, _ = told(capsys, "ask", f"\x1b[1m{QUESTION}\x00\udcff")
    assert code == 0
    assert "22.4%" in out
    assert "\x1b" not in out
    assert "\x00" not in out


def test_search_lists_the_best_passages_first(capsys: Capture) -> None:
    code, out, err = told(capsys, "search", "三个一批", "-k", "3")
    assert (code, err) == (0, "")
    assert [line[:3] for line in out.split("\n") if line[:1].isdigit()] == ["1. ", "2. ", "3. "]
    assert "全省开发区 › 晋中市开发区 › 2023年工作成绩" in out
    code, out, _ = told(capsys, "search", "三个一批", "-k", "3", "--json")
    hits = json.loads(out)
    assert code == 0
    assert len(hits) == 3
    assert [hit["score"] for hit in hits] == sorted((hit["score"] for hit in hits), reverse=True)
    assert "三个一批" in hits[0]["text"]


@pytest.mark.parametrize("question", ["", "\x00", "\udcff"], ids=ascii)
def test_a_search_for_nothing_is_exit_1(capsys: Capture, question: str) -> None:
    assert told(capsys, "search", question) == (1, "没有找到相关的段落。\n", "")
    assert told(capsys, "search", question, "--json") == (1, "[]\n", "")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ([], "缺少 命令"),
        (["ask"], "缺少 问题"),
        (["asks", "x"], "没有命令 'asks'"),
        (["ask", "晋中", "项目"], "多出 项目"),
        (["ask", "x", "--js"], "多出 --js"),
        (["ask", "x", "--json=1"], "--json 后面不能写 '1'"),
        (["ask", "x", "--index"], "--index 后面要写一个值"),
        (["search", "x", "-k", "0"], "-k 应是 1 到 1000 之间的整数，而不是 '0'"),
        (["search", "x", "-k", "-1"], "-k 应是 1 到 1000"),
        (["search", "x", "-k", "1001"], "-k 应是 1 到 1000"),
        (["search", "x", "-k", "9" * 5000], "-k 应是 1 到 1000"),
        (["search", "x", "-k", "三"], "-k 应是 1 到 1000"),
        (["index"], "缺少 命令"),
        (["index", "build", "a.txt"], "缺少 --index"),
        (["index", "build", "--index", "x"], "缺少 文档"),
        (["index", "list"], "缺少 --index"),
        (["index", "delete", "a"], "没有命令 'delete'"),
        (["chat", "--port", "70000"], "--port 应是 0 到 65535"),
    ],
)
def test_wrong_usage_is_exit_2_in_chinese(capsys: Capture, arguments: list[str], message: str) -> None:
    code, out, err = told(capsys, *arguments)
    assert (code, out) == (2, "")
    assert err.startswith("用法：bulletin-qa")
    assert f"用法不对：{message}" in err


@pytest.mark.parametrize(
    "arguments",
    [[], ["ask"], ["search"], ["index"], ["index", "build"], ["index", "list"], ["index", "verify"], ["chat"]],
)
def test_every_command_explains_itself_in_chinese(capsys: Capture, arguments: list[str]) -> None:
    code, out, err = told(capsys, *arguments, "--help")
    assert (code, err) == (0, "")
    assert out.startswith(" ".join(["用法：bulletin-qa", *arguments]))
    assert "选项:" in out
    assert not any(word in out for word in ("usage", "options", "show this help", "positional"))


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


def test_what_the_system_refuses_is_told_plainly(documents: Path, capsys: Capture) -> None:
    code, _, err = told(capsys, "index", "build", str(documents), "--index", "长" * 300)
    assert code == 2
    assert err.startswith("系统拒绝了操作")
    assert "Traceback" not in err


def test_ctrl_c_is_quiet(monkeypatch: pytest.MonkeyPatch, capsys: Capture) -> None:
    def interrupt(*_: object) -> int:
        raise KeyboardInterrupt

    monkeypatch.setattr(cli, "_ask", interrupt)
    assert told(capsys, "ask", "x") == (130, "", "")


@pytest.mark.parametrize(("status", "code"), [(0, 0), (2, 2), (7, 7)])
def test_chat_runs_the_page_with_its_arguments_and_returns_its_code(
    status: int, code: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = tmp_path / "app.py"
    heard = tmp_path / "heard.json"
    page.write_text(
        f"import json, sys\nopen({str(heard)!r}, 'w').write(json.dumps(sys.argv[1:]))\nsys.exit({status})", "utf-8"
    )
    monkeypatch.setattr(cli, "_APP", page)
    handler = signal.getsignal(signal.SIGINT)
    assert main(["chat", "--host", "::1", "--port", "0", "--index", "甲 乙"]) == code
    assert json.loads(heard.read_text()) == ["--host", "::1", "--port", "0", "--index", "甲 乙"]
    assert main(["chat"]) == code
    assert json.loads(heard.read_text()) == ["--host", "127.0.0.1"]
    assert signal.getsignal(signal.SIGINT) is handler


def test_the_page_stands_beside_the_package() -> None:
    assert cli._APP == ROOT / "app.py"
    assert cli._APP.is_file()


def test_a_cold_start_is_quick(cache: str) -> None:
    """The goal is 2 s on a quiet machine; the best of three allows for a busy one."""
    seconds = []
    for _ in range(3):
        start = time.perf_counter()
        run = shell("ask", QUESTION, cache=cache)
        seconds.append(time.perf_counter() - start)
        assert (run.returncode, run.stderr) == (0, b"")
        assert QUOTE in run.stdout.decode()
        if seconds[-1] < COLD_START_S:
            break
    assert min(seconds) < COLD_START_S


def test_output_is_utf8_whatever_the_locale(cache: str) -> None:
    environment = {"LC_ALL": "C", "PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    run = shell("ask", "--help", cache=cache, **environment)
    assert run.returncode == 0
    assert run.stdout.decode().startswith("用法：")
    run = shell("ask", "x", "--index", "没有", cache=cache, **environment)
    assert run.returncode == 2
    assert run.stderr.decode().startswith("没有找到索引")


@pytest.mark.skipif(os.name == "nt", reason="arguments are text there")
def test_undecodable_arguments_are_no_traceback(cache: str) -> None:
    run = shell("search", b"\xff\xfe\xe6\x99\x8b\xe4\xb8\xad", "--index", b"/tmp/\xff\xfe", cache=cache)
    assert run.returncode == 2
    assert run.stdout == b""
    assert "没有找到索引" in run.stderr.decode()
    assert b"Traceback" not in run.stderr


@pytest.mark.skipif(os.name == "nt", reason="pipes close differently there")
@pytest.mark.parametrize("arguments", [["--help"], ["search", "开发区", "--json"]], ids=" ".join)
def test_a_closed_pipe_is_quiet(arguments: list[str], cache: str) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    environment = {**os.environ, "XDG_CACHE_HOME": cache}
    try:
        run = subprocess.run(
            [sys.executable, "-m", "qa", *arguments],
            cwd=ROOT,
            env=environment,
            stdout=writing,
            stderr=subprocess.PIPE,
            timeout=60,
            check=False,
        )
    finally:
        os.close(writing)
    assert run.stderr == b""
    # argparse itself passes over a pipe that closes while it writes.
    assert run.returncode == 141 or arguments == ["--help"]


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
