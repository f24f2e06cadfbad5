"""Who may open the page: everyone on this machine, and from others those who know the user and password."""

from __future__ import annotations

import os
from dataclasses import dataclass

from web.address import AddressProblem

USER = "BULLETIN_QA_USER"
PASSWORD = "BULLETIN_QA_PASSWORD"
_SHORTEST_PASSWORD = 8


@dataclass(frozen=True, slots=True)
class Login:
    """A user's name and password."""

    user: str
    password: str


def login(*, private: bool) -> Login | None:
    """Return the login that the environment asks for, or ``None`` where none is needed.

    Args:
        private: Whether only this machine can reach the page.

    Raises:
        AddressProblem: Others can reach the page, and there is no user and password, or only half or a short one.
    """
    user, password = os.environ.get(USER, ""), os.environ.get(PASSWORD, "")
    if private and not user and not password:
        return None
    if not user or len(password) < _SHORTEST_PASSWORD or ":" in user:
        found = "没有设置用户名或密码" if not (user and password) else "用户名含有冒号，或密码太短"
        raise AddressProblem(
            f"其他机器也能打开这个页面，但{found}" if not private else found,
            f"环境变量 {USER} 和 {PASSWORD}（至少 {_SHORTEST_PASSWORD} 个字符）",
            "设置这两个环境变量再启动；或者不加 --host，只在本机使用",
        )
    return Login(user, password)
