"""Rows through the scorer: a chunk of rows to a piece of output, and the rejects of it. Order is kept."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from features.errors import InputError, shown
from features.importers import to_contract
from features.posting import Posting, read_posting
from serving.batch.chunks import GROUP, Chunk, Piece, TooLong
from serving.batch.rejects import reject_line
from serving.batch.rows import Reject, Row

if TYPE_CHECKING:
    from features.profile import Profile
    from serving.batch.formats import Shape
    from serving.history.memory import Memory
    from serving.scorer import Scorer

__all__ = ["GROUP", "Counts", "Work", "long_pieces", "read_row"]


@dataclass(slots=True)
class Counts:
    """How many rows went which way."""

    scored: int = 0
    rejected: int = 0

    @property
    def exit_status(self) -> int:
        """0: all scored. 3: some rejected."""
        return 3 if self.rejected else 0

    def __str__(self) -> str:
        """Say it in words."""
        if self.rejected:
            return f"{self.scored:,} scored, {self.rejected:,} rejected"
        return f"{self.scored:,} scored" if self.scored else "0 postings"

    def add(self, more: Piece | Counts) -> None:
        """Count some more."""
        self.scored += more.scored
        self.rejected += more.rejected


def read_row(row: Row) -> Posting | Reject:
    """Return the posting of a row, or the reason why there is none."""
    if not isinstance(row.fields, Mapping):
        problem = f'a posting is one JSON object, and this is {shown(row.fields)}; write {{"title": …}}'
        return Reject(row.number, problem, "", row.original)
    try:
        return read_posting(to_contract(row.fields))
    except InputError as error:
        return Reject(row.number, str(error), error.field, row.original)


@dataclass(frozen=True, slots=True)
class Work:
    """What scores rows in one process.

    Parameters
    ----------
    scorer : Scorer
    profile : Profile or None
    memory : Memory, optional
        Asked for near-copies, and told nothing: what a row is answered must not depend on the rows before it.
    """

    scorer: Scorer
    profile: Profile | None = None
    memory: Memory | None = None

    def piece(self, chunk: Chunk, shape: Shape) -> Piece:
        """Score every row of a chunk that can be read; the others are lines of the rejects, in order."""
        read = [read_row(row) if isinstance(row, Row) else row for row in chunk.rows]
        postings = [one for one in read if isinstance(one, Posting)]
        copies = self.memory.copies(self.memory.sightings(postings)) if self.memory else None
        layout = shape.layout
        answers = self.scorer.score_many(postings, self.profile, copies, parts=layout.parts)
        bad = [one for one in read if isinstance(one, Reject)]
        rejects = b"".join(b"".join(reject_line(one, chunk.file, ascii_only=shape.ascii_rejects)) for one in bad)
        output = shape.format.encode(answers, layout)
        return Piece(chunk.source, chunk.rows[-1].number, len(answers), len(bad), output, rejects)


def long_pieces(row: TooLong, shape: Shape) -> Iterator[Piece]:
    """Yield the reject of a row too long to hold, in pieces of which the last one counts it."""
    number = row.reject.number
    for part in reject_line(row.reject, row.file, ascii_only=shape.ascii_rejects):
        yield Piece(row.source, number, 0, 0, b"", part, ends=False)
    yield Piece(row.source, number, 0, 1, b"", b"")
