"""What ``bidworthy watch`` does: look, score what landed, write it down, look again.

Each file is scored once. Its output has its name before the book says that it is done; where a program was killed between
the two, what lies beside the output tells whether it had its name already, and nothing is made a second time.
"""

from __future__ import annotations

import sys
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from features.errors import BadInput, CallError, shown
from serving.batch.crew import Crew
from serving.batch.formats import shape_of
from serving.batch.jobs import jobs_of
from serving.batch.making import Making
from serving.batch.plan import check_call, planned
from serving.batch.reading import Reading
from serving.batch.run import Work
from serving.batch.scoring import Scoring, crew_of
from serving.batch.spool import spool_path
from serving.landing.book import Book
from serving.landing.landed import Landed, Landing
from serving.landing.stop import Stop

__all__ = ["WatchCall", "run_watch"]

_LEAST_EVERY_S, _MOST_EVERY_S = 0.1, 86_400.0


@dataclass(frozen=True, slots=True)
class WatchCall(Scoring):
    """The arguments of ``bidworthy watch``."""

    folder: Path
    target: Path
    every: float = 2.0
    once: bool = False


def run_watch(call: WatchCall) -> int:
    """Score the files of a folder as they land, until told to stop; return the exit status: 0, or 3 when any was refused.

    Raises
    ------
    CallError
        When the call is wrong; nothing has been written then.
    BrokenOff
        When a process that scored was ended from outside, or the disk is full; begun again, it goes on.
    """
    jobs_of(call.jobs)  # a wrong number is told before anything else is looked at
    if not _LEAST_EVERY_S <= call.every <= _MOST_EVERY_S:
        raise CallError(f"--every is {call.every:g}; name seconds from {_LEAST_EVERY_S:g} to {_MOST_EVERY_S:,.0f}")
    shape_of("any.jsonl", call.columns)  # a column that no answer has is told now, and not of each file
    landing = Landing(call.folder)
    _make(call)
    with ExitStack() as stack:
        over = stack.enter_context(Stop())
        book = stack.enter_context(Book(call.target))
        crew, work = crew_of(call, stack)
        watch = _Watch(call, landing, book, crew, work)
        _say(f"Watching {call.folder}; what lands there is scored into {call.target}. Stop with Ctrl-C.")
        landing.look()
        while not over.wait(call.every):
            watch.score_what_landed(over)
            if call.once:
                break
    return 3 if watch.refused else 0


class _Watch:
    """Scores what landed; ``refused`` is whether any file, or any row of one, could not be."""

    def __init__(self, call: WatchCall, landing: Landing, book: Book, crew: Crew, work: Work) -> None:
        self._call, self._landing, self._book, self._crew, self._work = call, landing, book, crew, work
        self._put_off: set[Landed] = set()
        for name in book.all_done():  # killed between its last word and the end, it left a mark
            spool_path(call.target / name).unlink(missing_ok=True)
        self.refused = False

    def score_what_landed(self, over: Stop) -> None:
        """Score the files that landed and are not done, unless told to stop."""
        for file in self._landing.look():
            state = self._book.state(file)
            self.refused |= state == "refused"
            if over.told:
                return
            if state not in ("done", "refused") and self._landing.still_is(file):
                self._score(file, begun=state == "begun")

    def _score(self, file: Landed, *, begun: bool) -> None:
        call, book = self._call, self._book
        book.check()
        try:
            [output] = planned([str(call.folder / file.name)], f"{call.target}/", call.columns, call.nested)
            check_call([output], [], resume=False)
        except CallError as error:
            self._put(file, error)
            return
        if not begun:
            book.begun(file)
        making = Making(
            self._crew, self._work, call.history, Reading(), lambda scored, rejected: None, resume=begun, once=True
        )
        try:
            with making:
                making.make(output)
                # Before the mark beside the output goes, which says that it has its name.
                book.done(file, making.counts.scored, making.counts.rejected)
        except BadInput as error:
            self.refused = True
            book.refused(file, str(error))
            _say(f"{shown(file.name)}: {error}")
            return
        except CallError as error:
            self._put(file, error)
            return
        self.refused |= making.counts.rejected > 0
        _say(f"{shown(file.name)}: {making.counts}")

    def _put(self, file: Landed, error: CallError) -> None:
        """Put off a file that cannot be opened, or whose output cannot be written, for it may mend itself: told once."""
        self.refused = True
        if file not in self._put_off:
            self._put_off.add(file)
            _say(f"{shown(file.name)}: {error}")


def _make(call: WatchCall) -> None:
    """Make the folder of the outputs, which is not the one that is watched."""
    try:
        call.target.mkdir(exist_ok=True)
    except OSError as error:
        raise CallError(f"{call.target} cannot be made a folder ({error.strerror}); name another one with -o OUT") from None
    if call.target.samefile(call.folder):
        raise CallError(f"{call.target} is the folder that is watched; name another one with -o OUT")


def _say(line: str) -> None:
    print(line, file=sys.stderr, flush=True)  # noqa: T201 - the watcher's voice
