"""What a person tells of a posting: feedback in the marketplace's own words, and outcomes."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from features.errors import InputError, shown
from features.reading.texts import read_id, read_text
from serving.ledger.dates import read_ms
from serving.ledger.told import MOST_CONNECTS, read_choice, read_name, read_note, read_number

__all__ = ["LABELS", "MOST_USD", "OUTCOMES", "Event", "event_of", "feedback_of", "outcome_of"]

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

_LONGEST_SOURCE = 200
#: US dollars of one contract: beyond them something else is meant.
MOST_USD = 100_000_000.0


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
    label = read_choice(body.get("label"), "label", LABELS, {said: label for label, said in LABELS.items()})
    return _event(body, "feedback", label, {"note": read_note(body)})


def outcome_of(body: Mapping[str, Any]) -> Event:
    """Return the event of a ``POST /v1/outcomes``.

    Raises
    ------
    InputError
        Naming the field, its value and what to send.
    """
    outcome = read_choice(body.get("outcome"), "outcome", OUTCOMES, {"somebody_else_hired": "other_hired"})
    told = {name: read_number(body, name, MOST_CONNECTS, whole=True) for name in ("connects", "boost_connects")}
    told |= {"value_usd": read_number(body, "value_usd", MOST_USD), "note": read_note(body)}
    return _event(body, "outcome", outcome, told)


def _event(body: Mapping[str, Any], kind: str, what: str, told: Mapping[str, Any]) -> Event:
    name = str(uuid.uuid4()) if body.get("event") is None else read_name(body["event"])
    details = {field: value for field, value in told.items() if value is not None}
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
