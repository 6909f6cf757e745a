"""Bodies on their way: each has an end in time, all of them together an end in memory, and none of them a place in work.

Whoever sends half a body and no more keeps a connection for half a minute, and nobody else waiting.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from starlette.types import Message, Receive

from serving.http.problems import Problem

__all__ = ["AGAIN", "BODY_S", "MOST_BYTES", "Arrival", "Arrivals"]

#: A whole body comes within so many seconds. 16 MB in that time are 4 Mbit/s; on one machine it takes none.
BODY_S = 30.0
#: So much of bodies that are not whole yet is held: eight of the largest, or tens of thousands of single postings.
MOST_BYTES = 128_000_000
#: When to come again after "not now", in seconds: one page of 100 postings takes about as long.
AGAIN = {"retry-after": "1"}


class Arrivals:
    """The bodies that are on their way.

    Parameters
    ----------
    seconds : float
        Within which a body must be whole.
    most_bytes : int
        Of all of them together. Beyond it the largest is given up, so that large ones cannot keep a small one out.
    """

    def __init__(self, seconds: float = BODY_S, most_bytes: int = MOST_BYTES) -> None:
        self.seconds, self._most, self._held = seconds, most_bytes, 0
        #: In the order of their ends.
        self._coming: dict[Arrival, None] = {}
        #: Who looks after the ends: one timer for all, for setting one takes as long as reading a small body.
        self._watched: asyncio.AbstractEventLoop | None = None

    def expect(self, receive: Receive, whole: Callable[[], None]) -> Arrival:
        """Return the body of a request; `whole` is called once all of it is there."""
        loop = asyncio.get_running_loop()
        one = Arrival(self, receive, whole, loop.time() + self.seconds)
        self._coming[one] = None
        if self._watched is not loop:
            self._watched = loop
            loop.call_at(one.end, self._end)
        return one

    def hold(self, one: Arrival, size: int) -> None:
        """Count a part that came; give up the largest body, or several, where it is too much."""
        one.size += size
        self._held += size
        while self._held > self._most:
            largest = max(self._coming, key=lambda coming: coming.size)
            self.forget(largest)
            many = f"more than {self._most:,} bytes of bodies are on their way, and this one is the largest"
            largest.give_up(Problem(503, f"{many}; send it again in a second, with fewer postings", headers=AGAIN))

    def forget(self, one: Arrival) -> None:
        """Count a body no longer: it is whole, or given up."""
        self._held -= one.size
        one.size = 0
        self._coming.pop(one, None)

    def _end(self) -> None:
        """Give up what is late, and look again when the next one would be."""
        loop, self._watched = asyncio.get_running_loop(), None
        for one in list(self._coming):
            if one.end > loop.time():
                self._watched = loop
                loop.call_at(one.end, self._end)
                return
            self.forget(one)
            one.give_up(Problem(408, f"the body did not come within {self.seconds:g} seconds; send it again"))


class Arrival:
    """One body, until it is whole; its `receive` takes the place of the server's."""

    __slots__ = ("_all", "_problem", "_receive", "_wait", "_whole", "come", "end", "size")

    def __init__(self, arrivals: Arrivals, receive: Receive, whole: Callable[[], None], end: float) -> None:
        self._all, self._receive, self._whole, self.end = arrivals, receive, whole, end
        self._wait: asyncio.Timeout | None = None
        self._problem: Problem | None = None
        self.come, self.size = False, 0

    async def receive(self) -> Message:
        """Return the next message.

        Raises
        ------
        Problem
            If the body does not come in time, or must make room for others; and what `whole` raises.
        """
        if self.come:  # what comes now is the caller's going away, which may take for ever
            return await self._receive()
        try:
            self._stop_if_given_up()
            async with asyncio.timeout(None) as self._wait:
                message = await self._receive()
        except TimeoutError:
            self._stop_if_given_up()
            raise
        finally:
            self._wait = None
        if message.get("more_body", False):
            self._all.hold(self, len(message["body"]))
            self._stop_if_given_up()
            return message
        self._all.forget(self)
        self.come = True
        if message["type"] == "http.request":
            self._whole()
        return message

    def give_up(self, problem: Problem) -> None:
        """Refuse the body: now if it is waited for, or else when it is asked for next."""
        self._problem = problem
        if self._wait is not None:
            self._wait.reschedule(0)

    def _stop_if_given_up(self) -> None:
        if self._problem is not None:
            raise self._problem from None
