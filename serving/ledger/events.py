"""What a person tells of a posting: feedback in the marketplace's own words, and outcomes."""

from __future__ import annotations

import math
import re
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from features.errors import InputError, shown
from features.reading.texts import read_id, read_text
from serving.ledger.dates import read_ms

__all__ = [
    "LABELS",
    "LONGEST_NOTE",
    "MOST_CONNECTS",
    "MOST_USD",
    "OUTCOMES",
    "Event",
    "event_of",
    "feedback_of",
    "outcome_of",
    "read_name",
]

#: The marketplace's own "not interested" menu, and three of ours: words as written there, without case and apostrophes.
LABELS = {
    "just_not_interested": "Just not interested",
    "vague_description": "Vague description",
    "unrealistic_expectations": "Unrealistic expectations",
    "too_many_applicants": "Too many applicants",
    "posted_too_long_ago": "Job posted too long ago",
    "poor_client_reviews": "Poor reviews about the client",
    "not_my_skills": "Doesn't match my skills",
    "overqualified": "I am overqualified",
    "budget_too_low": "Budget too low",
    "not_my_location": "Not in my preferred location",
    "dangerous": "Dangerous or against the rules",
    "worth_it": "Worth it",
    "wrong_score": "The score is wrong",
}
#: The contract's, in the order in which they usually come.
OUTCOMES = ("sent", "viewed", "replied", "interviewed", "hired", "refunded", "expired", "other_hired")

#: Characters of a note, Connects of one proposal and US dollars of one contract: beyond them something else is meant.
LONGEST_NOTE, MOST_CONNECTS, MOST_USD = 1_000, 10_000, 100_000_000.0
_LONGEST_SOURCE = 200


@dataclass(frozen=True, slots=True)
class Event:
    """Something that was told of a posting.

    Parameters
    ----------
    name : str
        A UUID: telling the same twice under one name is telling it once.
    id, source : str, str or None
        Of the posting.
    kind, what : str
        ``feedback`` with one of `LABELS`, or ``outcome`` with one of `OUTCOMES`.
    at_ms : int or None
        When it happened, in milliseconds since 1970; None for now.
    details : dict
        Only what was told: ``note``, ``connects``, ``boost_connects``, ``value_usd``.
    """

    name: str
    id: str
    source: str | None
    kind: str
    what: str
    at_ms: int | None
    details: dict[str, Any]
    undone_ms: int | None = None


def event_of(row: Mapping[str, Any], posting: Mapping[str, Any]) -> Event:
    """Return an event as it was exported, told of a posting.

    Raises
    ------
    InputError
        Naming the field, its value and what is right.
    """
    name = read_name(row.get("event"))
    about = {"id": posting.get("id") or posting.get("url"), "source": posting.get("source"), **row, "event": name}
    kind = row.get("kind")
    if kind == "feedback":
        found = feedback_of(about | {"label": row.get("what")})
    elif kind == "outcome":
        found = outcome_of(about | {"outcome": row.get("what")})
    else:
        raise InputError("kind", f"is {shown(kind)}; a row of the ledger says feedback or outcome")
    return replace(found, undone_ms=read_ms(row.get("undone"), "undone"))


def feedback_of(body: Mapping[str, Any]) -> Event:
    """Return the event of a ``POST /v1/feedback``.

    Raises
    ------
    InputError
        Naming the field, its value and what to send.
    """
    words = {_plain(said): label for label, said in LABELS.items()}
    label = _one_of(body.get("label"), "label", LABELS, words)
    return _event(body, "feedback", label, _note(body))


def outcome_of(body: Mapping[str, Any]) -> Event:
    """Return the event of a ``POST /v1/outcomes``.

    Raises
    ------
    InputError
        Naming the field, its value and what to send.
    """
    outcome = _one_of(body.get("outcome"), "outcome", OUTCOMES, {"somebody_else_hired": "other_hired"})
    counts = {name: _number(body, name, MOST_CONNECTS, whole=True) for name in ("connects", "boost_connects")}
    told = counts | {"value_usd": _number(body, "value_usd", MOST_USD)} | _note(body)
    return _event(body, "outcome", outcome, {name: value for name, value in told.items() if value is not None})


def read_name(value: object) -> str:
    """Return the name of an event.

    Raises
    ------
    InputError
        If it is none.
    """
    try:
        if isinstance(value, str) and len(value) <= 45:
            return str(uuid.UUID(value))
    except ValueError:
        pass
    told = "missing" if value is None else shown(value)
    raise InputError("event", f"is {told}; send the event that the scorer answered, a UUID")


def _event(body: Mapping[str, Any], kind: str, what: str, details: dict[str, Any]) -> Event:
    name = str(uuid.uuid4()) if body.get("event") is None else read_name(body["event"])
    return Event(name, _id(body), _source(body), kind, what, read_ms(body.get("at"), "at"), details)


def _id(body: Mapping[str, Any]) -> str:
    try:
        found = read_id(body.get("id"))
    except ValueError as error:
        raise InputError("id", str(error)) from None
    if not found:
        raise InputError("id", "is missing; send the id of the posting that this is about")
    return str(found)


def _source(body: Mapping[str, Any]) -> str | None:
    source = body.get("source")
    try:
        return read_text(source, limit=_LONGEST_SOURCE) or None
    except ValueError as error:
        raise InputError("source", f'{error}; send the marketplace\'s name such as "upwork", or leave it out') from None


def _note(body: Mapping[str, Any]) -> dict[str, Any]:
    try:
        note = read_text(body.get("note"), limit=LONGEST_NOTE)
    except ValueError as error:
        raise InputError("note", str(error)) from None
    return {"note": note} if note else {}


def _number(body: Mapping[str, Any], name: str, most: float, *, whole: bool = False) -> float | int | None:
    value = body.get(name)
    if value is None:
        return None
    known = isinstance(value, (int, float)) and not isinstance(value, bool)
    if not known or not math.isfinite(value) or not 0 <= value <= most or (whole and value != int(value)):
        kind = "whole number" if whole else "number"
        raise InputError(name, f"is {shown(value)}; send a {kind} from 0 to {most:,.0f}")
    return int(value) if whole else float(value)


def _one_of(value: object, field: str, known: Mapping[str, str] | tuple[str, ...], aliases: Mapping[str, str]) -> str:
    if isinstance(value, str) and len(value) <= 80:
        plain = _plain(value)
        if plain in known:
            return plain
        if plain in aliases:
            return aliases[plain]
    told = "missing" if value is None else shown(value)
    raise InputError(field, f"is {told}; send one of {', '.join(known)}")


def _plain(words: str) -> str:
    """Return words as a name: small letters and underscores, apostrophes left out."""
    return re.sub(r"[^a-z]+", "_", words.lower().replace("'", "").replace("’", "")).strip("_")
