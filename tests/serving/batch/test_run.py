"""Tests of `serving.batch.run`: every format, with the real scorer."""

from __future__ import annotations

import csv
import io
import json
from base64 import b64decode
from collections.abc import Iterator, Mapping
from typing import Any

import orjson
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from features.posting import read_posting
from features.profile import Profile
from serving.batch.chunks import chunks_of
from serving.batch.crew import Crew
from serving.batch.formats import FORMATS, format_of, shape_of
from serving.batch.lines import MAX_ROW_BYTES
from serving.batch.rows import Reject, Row
from serving.batch.run import GROUP, Counts, Work, read_row
from serving.scorer import Scorer
from tests.support.broken import BROKEN
from tests.support.cells import cells_of

NAMES = [f"x{known.extension}" for known in FORMATS]

#: What became of rows: bytes of a file, its rejects as they were written, and the counts.
Result = tuple[bytes, list[dict[str, Any]], Counts]


def _run(scorer: Scorer, source: str, data: bytes, target: str = "x.jsonl", profile: Profile | None = None) -> Result:
    output, shape, counts = io.BytesIO(), shape_of(target), Counts()
    rows, writer, rejects = format_of(source).read(io.BytesIO(data), source), shape.format.pieces(output, shape.layout), b""
    for piece in Crew(Work(scorer, profile)).pieces(chunks_of(rows), shape):
        writer.write(piece.output)
        rejects += piece.rejects
        counts.add(piece)
    writer.close()
    return output.getvalue(), [json.loads(line) for line in rejects.splitlines()], counts


def _original(reject: dict[str, Any]) -> bytes:
    """Return the line that a reject holds."""
    text: str = reject["input"]
    return b64decode(text) if reject.get("encoding") == "base64" else text.encode()


def _flat(fields: Mapping[str, Any], prefix: str = "") -> dict[str, Any]:
    cells: dict[str, Any] = {}
    for name, value in fields.items():
        if isinstance(value, Mapping):
            cells |= _flat(value, f"{prefix}{name}.")
        else:
            cells[prefix + name] = json.dumps(value) if isinstance(value, list) else value
    return cells


def _file_of(name: str, postings: list[dict[str, Any]]) -> bytes:
    """Return postings as a file of a format."""
    stream = io.BytesIO()
    match name:
        case "x.jsonl":
            return b"".join(orjson.dumps(posting) + b"\n" for posting in postings)
        case "x.json":
            return json.dumps(postings, indent=2).encode()
        case "x.parquet":
            pq.write_table(pa.Table.from_pylist(postings, schema=pa.Table.from_pylist(postings[:1]).schema), stream)
            return stream.getvalue()
    rows = [_flat(posting) for posting in postings]
    text = io.StringIO(newline="")
    table = csv.DictWriter(text, list(rows[0]), extrasaction="raise")
    table.writeheader()
    table.writerows(rows)
    return text.getvalue().encode("utf-8-sig")


def _answers(name: str, data: bytes) -> list[Any]:
    """Return what a file of answers holds: objects, or flat rows of a table with every cell as CSV has it."""
    match name:
        case "x.jsonl":
            return [orjson.loads(line) for line in data.splitlines()]
        case "x.json":
            return list(orjson.loads(data))
        case "x.parquet":
            return [_cells(row) for row in pq.read_table(io.BytesIO(data)).to_pylist()]
    return [dict(row) for row in csv.DictReader(io.StringIO(data.decode(), newline=""))]


def _cells(row: Mapping[str, Any]) -> dict[str, str]:
    return {name: "" if value is None else str(value) for name, value in row.items()}


@pytest.mark.parametrize("target", NAMES)
@pytest.mark.parametrize("source", NAMES)
def test_every_format_gives_the_library_s_answers(
    scorer: Scorer, postings: list[dict[str, Any]], source: str, target: str
) -> None:
    """Whatever the formats, the answers are those of the library, in order; two runs give the same bytes."""
    data = _file_of(source, postings)
    output, rejects, counts = _run(scorer, source, data, target)
    answers = [scorer.score(read_posting(posting)) for posting in postings]
    wanted: list[Any] = [orjson.loads(answer.to_json()) for answer in answers]
    if target in ("x.csv", "x.parquet"):
        wanted = [_cells(cells_of(answer)) for answer in answers]
    assert (_answers(target, output), rejects, counts) == (wanted, [], Counts(scored=len(postings)))
    assert _run(scorer, source, data, target)[0] == output


@pytest.mark.parametrize("kind", BROKEN)
def test_a_broken_line_stops_nothing(scorer: Scorer, postings: list[dict[str, Any]], kind: str) -> None:
    """A line that is no posting is rejected whole, with its number and field; those around it are scored."""
    line, field = BROKEN[kind]
    good = orjson.dumps(postings[0])
    output, (reject,), counts = _run(scorer, "-", b"\n".join([good, line, good]))
    assert (reject["row"], reject["field"], _original(reject)) == (2, field or None, line)
    assert len(reject["error"]) < 500
    assert output.splitlines() == [scorer.score(read_posting(postings[0])).to_json()] * 2
    assert counts == Counts(scored=2, rejected=1)


def test_the_counts_add_up(scorer: Scorer, postings: list[dict[str, Any]]) -> None:
    """Over several groups every line is scored or rejected, once, and the scored keep their order."""
    lines, identifiers = [], []
    broken = [line for line, _ in BROKEN.values() if len(line) < 100_000]
    for number in range(GROUP + 40):
        if number % 9 == 4:
            lines.append(broken[number % len(broken)])
        else:
            identifiers.append(f"posting-{number}")
            lines.append(orjson.dumps(postings[number % 3] | {"id": identifiers[-1]}))
    output, rejects, counts = _run(scorer, "-", b"\n".join(lines))
    assert [orjson.loads(line)["id"] for line in output.splitlines()] == identifiers
    assert [reject["row"] for reject in rejects] == [number + 1 for number in range(GROUP + 40) if number % 9 == 4]
    assert counts == Counts(len(identifiers), len(lines) - len(identifiers))


@pytest.mark.parametrize("name", NAMES)
def test_a_posting_at_fault_is_rejected_in_every_format(scorer: Scorer, postings: list[dict[str, Any]], name: str) -> None:
    """A row that can be parsed but not used is rejected with its number and field."""
    faulty = postings[0] | {"title": "x" * 1001}
    output, rejects, counts = _run(scorer, name, _file_of(name, [postings[0], faulty, postings[2]]))
    assert [(reject["row"], reject["field"]) for reject in rejects] == [(2, "title")]
    assert len(output.splitlines()) == counts.scored == 2


def test_the_profile_is_heard(scorer: Scorer, postings: list[dict[str, Any]]) -> None:
    """With a profile, the answers are those for that profile."""
    profile = Profile(hourly_rate_usd=45, proposals_sent=60, hires=2)
    output, _, _ = _run(scorer, "-", orjson.dumps(postings[0]), profile=profile)
    assert output == scorer.score(read_posting(postings[0]), profile).to_json() + b"\n"
    assert output != scorer.score(read_posting(postings[0])).to_json() + b"\n"


def test_rows_are_taken_as_they_come(scorer: Scorer, postings: list[dict[str, Any]]) -> None:
    """No more than a group is ever read ahead of what is written."""
    written: list[int] = []
    most_ahead = 0

    def rows() -> Iterator[Row]:
        nonlocal most_ahead
        for number in range(1, GROUP * 2 + 10):
            most_ahead = max(most_ahead, number - sum(written))
            yield Row(number, postings[2], b"")

    for piece in Crew(Work(scorer)).pieces(chunks_of(rows()), shape_of("-")):
        written.append(piece.scored)
    assert (written, most_ahead) == ([GROUP, GROUP, 9], GROUP)


def test_a_row_too_long_to_hold_keeps_its_place(scorer: Scorer, postings: list[dict[str, Any]]) -> None:
    """It goes through in pieces, between the rejects before and after it, and only its last piece ends a row."""
    good, long = orjson.dumps(postings[2]), b'{"title": "' + b"x" * (MAX_ROW_BYTES + 70_000)
    rows = format_of("-").read(io.BytesIO(b"\n".join([good, b"{", long, b"[]", good])), "-")
    pieces = list(Crew(Work(scorer)).pieces(chunks_of(rows), shape_of("x.jsonl")))
    assert {len(piece.rejects) < 2**17 for piece in pieces} == {True}
    assert [piece.ends for piece in pieces] == [True, *[False] * (len(pieces) - 3), True, True]
    lines = [json.loads(line) for line in b"".join(piece.rejects for piece in pieces).splitlines()]
    assert [line["row"] for line in lines] == [2, 3, 4]
    assert _original(lines[1]) == long + b"\n"
    assert [(piece.row, piece.scored, piece.rejected) for piece in pieces if piece.ends] == [(2, 1, 1), (3, 0, 1), (5, 1, 1)]


@pytest.mark.parametrize("fields", [None, 3, "text", [], [["title", "x"]], True])
def test_only_an_object_is_a_posting(fields: object) -> None:
    """Any other JSON is rejected with what it is."""
    assert isinstance(read_row(Row(1, fields, b"")), Reject)


@pytest.mark.parametrize(
    ("counts", "said", "status"),
    [
        (Counts(), "0 postings", 0),
        (Counts(scored=1200), "1,200 scored", 0),
        (Counts(38, 2), "38 scored, 2 rejected", 3),
        (Counts(0, 2), "0 scored, 2 rejected", 3),
    ],
)
def test_the_counts_in_words(counts: Counts, said: str, status: int) -> None:
    """The summary and the exit status follow from the counts."""
    assert (str(counts), counts.exit_status) == (said, status)
