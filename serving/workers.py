"""Several processes serve one address: started, watched and stopped by this one, which serves nothing itself.

A worker that ends is started again; where workers end at once again and again, the service stops and says why. Ctrl-C and
SIGTERM stop all of them once what is in work was answered, and so does a terminal that closes; SIGHUP else lets all read the
bundle again.
"""

from __future__ import annotations

import logging
import signal
import socket
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from multiprocessing import get_context
from multiprocessing.connection import Connection, wait
from multiprocessing.context import SpawnProcess
from pathlib import Path
from tempfile import TemporaryDirectory
from time import monotonic

from features.errors import ServiceError
from serving.garbage import begin_looking
from serving.listening import bound_for, say_ready
from serving.logs import set_up
from serving.process import LEFT_TO_THE_FIRST, Heard, Told, work
from serving.settings import Settings
from serving.terminal import Terminal
from serving.watch import Watch

__all__ = ["run_workers"]

_LOG = logging.getLogger(__name__)
#: Never a fork: a copy of this process would hold locks that nobody lets go.
_SPAWN = get_context("spawn")
#: A worker that lived for less ended at once; so many of them in a row, and the next would do no better.
_AT_ONCE_S, _MOST_AT_ONCE = 10.0, 5
#: Last answers take 10 seconds at most, and what waits for the ledger is written after them.
_STOP_S = 40.0
_STOPS = [getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGBREAK") if hasattr(signal, name)]
_RENEWS = [getattr(signal, name) for name in ("SIGHUP",) if hasattr(signal, name)]


@dataclass(slots=True)
class _Worker:
    number: int
    process: SpawnProcess
    line: Connection
    began_s: float = field(default_factory=monotonic)
    hears: bool = True
    answers: bool = False
    fault: str = ""


def run_workers(settings: Settings) -> None:
    """Serve with several processes until told to stop.

    Raises
    ------
    CallError
        If the address cannot be used.
    ServiceError
        If workers cannot be started, or end at once again and again.
    """
    begin_looking()  # this one loads next to nothing
    set_up(settings.log_format)
    listeners = bound_for(settings, settings.workers)
    with TemporaryDirectory(prefix="bidworthy-") as counters, _signals() as woken:
        _Workers(settings, listeners, Path(counters)).run(woken)


class _Workers:
    """The workers, by their numbers. All listeners are kept here: a worker that begins again finds who waits for it."""

    def __init__(self, settings: Settings, listeners: list[socket.socket], counters: Path) -> None:
        self._settings, self._listeners, self._counters = settings, listeners, counters
        self._workers: list[_Worker] = []
        self._ready, self._at_once = False, 0
        # Made before any of them reads the bundle.
        self._watch = None if settings.watch_bundle is None else Watch(settings.bundle)
        self._look_at_s, self._terminal = monotonic(), Terminal()

    def run(self, woken: socket.socket) -> None:
        """Start them and go on until a signal says stop."""
        try:
            for number in range(self._settings.workers):
                self._workers.append(self._started(number))
            while not self._told_to_stop(woken):
                self._attend()
        finally:
            self._stop(woken)

    def _started(self, number: int) -> _Worker:
        ours, theirs = _SPAWN.Pipe()
        asked = (number, self._settings, self._listeners[number], theirs, self._counters)
        process = _SPAWN.Process(target=work, args=asked, name=f"worker {number + 1}", daemon=True)
        with theirs, _held_back():
            process.start()
        return _Worker(number, process, ours)

    def _told_to_stop(self, woken: socket.socket) -> bool:
        """Wait until something happens, and return whether it was a signal to stop."""
        lines = [worker.line for worker in self._workers if worker.hears]
        ends = [worker.process.sentinel for worker in self._workers]
        happened = wait([woken, *lines, *ends], timeout=self._until_the_next_look())
        signals = _signals_in(woken) if woken in happened else b""
        hung_up = any(name in signals for name in _RENEWS)
        if hung_up and self._terminal.closed:
            return True
        if hung_up or self._has_another_bundle():
            self._renew()
        return any(name in signals for name in _STOPS)

    def _until_the_next_look(self) -> float | None:
        return None if self._watch is None else max(0.0, self._look_at_s - monotonic())

    def _has_another_bundle(self) -> bool:
        if self._watch is None or self._settings.watch_bundle is None or monotonic() < self._look_at_s:
            return False
        self._look_at_s = monotonic() + self._settings.watch_bundle
        return self._watch.look()

    def _attend(self) -> None:
        for worker in self._workers:
            self._hear(worker)
        for worker in list(self._workers):
            if not worker.process.is_alive():
                self._hear(worker)
                self._ended(worker)

    def _hear(self, worker: _Worker) -> None:
        try:
            while worker.hears and worker.line.poll():
                heard: Heard = worker.line.recv()
                if heard[0] == "fault":
                    worker.fault = heard[1]
                else:
                    worker.answers = True
        except (EOFError, OSError):
            worker.hears = False
        if worker.answers and not self._ready:
            self._ready = True
            say_ready(self._settings, self._listeners[0])

    def _ended(self, worker: _Worker) -> None:
        if worker.fault and not self._ready:
            raise ServiceError(worker.fault)  # as one process would have said it
        worker.line.close()
        _forget_state(worker, self._counters)
        why = worker.fault or _how(worker.process.exitcode)
        lived_s = monotonic() - worker.began_s
        self._at_once = self._at_once + 1 if lived_s < _AT_ONCE_S else 0
        if self._at_once == _MOST_AT_ONCE:
            self._give_up(worker, why)
            return
        _LOG.warning("Worker %d ended (%s); another takes its place.", worker.number + 1, why)
        self._workers[self._workers.index(worker)] = self._started(worker.number)

    def _give_up(self, worker: _Worker, why: str) -> None:
        """Go on without a worker that cannot be started again, or stop where it was the last.

        Raises
        ------
        ServiceError
            If no other one serves.
        """
        told = f"{self._at_once} workers in a row ended within {_AT_ONCE_S:g} seconds of their start, the last one: {why}"
        self._workers.remove(worker)
        if not any(other.answers and other.process.is_alive() for other in self._workers):
            raise ServiceError(f"{told}; the service stops. Run `bidworthy doctor`, and start it again")
        # Nobody is to wait where no one answers.
        self._listeners[worker.number].close()
        self._at_once = 0
        _LOG.error("%s; %d go on. Run `bidworthy doctor`, and start the service again.", told, len(self._workers))

    def _renew(self) -> None:
        told: Told = "renew"
        for worker in self._workers:
            with suppress(OSError):  # one that just ended reads the bundle when it begins again
                worker.line.send(told)

    def _stop(self, woken: socket.socket) -> None:
        """Let all of them end; whoever says so again, or waits too long, has them killed."""
        # First, so that nobody comes to wait here for an answer.
        for listener in self._listeners:
            listener.close()
        for worker in self._workers:
            worker.line.close()
        until = monotonic() + _STOP_S
        while left := [worker.process for worker in self._workers if worker.process.is_alive()]:
            happened = wait([woken, *(process.sentinel for process in left)], timeout=max(0.0, until - monotonic()))
            if not happened or (woken in happened and any(name in _signals_in(woken) for name in _STOPS)):
                _LOG.error("%d workers did not end in time and are killed.", len(left))
                for process in left:
                    process.kill()
                    process.join()


def _how(status: int | None) -> str:
    if status is not None and status < 0:
        names = {int(known): known.name for known in signal.Signals}
        return f"by {names.get(-status, f'signal {-status}')}"
    return f"with status {status}"


def _forget_state(worker: _Worker, counters: Path) -> None:
    """Leave what it counted, but not what it was doing: the client library names the files of each process by its number."""
    for file in counters.glob(f"gauge_live*_{worker.process.pid}.db"):
        file.unlink(missing_ok=True)


@contextmanager
def _signals() -> Iterator[socket.socket]:
    """Give a socket from which the numbers of our signals can be read as bytes, so that one wait is for all that happens."""
    woken, waker = socket.socketpair()
    waker.setblocking(False)
    woken.setblocking(False)
    with woken, waker:
        before = {name: signal.signal(name, lambda *_: None) for name in (*_STOPS, *_RENEWS)}
        fd = signal.set_wakeup_fd(waker.fileno(), warn_on_full_buffer=False)
        try:
            yield woken
        finally:
            signal.set_wakeup_fd(fd)
            for name, handler in before.items():
                signal.signal(name, handler)


def _signals_in(woken: socket.socket) -> bytes:
    try:
        return woken.recv(4_096)
    except BlockingIOError:
        return b""


@contextmanager
def _held_back() -> Iterator[None]:
    """Start a process that the terminal's signals do not reach from its first moment on; for us they come after it.

    What is held back is inherited, until the process ignores it; Windows has no such thing.
    """
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, LEFT_TO_THE_FIRST)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
