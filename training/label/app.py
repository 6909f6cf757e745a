"""The page and what it asks for, as an ASGI app: ``create_app(session, token)``. Nothing happens at import."""

from __future__ import annotations

import shlex
from pathlib import Path
from typing import Any

import orjson
from fastapi import FastAPI
from starlette.concurrency import run_in_threadpool
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import ClientDisconnect, Request
from starlette.responses import FileResponse
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp

from training.label.choices import told
from training.label.guard import HOSTS, Guard
from training.label.guideline import GUIDELINE, guideline_blocks
from training.label.labels import LONGEST_QUOTE
from training.label.problems import Refused, register
from training.label.session import Session

__all__ = ["MOST_BYTES", "create_app"]

_PAGE = Path(__file__).with_name("page")
#: Of a request: ten quotes, and room to spare.
MOST_BYTES = 64_000
#: The framework can send requests and error texts to a collector that the environment names; postings stay here.
_NO_TELEMETRY: Any = {"tracing": False, "metrics": False, "logs": False, "auto_configure": False}


def create_app(session: Session, token: str) -> ASGIApp:
    """Return the app of one session.

    Parameters
    ----------
    session : Session
    token : str
        What the page must send with everything that it asks for.
    """
    app = FastAPI(title="Labels", docs_url=None, redoc_url=None, openapi_url=None, telemetry=_NO_TELEMETRY)
    register(app)
    about = told() | {
        "annotator": session.store.book.annotator,
        "export": f"bidworthy-train label --export labels.jsonl {shlex.quote(str(session.store.path))}",
        "longest_quote": LONGEST_QUOTE,
        "guideline": guideline_blocks(GUIDELINE.read_text(encoding="utf-8")),
    }
    # From their types the framework would make models of the answers; the page knows them.
    plain: dict[str, Any] = {"response_model": None}

    @app.get("/api/about", **plain)
    async def of_the_session() -> dict[str, Any]:
        return about

    @app.get("/api/state", **plain)
    async def state() -> dict[str, Any]:
        return await run_in_threadpool(session.state)

    @app.post("/api/label", **plain)
    async def label(request: Request) -> dict[str, Any]:
        return await run_in_threadpool(session.label, await _object(request))

    @app.post("/api/skip", **plain)
    async def skip(request: Request) -> dict[str, Any]:
        return await run_in_threadpool(session.skip, await _object(request))

    @app.post("/api/undo", **plain)
    async def undo(request: Request) -> dict[str, Any]:
        await _object(request)
        return await run_in_threadpool(session.undo)

    @app.get("/", **plain)
    async def index() -> FileResponse:
        return FileResponse(_PAGE / "index.html")

    app.mount("/page", StaticFiles(directory=_PAGE), name="page")
    # The guard asks the same with a sentence; this one stays should the guard ever change.
    app.add_middleware(TrustedHostMiddleware, allowed_hosts=list(HOSTS), www_redirect=False)
    # Outermost, so that an answer to a fault carries its headers, too.
    return Guard(app, token)


async def _object(request: Request) -> dict[str, Any]:
    """Return the body as one JSON object, refusing it as soon as it is over the limit."""
    # Also a guard: a page on another origin can send other types without asking the browser's permission first.
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() != "application/json":
        raise Refused(415, "Send application/json.")
    body = bytearray()
    try:
        async for part in request.stream():
            body += part
            if len(body) > MOST_BYTES:
                raise Refused(413, f"The body is over {MOST_BYTES:,} bytes; take evidence away.")
    except ClientDisconnect:
        raise Refused(400, "The connection was closed before the whole body came; send it again.") from None
    try:
        value = orjson.loads(body)
    except orjson.JSONDecodeError:
        raise Refused(400, "The body is not JSON in UTF-8; send one JSON object.") from None
    if not isinstance(value, dict):
        raise Refused(400, "The body is no JSON object; send one.")
    return value
