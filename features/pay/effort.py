"""Effort: the hours that a fixed or flat pay is for, and what it comes to per hour."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from features.pay.found import FoundPay, stated_hours
from features.pay.offer import Offer, said_pay
from features.pay.rates import load_rates
from features.posting import Posting
from features.reading.work import weekly_hours

__all__ = ["Effort", "effort_of", "hours_of_work", "said_effort"]

Basis = Literal["text_hours", "flat_pay", "text_words", "market"]
_WEEKS = {"day": 1 / 5, "week": 1.0, "month": 52 / 12, "year": 52.0}


@dataclass(frozen=True, slots=True)
class Effort:
    """Hours of work and what it pays per hour.

    Parameters
    ----------
    usd_low, usd_high : float
        US dollars per hour: the pay over the most and over the fewest hours.
    hours_low, hours_high : float
        For the whole work, or for one period or unit where the pay is for one.
    basis : str
        ``text_hours`` where the text states them, ``flat_pay`` where pay per week or month stands beside hours a week,
        ``text_words`` where it is pay for so many words, ``market`` where they follow from what such projects and such
        hours are paid.
    quote : FoundPay or None
        The flat pay in the text.
    """

    usd_low: float
    usd_high: float
    hours_low: float
    hours_high: float
    basis: Basis
    quote: FoundPay | None = None

    @property
    def is_rate(self) -> bool:
        """Whether the pay is for a time or for words: what it comes to per hour can be compared, the amount cannot."""
        return self.basis in {"flat_pay", "text_words"}


def effort_of(
    posting: Posting,
    offer: Offer | None,
    implied_hours: tuple[float, float] | None,
    words_per_hour: tuple[float, float] | None = None,
) -> Effort | None:
    """Return the effort of a posting with a fixed price or a flat pay, None where nothing tells it.

    Hourly work whose form states no rate has one, too, where the text pays by the week or month beside hours.

    Parameters
    ----------
    posting : Posting
    offer : Offer or None
        From `features.pay.offer.offer_of`.
    implied_hours : tuple of float or None
        Fewest and most hours that the market's figures imply for such a project.
    words_per_hour : tuple of float or None
        Fewest and most words that are written in an hour, an assumption; without it pay for words has no hours.
    """
    if posting.pay is None or posting.pay.type is None:
        return None
    said = said_effort(posting, words_per_hour)
    if posting.pay.type == "hourly":
        return said if offer is None else None
    if said is not None:
        return said
    if offer is None:
        return None
    hours = hours_of_work(posting)
    if hours is not None:
        return _effort(offer.low, offer.high, hours, "text_hours")
    return None if implied_hours is None else _effort(offer.middle, offer.middle, implied_hours, "market")


def said_effort(posting: Posting, words_per_hour: tuple[float, float] | None) -> Effort | None:
    """Return what the text pays by time or by words, whatever the field says beside it; None where it does not.

    Of hourly work only what stands in the place of a rate that the form leaves out.
    """
    pay = posting.pay
    if pay is None or pay.type is None or (pay.type == "hourly" and (pay.min or pay.max)):
        return None
    by_time = _flat(posting)
    return by_time if by_time or words_per_hour is None or pay.type == "hourly" else _by_words(posting, words_per_hour)


def hours_of_work(posting: Posting) -> tuple[float, float] | None:
    """Return the fewest and most hours of the whole work where the text states them."""
    hours = stated_hours(posting.description)
    return hours if hours is not None and hours[0] > 0 else None


def _effort(low: float, high: float, hours: tuple[float, float], basis: Basis, quote: FoundPay | None = None) -> Effort:
    return Effort(low / hours[1], high / hours[0], hours[0], hours[1], basis, quote)


def _flat(posting: Posting) -> Effort | None:
    """Return the effort of the first pay per day, week, month or year that stands beside hours."""
    weekly = weekly_hours(posting.weekly_hours or posting.duration or "")
    for pay in said_pay(posting.title, posting.description):
        weeks = _WEEKS.get(pay.per)
        usd = _usd(pay)
        if weeks is None or usd is None:
            continue
        hours = pay.hours
        if hours is None and weekly is not None and weekly[0] > 0:
            hours = (weeks * weekly[0], weeks * (weekly[1] or weekly[0]))
        if hours is not None and hours[0] > 0:
            return _effort(*usd, hours, "flat_pay", pay)
    return None


def _by_words(posting: Posting, words_per_hour: tuple[float, float]) -> Effort | None:
    """Return the effort of the first pay for so many words, for one unit of them."""
    for pay in said_pay(posting.title, posting.description):
        usd, words = _usd(pay), pay.words or (1.0 if pay.per == "word" else None)
        if usd is not None and words is not None:
            return _effort(*usd, (words / words_per_hour[1], words / words_per_hour[0]), "text_words", pay)
    return None


def _usd(pay: FoundPay) -> tuple[float, float] | None:
    """Return the ends of a pay in US dollars, None for an unknown currency or nothing."""
    low, high = pay.low or pay.high, pay.high or pay.low
    ends = [None if end is None else load_rates().usd(end, pay.currency) for end in (low, high)]
    return (ends[0], ends[1]) if ends[0] and ends[1] else None
