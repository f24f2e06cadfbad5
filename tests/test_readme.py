"""What the READMEs say holds: examples print what is shown; commands, options, targets and links exist."""

from __future__ import annotations

import argparse
import doctest
import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple
from urllib.parse import unquote

import pytest

import app
import eval.answers
import eval.retrieval
import eval.speed
import qa.cli

ROOT = Path(__file__).parent.parent
READMES = ("README.md", "README.zh-CN.md")
FENCED = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
INLINE = re.compile(r"`([^`\n]+)`")
LINK = re.compile(r"\]\(([^)\s]+)\)")
PARSERS: dict[str, Callable[[], argparse.ArgumentParser]] = {
    "bulletin-qa": qa.cli._parser,
    "app.py": app._parser,
    "eval.answers": eval.answers._parser,
    "eval.retrieval": eval.retrieval._parser,
    "eval.speed": eval.speed._parser,
}

every_readme = pytest.mark.parametrize("name", READMES)


class Block(NamedTuple):
    """A fenced block: its language and its text."""

    language: str
    text: str


def _text(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def _blocks(name: str) -> list[Block]:
    return [Block(*found) for found in FENCED.findall(_text(name))]


def _commands(name: str) -> list[list[str]]:
    """Return the words of each command that a README names, in a block or in running text."""
    lines = [
        line.removeprefix("$ ")
        for block in _blocks(name)
        if block.language in ("sh", "console")
        for line in block.text.splitlines()
        if block.language == "sh" or line.startswith("$ ")
    ]
    lines += INLINE.findall(FENCED.sub("", _text(name)))
    return [words for line in lines if (words := shlex.split(line, comments=True))]


def _program(words: list[str]) -> tuple[str, list[str]] | None:
    """Return which of our programs a command runs, and with what arguments; ``None`` where it runs another."""
    if words[0] == ".venv/bin/python":
        words = words[2:] if words[1] == "-m" else words[1:]
    name = words[0].removeprefix(".venv/bin/")
    return (name, words[1:]) if name in PARSERS else None


def _options(parser: argparse.ArgumentParser) -> Iterator[str]:
    for action in parser._actions:
        yield from action.option_strings
        if isinstance(action, argparse._SubParsersAction):
            for below in action.choices.values():
                yield from _options(below)


def _examples(name: str) -> Iterator[tuple[str, str]]:
    """Yield each command of the ``console`` blocks with what is shown below it."""
    for block in _blocks(name):
        if block.language == "console":
            for example in re.split(r"^\$ ", block.text, flags=re.MULTILINE)[1:]:
                command, _, shown = example.partition("\n")
                yield command, shown


@every_readme
def test_the_two_commands_come_first(name: str) -> None:
    assert re.findall(r"^make (\w+)", _blocks(name)[0].text, re.MULTILINE) == ["chat", "test"]


@every_readme
def test_examples_in_the_shell_print_what_is_shown(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.copytree(ROOT / "corpus" / "bulletin", tmp_path / "corpus" / "bulletin")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    ran = 0
    for command, shown in _examples(name):
        program, *arguments = shlex.split(command)
        assert program == "bulletin-qa"
        assert qa.cli.main(arguments) in (qa.cli.ANSWERED, qa.cli.NOT_FOUND)
        said = capsys.readouterr()
        assert said.err == ""
        # `…` stands for whatever is left out.
        pattern = re.escape(shown.strip()).replace("…", ".*")
        assert re.fullmatch(pattern, said.out.strip(), re.DOTALL), f"$ {command}\n{said.out}"
        ran += 1
    assert ran >= 4


@every_readme
def test_examples_in_python_print_what_is_shown(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    assert qa.cli.main(["index", "build", str(ROOT / "corpus" / "bulletin"), "--index", "my-index"]) == 0
    capsys.readouterr()
    sessions = [block.text for block in _blocks(name) if block.language == "python" and ">>>" in block.text]
    example = doctest.DocTestParser().get_doctest("\n".join(sessions), {}, name, name, 0)
    assert len(example.examples) >= 4
    failures, _ = doctest.DocTestRunner(verbose=False).run(example)
    assert failures == 0, capsys.readouterr().out


def test_the_example_of_the_endpoint_runs(tmp_path: Path) -> None:
    """The page is started as the README starts it, and asked by the README's own lines."""
    (script,) = [block.text for block in _blocks("README.md") if "gradio_client" in block.text]
    environment = os.environ | {"XDG_CACHE_HOME": str(tmp_path), "PYTHONUTF8": "1"}
    run = [sys.executable, "app.py", "--no-browser", "--port", "0"]
    with subprocess.Popen(run, cwd=ROOT, env=environment, stdout=subprocess.PIPE, encoding="utf-8") as page:
        try:
            assert page.stdout is not None
            address = re.search(r"http://\S+/", page.stdout.readline())
            assert address
            asked = subprocess.run(
                [sys.executable, "-c", script.replace("http://127.0.0.1:7860/", address[0])],
                cwd=tmp_path,
                env=environment,
                capture_output=True,
                encoding="utf-8",
                timeout=60,
                check=False,
            )
        finally:
            page.terminate()
    assert asked.returncode == 0, asked.stderr
    assert asked.stdout.startswith("22.4% ")
    assert script.index("HF_HUB_DISABLE_TELEMETRY") < script.index("import Client")


@every_readme
def test_commands_take_the_arguments_that_are_named(name: str) -> None:
    found = [program for words in _commands(name) if (program := _program(words))]
    assert found
    for used, arguments in found:
        if not arguments:
            continue
        try:
            PARSERS[used]().parse_args(arguments)
        except SystemExit as stop:
            assert stop.code == 0, f"{used} {shlex.join(arguments)}"  # `--help` ends with 0


@every_readme
def test_options_exist(name: str) -> None:
    known = {option for parser in PARSERS.values() for option in _options(parser())}
    named = {word for words in _commands(name) for word in words if word.startswith("--")}
    assert named
    assert named <= known


@every_readme
def test_make_targets_exist(name: str) -> None:
    targets = set(re.findall(r"^([a-z-]+):", _text("Makefile"), re.MULTILINE))
    named = {words[1] for words in _commands(name) if words[0] == "make" and len(words) > 1}
    assert {"chat", "test"} <= named
    assert named <= targets


@every_readme
def test_links_lead_somewhere(name: str) -> None:
    links = [unquote(link.split("#")[0]) for link in LINK.findall(_text(name)) if "://" not in link]
    assert links
    assert [link for link in links if not (ROOT / link).exists()] == []
