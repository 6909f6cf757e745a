"""Settings are checked once, before anything starts."""

from __future__ import annotations

import os

import pytest

from features.errors import CallError
from serving.settings import Settings, is_loopback, workers_of

BEYOND = [
    "0.0.0.0",  # noqa: S104 - refusing it is the point
    "::",
    "192.168.1.5",
    "10.0.0.1",
    "fe80::1",
    "example.org",
    "my-laptop",
    "localhost.example.org",
    "",
    "127.1",
]
WITHIN = ["127.0.0.1", "::1", "localhost", "127.0.0.53"]


def test_the_defaults_serve_this_machine_only() -> None:
    """Loopback, no token, no foreign origin."""
    settings = Settings()
    assert is_loopback(settings.host)
    assert (settings.token, settings.allowed_origins) == (None, ())


@pytest.mark.parametrize("host", BEYOND)
@pytest.mark.parametrize("token", [None, ""])
def test_beyond_loopback_a_token_is_required(host: str, token: str | None) -> None:
    """Any other address, every address at once, and names: nobody knows where they lead. An empty token is none."""
    with pytest.raises(CallError, match="no token is set; set BIDWORTHY_TOKEN"):
        Settings(host=host, token=token)


@pytest.mark.parametrize("host", BEYOND)
def test_beyond_loopback_a_token_is_enough(host: str) -> None:
    """It is the person's decision."""
    assert Settings(host=host, token="a long secret").host == host  # noqa: S106 - invented


@pytest.mark.parametrize("host", WITHIN)
def test_loopback_needs_no_token(host: str) -> None:
    """Every form of it; its own name is one that requests may carry."""
    assert host in Settings(host=host).allowed_hosts


@pytest.mark.parametrize("port", [-1, 65_536, 10**9])
def test_a_port_that_is_none_is_refused(port: int) -> None:
    """With its value and the range."""
    with pytest.raises(CallError, match=rf"--port is {port}; name a port from 1 to 65535"):
        Settings(port=port)


@pytest.mark.parametrize("port", [0, 1, 65_535])
def test_the_ends_of_the_range_are_ports(port: int) -> None:
    """0 asks for any free one."""
    assert Settings(port=port).port == port


@pytest.mark.parametrize(
    "origin",
    ["*", "https://*", "https://*.example.com", "example.com", "null", "", "https://", "https://example.com/", "HTTPS://x.com",
     "https://example.com/path", "https://a b.com", "https://example.com\n"],
)  # fmt: skip
def test_an_origin_that_no_browser_sends_is_refused(origin: str) -> None:
    """Stars would allow everybody; a path or a final slash would never match."""
    with pytest.raises(CallError, match=r"--allow-origin is .*name one origin in full"):
        Settings(allowed_origins=("https://example.com", origin))


@pytest.mark.parametrize(
    "origin", ["https://example.com", "http://localhost:3000", "chrome-extension://abcdefghijklmnop", "http://[::1]:80"]
)
def test_a_full_origin_is_allowed(origin: str) -> None:
    """Sites, ports and extensions, as browsers send them."""
    assert Settings(allowed_origins=(origin,)).allowed_origins == (origin,)


def test_a_long_value_is_not_shown_whole() -> None:
    """Messages stay on one line."""
    with pytest.raises(CallError) as caught:
        Settings(host="x" * 5_000)
    assert len(str(caught.value)) < 400


@pytest.mark.parametrize("days", [0, -1])
def test_keeping_for_no_day_is_refused(days: int) -> None:
    """It would forget what was just seen."""
    with pytest.raises(CallError, match=rf"--keep-days is {days}; name a number of days from 1 on"):
        Settings(keep_days=days)


def test_forgetting_what_was_told_needs_a_limit() -> None:
    """Alone it would do nothing, and nobody would notice."""
    with pytest.raises(CallError, match="add --keep-days DAYS"):
        Settings(forget_told=True)
    assert Settings(keep_days=365, forget_told=True).keep_days == 365
    assert (Settings().keep_days, Settings().forget_told) == (None, False)


@pytest.mark.parametrize("workers", [0, -1, 65])
def test_a_number_of_workers_that_is_none_is_refused(workers: int) -> None:
    """Too many would only take memory."""
    with pytest.raises(CallError, match=rf"--workers is {workers}; name a number of processes from 1 to 64, or auto"):
        Settings(workers=workers)


def test_workers_are_a_number_or_one_for_each_core() -> None:
    """One by itself unless told otherwise."""
    assert Settings().workers == 1
    assert (workers_of("1"), workers_of("64")) == (1, 64)
    assert 1 <= workers_of("auto") <= (os.cpu_count() or 1)
    with pytest.raises(CallError, match="--workers is 'many'; name a number"):
        workers_of("many")


@pytest.mark.parametrize("seconds", [0.0, -1.0, 0.05, 86_401.0, float("nan")])
def test_seconds_between_looks_that_are_none_are_refused(seconds: float) -> None:
    """All the time, or never."""
    with pytest.raises(CallError, match=r"--watch-bundle is .*; name seconds from 0\.1 to 86,400"):
        Settings(watch_bundle=seconds)


def test_a_bundle_is_watched_only_where_it_is_asked() -> None:
    """Anything else would be a surprise."""
    assert Settings().watch_bundle is None
    assert Settings(watch_bundle=0.1).watch_bundle == 0.1
