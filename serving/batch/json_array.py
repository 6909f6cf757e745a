"""JSON: an array of postings, read element by element.

One posting alone, or an object ``{"postings": [...]}``, is read too, as a whole. A broken element is rejected and the
reading goes on at the next comma; a bracket that is never closed takes what follows it along.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import chain
from typing import Any, BinaryIO

import orjson

from features.errors import CallError, shown
from serving.batch.lines import PIECE_BYTES, LongRow, Piece, gather, without_bom
from serving.batch.rows import Reject, Row, parsed_row, too_long

__all__ = ["read_json"]

# Each matches up to the next mark. Strings without escapes are passed over whole; any other is entered.
_BETWEEN_ELEMENTS = re.compile(rb'(?:[^"\[\]{},]++|"[^"\\]*+")*+(["\[\]{},])')
_WITHIN_AN_ELEMENT = re.compile(rb'(?:[^"\[\]{}]++|"[^"\\]*+")*+(["\[\]{}])')
_WITHIN_A_STRING = re.compile(rb'[^"\\]*+(["\\])')


def read_json(stream: BinaryIO, name: str, skip: int = 0) -> Iterator[Row | Reject]:
    """Yield a row for each element of the array, or for the one posting; ``number`` counts from 1.

    Parameters
    ----------
    stream : BinaryIO
    name : str
        For messages.
    skip : int
        The number of the last row that is left out, without being parsed where it stands in an array.

    Raises
    ------
    CallError
        When the text begins neither an array nor an object.
    """
    chunks = iter(lambda: stream.read(PIECE_BYTES), b"")
    first = without_bom(next(chunks, b"")).lstrip()
    while not first and (more := next(chunks, b"")):
        first = more.lstrip()
    match first[:1]:
        case b"":
            return
        case b"[":
            yield from _array(chain([first[1:]], chunks), skip)
        case b"{":
            yield from (row for row in _whole(chain([first], chunks)) if row.number > skip)
        case _:
            raise CallError(
                f"{name} begins with {shown(first[:20].decode(errors='replace'))}; a .json file holds an array of "
                "postings, or one posting (one posting a line is .jsonl)"
            )


def _array(chunks: Iterator[bytes], skip: int = 0) -> Iterator[Row | Reject]:
    elements = _Elements(chunks)
    number = 0
    text: bytes | LongRow = b"null"
    for number, text in enumerate(gather(elements.pieces()), 1):
        if number == 1 and elements.closed and isinstance(text, bytes) and not text.strip():
            continue  # the empty array
        if number > skip:
            yield _element(number, text)
    if number + 1 <= skip:
        return
    # A last element that is broken says it already.
    if not elements.closed and isinstance(text, bytes) and isinstance(_element(number, text), Row):
        yield Reject(number + 1, "the file ends before its array does: no closing ]; the end may be missing", "", "")
    yield from _left_over(number + 1, elements.after())


def _element(number: int, text: bytes | LongRow) -> Row | Reject:
    return too_long(number, text) if isinstance(text, LongRow) else parsed_row(number, text.strip())


def _left_over(number: int, chunks: Iterator[bytes]) -> Iterator[Reject]:
    for text in gather((chunk, False) for chunk in chunks):
        if isinstance(text, LongRow) or text.strip():
            yield Reject(number, "stands after the end of the array; put every posting inside it", "", text)


def _whole(chunks: Iterator[bytes]) -> Iterator[Row | Reject]:
    for text in gather((chunk, False) for chunk in chunks):
        row = _element(1, text)
        if isinstance(row, Row) and isinstance(row.fields.get("postings"), list):
            for number, fields in enumerate(row.fields["postings"], 1):
                yield _of_whole(number, fields)
        else:
            yield row


def _of_whole(number: int, fields: Any) -> Row | Reject:
    try:
        return Row(number, fields, orjson.dumps(fields))
    except TypeError:  # it reads deeper than it writes
        return Reject(number, "is nested too deeply; a posting is an object of texts, numbers and lists", "", "")


class _Elements:
    """Finds where the elements of one array end; ``closed`` once its bracket was met."""

    def __init__(self, chunks: Iterator[bytes]) -> None:
        self._chunks = chunks
        self._rest = b""
        self.closed = False

    def pieces(self) -> Iterator[Piece]:
        """Yield the text of the elements, without the commas between them."""
        depth, inside, at = 0, False, 0
        for chunk in self._chunks:
            start = 0
            while hit := _pattern(inside, depth).match(chunk, at):
                at, mark = hit.end(), hit[1]
                if mark == b"\\":
                    at += 1  # the escaped byte, which may be the first of the next chunk
                elif mark == b'"':
                    inside = not inside
                elif mark in b"[{":
                    depth += 1
                elif depth:
                    depth -= 1
                elif mark != b"}":
                    # Known before the element is handed on, as the caller asks for it then.
                    self.closed, self._rest = mark == b"]", chunk[at:]
                    yield chunk[start : hit.start(1)], True
                    start = at
                    if self.closed:
                        return
            yield chunk[start:], False
            at = max(at - len(chunk), 0)

    def after(self) -> Iterator[bytes]:
        """Yield what stands after the array."""
        return chain([self._rest] if self.closed else [], self._chunks)


def _pattern(inside: bool, depth: int) -> re.Pattern[bytes]:
    if inside:
        return _WITHIN_A_STRING
    return _WITHIN_AN_ELEMENT if depth else _BETWEEN_ELEMENTS
