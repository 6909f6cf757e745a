"""How much at once: requests in work, and requests of one caller. What a body may take to come is in `arrival`.

Whoever asks beyond a limit is told so at once and when to come again; nobody waits in a queue without end.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from math import ceil
from time import monotonic

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from serving.http.arrival import AGAIN, Arrivals
from serving.http.problems import Problem, problem_response
from serving.settings import Settings

__all__ = ["Buckets", "Limits"]

#: Only these work; the page, the state and the counters are always there.
_LIMITED = "/v1/"
#: Callers that are remembered, the latest; an older one begins anew with a full bucket.
_MOST_CALLERS = 4_096
#: So many seconds' worth of requests may come in one go.
_BURST_S = 5.0


class Buckets:
    """A token bucket for each caller: so many requests a second on average, and five seconds' worth of them at once.

    Parameters
    ----------
    per_second : float
    clock : callable
        Seconds that never go back.
    """

    def __init__(self, per_second: float, clock: Callable[[], float] = monotonic) -> None:
        self._rate, self._clock = per_second, clock
        self._most = max(1.0, _BURST_S * per_second)
        self._left: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def __len__(self) -> int:
        return len(self._left)

    def wait(self, caller: str) -> float:
        """Take one request of a caller's and return 0, or return the seconds until there is one."""
        now = self._clock()
        left, then = self._left.pop(caller, (self._most, now))
        left = min(self._most, left + self._rate * max(0.0, now - then))
        taken = left >= 1
        self._left[caller] = (left - 1 if taken else left, now)
        if len(self._left) > _MOST_CALLERS:
            self._left.popitem(last=False)
        return 0.0 if taken else (1 - left) / self._rate


class Limits:
    """ASGI middleware behind the guard: what was refused there counts for nothing here.

    A request takes its place among those in work once its body is whole, and leaves it when its answer begins: neither who
    sends slowly nor who reads slowly keeps others out.

    Parameters
    ----------
    app : ASGIApp
    settings : Settings
    arrivals : Arrivals, optional
        Bodies on their way, with other bounds than the usual ones.
    """

    def __init__(self, app: ASGIApp, settings: Settings, arrivals: Arrivals | None = None) -> None:
        self._app, self._places, self._arrivals = app, _Places(settings.most_at_once), arrivals or Arrivals()
        self._rate = settings.rate_per_s
        self._buckets = None if self._rate is None else Buckets(self._rate)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on within the limits, or tell when to come again."""
        if scope["type"] != "http" or not scope["path"].startswith(_LIMITED):
            await self._app(scope, receive, send)
            return
        wait = 0.0 if self._buckets is None else self._buckets.wait((scope.get("client") or ("",))[0])
        if wait:
            detail = f"more than {self._rate:g} requests a second came from this address; send fewer, or pages of postings"
            await problem_response(429, detail, headers={"retry-after": str(ceil(wait))})(scope, receive, send)
            return
        place = _Place(self._places)

        async def answered(message: Message) -> None:
            place.leave()
            await send(message)

        if scope["method"] == "POST":
            arrival = self._arrivals.expect(receive, place.take)
            try:
                await self._app(scope, arrival.receive, answered)
            finally:
                self._arrivals.forget(arrival)
                place.leave()
            return
        # No other method has a body that anybody reads.
        try:
            place.take()
        except Problem as full:
            await problem_response(full.status, str(full), headers=full.headers)(scope, receive, send)
            return
        try:
            await self._app(scope, receive, answered)
        finally:
            place.leave()


class _Places:
    """How many may be in work, and how many are."""

    __slots__ = ("busy", "most")

    def __init__(self, most: int) -> None:
        self.most, self.busy = most, 0


class _Place:
    """One request's place, taken and left at most once."""

    __slots__ = ("_places", "_taken")

    def __init__(self, places: _Places) -> None:
        self._places, self._taken = places, False

    def take(self) -> None:
        busy = self._places.busy
        if busy >= self._places.most:
            detail = f"{busy} requests are in work, as many as the scorer takes at once; send this one again in a second"
            raise Problem(503, detail, headers=AGAIN)
        self._places.busy, self._taken = busy + 1, True

    def leave(self) -> None:
        if self._taken:
            self._places.busy -= 1
            self._taken = False
