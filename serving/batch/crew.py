"""The processes that score: this one alone, or with others where there is enough to do.

This process is one of them. It hands chunks out, scores chunks of its own while they are at it, and takes the pieces in
the order of the rows. What is read ahead is bounded, so memory stays flat.
"""

from __future__ import annotations

import signal
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from multiprocessing import get_context
from types import TracebackType
from typing import Self

from features.errors import BrokenOff
from serving.batch import worker
from serving.batch.chunks import Chunk, Piece, TooLong
from serving.batch.formats import Shape
from serving.batch.run import Work, long_pieces

__all__ = ["Crew"]

#: Chunks that are waited for before others are called: they take about a second to begin.
_ALONE = 4
#: Chunks that lie ready for each of the others, and those that one process may be ahead of the next piece.
_READY, _AHEAD = 2, 4

_Line = deque[Piece | Future[Piece]]


class Crew:
    """Scores chunks with up to so many processes, which stay for as long as the ``with``.

    Parameters
    ----------
    work : Work
        What scores in this process.
    setup : Setup, optional
        What the others begin with; needed where there are any.
    jobs : int
        How many processes, this one included.
    """

    def __init__(self, work: Work, setup: worker.Setup | None = None, jobs: int = 1) -> None:
        self._work, self._setup, self._others = work, setup, jobs - 1
        self._pool: ProcessPoolExecutor | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        """Let the others go; after an error, without waiting for what nobody wants any more."""
        if self._pool:
            self._pool.shutdown(wait=error is None, cancel_futures=True)

    def pieces(self, chunks: Iterable[Chunk | TooLong], shape: Shape) -> Iterator[Piece]:
        """Yield what comes of each chunk, in order.

        Raises
        ------
        BrokenOff
            When another process was ended from outside.
        """
        waiting: deque[Chunk] = deque()
        line: _Line = deque()
        for chunk in chunks:
            if isinstance(chunk, TooLong):
                yield from self._through(waiting, line, shape)
                yield from self._drained(line)
                yield from long_pieces(chunk, shape)
                continue
            waiting.append(chunk)
            if self._others and not self._pool:
                if len(waiting) <= _ALONE:
                    continue
                self._pool = self._called()
            yield from self._through(waiting, line, shape)
        yield from self._through(waiting, line, shape)
        yield from self._drained(line)

    def _called(self) -> ProcessPoolExecutor:
        assert self._setup, "the others need something to begin with"  # noqa: S101 - the caller sees to it
        return ProcessPoolExecutor(self._others, get_context("spawn"), initializer=worker.begin, initargs=(self._setup,))

    def _through(self, waiting: deque[Chunk], line: _Line, shape: Shape) -> Iterator[Piece]:
        """Put all that is waiting in the hands of a process, and yield what is ready."""
        while waiting:
            busy = sum(isinstance(one, Future) and not one.done() for one in line)
            if len(line) >= (self._others + 1) * _AHEAD:
                yield _taken(line.popleft())
            elif self._pool and busy < self._others * _READY:
                line.append(self._handed(self._pool, waiting.popleft(), shape))
            else:
                line.append(self._work.piece(waiting.popleft(), shape))
            while line and (isinstance(line[0], Piece) or line[0].done()):
                yield _taken(line.popleft())

    def _handed(self, pool: ProcessPoolExecutor, chunk: Chunk, shape: Shape) -> Future[Piece]:
        try:
            with _unheard():
                return pool.submit(worker.piece, chunk, shape)
        except BrokenProcessPool:
            raise _broken() from None

    @staticmethod
    def _drained(line: _Line) -> Iterator[Piece]:
        while line:
            yield _taken(line.popleft())


def _taken(one: Piece | Future[Piece]) -> Piece:
    if isinstance(one, Piece):
        return one
    try:
        return one.result()
    except BrokenProcessPool:
        raise _broken() from None


def _broken() -> BrokenOff:
    return BrokenOff(
        "a process that scored was ended from outside, perhaps because the memory did not suffice; --jobs with a smaller "
        "number takes less"
    )


@contextmanager
def _unheard() -> Iterator[None]:
    """Begin processes that never hear Ctrl-C: before they can choose to ignore it, it would make noise."""
    if not hasattr(signal, "pthread_sigmask"):  # Windows
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
