"""Serves the page: FastAPI around Gradio, with what keeps a page on the machine it runs on."""

from __future__ import annotations

import socket
from collections.abc import Callable

import gradio as gr
import uvicorn
from fastapi import FastAPI
from starlette.datastructures import MutableHeaders
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from web.address import is_private
from web.page import SCRIPT, STYLE, theme

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
}
_LOCAL_NAMES = ["localhost", "127.0.0.1", "[::1]"]


class Headers:
    """Adds headers to every response."""

    def __init__(self, app: ASGIApp) -> None:
        """Wrap an application."""
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on and add the headers to its response."""

        async def sending(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update(_HEADERS)
            await send(message)

        await self.app(scope, receive, sending)


class Server(uvicorn.Server):
    """A server that says when it answers."""

    def __init__(self, config: uvicorn.Config, ready: Callable[[], None]) -> None:
        """Remember whom to tell."""
        super().__init__(config)
        self._ready = ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start, then say so."""
        await super().startup(sockets)
        self._ready()


def application(page: gr.Blocks, *, private: bool = True) -> FastAPI:
    """Return the web application around a page.

    Args:
        page: The page.
        private: Whether only this machine can reach it; then requests under other host names are refused, since a
            foreign site can point a name of its own at this machine.
    """
    app = FastAPI(docs_url=None, redoc_url=None, openapi_url=None)

    @app.get("/healthz")
    def healthz() -> dict[str, str]:
        return {"status": "ok"}

    script = SCRIPT.read_text(encoding="utf-8")
    gr.mount_gradio_app(
        app,
        page,
        path="/",
        theme=theme(),
        css_paths=[STYLE],
        head=f"<script>{script}</script>",
        show_error=False,
        footer_links=[],
        run_history=False,
        enable_monitoring=False,
        mcp_server=False,
        pwa=False,
        ssr_mode=False,
        max_file_size="1kb",
    )
    if private:
        app.add_middleware(TrustedHostMiddleware, allowed_hosts=_LOCAL_NAMES)
    app.add_middleware(Headers)
    return app


def serve(page: gr.Blocks, listening: socket.socket, ready: Callable[[], None]) -> None:
    """Serve a page until the process is told to stop.

    Args:
        page: The page.
        listening: The socket to serve on; see ``web.address``.
        ready: Called when the page can be opened.
    """
    app = application(page, private=is_private(listening))
    config = uvicorn.Config(app, log_level="warning", timeout_graceful_shutdown=1)
    Server(config, ready).run(sockets=[listening])
