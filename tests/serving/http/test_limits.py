"""Whoever asks too often, too much at once or too slowly is told so at once, and keeps nobody else waiting."""

from __future__ import annotations

import asyncio
from typing import Any

import httpx2
import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.responses import PlainTextResponse
from starlette.testclient import TestClient
from starlette.types import ASGIApp, Message, Scope

from features.errors import CallError
from serving.app import create_app
from serving.http.limits import Buckets, Limits
from serving.settings import Settings
from tests.support.server import serving

TOKEN = {"Authorization": "Bearer of-this-test"}
POSTING = {"title": "Sort a shelf of maps", "description": "Forty maps, by year."}


class _Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


@given(st.floats(0.1, 50), st.lists(st.floats(0, 3), min_size=1, max_size=200))
def test_no_more_than_its_rate_and_one_burst_gets_through(rate: float, pauses: list[float]) -> None:
    """Whatever the pauses; and who waits as long as told gets in."""
    clock = _Clock()
    buckets, passed = Buckets(rate, clock), 0
    for pause in pauses:
        clock.now += pause
        passed += buckets.wait("10.0.0.7") == 0
        assert passed <= max(1.0, 5 * rate) + rate * clock.now + 1e-6
    wait = buckets.wait("10.0.0.7")
    clock.now += wait + 1e-6
    assert wait == 0 or buckets.wait("10.0.0.7") == 0


def test_callers_do_not_pay_for_each_other_and_are_not_remembered_for_ever() -> None:
    """A flood of addresses takes no more memory than a few thousand."""
    buckets = Buckets(1.0, _Clock())
    assert [buckets.wait("10.0.0.1") > 0 for _ in range(6)] == [False] * 5 + [True]
    assert buckets.wait("10.0.0.2") == 0
    for number in range(10_000):
        buckets.wait(f"address {number}")
    assert len(buckets) <= 4_096


def test_a_clock_set_back_locks_nobody_out() -> None:
    """Nor does it fill a bucket."""
    clock = _Clock()
    clock.now = 1_000.0
    buckets = Buckets(1.0, clock)
    assert [buckets.wait("a") for _ in range(5)] == [0.0] * 5
    clock.now = 0.0
    assert 0 < buckets.wait("a") <= 1
    clock.now = 1.0
    assert buckets.wait("a") == 0


def test_too_often_is_429_with_when_to_come_again() -> None:
    """Beyond this machine; the state of the service can always be asked."""
    # The next one is due after 100 seconds, on however slow a machine.
    settings = Settings(host="0.0.0.0", token="of-this-test", rate=0.01)  # noqa: S104, S106
    with TestClient(create_app(settings), base_url="http://127.0.0.1") as client:
        got = [client.post("/v1/score", json=POSTING, headers=TOKEN) for _ in range(2)]
        assert [one.status_code for one in got] == [200, 429]
        assert got[-1].headers["content-type"] == "application/problem+json"
        assert 90 <= int(got[-1].headers["retry-after"]) <= 100
        assert got[-1].json()["title"] == "Too often"
        assert client.get("/healthz").status_code == 200
        # Who may not ask at all uses nothing up and learns nothing.
        assert client.post("/v1/score", json=POSTING).status_code == 401


@pytest.mark.parametrize("workers", ["1", "2"])
def test_no_header_names_the_caller(workers: str) -> None:
    """Who asks is who is connected: an address that a header claims gets no bucket of its own, nor of one of several."""
    arguments = ("--history", "off", "--rate", "0.01", "--workers", workers)
    with serving(*arguments) as (_, address), httpx2.Client(base_url=address) as client:
        got = [client.post("/v1/score", json=POSTING, headers={"X-Forwarded-For": f"192.0.2.{n}"}) for n in range(2)]
    assert [one.status_code for one in got] == [200, 429]


def test_on_this_machine_nobody_counts() -> None:
    """Unless told to; beyond it 20 a second are usual."""
    assert Settings().rate_per_s is None
    assert Settings(rate=3.0).rate_per_s == 3
    assert Settings(host="192.0.2.1", token="t").rate_per_s == 20  # noqa: S106


@pytest.mark.parametrize(("name", "value"), [("most_at_once", 0), ("rate", 0.0), ("rate", float("nan")), ("rate", 1e9)])
def test_a_limit_that_is_none_is_refused(name: str, value: Any) -> None:
    """Before anything starts."""
    with pytest.raises(CallError, match=f"--{name.replace('_', '-')} is"):
        Settings(**{name: value})


def _scope(path: str) -> Scope:
    return {"type": "http", "method": "GET", "path": path, "headers": [], "client": ("127.0.0.1", 1)}


async def _ask(app: ASGIApp, path: str = "/v1/model") -> tuple[int, dict[str, str]]:
    told: list[Message] = []

    async def receive() -> Message:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: Message) -> None:
        told.append(message)

    await app(_scope(path), receive, send)
    return told[0]["status"], {name.decode(): value.decode() for name, value in told[0]["headers"]}


def test_more_at_once_than_it_takes_is_503_at_once() -> None:
    """And once one is done the next gets in; other addresses answer all the while. With a body: `test_arrival`."""

    async def tried() -> None:
        go = asyncio.Event()

        async def slow(scope: Scope, receive: Any, send: Any) -> None:
            if scope["path"].startswith("/v1/"):
                await go.wait()
            await PlainTextResponse("done")(scope, receive, send)

        app = Limits(slow, Settings(most_at_once=2))
        working = [asyncio.create_task(_ask(app)) for _ in range(2)]
        await asyncio.sleep(0)
        status, headers = await _ask(app)
        assert (status, headers["retry-after"]) == (503, "1")
        assert (await _ask(app, "/readyz"))[0] == 200
        go.set()
        assert [status for status, _ in await asyncio.gather(*working)] == [200, 200]
        assert (await _ask(app))[0] == 200

    asyncio.run(asyncio.wait_for(tried(), 30))
