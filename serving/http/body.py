"""Request bodies: read under a limit, parsed once."""

from __future__ import annotations

from typing import Any

import orjson
from starlette.requests import ClientDisconnect, Request

from features.errors import shown
from serving.http.problems import Problem

__all__ = ["read_body", "read_object"]


async def read_body(request: Request, limit: int) -> bytes | bytearray:
    """Return the body, refusing it as soon as it is over the limit."""
    stated = request.headers.get("content-length", "")
    if stated.isdecimal() and int(stated[:20]) > limit:
        raise Problem(413, f"the body is {int(stated[:20]):,} bytes; at most {limit:,} are read, so send fewer postings")
    try:
        return await _gathered(request, limit)
    except ClientDisconnect:
        # Nobody reads this; as an error of its own it would only fill the log with tracebacks.
        raise Problem(400, "the connection was closed before the whole body came; send it again") from None


async def _gathered(request: Request, limit: int) -> bytearray:
    # Not a list of parts: those of one byte each would take forty times their size.
    body = bytearray()
    async for part in request.stream():
        body += part
        if len(body) > limit:
            raise Problem(413, f"the body is over {limit:,} bytes; send fewer postings")
    return body


async def read_object(request: Request, limit: int) -> dict[str, Any]:
    """Return the body as one JSON object."""
    _require_json(request)
    body = await read_body(request, limit)
    try:
        value = orjson.loads(body)
    except orjson.JSONDecodeError as error:
        raise Problem(400, f"the body is not JSON in UTF-8: {error}; send one JSON object") from None
    if not isinstance(value, dict):
        raise Problem(400, f"the body is {'null' if value is None else shown(value)}; send one JSON object")
    return value


def _require_json(request: Request) -> None:
    # Also a guard: a page on another origin can send other types without asking the browser's permission first.
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind != "application/json":
        raise Problem(415, f"Content-Type is {shown(kind) if kind else 'missing'}; send application/json")
