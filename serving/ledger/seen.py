"""What of a posting and its answer goes into the ledger."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import orjson

from features.posting import Activity, Client, Pay, Posting
from serving.given import Given
from serving.history.sightings import client_key, posting_key

__all__ = ["Seen", "known_of", "parts_of", "seen_of", "with_texts"]

#: What the client wrote once; everything else is what the page showed at a time.
_TEXTS = ("id", "url", "source", "title", "description", "skills", "category", "tier", "questions")
_FIELDS = tuple(Posting.model_fields)
_PARTS = {name: tuple(part.model_fields) for name, part in (("pay", Pay), ("client", Client), ("activity", Activity))}
#: When it was looked at is the snapshot's own time: two looks at an unchanged page are one snapshot.
_NOT_SHOWN = (*_TEXTS, "observed_at")


@dataclass(frozen=True, slots=True)
class Seen:
    """One look at a posting. ``texts``, ``page`` and ``answer`` are JSON; ``words`` is how long its texts are.

    What is None was not part of the look: a row of a file may hold a page without an answer, or the other way round.
    """

    key: str
    client: str | None
    at_ms: int
    texts: bytes
    page: bytes | None
    words: int
    bundle: str | None
    answer: bytes | None


def seen_of(raw: Mapping[str, Any], posting: Posting, given: Given, now_ms: int) -> Seen | None:
    """Return what is kept of a posting as it was sent; None where nothing tells it from others.

    Parameters
    ----------
    raw : mapping
        In the shape of the contract, as it was read; fields that the contract does not know are not kept.
    now_ms : int
        For a posting that does not say when it was observed.
    """
    key = posting_key(posting)
    if key is None:
        return None
    at = posting.observed_at.at if posting.observed_at else None
    texts, page = parts_of(raw)
    return Seen(
        key,
        client_key(posting),
        now_ms if at is None else int(at.timestamp() * 1000),
        texts,
        page,
        len(posting.title) + len(posting.description),
        given.bundle,
        given.body,
    )


def known_of(raw: Mapping[str, Any]) -> dict[str, Any]:
    """Return the fields of a posting that the contract knows."""
    return {name: _known(name, raw[name]) for name in _FIELDS if raw.get(name) is not None}


def parts_of(raw: Mapping[str, Any]) -> tuple[bytes, bytes]:
    """Return the texts of a posting, and what its page showed, as JSON."""
    known = known_of(raw)
    shown = {name: value for name, value in known.items() if name not in _NOT_SHOWN}
    return _json({name: known[name] for name in _TEXTS if name in known}), _json(shown)


def with_texts(texts: str, page: str) -> dict[str, Any]:
    """Return the posting that texts and one snapshot make together."""
    return {**orjson.loads(texts), **orjson.loads(page)}


def _known(field: str, value: Any) -> Any:
    part = _PARTS.get(field)
    return {name: value[name] for name in part if name in value} if part and isinstance(value, Mapping) else value


def _json(value: Mapping[str, Any]) -> bytes:
    return orjson.dumps(value, option=orjson.OPT_SORT_KEYS | orjson.OPT_NON_STR_KEYS)
