"""Rows through the scorer: postings in groups, answers to the writer, rejects aside. Order is kept."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from features.errors import InputError, shown
from features.importers import to_contract
from features.posting import Posting, read_posting
from serving.answer import PARTS
from serving.batch.rows import Reject, Row

if TYPE_CHECKING:
    from features.profile import Profile
    from serving.batch.formats import Writer
    from serving.batch.progress import Step
    from serving.history.memory import Memory
    from serving.scorer import Scorer

__all__ = ["GROUP", "Counts", "RejectWriter", "read_row", "score_rows"]

#: Postings scored together: enough for the arrays to pay, few enough to hold.
GROUP = 256


class RejectWriter(Protocol):
    """Takes the rows that could not be scored."""

    def write(self, reject: Reject) -> None:
        """Write one reject."""


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


def read_row(row: Row) -> Posting | Reject:
    """Return the posting of a row, or the reason why there is none."""
    if not isinstance(row.fields, Mapping):
        problem = f'a posting is one JSON object, and this is {shown(row.fields)}; write {{"title": …}}'
        return Reject(row.number, problem, "", row.original)
    try:
        return read_posting(to_contract(row.fields))
    except InputError as error:
        return Reject(row.number, str(error), error.field, row.original)


def score_rows(
    rows: Iterable[Row | Reject],
    scorer: Scorer,
    profile: Profile | None,
    writer: Writer,
    rejects: RejectWriter,
    step: Step,
    memory: Memory | None = None,
    parts: Collection[str] = PARTS,
) -> Counts:
    """Score every row that can be read, in order; write the others to ``rejects`` as they come.

    Parameters
    ----------
    rows : iterable of Row or Reject
        From one of the readers. Consumed once; at most `GROUP` postings are held.
    step : callable
        Told the counts after each group.
    memory : Memory, optional
        Asked for near-copies, and told nothing: what a row is answered must not depend on the rows before it.
    parts : collection of str
        What the writer looks at of an answer.
    """
    counts = Counts()
    group: list[Posting] = []

    def flush() -> None:
        copies = memory.copies(memory.sightings(group)) if memory else None
        writer.write(scorer.score_many(group, profile, copies, parts=parts))
        counts.scored += len(group)
        group.clear()
        step(counts.scored, counts.rejected)

    for row in rows:
        read = read_row(row) if isinstance(row, Row) else row
        if isinstance(read, Reject):
            rejects.write(read)  # at once: a row too long to hold can be read only now
            counts.rejected += 1
            continue
        group.append(read)
        if len(group) == GROUP:
            flush()
    if group:
        flush()
    writer.close()
    return counts
