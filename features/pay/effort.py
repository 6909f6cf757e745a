"""Effort: the hours that a fixed or flat pay is for, and what it comes to per hour."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from features.pay.found import FoundPay, stated_hours
from features.pay.offer import Offer, said_pay
from features.pay.rates import load_rates
from features.posting import Posting
from features.reading.work import weekly_hours

__all__ = ["Effort", "effort_of"]

Basis = Literal["text_hours", "flat_pay", "market"]
_WEEKS = {"day": 1 / 5, "week": 1.0, "month": 52 / 12, "year": 52.0}


@dataclass(frozen=True, slots=True)
class Effort:
    """Hours of work and what it pays per hour.

    Parameters
    ----------
    usd_low, usd_high : float
        US dollars per hour: the pay over the most and over the fewest hours.
    hours_low, hours_high : float
        For the whole work, or for one period where the pay is for a period.
    basis : str
        ``text_hours`` where the text states them, ``flat_pay`` where pay per week or month stands beside hours a week,
        ``market`` where they follow from what such projects and such hours are paid.
    quote : FoundPay or None
        The flat pay in the text.
    """

    usd_low: float
    usd_high: float
    hours_low: float
    hours_high: float
    basis: Basis
    quote: FoundPay | None = None


def effort_of(posting: Posting, offer: Offer | None, implied_hours: tuple[float, float] | None) -> Effort | None:
    """Return the effort of a posting with a fixed price or a flat pay, None for hourly work or when nothing tells it.

    Parameters
    ----------
    posting : Posting
    offer : Offer or None
        From `features.pay.offer.offer_of`.
    implied_hours : tuple of float or None
        Fewest and most hours that the market's figures imply for such a project.
    """
    if posting.pay is None or posting.pay.type != "fixed":
        return None
    flat = _flat(posting)
    if flat is not None:
        return flat
    if offer is None:
        return None
    hours = stated_hours(posting.description)
    if hours is not None and hours[0] > 0:
        return _effort(offer.low, offer.high, hours, "text_hours")
    return None if implied_hours is None else _effort(offer.middle, offer.middle, implied_hours, "market")


def _effort(low: float, high: float, hours: tuple[float, float], basis: Basis, quote: FoundPay | None = None) -> Effort:
    return Effort(low / hours[1], high / hours[0], hours[0], hours[1], basis, quote)


def _flat(posting: Posting) -> Effort | None:
    """Return the effort of the first pay per day, week, month or year that stands beside hours."""
    weekly = weekly_hours(posting.weekly_hours or posting.duration or "")
    for pay in said_pay(posting.title, posting.description):
        weeks = _WEEKS.get(pay.per)
        low, high = (None if end is None else load_rates().usd(end, pay.currency) for end in (pay.low or pay.high, pay.high))
        if weeks is None or low is None:
            continue
        hours = pay.hours
        if hours is None and weekly is not None and weekly[0] > 0:
            hours = (weeks * weekly[0], weeks * (weekly[1] or weekly[0]))
        if hours is not None and hours[0] > 0:
            return _effort(low, high or low, hours, "flat_pay", pay)
    return None
