"""Serves the page: FastAPI around Gradio, behind the guards that keep it to those whom it is for."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable
from contextlib import closing

import gradio as gr
import uvicorn
from fastapi import FastAPI

from web.address import is_private
from web.assets import STYLES, script
from web.guards import HEALTH, Guard, Limits
from web.login import Login
from web.page import build, first_questions, theme, translations
from web.routes import router
from web.shelf import Shelf
from web.uploads import LIBRARY, MOST_BYTES, Uploads

_MOST_REQUEST = 1 << 20
# What surrounds a file in a form.
_FORM = 64 << 10


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


def application(shelf: Shelf, uploads: Uploads, needed: Login | None = None, *, private: bool = True) -> FastAPI:
    """Return the web application for a shelf of documents.

    Args:
        shelf: The documents.
        uploads: Takes files for the library.
        needed: The login to ask for; none where it is ``None``.
        private: Whether only this machine can reach it.
    """
    app = FastAPI(docs_url=None, redoc_url=None, openapi_url=None)

    @app.get(HEALTH)
    def healthz() -> dict[str, str]:
        return {"status": "ok"}

    app.include_router(router(shelf, uploads))
    gr.mount_gradio_app(
        app,
        build(shelf),
        path="/",
        theme=theme(),
        css_paths=STYLES,
        head=f"<script>{script()}</script>",
        i18n=translations(),
        show_error=False,
        footer_links=[],
        run_history=False,
        enable_monitoring=False,
        mcp_server=False,
        pwa=False,
        ssr_mode=False,
        max_file_size="1kb",  # files come by way of the library's own route
    )
    app.add_middleware(Limits, most=_MOST_REQUEST, larger={LIBRARY: MOST_BYTES + _FORM})
    app.add_middleware(Guard, needed=needed, private=private)
    return app


def serve(shelf: Shelf, listening: socket.socket, needed: Login | None, ready: Callable[[], None]) -> None:
    """Serve the page until the process is told to stop.

    Args:
        shelf: The documents.
        listening: The socket to serve on; see ``web.address``.
        needed: The login to ask for; none where it is ``None``.
        ready: Called when the page can be opened.
    """
    # Whoever comes first shall not wait for the questions to begin with.
    threading.Thread(target=first_questions, args=[shelf.assistant], daemon=True).start()
    with closing(Uploads(shelf)) as uploads:
        app = application(shelf, uploads, needed, private=is_private(listening))
        config = uvicorn.Config(app, log_level="warning", timeout_graceful_shutdown=1)
        Server(config, ready).run(sockets=[listening])
