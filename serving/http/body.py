"""Request bodies: read under a limit, parsed once."""

from __future__ import annotations

from typing import Any

import orjson
from starlette.requests import Request

from serving.http.problems import Problem

__all__ = ["read_body", "read_object"]


async def read_body(request: Request, limit: int) -> bytes:
    """Return the body, refusing it as soon as it is over the limit."""
    stated = request.headers.get("content-length", "")
    if stated.isdigit() and int(stated[:20]) > limit:
        raise Problem(413, f"the body is {int(stated[:20]):,} bytes; at most {limit:,} are read, so send fewer postings")
    parts, size = [], 0
    async for part in request.stream():
        size += len(part)
        if size > limit:
            raise Problem(413, f"the body is over {limit:,} bytes; send fewer postings")
        parts.append(part)
    return b"".join(parts)


async def read_object(request: Request, limit: int) -> dict[str, Any]:
    """Return the body as one JSON object."""
    _require_json(request)
    body = await read_body(request, limit)
    try:
        value = orjson.loads(body)
    except orjson.JSONDecodeError as error:
        raise Problem(400, f"the body is not JSON in UTF-8: {error}; send one JSON object") from None
    if not isinstance(value, dict):
        raise Problem(400, f"the body is a JSON {type(value).__name__}; send one JSON object")
    return value


def _require_json(request: Request) -> None:
    # Also a guard: a page on another origin can send other types without asking the browser's permission first.
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind != "application/json":
        raise Problem(415, f"Content-Type is {kind or 'missing'}; send application/json")
