"""How one output is made: rows to pieces, pieces to a spool, and when all is read the spool to a file.

Standard output has no spool: it is written at once.
"""

from __future__ import annotations

from collections.abc import Iterator
from types import TracebackType
from typing import Self

from features.errors import BadInput, CallError
from serving.batch.chunks import Chunk, Piece, TooLong, chunks_of
from serving.batch.crew import Crew
from serving.batch.files import Pipe, standard_stream
from serving.batch.finish import finish, tidy
from serving.batch.frames import Found
from serving.batch.inputs import STANDARD
from serving.batch.plan import Planned
from serving.batch.progress import Step
from serving.batch.reading import Reading
from serving.batch.rejects import RejectPipe
from serving.batch.remote import is_remote
from serving.batch.run import Counts, Work
from serving.batch.sameness import made_of
from serving.batch.spool import GO_ON, Spool, can_go_on, spool_path

__all__ = ["Making"]


class Making:
    """Makes outputs, one after the other; ``counts`` are those of all, ``told`` is what is worth a word.

    Of several outputs, marks beside those that are made say so until the ``with`` ends: who goes on leaves them out.

    Parameters
    ----------
    crew : Crew
        Who scores.
    work : Work
        What they score with.
    history : str or None
        The place of the history.
    reading : Reading
        What reads the inputs.
    step : callable
        Told the counts after each piece.
    resume : bool
        Go on with what an earlier run kept.
    once : bool
        What an earlier run made is not made again, also where somebody took it away since.
    """

    def __init__(
        self,
        crew: Crew,
        work: Work,
        history: str | None,
        reading: Reading,
        step: Step,
        *,
        resume: bool = False,
        once: bool = False,
    ) -> None:
        self._crew, self._work, self._history, self._reading, self._step = crew, work, history, reading, step
        self._resume, self._once = resume, once
        self._marked: list[Planned] = []
        self.counts = Counts()
        self.told: list[str] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        """Remove the marks, unless somebody may go on with the rest."""
        if error is None or not can_go_on(error):
            for output in self._marked:
                spool_path(output.place).unlink(missing_ok=True)
                tidy(output)
        elif self._marked and not self._once and GO_ON not in getattr(error, "__notes__", ()):
            error.add_note(GO_ON)

    def make(self, output: Planned) -> None:
        """Make one output."""
        if output.target == STANDARD:
            self._at_once(output)
        else:
            self._by_spool(output)

    def _at_once(self, output: Planned) -> None:
        with Pipe(standard_stream("stdout")) as out, RejectPipe(standard_stream("stderr")) as rejects:
            writer = output.shape.format.pieces(out.stream, output.shape.layout)
            for piece in self._pieces(output, Found()):
                writer.write(piece.output)
                rejects.write(piece.rejects)
            writer.close()
            out.keep()
            rejects.keep()

    def _by_spool(self, output: Planned) -> None:
        target = output.place
        # Whether a store still has what it took is not looked up.
        once = self._once or is_remote(output.target)
        facts = made_of(self._work, self._history, output.shape, output.sources)
        with Spool(target, facts, resume=self._resume, can_resume=output.resumable, once=once) as spool:
            found = spool.found
            if self._resume:
                self.told.append(_told(output, found))
            before = Counts(self.counts.scored, self.counts.rejected)
            self.counts.add(Counts(found.scored, found.rejected))
            if found.kept:
                for source in output.sources:
                    self._reading.leave_out(source)
            else:
                self._read(output, spool)
                finish(output, spool)
            if output.of_many:
                self._marked.append(output)
                spool.mark(self.counts.scored - before.scored, self.counts.rejected - before.rejected)
            else:
                spool.remove()
        tidy(output)

    def _read(self, output: Planned, spool: Spool) -> None:
        """Bring into the spool what is not there yet."""
        if spool.found.complete:
            return
        pieces = self._pieces(output, spool.found)
        while (piece := _next(pieces)) is not None:
            spool.add(piece)
        spool.complete()

    def _pieces(self, output: Planned, found: Found) -> Iterator[Piece]:
        for piece in self._crew.pieces(self._chunks(output, found), output.shape):
            yield piece
            self.counts.add(piece)
            self._step(self.counts.scored, self.counts.rejected)

    def _chunks(self, output: Planned, found: Found) -> Iterator[Chunk | TooLong]:
        for number, source in enumerate(output.sources):
            if number < found.source:
                self._reading.leave_out(source)
                continue
            rows = self._reading.rows(source, found.row if number == found.source else 0)
            yield from chunks_of(rows, number, source.name if len(output.sources) > 1 else None)


def _next(pieces: Iterator[Piece]) -> Piece | None:
    """Return the next piece; what is wrong then is the input's fault."""
    try:
        return next(pieces, None)
    except CallError as error:
        raise BadInput(str(error)) from None


def _told(output: Planned, found: Found) -> str:
    rows = found.scored + found.rejected
    if not rows and not found.complete and not found.kept:
        return f"--resume: nothing is kept of {output.target}, so it is begun anew"
    return f"--resume: {rows:,} rows of {output.target} were done before"
