"""What ``bidworthy explain`` does: find one posting in a file, score it, lay it out."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from features.errors import CallError, shown
from features.posting import Posting
from serving.batch.inputs import source_of
from serving.batch.load import load_profile, load_scorer
from serving.batch.reading import Reading
from serving.batch.rows import Reject, Row
from serving.batch.run import read_row
from serving.explain.card import card
from serving.texts import load_texts

__all__ = ["ExplainCall", "explain"]

#: Columns: wider lines are hard to read.
_MOST_COLUMNS = 100


@dataclass(frozen=True, slots=True)
class ExplainCall:
    """The arguments of ``bidworthy explain``; ``-`` stands for standard input."""

    source: str
    id: str | None = None
    profile: Path | None = None
    bundle: Path | None = None
    assumptions: Path | None = None


def explain(call: ExplainCall) -> Iterator[str]:
    """Yield the lines of the card of one posting of a file: the one with the id, or else the first.

    Raises
    ------
    CallError
        When the call is wrong, no posting has the id, or the posting cannot be read.
    BundleError
        When the bundle cannot be trusted.
    """
    posting = _found(Reading().rows(source_of(call.source)), call)
    profile = load_profile(call.profile) if call.profile else None
    answer = load_scorer(call.bundle, call.assumptions).score(posting, profile)
    yield from card(posting, answer, load_texts(), min(_MOST_COLUMNS, shutil.get_terminal_size().columns))


def _found(rows: Iterator[Row | Reject], call: ExplainCall) -> Posting:
    seen = 0
    for row in rows:
        seen += 1
        read = read_row(row) if isinstance(row, Row) else row
        if isinstance(read, Posting) and (call.id is None or read.id == call.id):
            return read
        if isinstance(read, Reject) and call.id is None:
            raise CallError(f"{call.source}, row {read.number}: {read.error}")
    if call.id is None:
        raise CallError(f"{call.source} holds no posting; name a file with one")
    raise CallError(f"{call.source} has no posting with the id {shown(call.id)} among its {seen:,} rows; name another id")
