"""What stands before every request: who may ask, from which page, and what a browser may do with the response."""

from __future__ import annotations

import base64
import binascii
import ipaddress
import os
import secrets
import socket
from collections.abc import Collection, Mapping
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from web.login import Login

HOSTS = "BULLETIN_QA_HOSTS"
HEALTH = "/healthz"
_LOCAL_NAMES = ("localhost", "127.0.0.1", "::1")

# Gradio's page has inline scripts and compiles templates; all else comes from this server alone.
_POLICY = "; ".join(
    [
        "default-src 'self'",
        "script-src 'self' 'unsafe-inline' 'unsafe-eval'",
        "style-src 'self' 'unsafe-inline'",
        "img-src 'self' data: blob:",
        "font-src 'self' data:",
        "object-src 'none'",
        "base-uri 'self'",
        "form-action 'self'",
        "frame-ancestors 'self'",
    ]
)
_HEADERS = {
    "content-security-policy": _POLICY,
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
}


class Limits:
    """Refuses requests whose bodies are too large before anything reads them into memory or onto the disk."""

    def __init__(self, app: ASGIApp, most: int, larger: Mapping[str, int]) -> None:
        """Wrap an application.

        Args:
            app: The application.
            most: The most bytes that a request may send.
            larger: Paths where it is another number.
        """
        self._app = app
        self._most = most
        self._larger = larger

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or refuse it."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        most = self._larger.get(scope["path"], self._most)
        told = Headers(scope=scope).get("content-length", "0")
        if not told.isdecimal() or int(told) > most:
            await PlainTextResponse("请求太大。", 413)(scope, receive, send)
            return
        size = 0

        async def counted() -> Message:
            nonlocal size
            message = await receive()
            size += len(message.get("body", b""))
            # A length that was not told: the connection is treated as one that broke off.
            return message if size <= most else {"type": "http.disconnect"}

        await self._app(scope, counted, send)


class Guard:
    """Refuses requests under foreign host names, from foreign pages, or without the password; adds headers to the rest.

    A foreign site can point a name of its own at this machine, so names other than this machine's are refused.
    Addresses in figures are not: no site can have them pointed elsewhere.
    """

    def __init__(self, app: ASGIApp, needed: Login | None, *, private: bool) -> None:
        """Wrap an application.

        Args:
            app: The application.
            needed: The login to ask for; none where it is ``None``.
            private: Whether only this machine can reach it.
        """
        self._app = app
        self._needed = needed
        self._private = private
        self._names = frozenset(_LOCAL_NAMES) if private else _own_names()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or refuse it."""
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
            return
        if scope["type"] != "http":
            # The page needs no other kind of connection.
            return
        refusal = self._refusal(scope)

        async def sending(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update(_HEADERS)
            await send(message)

        await (refusal or self._app)(scope, receive, sending)

    def _refusal(self, scope: Scope) -> PlainTextResponse | None:
        headers = Headers(scope=scope)
        host = headers.get("host", "")
        if not self._is_trusted(_bare(host), self._names):
            return PlainTextResponse("这个主机名不能用来访问。", 400)
        origin = headers.get("origin")
        if origin is not None and urlsplit(origin).netloc.lower() != host.lower():
            return PlainTextResponse("不接受来自其他网站的请求。", 403)
        if headers.get("sec-fetch-site", "none") not in ("none", "same-origin") and scope["method"] != "GET":
            return PlainTextResponse("不接受来自其他网站的请求。", 403)
        if self._needed and scope["path"] != HEALTH and not _knows(headers.get("authorization", ""), self._needed):
            return PlainTextResponse("需要用户名和密码。", 401, {"www-authenticate": 'Basic realm="bulletin-qa"'})
        return None

    def _is_trusted(self, name: str, names: Collection[str]) -> bool:
        if name in names:
            return True
        try:
            address = ipaddress.ip_address(name)
        except ValueError:
            return False
        return not self._private or address.is_loopback


def _bare(host: str) -> str:
    """Return the name in a ``Host`` header: without port and brackets, in lower case."""
    if host.startswith("["):
        return host[1:].partition("]")[0].lower()
    return host.partition(":")[0].lower()


def _own_names() -> frozenset[str]:
    own = socket.gethostname().lower()
    given = os.environ.get(HOSTS, "").lower().split(",")
    return frozenset({*_LOCAL_NAMES, own, f"{own}.local", *(name.strip() for name in given if name.strip())})


def _knows(authorization: str, needed: Login) -> bool:
    scheme, _, encoded = authorization.partition(" ")
    try:
        sent = base64.b64decode(encoded, validate=True) if scheme.lower() == "basic" else b""
    except binascii.Error:
        sent = b""
    return secrets.compare_digest(sent, f"{needed.user}:{needed.password}".encode())
