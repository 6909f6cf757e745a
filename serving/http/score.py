"""``POST /v1/score``, ``/v1/score/page`` and ``/v1/read``."""

from __future__ import annotations

from typing import Any

import orjson
from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from features.errors import InputError, shown
from features.posting import LIMITS
from features.profile import Profile, read_profile
from serving.http.body import read_object
from serving.http.judging import Judging
from serving.http.problems import Problem
from serving.recent import Look, Recent
from serving.settings import Settings

__all__ = ["router"]

_MOST_POSTINGS = 100
#: A copied page holds the description and everything around it.
_MOST_PAGE_TEXT = 4 * LIMITS["description"]


def router(judging: Judging, recent: Recent, settings: Settings) -> APIRouter:
    """Return the scoring endpoints.

    Parameters
    ----------
    judging : Judging
    recent : Recent
        Has the looks of a moment ago.
    settings : Settings
        Say how long a request may be.
    """
    api = APIRouter(prefix="/v1", tags=["score"])

    @api.post("/score", response_class=Response)
    async def score(request: Request) -> Response:
        """Judge one posting: a posting of the contract in, one answer out."""
        (given,) = await judging.judged([recent.look(await read_object(request, settings.body_limit))], Profile())
        return _json(given.body)

    @api.post("/score/page", response_class=Response)
    async def page(request: Request) -> Response:
        """Judge up to 100 postings with an optional profile; those that cannot be read are named, the rest go on."""
        body = await read_object(request, settings.body_limit)
        looks, rejects = _looks(_postings(body), recent)
        scores = b",".join(given.body for given in await judging.judged(looks, _profile(body.get("profile"))))
        return _json(b'{"scores":[' + scores + b'],"rejects":' + orjson.dumps(rejects) + b"}")

    @api.post("/read", response_class=Response)
    async def read(request: Request) -> Response:
        """Read the text copied from a job page into a posting of the contract, for a person to check."""
        # Not at the start: a browser extension never sends any.
        from features.importers.page_text import read_page_text

        text = (await read_object(request, settings.body_limit)).get("text")
        if not isinstance(text, str) or not text.strip():
            raise Problem(422, f"text: is {_told(text)}; send the copied text of a job page", "text")
        if len(text) > _MOST_PAGE_TEXT:
            raise Problem(
                422,
                f"text: {len(text):,} characters, over the limit of {_MOST_PAGE_TEXT:,}; copy one posting only",
                "text",
            )
        return _json(orjson.dumps({"posting": read_page_text(text)}))

    return api


def _postings(body: dict[str, Any]) -> list[Any]:
    postings = body.get("postings")
    if not isinstance(postings, list):
        raise Problem(422, f"postings: is {_told(postings)}; send a list of postings", "postings")
    if len(postings) > _MOST_POSTINGS:
        raise Problem(
            422,
            f"postings: {len(postings):,} given, at most {_MOST_POSTINGS} a request; send them in parts",
            "postings",
        )
    return postings


def _profile(value: object) -> Profile:
    if value is None:
        return Profile()
    if not isinstance(value, dict):
        raise Problem(422, f'profile: is {shown(value)}; send an object such as {{"hourly_rate_usd": 45}}', "profile")
    try:
        return read_profile(value)
    except InputError as error:
        # "hires" alone could be the client's.
        field = error.field if error.field == "profile" else f"profile.{error.field}"
        raise InputError(field, error.problem) from None


def _told(value: object) -> str:
    return "missing" if value is None else shown(value)


def _looks(postings: list[Any], recent: Recent) -> tuple[list[Look], list[dict[str, Any]]]:
    """Return those that can be read, and why the others cannot be."""
    looks: list[Look] = []
    rejects: list[dict[str, Any]] = []
    for index, item in enumerate(postings):
        try:
            looks.append(recent.look(item))
        except InputError as error:
            rejects.append({"index": index, "error": str(error), "field": error.field})
    return looks, rejects


def _json(body: bytes) -> Response:
    return Response(body, media_type="application/json")
