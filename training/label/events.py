"""The lines of a store: what each says, and what all of them come to."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import orjson

from features.errors import DataError, shown
from training.label.labels import Label, label_of

__all__ = ["ANNOTATOR", "BEGIN", "FORMAT", "Book", "begin", "line_of", "read_book", "whole_length"]

FORMAT = 1
#: What an annotator may be called: it is a file's name, too.
ANNOTATOR = re.compile(r"[A-Za-z0-9_-]{1,40}")
#: How the first line of every store begins: a file that begins otherwise is somebody else's, and is not touched.
BEGIN = b'{"what":"begin"'


@dataclass
class Book:
    """What one annotator has answered: by key, in the order of answering; None is "skipped"."""

    annotator: str
    answers: dict[str, Label | None] = field(default_factory=dict)

    @property
    def labels(self) -> dict[str, Label]:
        """Return the labels alone."""
        return {key: label for key, label in self.answers.items() if label is not None}

    @property
    def last(self) -> str | None:
        """Return the key that was answered last, of those that stand."""
        return next(reversed(self.answers), None)

    def take(self, event: dict[str, Any]) -> None:
        """Take one more event.

        Raises
        ------
        KeyError, TypeError, ValueError
            If it is none.
        """
        what, key = event["what"], str(event["id"])
        if what == "label":
            self._answer(key, label_of(event))
        elif what == "skip":
            self._answer(key, None)
        elif what == "undo" and key == self.last:
            del self.answers[key]
        else:
            raise ValueError(f"{shown(what)} of {shown(key)} does not follow from the lines before")

    def _answer(self, key: str, label: Label | None) -> None:
        if key in self.answers:
            raise ValueError(f"{shown(key)} was answered before")
        self.answers[key] = label


def line_of(event: dict[str, Any]) -> bytes:
    """Return an event as a line."""
    return orjson.dumps(event) + b"\n"


def begin(annotator: str) -> dict[str, Any]:
    """Return the first event of a store."""
    return {"what": "begin", "format": FORMAT, "annotator": annotator}


def whole_length(data: bytes) -> int:
    """Return how many bytes of a store are whole lines.

    What is after the last line end was torn by a crash while it was written: nobody was told that it is kept.
    """
    return data.rfind(b"\n") + 1


def read_book(data: bytes, path: Path) -> Book:
    """Return what a store's whole lines come to.

    Raises
    ------
    DataError
        If it is no store, or a line that was acknowledged has been changed since.
    """
    lines = data[: whole_length(data)].split(b"\n")[:-1]
    if not lines or not lines[0].startswith(BEGIN):
        raise DataError(f"{path} is no file of a labelling session; name another, or leave --out out")
    book = Book("")
    for number, line in enumerate(lines, start=1):
        try:
            event = orjson.loads(line)
            if number > 1:
                book.take(event)
            elif event["format"] != FORMAT:
                raise ValueError(f"format {shown(event['format'])} is not {FORMAT}, which this version reads")
            elif not ANNOTATOR.fullmatch(event["annotator"]):
                raise ValueError(f"{shown(event['annotator'])} is no annotator's name")
            else:
                book.annotator = event["annotator"]
        except (KeyError, TypeError, ValueError) as error:
            first = str(error).partition("\n")[0]
            raise DataError(f"{path}, line {number}: {first}; it was changed since it was written: mend it there") from None
    return book
