"""Where the service listens, alone and as several processes."""

from __future__ import annotations

import socket
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from select import select

import pytest

from features.errors import CallError
from serving import listening
from serving.listening import bound, bound_for, say_ready
from serving.settings import Settings

_CALLERS = 200


@pytest.fixture
def shared() -> Iterator[list[socket.socket]]:
    """Return the sockets of two processes."""
    with ExitStack() as stack:
        yield [stack.enter_context(one) for one in bound_for(Settings(port=0), 2)]


def _port(listener: socket.socket) -> int:
    return int(listener.getsockname()[1])


def test_several_have_one_address(shared: list[socket.socket]) -> None:
    """And are named as TCP, as one by itself is."""
    first, second = shared
    assert first.getsockname() == second.getsockname()
    assert (first.proto, second.proto) == (socket.IPPROTO_TCP,) * 2


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux deals connections out")
def test_connections_are_dealt_out(shared: list[socket.socket]) -> None:
    """Nobody asks for them yet, so each lies with the process that it was given to."""
    with ExitStack() as stack:
        for _ in range(_CALLERS):
            stack.enter_context(socket.create_connection(shared[0].getsockname(), timeout=30))
        taken = [_waiting(listener) for listener in shared]
    assert sum(taken) == _CALLERS
    assert min(taken) > _CALLERS / 5


def _waiting(listener: socket.socket) -> int:
    taken = 0
    while select([listener], [], [], 0)[0]:
        listener.accept()[0].close()
        taken += 1
    return taken


def test_where_the_kernel_deals_out_nothing_all_have_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    """As on other systems: whoever asks takes what came, until the last one let go."""
    monkeypatch.setattr(listening, "_SHARES_EVENLY", False)
    with ExitStack() as stack:
        first, second = (stack.enter_context(one) for one in bound_for(Settings(port=0), 2))
        address = first.getsockname()
        first.close()
        stack.enter_context(socket.create_connection(address, timeout=30))
        assert _waiting(second) == 1


@pytest.mark.parametrize("workers", [1, 2])
def test_nobody_joins_another_service(shared: list[socket.socket], workers: int) -> None:
    """The kernel would let a second one share the address of the first."""
    port = _port(shared[0])
    settings = Settings(port=port)
    with pytest.raises(CallError, match=rf"cannot listen on 127\.0\.0\.1 port {port}: .*--port"):
        bound(settings) if workers == 1 else bound_for(settings, workers)


def test_several_do_not_join_one_either() -> None:
    """That listens without sharing."""
    with bound(Settings(port=0)) as taken, pytest.raises(CallError, match=f"port {_port(taken)}"):
        bound_for(Settings(port=_port(taken)), 2)


def test_it_says_where_it_answers_and_where_it_keeps(capsys: pytest.CaptureFixture[str]) -> None:
    """An address of version 6 in brackets; of a history only where there is one."""
    with bound(Settings(port=0)) as listener:
        say_ready(Settings(), listener)
        assert capsys.readouterr().out.startswith(f"Bidworthy is ready: http://127.0.0.1:{_port(listener)}/\n")
        say_ready(Settings(history="seen.sqlite3"), listener)
        assert "are kept in seen.sqlite3\n" in capsys.readouterr().out
