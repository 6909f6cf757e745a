"""The cells of an answer by their columns, and the writer of a file of answers."""

from __future__ import annotations

from typing import BinaryIO

from serving.answer import Answer
from serving.batch.columns import COLUMNS
from serving.batch.formats import Writer, format_of
from serving.batch.layout import FLAT, Cell, Layout

__all__ = ["cells_of", "writer_of"]


def cells_of(answer: Answer) -> dict[str, Cell]:
    """Return the cells of all of an answer."""
    return dict(zip(COLUMNS, FLAT.cells(answer), strict=True))


def writer_of(name: str, stream: BinaryIO) -> Writer:
    """Return what writes all of an answer, in the shape that its format has of its own accord."""
    kind = format_of(name)
    return kind.write(stream, Layout(nested=kind.nested))
