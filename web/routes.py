"""What the page asks of the server beside the chat: proofs, the library, files to export, opinions, results.

Every one of these checks what it is sent; the documents are those of the moment.
"""

from __future__ import annotations

import json
from html import escape
from typing import Annotated, Any
from urllib.parse import quote

from fastapi import APIRouter, File, Query, Request, UploadFile
from fastapi.responses import HTMLResponse, JSONResponse, Response
from starlette.concurrency import run_in_threadpool

from corpus.errors import BulletinError
from web import export, opinions
from web.asking import ask, messages
from web.frame import about
from web.library import library_html
from web.links import PROOF, read_spans
from web.measure import measure_html
from web.proof import pane_html
from web.shelf import Shelf
from web.turns import kept
from web.uploads import LIBRARY, Uploads
from web.words import Language, preferred, say

_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def router(shelf: Shelf, uploads: Uploads) -> APIRouter:
    """Return the routes for a shelf of documents."""
    routes = APIRouter()

    @routes.get(f"/{PROOF}")
    def proof(
        request: Request,
        document: Annotated[str, Query(max_length=1000)],
        spans: Annotated[str, Query(max_length=4000)] = "",
        at: int = 0,
    ) -> HTMLResponse:
        found = shelf.assistant.index.documents.get(document)
        language = _language(request)
        if found is None:
            return HTMLResponse(f'<p class="bq-cut">{escape(say(language, "pane_gone"))}</p>', 404)
        return HTMLResponse(pane_html(found, read_spans(spans), at, language))

    @routes.get(LIBRARY)
    def library(request: Request) -> HTMLResponse:
        return HTMLResponse(library_html(shelf, uploads, _language(request)))

    @routes.get(f"{LIBRARY}/documents")
    def documents(request: Request) -> dict[str, Any]:
        """Return what can be asked about: a line for people, and the documents that a question can be limited to."""
        listed = [{"id": entry.id, "title": entry.title, "issue": entry.issue} for entry in shelf.entries()]
        return {"about": about(shelf.assistant.index.documents, _language(request)), "documents": listed}

    @routes.post(LIBRARY)
    def add(request: Request, file: Annotated[UploadFile, File()]) -> Response:
        try:
            uploads.take(file.filename or "", file.file)
        except BulletinError as error:
            return _problem(error, 429)
        return HTMLResponse(library_html(shelf, uploads, _language(request)))

    @routes.delete(LIBRARY)
    def remove(request: Request, document: Annotated[str, Query(max_length=1000)]) -> Response:
        try:
            shelf.remove([document])
        except BulletinError as error:
            return _problem(error, 409)
        return HTMLResponse(library_html(shelf, uploads, _language(request)))

    @routes.get("/measure")
    def measure(request: Request) -> HTMLResponse:
        return HTMLResponse(measure_html(shelf, _language(request)))

    @routes.post("/export")
    async def exported(request: Request, format: Annotated[str, Query(pattern="^(md|docx)$")]) -> Response:
        questions = kept((await request.body()).decode("utf-8", errors="replace"))
        return await run_in_threadpool(_file, shelf, say("zh", "title"), questions, format)

    @routes.post("/opinion")
    async def opinion(request: Request) -> Response:
        try:
            sent = json.loads(await request.body())
        except (ValueError, RecursionError):
            sent = None
        return await run_in_threadpool(_keep, shelf, sent)

    return routes


def _file(shelf: Shelf, title: str, questions: Any, format: str) -> Response:
    assistant = shelf.assistant
    conversation = export.replies(assistant, questions)
    known = assistant.index.documents
    if format == "md":
        content, kind = export.markdown(title, conversation, known).encode(), "text/markdown; charset=utf-8"
    else:
        content, kind = export.word(title, conversation, known), _WORD
    return Response(content, media_type=kind, headers={"content-disposition": _attached(f"{title}.{format}")})


def _keep(shelf: Shelf, sent: Any) -> Response:
    """Keep an opinion; the answer that it is about is found anew, so that nobody can make one up."""
    assistant = shelf.assistant
    rows = messages(sent.get("history") or ()) if isinstance(sent, dict) and _is_list(sent.get("history")) else []
    try:
        opinion = opinions.read_opinion(sent, rows)
        answer = ask(assistant, opinion.question, rows, sent.get("documents"))
        opinions.record(shelf.feedback, opinion, answer, assistant.index.documents)
    except opinions.OpinionProblem as problem:
        return _problem(problem, 422)
    except OSError as error:
        return _problem(BulletinError(f"写不进 {shelf.feedback}（{error.strerror}）"), 500)
    return JSONResponse({"saved": True})


def _is_list(value: object) -> bool:
    return value is None or isinstance(value, list)


def _problem(error: BulletinError, status: int) -> Response:
    return JSONResponse({"problem": str(error)}, status)


def _language(request: Request) -> Language:
    return preferred(request.headers.get("accept-language"))


def _attached(name: str) -> str:
    return f"attachment; filename*=UTF-8''{quote(name)}"
