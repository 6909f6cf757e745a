"""Errors as ``application/problem+json`` (RFC 9457): one shape, one place."""

from __future__ import annotations

from typing import Any

import orjson
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from features.errors import BidworthyError, InputError, shown
from serving.http.headers import SECURITY_HEADERS

__all__ = ["Problem", "problem_response", "register"]

_TITLES = {
    400: "The request cannot be read",
    401: "A token is needed",
    403: "Not allowed",
    404: "Nothing here",
    409: "Not with these settings",
    405: "Not this way",
    408: "Too slow",
    413: "Too large",
    415: "Not JSON",
    422: "A value cannot be read",
    429: "Too often",
    500: "A fault of ours",
    503: "Not now",
}


class Problem(BidworthyError):
    """A request that cannot be served, with its HTTP status."""

    def __init__(self, status: int, detail: str, field: str | None = None, headers: dict[str, str] | None = None) -> None:
        super().__init__(detail)
        self.status = status
        self.field = field
        self.headers = headers


def problem_response(status: int, detail: str, field: str | None = None, headers: dict[str, str] | None = None) -> Response:
    """Return one problem as a response."""
    body: dict[str, Any] = {
        "type": "about:blank",
        "title": _TITLES.get(status, "Error"),
        "status": status,
        "detail": detail,
    }
    if field:
        body["field"] = field
    return Response(orjson.dumps(body), status, headers, media_type="application/problem+json")


def register(app: Any) -> None:
    """Make every error of the app a problem."""
    app.add_exception_handler(Problem, _on_problem)
    app.add_exception_handler(InputError, _on_input_error)
    app.add_exception_handler(HTTPException, _on_http_exception)
    app.add_exception_handler(Exception, _on_fault)


async def _on_problem(_: Request, error: Problem) -> Response:
    return problem_response(error.status, str(error), error.field, error.headers)


async def _on_input_error(_: Request, error: InputError) -> Response:
    return problem_response(422, str(error), error.field)


async def _on_http_exception(request: Request, error: HTTPException) -> Response:
    path = shown(request.url.path)[1:-1] if len(request.url.path) <= 80 else shown(request.url.path)
    detail = f"{request.method[:20]} {path} is not served; /openapi.json lists what is"
    return problem_response(error.status_code, detail, headers=dict(error.headers or {}))


async def _on_fault(_: Request, error: Exception) -> Response:
    # The kind of the error, never its text: that could quote the posting.
    detail = f"{type(error).__name__}; the scorer goes on. Please report it with the posting's shape, see SECURITY.md"
    # The framework answers this one outside of the guard, which puts these headers on everything else.
    return problem_response(500, detail, headers=SECURITY_HEADERS)
