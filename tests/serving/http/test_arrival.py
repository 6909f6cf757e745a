"""A body takes a place in work once it is whole; on its way it has an end in time, and all of them an end in memory."""

from __future__ import annotations

import asyncio
import socket
from contextlib import ExitStack
from typing import Any
from urllib.parse import urlsplit

import httpx2
import pytest
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.types import Message, Scope

from serving.http.arrival import Arrivals
from serving.http.body import read_body
from serving.http.limits import Limits
from serving.http.problems import Problem, problem_response
from serving.settings import Settings
from tests.support.server import serving
from tests.support.wire import check_answers, exchange, request

POSTING = b'{"title": "Sort a shelf of maps", "description": "Forty maps, by year."}'
#: How many times as many half bodies as there are places.
MANY = 16


def test_half_bodies_keep_nobody_else_out() -> None:
    """Four places, and four times as many who do not send the rest; whoever does is answered."""
    with ExitStack() as open_, serving("--history", "off", "--most-at-once", "4") as (_, address):
        port = int(str(urlsplit(address).port))
        half = request(POSTING)[:-5]
        for _ in range(MANY):
            connection = open_.enter_context(socket.create_connection(("127.0.0.1", port), timeout=20))
            connection.sendall(half)
        # The server takes what comes in its order: once this is answered, all of the above began.
        assert httpx2.get(f"{address}healthz").status_code == 200
        assert check_answers(exchange(port, request(POSTING) * 8, 8)) == [200] * 8
        connection.sendall(request(POSTING)[-5:])
        assert connection.recv(65_536).startswith(b"HTTP/1.1 200 ")


class _Caller:
    """One request whose body comes as the test says."""

    def __init__(self) -> None:
        self.parts: asyncio.Queue[Message] = asyncio.Queue()
        self.told: list[Message] = []

    def part(self, body: bytes, more: bool = True) -> None:
        self.parts.put_nowait({"type": "http.request", "body": body, "more_body": more})

    async def send(self, message: Message) -> None:
        self.told.append(message)

    async def ask(self, app: Any) -> int:
        scope = {"type": "http", "method": "POST", "path": "/v1/score", "headers": [], "client": ("127.0.0.1", 1)}
        await app(scope, self.parts.get, self.send)
        status: int = self.told[0]["status"]
        return status


async def _reading(scope: Scope, receive: Any, send: Any) -> None:
    """Answer with the length of a body, or with what the real service makes of a refusal."""
    try:
        answer: Response = PlainTextResponse(str(len(await read_body(Request(scope, receive), 1_000))))
    except Problem as problem:
        answer = problem_response(problem.status, str(problem), headers=problem.headers)
    await answer(scope, receive, send)


def _header(caller: _Caller, name: bytes) -> bytes | None:
    return dict(caller.told[0]["headers"]).get(name)


@pytest.mark.parametrize("parts", [0, 1])
def test_a_body_that_does_not_come_in_time_is_given_up(parts: int) -> None:
    """Whether its first part came or not, one after the other; one that is whole in time is read."""

    async def tried() -> None:
        app = Limits(_reading, Settings(most_at_once=1), Arrivals(seconds=0.05))
        for _ in range(2):
            late, whole = _Caller(), _Caller()
            for _ in range(parts):
                late.part(b"{")
            whole.part(b"{}", more=False)
            statuses = await asyncio.gather(late.ask(app), whole.ask(app))
            assert list(statuses) == [408, 200]
            assert b"did not come within 0.05 seconds" in late.told[1]["body"]

    asyncio.run(asyncio.wait_for(tried(), 30))


def test_every_late_body_has_its_own_end() -> None:
    """Also one that began later than another which is given up."""

    async def tried() -> None:
        arrivals = Arrivals(seconds=0.05)
        app = Limits(_reading, Settings(), arrivals)
        asked = [asyncio.create_task(_Caller().ask(app))]
        await asyncio.sleep(0)
        arrivals.seconds = 0.1
        asked.append(asyncio.create_task(_Caller().ask(app)))
        assert await asyncio.gather(*asked) == [408, 408]

    asyncio.run(asyncio.wait_for(tried(), 30))


def test_the_largest_makes_room_where_many_are_on_their_way() -> None:
    """Small ones go on; what was given up counts no more, nor does what is whole."""

    async def tried() -> None:
        app = Limits(_reading, Settings(), Arrivals(most_bytes=1_000))
        callers = [_Caller() for _ in range(3)]
        asked = [asyncio.create_task(caller.ask(app)) for caller in callers]
        large, small, middle = callers
        for caller, size in ((large, 600), (small, 100), (middle, 250)):
            caller.part(b" " * size)
            await asyncio.sleep(0)
        middle.part(b" " * 51)
        assert await asked[0] == 503
        assert _header(large, b"retry-after") == b"1"
        assert b"more than 1,000 bytes of bodies are on their way" in large.told[1]["body"]
        # 401 are held now; 599 more fit, and one more does not: then it is this one that is the largest.
        other = _Caller()
        asked.append(asyncio.create_task(other.ask(app)))
        other.part(b" " * 599)
        other.part(b" ")
        assert await asked[-1] == 503
        for number, rest, whole in ((1, 750, b"850"), (2, 250, b"551")):
            callers[number].part(b" " * rest, more=False)
            assert await asked[number] == 200
            assert callers[number].told[1]["body"] == whole
        again = _Caller()
        asked.append(asyncio.create_task(again.ask(app)))
        again.part(b" " * 999)
        again.part(b" ", more=False)
        assert await asked[-1] == 200

    asyncio.run(asyncio.wait_for(tried(), 30))


def test_a_whole_body_that_finds_no_place_is_told_so() -> None:
    """With when to come again; a place is free once an answer begins, however slowly it is read."""

    async def tried() -> None:
        working, slowly = asyncio.Event(), asyncio.Event()

        async def app(scope: Scope, receive: Any, send: Any) -> None:
            async def sent(message: Message) -> None:
                await send(message)
                await slowly.wait()

            try:
                await read_body(Request(scope, receive), 1_000)
            except Problem as problem:
                await problem_response(problem.status, str(problem), headers=problem.headers)(scope, receive, send)
                return
            await working.wait()
            await PlainTextResponse("done")(scope, receive, sent)

        limits = Limits(app, Settings(most_at_once=1))
        first, second, third = _Caller(), _Caller(), _Caller()
        for caller in (first, second, third):
            caller.part(b"{}", more=False)
        answering = asyncio.create_task(first.ask(limits))
        await asyncio.sleep(0)
        assert await second.ask(limits) == 503
        assert _header(second, b"retry-after") == b"1"
        working.set()
        while not first.told:
            await asyncio.sleep(0)
        last = asyncio.create_task(third.ask(limits))
        while not third.told:
            await asyncio.sleep(0)
        assert third.told[0]["status"] == 200
        assert not answering.done()
        slowly.set()
        assert [await answering, await last] == [200, 200]

    asyncio.run(asyncio.wait_for(tried(), 30))
