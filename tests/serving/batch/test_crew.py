"""Tests of `serving.batch.crew`: several processes give what one gives."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from multiprocessing import active_children
from typing import Any

import pytest

from features.errors import BrokenOff, BundleError
from features.profile import Profile
from serving.batch.chunks import GROUP, Chunk, Piece, TooLong, chunks_of
from serving.batch.crew import Crew
from serving.batch.formats import shape_of
from serving.batch.lines import LongRow
from serving.batch.rows import Reject, Row
from serving.batch.run import Work
from serving.batch.sameness import digest_of
from serving.batch.worker import Setup
from serving.scorer import Scorer

PROFILE = Profile(hourly_rate_usd=45, skills=("Excel",))
SHAPE = shape_of("x.jsonl", ["id", "verdict", "worth"])


def _crew(scorer: Scorer, jobs: int, digest: str | None = None) -> Crew:
    known = digest_of(scorer.bundle.manifest) if digest is None else digest
    return Crew(Work(scorer, PROFILE), Setup(None, known, scorer.assumptions, PROFILE, None), jobs)


def _rows(postings: list[dict[str, Any]], count: int, long: tuple[int, ...] = ()) -> Iterator[Row | Reject]:
    for number in range(1, count + 1):
        if number in long:
            yield Reject(number, "the row is too long", "", LongRow(iter([b"x" * 7, b"y"])))
        elif number % 50 == 0:
            yield Reject(number, "is not JSON", "", b"{")
        else:
            yield Row(number, postings[number % 3] | {"id": f"p-{number}"}, b"")


def _whole(pieces: list[Piece]) -> tuple[bytes, bytes, int, int]:
    return (
        b"".join(piece.output for piece in pieces),
        b"".join(piece.rejects for piece in pieces),
        sum(piece.scored for piece in pieces),
        sum(piece.rejected for piece in pieces),
    )


def test_two_give_what_one_gives(scorer: Scorer, postings: list[dict[str, Any]]) -> None:
    """The same pieces in the same order, rows too long to hold in their place."""
    long, found = (3, 5 * GROUP + 9, 10 * GROUP), []
    for jobs in (1, 2):
        with _crew(scorer, jobs) as crew:
            found.append(list(crew.pieces(chunks_of(_rows(postings, 11 * GROUP, long)), SHAPE)))
            assert bool(active_children()) == (jobs == 2)
    assert found[0] == found[1]
    assert _whole(found[0])[2:] == (11 * GROUP - 59, 59)
    assert active_children() == []


def test_few_rows_are_scored_alone(scorer: Scorer, postings: list[dict[str, Any]]) -> None:
    """Beginning a process takes longer than a thousand rows, so none begins for so few."""
    with _crew(scorer, 2) as crew:
        pieces = list(crew.pieces(chunks_of(_rows(postings, 4 * GROUP)), SHAPE))
        assert active_children() == []
    assert len(pieces) == 4


def test_what_is_read_ahead_is_bounded(scorer: Scorer, postings: list[dict[str, Any]]) -> None:
    """However many rows come, few are held."""
    read, most = 0, 0

    def counted() -> Iterator[Chunk | TooLong]:
        nonlocal read
        for chunk in chunks_of(_rows(postings, 40 * GROUP)):
            read += 1
            yield chunk

    with _crew(scorer, 2) as crew:
        for given, _ in enumerate(crew.pieces(counted(), shape_of("x.jsonl", ["id"]))):
            most = max(most, read - given)
    assert 5 <= most <= 10


def test_a_process_that_is_killed_is_told(scorer: Scorer, postings: list[dict[str, Any]]) -> None:
    """The run ends with what to do, not with a traceback of a pool."""
    with ExitStack() as stack, pytest.raises(BrokenOff, match="ended from outside"):
        crew = stack.enter_context(_crew(scorer, 2))
        for _ in crew.pieces(chunks_of(_rows(postings, 40 * GROUP)), SHAPE):
            for child in active_children():
                child.kill()


def test_another_bundle_in_its_place_is_told(scorer: Scorer, postings: list[dict[str, Any]]) -> None:
    """All rows of a run are scored with one bundle; what is wrong in another process is told here."""
    with _crew(scorer, 2, digest="another") as crew, pytest.raises(BundleError, match="took the place"):
        list(crew.pieces(chunks_of(_rows(postings, 12 * GROUP)), SHAPE))
