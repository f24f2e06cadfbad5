"""The shell's voice: how it prints, and an argument parser that speaks Chinese."""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections.abc import Iterable
from typing import Any, NoReturn

WRONG = 2
"""Exit code for wrong usage or input."""
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")
_TITLES = {"positional arguments": "参数", "options": "选项"}
_ERRORS = tuple(
    (re.compile(pattern, re.DOTALL), told)
    for pattern, told in (
        (r"the following arguments are required: (.*)", r"缺少 \1"),
        (r"unrecognized arguments: (.*)", r"多出 \1（问题或路径里有空格时，请加引号）"),
        (r"argument (\S+): expected (?:one|at least one) argument", r"\1 后面要写一个值"),
        (r"argument \S+: invalid choice: (.*) \(choose from.*", r"没有命令 \1"),
        (r"argument (\S+): ignored explicit argument (.*)", r"\1 后面不能写 \2"),
        (r"argument (\S+): (.*)", r"\1 \2"),
    )
)


def say(text: str, *, error: bool = False) -> None:
    """Print a text for people; what would steer their terminal is left out."""
    print(_CONTROL.sub("", text), file=sys.stderr if error else sys.stdout)


def say_json(value: object) -> None:
    """Print a value as JSON."""
    print(json.dumps(value, ensure_ascii=False, indent=2))


def place(title: str, headings: Iterable[str], page: int | None = None) -> str:
    """Return where in a document something stands; a heading that repeats the title is not said again.

    Example: ``"全省开发区", ("晋中市开发区", "2023年工作成绩")`` -> ``全省开发区 › 晋中市开发区 › 2023年工作成绩``
    """
    return " › ".join(dict.fromkeys((title, *headings))) + (f"，第{page}页" if page else "")


def indented(text: str) -> str:
    """Return a text with each line moved to the right."""
    return "\n".join(f"    {line}" for line in text.strip().split("\n"))


def whole_number(least: int, most: int) -> Any:
    """Return what turns an argument into a number within bounds, for ``add_argument(type=…)``."""

    def read(text: str) -> int:
        if not text.isdecimal() or len(text) > len(str(most)) or not least <= int(text) <= most:
            raise argparse.ArgumentTypeError(f"应是 {least} 到 {most} 之间的整数，而不是 {text!r}")
        return int(text)

    return read


class Parser(argparse.ArgumentParser):
    """Explains itself, and what is wrong with the arguments, in Chinese."""

    def __init__(self, **settings: Any) -> None:
        """Take what ``ArgumentParser`` takes; abbreviated options are refused, since new ones would change them."""
        super().__init__(**settings, formatter_class=_Formatter, add_help=False, allow_abbrev=False)
        self.add_argument("-h", "--help", action="help", help="显示这段说明")

    def error(self, message: str) -> NoReturn:
        """Say what is wrong and exit with code 2."""
        for pattern, told in _ERRORS:
            if found := pattern.fullmatch(message):
                message = found.expand(told)
                break
        say(f"{self.format_usage()}用法不对：{message}", error=True)
        raise SystemExit(WRONG)


class _Formatter(argparse.HelpFormatter):
    def add_usage(
        self,
        usage: str | None,
        actions: Iterable[argparse.Action],
        groups: Iterable[argparse._MutuallyExclusiveGroup],
        prefix: str | None = None,
    ) -> None:
        super().add_usage(usage, actions, groups, "用法：" if prefix is None else prefix)

    def start_section(self, heading: str | None) -> None:
        super().start_section(_TITLES.get(heading or "", heading))
