"""``GET /metrics``: what the service did, in Prometheus' text format. Counts only: no id, no text, no address.

Several processes count in files of one folder (the client library's own way), so whichever of them is asked tells what all
of them did, and what those did that ended.
"""

from __future__ import annotations

import asyncio
import logging
from collections import Counter as Counted
from collections.abc import Callable, Sequence
from contextlib import suppress
from functools import partial
from itertools import chain
from pathlib import Path
from time import perf_counter
from typing import Any, Literal
from uuid import uuid4

from fastapi import APIRouter
from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.exposition import CONTENT_TYPE_PLAIN_0_0_4
from prometheus_client.multiprocess import MultiProcessCollector
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from serving.given import Given
from serving.history.memory import Memory
from serving.ledger.writer import Writer
from serving.live import Live
from serving.recent import Recent

__all__ = ["Measured", "Metrics", "router"]

_LOG = logging.getLogger(__name__)
#: In seconds: a posting takes about a millisecond, a page of a hundred a hundred times as long.
_BUCKETS = (0.0005, 0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0, 5.0)
_ELSEWHERE = "other"
#: So old may be what one process knows of the queues of another.
_CURRENT_S = 1.0
#: Of several processes: a state is that of those that live, a count also that of those that ended.
_STATE: Literal["livesum"] = "livesum"
_COUNT: Literal["sum"] = "sum"


class Metrics:
    """The counters of one app.

    Parameters
    ----------
    live : Live
        Whose bundle is told.
    recent : Recent
        Whose answers given again are told.
    memory : Memory
        Of the history, whose faults are told where there is one.
    writer : Writer or None
        Of the ledger, whose queue is told.
    shared : Path, optional
        The folder in which several processes count, as ``PROMETHEUS_MULTIPROC_DIR`` names it too; the client library reads
        that when it is imported.
    """

    def __init__(
        self, live: Live, recent: Recent, memory: Memory, writer: Writer | None, shared: Path | None = None
    ) -> None:
        self.registry, self._shared = CollectorRegistry(), shared
        here: dict[str, Any] = {"namespace": "bidworthy", "registry": self.registry}
        self._requests = Counter("requests", "Requests answered.", ("endpoint", "status"), **here)
        self._seconds = Histogram("request_seconds", "Time to answer.", ("endpoint",), buckets=_BUCKETS, **here)
        self._verdicts = Counter("verdicts", "Postings judged.", ("verdict", "level"), **here)
        self._unknown = Counter("unknown_fields", "Unknown fields that could decide.", ("field",), **here)
        self._live, self._answering = live, ("", "")
        self._bundle = Gauge(
            "bundle", "Processes that answer with a bundle.", ("bundle", "rules"), multiprocess_mode=_STATE, **here
        )
        counts: list[tuple[str, str, object, str]] = [
            ("bundle_renewed", "Times that another bundle took the place of the one before.", live, "renewed"),
            ("bundle_refused", "Times that another bundle was offered and refused.", live, "refused"),
            ("answers_anew", "Postings that were judged.", recent, "anew"),
            ("answers_again", "Postings whose answer of a moment ago was given again.", recent, "again"),
        ]
        if writer is not None:
            counts += [
                ("history_unread", "Postings that were judged without the history.", memory, "unread"),
                ("history_owed", "Postings that the history has not got yet.", memory, "owed"),
                ("history_missed", "Postings that the history will not get.", memory, "missed"),
                ("ledger_waiting", "Requests whose postings are not kept yet.", writer, "waiting"),
                ("ledger_kept", "Looks at postings that were kept.", writer, "kept"),
                ("ledger_dropped", "Looks that found the queue full.", writer, "dropped"),
                ("ledger_failed", "Looks that the database did not take.", writer, "failed"),
            ]
        self._gauges: list[tuple[Gauge, Callable[[], float]]] = [
            (
                Gauge(name, said, multiprocess_mode=_STATE if attribute in ("waiting", "owed") else _COUNT, **here),
                partial(getattr, counting, attribute),
            )
            for name, said, counting, attribute in counts
        ]
        self.bring_up_to_date()

    def judged(self, given: Sequence[Given]) -> None:
        """Count answers."""
        with suppress(OSError):  # a folder of counters that a cleaner took away fails no score
            self._count(given)

    def _count(self, given: Sequence[Given]) -> None:
        # A label is looked up under a lock: once for each, not once for each posting.
        for verdict, times in Counted((one.verdict, one.level) for one in given).items():
            self._verdicts.labels(*verdict).inc(times)
        for field, times in Counted(chain.from_iterable(one.missing for one in given)).items():
            self._unknown.labels(field).inc(times)

    def told(self) -> bytes:
        """Return all counters as text, those of every process where there are several."""
        self.bring_up_to_date()
        if self._shared is None:
            return generate_latest(self.registry)
        of_all = CollectorRegistry()
        MultiProcessCollector(of_all, str(self._shared))  # type: ignore[no-untyped-call]
        return generate_latest(of_all)

    def bring_up_to_date(self) -> None:
        """Take over what others count: the ledger, the history and the bundle."""
        for gauge, count in self._gauges:
            gauge.set(count())
        versions = self._live.scorer.versions
        answering = (versions.bundle, versions.rules)
        if answering != self._answering and any(self._answering):
            # Where several processes count, a label cannot be taken away.
            self._bundle.labels(*self._answering).set(0)
        if answering != self._answering and self._shared is None:
            self._bundle.clear()
        self._bundle.labels(*answering).set(1)
        self._answering = answering

    async def keep_current(self) -> None:
        """Do so all the while, for other processes that are asked."""
        while True:
            await asyncio.sleep(_CURRENT_S)
            self.bring_up_to_date()

    def answered(self, endpoint: str, status: int, seconds: float) -> None:
        """Count a request."""
        with suppress(OSError):
            self._answered(endpoint, status, seconds)

    def _answered(self, endpoint: str, status: int, seconds: float) -> None:
        self._requests.labels(endpoint, str(status)).inc()
        self._seconds.labels(endpoint).observe(seconds)


class Measured:
    """ASGI middleware around everything: counts each request by the endpoint that took it, refusals too."""

    def __init__(self, app: ASGIApp, metrics: Metrics) -> None:
        self._app = app
        self._metrics = metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on and count it once its answer began."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        began, status = perf_counter(), 500

        async def watched(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        try:
            await self._app(scope, receive, watched)
        finally:
            # The path as it was written in the code: the caller's own would make a counter of every address.
            endpoint, seconds = getattr(scope.get("route"), "path", _ELSEWHERE), perf_counter() - began
            self._metrics.answered(endpoint, status, seconds)
            if _LOG.isEnabledFor(logging.INFO):
                told = {"request": uuid4().hex, "route": endpoint, "status": status, "ms": round(1000 * seconds, 2)}
                _LOG.info("answered", extra=told)


def router(metrics: Metrics) -> APIRouter:
    """Return the endpoint of the counters."""
    api = APIRouter(tags=["about"])

    @api.get("/metrics", response_class=Response)
    async def counters() -> Response:
        """Return counters in Prometheus' text format: requests, their time, verdicts, unknown fields, the ledger."""
        return Response(metrics.told(), media_type=CONTENT_TYPE_PLAIN_0_0_4)

    return api
