"""The ledger as JSON Lines, out and in again: a posting a line, with its snapshots, scores and events; then spending."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import orjson

from features.errors import InputError, shown
from features.posting import read_posting
from serving.history.sightings import client_key, posting_key
from serving.ledger.dates import dated, read_ms, with_dates
from serving.ledger.events import event_of
from serving.ledger.seen import Seen, parts_of
from serving.ledger.spending import spending_of_row
from serving.ledger.store import Ledger

__all__ = ["exported", "take"]


def exported(ledger: Ledger) -> Iterator[dict[str, Any]]:
    """Yield the lines of the file.

    Raises
    ------
    HistoryError
        If the ledger cannot be read.
    """
    for found in ledger.rows():
        yield {name: value for name, value in dated(found).items() if name != "score"}
    for spent in ledger.spending():
        yield with_dates(spent)


def take(ledger: Ledger, row: Mapping[str, Any]) -> None:
    """Add what a line holds to a ledger; what is there already stays and is not doubled.

    Raises
    ------
    InputError
        Naming what of the line cannot be used; then nothing of it is taken.
    HistoryError
        If the ledger cannot be written.
    """
    if "spending" in row:
        ledger.take((), (), [spending_of_row(row)])
        return
    posting = row.get("posting")
    if not isinstance(posting, Mapping):
        raise InputError("posting", f"is {shown(posting)}; a line of an exported ledger has the posting as an object")
    events = [event_of(told, posting) for told in _list(row, "events")]
    ledger.take(_looks(row, posting), events)


def _looks(row: Mapping[str, Any], posting: Mapping[str, Any]) -> list[Seen]:
    """Return each snapshot and each score of a line as a look of its own."""
    pages = [(_at(page), {name: value for name, value in page.items() if name != "at"}) for page in _list(row, "snapshots")]
    scores = [(_at(score), *_score(score)) for score in _list(row, "scores")]
    if not pages and not scores:
        return []
    read = read_posting({"description": "", "title": "", **posting})
    key = posting_key(read)
    if key is None:
        raise InputError("posting.id", "is missing; without an id or a url a posting cannot be told from others")
    texts, words = parts_of(posting)[0], len(read.title) + len(read.description)
    looks = [Seen(key, client_key(read), at, texts, parts_of(page)[1], words, None, None) for at, page in pages]
    return looks + [Seen(key, client_key(read), at, texts, None, words, bundle, answer) for at, bundle, answer in scores]


def _list(row: Mapping[str, Any], name: str) -> list[Mapping[str, Any]]:
    found = row.get(name)
    items = [] if found is None else found
    if not isinstance(items, list) or not all(isinstance(item, Mapping) for item in items):
        raise InputError(name, f"is {shown(found)}; a line of an exported ledger has a list of objects there")
    return items


def _at(item: Mapping[str, Any]) -> int:
    at = read_ms(item.get("at"), "at")
    if at is None:
        raise InputError("at", "is missing; each snapshot and score of an exported ledger has its time")
    return at


def _score(item: Mapping[str, Any]) -> tuple[str, bytes]:
    bundle, answer = item.get("bundle"), item.get("answer")
    if not isinstance(bundle, str) or not isinstance(answer, Mapping):
        raise InputError("scores", "one has no bundle or no answer; take a file that `bidworthy ledger export` wrote")
    return bundle, orjson.dumps(answer)
