"""``POST /v1/feedback``, ``/v1/outcomes``, ``/v1/spending`` and ``/v1/undo``, and ``GET /v1/postings/{id}``."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import orjson
from fastapi import APIRouter
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from features.errors import HistoryError, ToldOtherwise, shown
from serving.http.body import read_object
from serving.http.problems import Problem
from serving.ledger.dates import dated
from serving.ledger.events import Event, feedback_of, outcome_of
from serving.ledger.keeper import Keeper
from serving.ledger.spending import spending_of
from serving.ledger.told import read_name

__all__ = ["router"]

_T = TypeVar("_T")
#: An event is small; so is its body.
_BODY_LIMIT = 64_000
_LONGEST_ID = 200


def router(keeper: Keeper) -> APIRouter:
    """Return the endpoints of the ledger.

    Parameters
    ----------
    keeper : Keeper
    """
    api = APIRouter(prefix="/v1", tags=["ledger"])

    @api.post("/feedback", response_class=Response, status_code=201)
    async def feedback(request: Request) -> Response:
        """Keep what you think of a posting, in the words of the marketplace's own menu."""
        return await _told(keeper, feedback_of(await read_object(request, _BODY_LIMIT)))

    @api.post("/outcomes", response_class=Response, status_code=201)
    async def outcomes(request: Request) -> Response:
        """Keep what came of a posting: sent, viewed, replied, interviewed, hired, refunded, expired or other_hired."""
        return await _told(keeper, outcome_of(await read_object(request, _BODY_LIMIT)))

    @api.post("/spending", response_class=Response, status_code=201)
    async def spending(request: Request) -> Response:
        """Keep Connects that belong to no posting: bought, or spent on a boosted profile or an availability badge."""
        told = spending_of(await read_object(request, _BODY_LIMIT))
        await _asked(keeper, lambda: keeper.spend(told), "nothing was kept")
        return _json({"event": told.name, "spending": told.what, "connects": told.connects}, 201)

    @api.post("/undo", response_class=Response)
    async def undo(request: Request) -> Response:
        """Take feedback, an outcome or spending back."""
        name = read_name((await read_object(request, _BODY_LIMIT)).get("event"))
        if not await _asked(keeper, lambda: keeper.undo(name), "nothing was undone"):
            raise Problem(404, f"event: {name} is not in the ledger; send an event that the scorer answered", "event")
        return _json({"event": name, "undone": True})

    @api.get("/postings/{id}", response_class=Response)
    async def posting(request: Request) -> Response:
        """Return what is known of a posting: last score, snapshots over time, and what was told of it."""
        id_, source, found = request.path_params["id"], request.query_params.get("source"), None
        if len(id_) <= _LONGEST_ID:
            found = await _asked(keeper, lambda: keeper.posting(source, id_), "nothing could be read")
        if found is None:
            raise Problem(404, f"id: {shown(id_)} was not seen by this scorer; score it first", "id")
        return _json({"id": id_, **dated(found)})

    return api


async def _told(keeper: Keeper, event: Event) -> Response:
    known = await _asked(keeper, lambda: keeper.tell(event), "nothing was kept")
    return _json({"event": event.name, "id": event.id, event.kind: event.what, "seen_before": known}, 201)


async def _asked(keeper: Keeper, ask: Callable[[], _T], otherwise: str) -> _T:
    """Ask the ledger in a thread: another program's writing must not keep other requests waiting."""
    if not keeper.keeps:
        raise Problem(409, "this scorer keeps no history (--history off); start it with one to keep feedback and outcomes")
    try:
        return await run_in_threadpool(ask)
    except ToldOtherwise as error:
        raise Problem(409, f"{otherwise}: {error}", "event") from None
    except HistoryError as error:
        raise Problem(503, f"{otherwise}: {error}") from None


def _json(value: dict[str, Any], status: int = 200) -> Response:
    return Response(orjson.dumps(value), status, media_type="application/json")
