"""What an executor does with its part of the rows: batches of Arrow in, batches of Arrow out.

A scored row has its place (file, block, position), an answer, and, where it could not be scored, the reject. Behind the
rows of a part stands a row for each of its blocks that tells how many lines it had, so that a reject can be given its
number in the file although nobody read that from its beginning.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

import orjson

from features.profile import Profile
from serving.assumptions import Assumptions
from serving.batch.layout import Layout
from serving.batch.lines import MAX_ROW_BYTES, LongRow
from serving.batch.parquet_table import plain_rows
from serving.batch.rejects import reject_line
from serving.batch.rows import Reject, Row, parsed_row, too_long
from serving.batch.table import ERROR, score_read
from serving.spark.shipped import Shipped, scorer_of
from serving.spark.source import BLOCK, FILE, ROW

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["LINE", "LINES", "POSITION", "REJECT", "Work"]

#: The row's place in its block, from 1; what its reject says behind its number; and, of a block, how many lines it had.
POSITION, REJECT, LINES = "_position", "_reject", "_lines"
#: The only column of an answer that is written as a line of JSON.
LINE = "line"
#: File, block and position.
_Place = tuple[str, int, int]


@dataclass(frozen=True, slots=True)
class Work:
    """What is sent to the executors.

    Parameters
    ----------
    bundle : Shipped
    assumptions : Assumptions
    profile : Profile or None
    layout : Layout
        What is written of an answer.
    lines_in, lines_out : bool
        Rows come as lines of JSON; answers go as lines of JSON.
    folder : bool
        There may be several files: a reject names its own.
    """

    bundle: Shipped
    assumptions: Assumptions
    profile: Profile | None
    layout: Layout
    lines_in: bool
    lines_out: bool
    folder: bool

    @property
    def answers(self) -> pa.Schema:
        """The columns of an answer."""
        import pyarrow as pa

        return pa.schema([(LINE, pa.string())]) if self.lines_out else self.layout.schema

    @property
    def schema(self) -> pa.Schema:
        """The columns of a scored row."""
        import pyarrow as pa

        text, number = pa.string(), pa.int64()
        own = [(FILE, text), (BLOCK, number), (POSITION, number), (REJECT, text), (LINES, number)]
        return pa.schema([*(pa.field(*column) for column in own), *self.answers])

    def score(self, batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        """Score the rows of a part, in order."""
        lines: Counter[tuple[str, int]] = Counter()
        for batch in batches:
            places, rows = [], []
            for raw, file, block in zip(self._raw(batch), batch[FILE].to_pylist(), batch[BLOCK].to_pylist(), strict=True):
                lines[file, block] += 1
                row = self._row(lines[file, block], raw)
                if row is not None:
                    places.append((file, block, lines[file, block]))
                    rows.append(row)
            if rows:
                yield from self._scored(places, rows)
        if lines:
            ends = [{FILE: file, BLOCK: block, LINES: count} for (file, block), count in lines.items()]
            yield from _table(ends, self.schema).to_batches()

    def _raw(self, batch: pa.RecordBatch) -> Iterator[Any]:
        """Yield each row as it came: bytes of a line, or a mapping."""
        import pyarrow as pa

        struct = batch[ROW]
        if self.lines_in:
            # As bytes: it may not be UTF-8, and is a reject then.
            yield from struct.field("value").cast(pa.binary()).to_pylist()
        else:
            yield from plain_rows(pa.RecordBatch.from_struct_array(struct))

    def _row(self, number: int, raw: Any) -> Row | Reject | None:
        if not self.lines_in:
            return Row(number, raw, raw)
        if len(raw) > MAX_ROW_BYTES:
            return too_long(number, LongRow(iter([raw])))
        return parsed_row(number, raw.rstrip(b"\r\n")) if raw.strip() else None

    def _scored(self, places: list[_Place], rows: Sequence[Row | Reject]) -> Iterator[pa.RecordBatch]:
        import pyarrow as pa

        scored, rejects = score_read(scorer_of(self.bundle, self.assumptions), rows, self.profile, self.layout)
        answers = scored.drop_columns([ERROR])
        if self.lines_out:
            texts = [orjson.dumps(answer).decode() for answer in answers.to_pylist()]
            answers = pa.table({LINE: pa.array(texts, pa.string())})
        own = [
            *zip(*places, strict=True),
            [self._reject(*pair) for pair in zip(rejects, places, strict=True)],
            [None] * len(rows),
        ]
        kinds = self.schema.types
        arrays = [pa.array(column, kind) for column, kind in zip(own, kinds, strict=False)]
        yield from pa.Table.from_arrays([*arrays, *answers.columns], schema=self.schema).combine_chunks().to_batches()

    def _reject(self, reject: Reject | None, place: _Place) -> str | None:
        """Return what stands behind the number of a reject's line; the number is not known here."""
        if reject is None:
            return None
        line = b"".join(reject_line(reject)).decode().rstrip("\n").partition(",")[2]
        return f', "file": {json.dumps(unquote(place[0].rpartition("/")[2]))},{line}' if self.folder else f",{line}"


def _table(rows: list[dict[str, Any]], schema: pa.Schema) -> pa.Table:
    import pyarrow as pa

    return pa.Table.from_pylist(rows, schema=schema)
