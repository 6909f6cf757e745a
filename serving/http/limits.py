"""How much at once: requests in work, requests of one caller, and the time that a body may take to come.

Whoever asks beyond a limit is told so at once and when to come again; nobody waits in a queue without end.
"""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Callable
from math import ceil
from time import monotonic

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from serving.http.problems import Problem, problem_response
from serving.settings import Settings

__all__ = ["BODY_S", "Buckets", "Limits"]

#: Only these work; the page, the state and the counters are always there.
_LIMITED = "/v1/"
#: A whole body comes within so many seconds. 16 MB in that time are 4 Mbit/s; on one machine it takes none.
BODY_S = 30.0
#: When to come again after "not now": one page of 100 postings takes about as long.
_AGAIN_S = 1
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
    """ASGI middleware behind the guard: what was refused there counts for nothing here."""

    def __init__(self, app: ASGIApp, settings: Settings, body_s: float = BODY_S) -> None:
        self._app, self._most, self._body_s = app, settings.most_at_once, body_s
        self._rate = settings.rate_per_s
        self._buckets = None if self._rate is None else Buckets(self._rate)
        self._busy = 0

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
        if self._busy >= self._most:
            detail = (
                f"{self._busy} requests are in work, as many as the scorer takes at once; send this one again in a second"
            )
            await problem_response(503, detail, headers={"retry-after": str(_AGAIN_S)})(scope, receive, send)
            return
        self._busy += 1
        try:
            await self._app(scope, _in_time(receive, self._body_s), send)
        finally:
            self._busy -= 1


def _in_time(receive: Receive, seconds: float) -> Receive:
    """Return a way to receive a body that gives up when the whole of it does not come in time."""
    end = asyncio.get_running_loop().time() + seconds
    whole = False

    async def received() -> Message:
        nonlocal whole
        if whole:  # what comes now is the caller's going away, which may take for ever
            return await receive()
        try:
            async with asyncio.timeout_at(end):
                message = await receive()
        except TimeoutError:
            raise Problem(408, f"the body did not come within {seconds:g} seconds; send it again") from None
        whole = not message.get("more_body", False)
        return message

    return received
