"""The app: `create_app(settings)` puts bundle, scorer, endpoints, page and guard together. Nothing happens at import."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from importlib.metadata import version
from pathlib import Path
from typing import Any

from fastapi import FastAPI
from starlette.concurrency import run_in_threadpool
from starlette.responses import FileResponse
from starlette.staticfiles import StaticFiles

from serving.history.memory import Memory
from serving.http import about, ledger, metrics, openapi, problems, score
from serving.http.guard import Guard
from serving.http.judging import Judging
from serving.http.limits import Limits
from serving.http.whole import Whole
from serving.ledger.dates import now_ms
from serving.ledger.keeper import Keeper
from serving.live import Live
from serving.recent import Recent
from serving.settings import Settings

__all__ = ["create_app"]

_PAGE = Path(__file__).with_name("page")
#: The framework can send requests and error texts to a collector that the environment names; postings stay here.
_NO_TELEMETRY: Any = {"tracing": False, "metrics": False, "logs": False, "auto_configure": False}


def create_app(settings: Settings | None = None, clock: Callable[[], int] = now_ms, counters: Path | None = None) -> FastAPI:
    """Return the service.

    Parameters
    ----------
    settings : Settings, optional
    clock : callable
        The time in milliseconds since 1970, for the ledger and for when a bundle was refused.
    counters : Path, optional
        Of one of several processes: the folder in which all of them count (`serving.http.metrics`).

    Raises
    ------
    BidworthyError
        If the bundle, the assumptions or the history cannot be used: better no service than a wrong one.
    """
    settings = settings or Settings()
    live = Live(settings, clock)
    memory, keeper = _kept(settings, clock)

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        others_look = None if counters is None else asyncio.create_task(counted.keep_current())
        yield
        # Side by side: a database that another program holds keeps each waiting.
        await asyncio.gather(run_in_threadpool(keeper.close), run_in_threadpool(memory.close))
        if others_look is not None:
            others_look.cancel()
            counted.bring_up_to_date()

    # No interactive docs: they would load scripts from another host.
    app = FastAPI(
        title="Bidworthy",
        version=version("bidworthy"),
        docs_url=None,
        redoc_url=None,
        telemetry=_NO_TELEMETRY,
        lifespan=lifespan,
    )
    problems.register(app)
    recent = Recent(settings.recent)
    counted = metrics.Metrics(live, recent, memory, keeper.writer, counters)
    routers = [
        score.router(Judging(live, recent, memory, keeper, counted), recent, settings),
        ledger.router(keeper),
        about.router(live),
        metrics.router(counted),
    ]
    for router in routers:
        app.include_router(router)
    app.mount("/page", StaticFiles(directory=_PAGE), name="page")

    @app.get("/", include_in_schema=False)
    async def index() -> FileResponse:
        return FileResponse(_PAGE / "index.html")

    openapi.describe(app, routers)
    app.state.live = live
    app.add_middleware(Whole)
    app.add_middleware(Limits, settings=settings)
    app.add_middleware(Guard, settings=settings)
    app.add_middleware(metrics.Measured, metrics=counted)
    return app


def _kept(settings: Settings, clock: Callable[[], int]) -> tuple[Memory, Keeper]:
    """Return the history and the ledger, which keep nothing where the settings name no database."""
    where = settings.history
    if where is None:
        return Memory(None), Keeper(None, settings.keep_days, forget_told=settings.forget_told)
    # Loading what speaks to databases takes a fifth of the start; who wants none does not wait for it.
    from serving.history.store import History
    from serving.ledger.store import Ledger

    memory = Memory(History.open(where))
    return memory, Keeper(Ledger.open(where, clock=clock), settings.keep_days, forget_told=settings.forget_told)
