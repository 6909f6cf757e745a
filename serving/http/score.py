"""``POST /v1/score``, ``/v1/score/page`` and ``/v1/read``."""

from __future__ import annotations

from typing import Any

import orjson
from fastapi import APIRouter
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from features.errors import InputError, shown
from features.posting import LIMITS
from features.profile import Profile, read_profile
from serving.given import Given
from serving.history.memory import Memory
from serving.http.body import read_object
from serving.http.metrics import Metrics
from serving.http.problems import Problem
from serving.ledger.keeper import Keeper
from serving.live import Live
from serving.recent import Look, Recent
from serving.settings import Settings

__all__ = ["router"]

_MOST_POSTINGS = 100
#: A copied page holds the description and everything around it.
_MOST_PAGE_TEXT = 4 * LIMITS["description"]


def router(
    live: Live,
    recent: Recent,
    memory: Memory,
    keeper: Keeper,
    metrics: Metrics,
    settings: Settings,
) -> APIRouter:
    """Return the scoring endpoints.

    Parameters
    ----------
    recent : Recent
        Has the answers of a moment ago.
    memory : Memory
        Asked about all postings of a request, then told of them.
    keeper : Keeper
        Gets what was judged, and knows your own record.
    metrics : Metrics
        Counts it.
    """
    api = APIRouter(prefix="/v1", tags=["score"])

    async def judged(looks: list[Look], profile: Profile) -> list[Given]:
        """Judge the postings of one request by what was seen before it, so that their order changes nothing."""
        # To a thread and back takes as long as judging a posting.
        if settings.history is None or not looks:
            given = recent.judge(looks, live.scorer, profile)
        elif recent.settled(looks) and keeper.knows_record(profile):
            copies, earlier = zip(*(look.history for look in looks), strict=True)
            judged_before = recent.anew
            given = recent.judge(looks, live.scorer, keeper.with_record(profile), copies, earlier)
            if recent.anew != judged_before:  # by another profile or bundle: the ledger has not got that answer
                keeper.note([look.raw for look in looks], [look.posting for look in looks], given)
        else:
            postings, since = [look.posting for look in looks], recent.anew
            # In a thread: another program's writing must not keep other requests waiting.
            seen = memory.sightings(postings)
            known, before, who = await run_in_threadpool(
                lambda: (memory.copies(seen), keeper.earlier(postings), keeper.with_record(profile))
            )
            given = recent.judge(looks, live.scorer, who, known, before)
            memory.remember(seen)
            keeper.note([look.raw for look in looks], postings, given)
            if known is not None and before is not None:
                recent.settle(looks, since)
        metrics.judged(given)
        return given

    @api.post("/score", response_class=Response)
    async def score(request: Request) -> Response:
        """Judge one posting: a posting of the contract in, one answer out."""
        (given,) = await judged([recent.look(await read_object(request, settings.body_limit))], Profile())
        return _json(given.body)

    @api.post("/score/page", response_class=Response)
    async def page(request: Request) -> Response:
        """Judge up to 100 postings with an optional profile; those that cannot be read are named, the rest go on."""
        body = await read_object(request, settings.body_limit)
        looks, rejects = _looks(_postings(body), recent)
        scores = b",".join(given.body for given in await judged(looks, _profile(body.get("profile"))))
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
