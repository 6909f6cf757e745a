"""The lines of an exported ledger, each read by itself: a bad one is told and the rest goes on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

import orjson

from features.errors import DataError, InputError, shown
from features.posting import read_posting
from features.reading.moments import read_moment
from training.ledger.records import Event, Export, Look, Score, Seen, Spending

__all__ = ["export_of", "read_export"]

#: What the client wrote once; all else of a posting is what its page showed at a time, and stands in its snapshots.
_TEXTS = ("id", "url", "source", "title", "description", "skills", "category", "tier", "questions")
_KINDS = ("feedback", "outcome")


def read_export(path: Path) -> Export:
    """Read what `bidworthy ledger export` wrote.

    Raises
    ------
    DataError
        If the file cannot be opened, or no line of it is one of an exported ledger.
    """
    try:
        with path.open("rb") as file:
            found = export_of(file)
    except OSError as error:
        raise DataError(f"{path} cannot be read: {error.strerror or error}; name an exported ledger") from None
    if not found.postings and not found.spending:
        raise DataError(f"{path} holds no posting: {found.told(1)}; write it with `bidworthy ledger export {path.name}`")
    return found


def export_of(source: Iterable[bytes]) -> Export:
    """Read lines; empty ones are none."""
    found = Export(0, [], [], [])
    lines = 0
    for number, line in enumerate(source, start=1):
        if not line.strip():
            continue
        lines += 1
        try:
            _take(found, _parsed(line))
        except InputError as error:
            found.unread.append((number, str(error)))
    return Export(lines, found.postings, found.spending, found.unread)


def _take(found: Export, row: Mapping[str, Any]) -> None:
    if "spending" in row:
        one = _spending(row)
        found.spending.extend([] if one is None else [one])
    else:
        found.postings.append(_seen(row))


def _parsed(line: bytes) -> Mapping[str, Any]:
    try:
        row = orjson.loads(line)
    except orjson.JSONDecodeError as error:
        raise InputError("", f"is not JSON in UTF-8 ({error.msg}); correct it there") from None
    if not isinstance(row, dict):
        raise InputError("", f"{shown(row)} is no line of an exported ledger; each is an object")
    return row


def _seen(row: Mapping[str, Any]) -> Seen:
    raw = row.get("posting")
    if not isinstance(raw, dict):
        raise InputError("posting", f"is {shown(raw)}; a line of an exported ledger has the posting as an object")
    if raw.get("id") is None and raw.get("url") is None:
        raise InputError("posting.id", "is missing; without an id or a url a posting cannot be told from others")
    first, last = (_moment(row.get(name), name, required=False) for name in ("first_seen", "last_seen"))
    scores = sorted((_score(one) for one in _list(row, "scores")), key=lambda one: one.at)
    events = sorted((_event(one) for one in _list(row, "events") if one.get("undone") is None), key=lambda one: one.at)
    return Seen(raw, first, last, _looks(row, raw, first), tuple(scores), tuple(events))


def _looks(row: Mapping[str, Any], raw: Mapping[str, Any], first: datetime | None) -> tuple[Look, ...]:
    texts = {"title": "", "description": ""} | {name: raw[name] for name in _TEXTS if raw.get(name) is not None}
    if not texts["title"] and not texts["description"]:
        return ()  # only told of
    pages = [(_moment(page.get("at"), "snapshots.at"), page) for page in _list(row, "snapshots")]
    # A ledger put together from scores alone has the texts without a page.
    if not pages and first is not None:
        pages = [(first, {})]
    return tuple(_look(texts, at, page) for at, page in sorted(pages, key=lambda one: one[0]))


def _look(texts: Mapping[str, Any], at: datetime, page: Mapping[str, Any]) -> Look:
    shown_then = {name: value for name, value in page.items() if name != "at"}
    raw = {**texts, **shown_then, "observed_at": at.isoformat()}
    return Look(at, raw, read_posting(raw))


def _score(one: Mapping[str, Any]) -> Score:
    bundle, answer = one.get("bundle"), one.get("answer")
    if not isinstance(bundle, str) or not isinstance(answer, dict):
        raise InputError("scores", "one has no bundle or no answer; take the file as `bidworthy ledger export` wrote it")
    return Score(_moment(one.get("at"), "scores.at"), bundle, answer)


def _event(one: Mapping[str, Any]) -> Event:
    kind, what = one.get("kind"), one.get("what")
    if kind not in _KINDS or not isinstance(what, str):
        raise InputError("events", f"one is {shown(kind)}, {shown(what)}; an event is feedback or an outcome with its word")
    return Event(kind, what, _moment(one.get("at"), "events.at"))


def _spending(row: Mapping[str, Any]) -> Spending | None:
    what, connects = row.get("spending"), row.get("connects")
    if not isinstance(what, str) or not isinstance(connects, int) or isinstance(connects, bool):
        raise InputError("spending", f"is {shown(what)} of {shown(connects)} Connects; it has a word and a whole number")
    at = _moment(row.get("at"), "at")
    return None if row.get("undone") is not None else Spending(what, connects, at)


def _list(row: Mapping[str, Any], name: str) -> list[Mapping[str, Any]]:
    found = row.get(name)
    items = [] if found is None else found
    if not isinstance(items, list) or not all(isinstance(item, dict) for item in items):
        raise InputError(name, f"is {shown(found)}; a line of an exported ledger has a list of objects there")
    return items


def _moment(value: object, field: str, *, required: bool = True) -> Any:
    try:
        moment = read_moment(value, relative=False)
    except ValueError as error:
        raise InputError(field, str(error)) from None
    if moment is None and required:
        raise InputError(field, "is missing; each time of an exported ledger is told")
    return None if moment is None else moment.at
