"""What goes wrong, as ``application/problem+json`` with a sentence that a person can act on."""

from __future__ import annotations

import orjson
from fastapi import FastAPI
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from features.errors import BidworthyError, InputError
from training.label.session import NotAsked

__all__ = ["Refused", "problem", "register"]

_TITLES = {
    400: "The request cannot be read",
    403: "Not allowed",
    404: "Nothing here",
    405: "Not this way",
    409: "Not now",
    413: "Too large",
    415: "Not JSON",
    422: "The label is not complete",
    500: "A fault of ours",
    507: "It could not be kept",
}


class Refused(BidworthyError):
    """A request that is not served, with its HTTP status."""

    def __init__(self, status: int, detail: str) -> None:
        super().__init__(detail)
        self.status = status


def problem(status: int, detail: str, field: str = "") -> Response:
    """Return one problem as a response."""
    body = {"type": "about:blank", "title": _TITLES.get(status, "Error"), "status": status, "detail": detail}
    return Response(orjson.dumps(body | ({"field": field} if field else {})), status, media_type="application/problem+json")


def register(app: FastAPI) -> None:
    """Make every error of the app a problem."""

    @app.exception_handler(Refused)
    async def refused(_: Request, error: Refused) -> Response:
        return problem(error.status, str(error))

    @app.exception_handler(InputError)
    async def not_a_label(_: Request, error: InputError) -> Response:
        sentence = f"{error.field} {error.problem}"
        return problem(422, sentence[:1].upper() + sentence[1:] + ".", error.field)

    @app.exception_handler(NotAsked)
    async def not_now(_: Request, error: NotAsked) -> Response:
        return problem(409, str(error)[:1].upper() + str(error)[1:] + ".")

    @app.exception_handler(HTTPException)
    async def not_served(_: Request, error: HTTPException) -> Response:
        return problem(error.status_code, "This is not served; open the address that was printed at the start.")

    @app.exception_handler(OSError)
    async def not_kept(_: Request, error: OSError) -> Response:
        return problem(507, f"It was not kept: {error.strerror or error}. Make room there, and save again.")

    @app.exception_handler(Exception)
    async def fault(_: Request, error: Exception) -> Response:
        # The kind of the error, never its text: that could quote the posting.
        return problem(500, f"{type(error).__name__}; nothing was kept. Load the page again.")
