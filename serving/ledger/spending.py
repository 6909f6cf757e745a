"""Connects that belong to no posting: bought, or spent on the profile."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from features.errors import InputError
from serving.ledger.dates import read_ms
from serving.ledger.told import MOST_CONNECTS, read_choice, read_name, read_note, read_number

__all__ = ["BOUGHT", "MOST_PAID_USD", "SPENDING", "Spending", "spending_of", "spending_of_row"]

BOUGHT = "bought"
#: What the marketplace sells for Connects beside proposals and their boosts.
SPENDING = (BOUGHT, "boosted_profile", "availability_badge")

#: US dollars of one purchase: beyond them something else is meant.
MOST_PAID_USD = 100_000.0


@dataclass(frozen=True, slots=True)
class Spending:
    """Connects that came or went without a posting.

    Parameters
    ----------
    name : str
        A UUID: telling the same twice under one name is telling it once.
    what : str
        One of `SPENDING`.
    connects : int
        How many.
    at_ms : int or None
        When, in milliseconds since 1970; None for now.
    details : dict
        Only what was told: ``usd`` (the price of all of them, for `BOUGHT`), ``note``.
    """

    name: str
    what: str
    connects: int
    at_ms: int | None
    details: dict[str, Any]
    undone_ms: int | None = None


def spending_of(body: Mapping[str, Any], known: Sequence[str] = SPENDING) -> Spending:
    """Return what a ``POST /v1/spending`` tells.

    Parameters
    ----------
    known : sequence of str
        What of `SPENDING` it may tell.

    Raises
    ------
    InputError
        Naming the field, its value and what to send.
    """
    what = read_choice(body.get("spending"), "spending", known)
    connects = read_number(body, "connects", MOST_CONNECTS, whole=True, least=1)
    if connects is None:
        raise InputError("connects", "is missing; send how many Connects it were")
    usd = read_number(body, "usd", MOST_PAID_USD)
    if usd is not None and what != BOUGHT:
        raise InputError("usd", "is the price of Connects that were bought; leave it out for those that were spent")
    told = {"usd": usd, "note": read_note(body)}
    name = str(uuid.uuid4()) if body.get("event") is None else read_name(body["event"])
    details = {field: value for field, value in told.items() if value is not None}
    return Spending(name, what, connects, read_ms(body.get("at"), "at"), details)


def spending_of_row(row: Mapping[str, Any]) -> Spending:
    """Return spending as it was exported.

    Raises
    ------
    InputError
        Naming the field, its value and what is right.
    """
    found = spending_of({**row, "event": read_name(row.get("event"))})
    return replace(found, undone_ms=read_ms(row.get("undone"), "undone"))
