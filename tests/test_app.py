"""The program that serves the page: how it starts, stops and says what is wrong."""

from __future__ import annotations

import re
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from app import main
from web.address import AddressProblem, is_private, take, url
from web.guards import _own_names
from web.login import PASSWORD, USER, Login, login

ROOT = Path(__file__).parent.parent


@pytest.fixture(autouse=True)
def empty_data_folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Whoever runs the tests may have a library of documents; it is neither read nor changed."""
    for name in ("XDG_DATA_HOME", "LOCALAPPDATA"):
        monkeypatch.setenv(name, str(tmp_path))
    for name in (USER, PASSWORD):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def busy() -> Iterator[int]:
    with closing(socket.create_server(("127.0.0.1", 0))) as taken:
        yield taken.getsockname()[1]


def _fails(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    assert main([*arguments, "--no-browser"]) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert "Traceback" not in said.err
    return said.err


def test_a_busy_port_is_named(capsys: pytest.CaptureFixture[str], busy: int) -> None:
    assert f"端口 {busy} 不能使用" in _fails(capsys, "--port", str(busy))


def test_an_unknown_address_is_named(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    def unknown(*arguments: object, **options: object) -> None:
        raise socket.gaierror("unknown")

    monkeypatch.setattr(socket, "getaddrinfo", unknown)
    assert "找不到地址 nowhere" in _fails(capsys, "--host", "nowhere")


def test_a_missing_index_names_the_command(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    assert "bulletin-qa index build" in _fails(capsys, "--port", "0", "--index", str(tmp_path / "没有"))


def test_a_foreign_folder_is_no_index(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    (tmp_path / "笔记.txt").write_text("不是索引", encoding="utf-8")
    assert str(tmp_path) in _fails(capsys, "--port", "0", "--index", str(tmp_path))


@pytest.mark.parametrize("port", ["-1", "65536", "八", "1.5", ""])
def test_a_port_is_a_number(capsys: pytest.CaptureFixture[str], port: str) -> None:
    with pytest.raises(SystemExit) as stop:
        main([f"--port={port}"])
    assert stop.value.code == 2
    assert "0 到 65535" in capsys.readouterr().err


def test_takes_the_next_port_where_none_is_asked_for(busy: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("web.address.PORT", busy)
    with take("127.0.0.1", None) as listening:
        assert listening.getsockname()[1] != busy
        assert is_private(listening)
    with pytest.raises(AddressProblem):
        take("127.0.0.1", busy)


def test_an_address_for_everyone_opens_on_this_machine() -> None:
    with take("0.0.0.0", 0) as listening:
        assert url(listening) == f"http://127.0.0.1:{listening.getsockname()[1]}/"
        assert not is_private(listening)


@pytest.mark.parametrize(
    ("user", "password"),
    [("", ""), ("", "一个足够长的密码"), ("用户", ""), ("用户", "短"), ("用:户", "一个足够长的密码")],
)
def test_others_need_a_password(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, user: str, password: str
) -> None:
    monkeypatch.setenv(USER, user)
    monkeypatch.setenv(PASSWORD, password)
    said = _fails(capsys, "--host", "0.0.0.0", "--port", "0")
    assert USER in said
    assert PASSWORD in said


def test_a_login_comes_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    assert login(private=True) is None
    monkeypatch.setenv(USER, "用户")
    monkeypatch.setenv(PASSWORD, "一个足够长的密码")
    assert login(private=False) == login(private=True) == Login("用户", "一个足够长的密码")


def test_names_of_this_machine_are_trusted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BULLETIN_QA_HOSTS", " Gongbao.example ,")
    assert {"localhost", socket.gethostname().lower(), "gongbao.example"} <= _own_names()
    assert "" not in _own_names()


@pytest.mark.skipif(sys.platform == "win32", reason="signals")
@pytest.mark.parametrize("stop", [signal.SIGINT, signal.SIGTERM])
def test_starts_says_where_and_stops(stop: signal.Signals) -> None:
    command = [sys.executable, "app.py", "--port", "0", "--no-browser"]
    with subprocess.Popen(
        command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, encoding="utf-8"
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        first = process.stdout.readline()
        process.send_signal(stop)
        errors = process.stderr.read()
        code = process.wait(20)
    assert re.search(r"http://127\.0\.0\.1:\d+/", first)
    assert "Traceback" not in errors
    assert code in (0, -stop)


def test_help_loads_nothing_heavy() -> None:
    code = "import sys, app\ntry: app.main(['--help'])\nexcept SystemExit: pass\nprint('LOADED', *sys.modules)"
    run = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, encoding="utf-8", timeout=60, check=True
    )
    loaded = {name.split(".")[0] for name in run.stdout.rsplit("LOADED", 1)[1].split()}
    assert not loaded & {"gradio", "numpy", "faiss", "torch"}
