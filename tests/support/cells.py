"""The cells of an answer by their columns, and the file that answers make."""

from __future__ import annotations

import io
from collections.abc import Sequence

from serving.answer import Answer
from serving.batch.columns import COLUMNS
from serving.batch.formats import shape_of
from serving.batch.layout import FLAT, Cell

__all__ = ["cells_of", "file_of"]


def cells_of(answer: Answer) -> dict[str, Cell]:
    """Return the cells of all of an answer."""
    return dict(zip(COLUMNS, FLAT.cells(answer), strict=True))


def file_of(name: str, pieces: Sequence[Sequence[Answer]]) -> bytes:
    """Return a file of all of some answers, which came in pieces."""
    stream, shape = io.BytesIO(), shape_of(name)
    writer = shape.format.pieces(stream, shape.layout)
    for answers in pieces:
        writer.write(shape.format.encode(answers, shape.layout))
    writer.close()
    return stream.getvalue()
