"""Answers to the bytes of a piece of a file: without state, so that any process may do it.

What stands around the pieces, a header, brackets or row groups, is the matter of `serving.batch.pieces`. No answers make
no bytes.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Sequence

from serving.answer import Answer
from serving.batch.layout import Layout

__all__ = ["Encode", "encode_csv", "encode_json", "encode_jsonl", "encode_parquet"]

#: Answers and their layout to the bytes of a piece.
Encode = Callable[[Sequence[Answer], Layout], bytes]


def encode_jsonl(answers: Sequence[Answer], layout: Layout) -> bytes:
    """Return a line for each answer."""
    return b"".join(layout.json(answer) + b"\n" for answer in answers)


def encode_json(answers: Sequence[Answer], layout: Layout) -> bytes:
    """Return the elements of an array, a line each, with commas between them."""
    return b",\n".join(layout.json(answer) for answer in answers)


def encode_csv(answers: Sequence[Answer], layout: Layout) -> bytes:
    """Return a row for each answer, without a header."""
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(layout.cells(answer) for answer in answers)
    return text.getvalue().encode()


def encode_parquet(answers: Sequence[Answer], layout: Layout) -> bytes:
    """Return a table in Arrow's own format, from which row groups are made of any size."""
    import pyarrow as pa

    if not answers:
        return b""
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, layout.schema) as stream:
        stream.write_table(layout.table(answers))
    data: bytes = sink.getvalue().to_pybytes()
    return data
