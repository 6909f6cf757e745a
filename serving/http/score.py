"""``POST /v1/score``, ``/v1/score/page`` and ``/v1/read``."""

from __future__ import annotations

from typing import Any

import orjson
from fastapi import APIRouter
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from features.errors import InputError, shown
from features.importers import to_contract
from features.importers.page_text import read_page_text
from features.posting import LIMITS, Posting, read_posting
from features.profile import Profile, read_profile
from serving.answer import Answer
from serving.history.memory import Memory
from serving.http.body import read_object
from serving.http.metrics import Metrics
from serving.http.problems import Problem
from serving.ledger.keeper import Keeper
from serving.live import Live
from serving.settings import Settings

__all__ = ["router"]

_MOST_POSTINGS = 100
#: A copied page holds the description and everything around it.
_MOST_PAGE_TEXT = 4 * LIMITS["description"]


def router(
    live: Live,
    memory: Memory,
    keeper: Keeper,
    metrics: Metrics,
    settings: Settings,
    documents: dict[str, dict[str, Any]],
) -> APIRouter:
    """Return the scoring endpoints.

    Parameters
    ----------
    memory : Memory
        Asked about all postings of a request, then told of them.
    keeper : Keeper
        Gets what was judged, and knows your own record.
    metrics : Metrics
        Counts it.
    documents : dict
        OpenAPI additions by endpoint name, from `serving.http.openapi`.
    """
    api = APIRouter(prefix="/v1", tags=["score"])

    async def judged(raw: list[dict[str, Any]], postings: list[Posting], profile: Profile | None) -> list[Answer]:
        """Judge the postings of one request by what was seen before it, so that their order changes nothing."""
        if settings.history is None:  # to a thread and back takes as long as judging a posting
            answers = live.scorer.score_many(postings, profile)
        else:
            # In a thread: another program's writing must not keep other requests waiting.
            copies, earlier, who = await run_in_threadpool(
                lambda: (memory.copies(postings), keeper.earlier(postings), keeper.with_record(profile))
            )
            answers = live.scorer.score_many(postings, who, copies, earlier)
            await run_in_threadpool(memory.remember, postings)
            keeper.note(raw, postings, answers)
        metrics.judged(answers)
        return answers

    @api.post("/score", response_class=Response, openapi_extra=documents["score"])
    async def score(request: Request) -> Response:
        """Judge one posting: a posting of the contract in, one answer out."""
        raw = to_contract(await read_object(request, settings.body_limit))
        (answer,) = await judged([raw], [read_posting(raw)], None)
        return _json(answer.to_json())

    @api.post("/score/page", response_class=Response, openapi_extra=documents["page"])
    async def page(request: Request) -> Response:
        """Judge up to 100 postings with an optional profile; those that cannot be read are named, the rest go on."""
        body = await read_object(request, settings.body_limit)
        raw, read, rejects = _read(_postings(body))
        scores = await judged(raw, read, _profile(body.get("profile")))
        return _json(
            b'{"scores":[' + b",".join(a.to_json() for a in scores) + b'],"rejects":' + orjson.dumps(rejects) + b"}"
        )

    @api.post("/read", response_class=Response, openapi_extra=documents["read"])
    async def read(request: Request) -> Response:
        """Read the text copied from a job page into a posting of the contract, for a person to check."""
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


def _read(postings: list[Any]) -> tuple[list[dict[str, Any]], list[Posting], list[dict[str, Any]]]:
    """Return those that can be read, as they are in the contract's shape and read, and why the others cannot be."""
    kept: list[dict[str, Any]] = []
    read: list[Posting] = []
    rejects: list[dict[str, Any]] = []
    for index, item in enumerate(postings):
        try:
            if not isinstance(item, dict):
                raise InputError("", f"the posting is {shown(item)}; send a JSON object")
            raw = to_contract(item)
            read.append(read_posting(raw))
            kept.append(raw)
        except InputError as error:
            rejects.append({"index": index, "error": str(error), "field": error.field})
    return kept, read, rejects


def _json(body: bytes) -> Response:
    return Response(body, media_type="application/json")
