"""The offer: what a posting pays, in US dollars, from its field or, where the field says nothing, from its text."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from features.pay.found import FoundPay, find_pay
from features.pay.rates import load_rates
from features.posting import Posting

__all__ = ["PLACEHOLDER_USD", "Offer", "is_placeholder", "offer_of", "offers_of", "said_pay"]

Kind = Literal["hourly", "fixed"]
#: Marketplaces that show their money in US dollars and leave the currency out.
_DOLLAR_SOURCES = (None, "upwork")
#: The least that a form takes for a fixed price (domain facts, grade A): clients who want to talk of the price enter it.
PLACEHOLDER_USD = 5.0
#: From so many words on, a brief is no five-dollar job. Of real fixed-price postings with a text 3% (81 of 2,678) asked for
#: work at that price, with a median of 185 words; 66 of them had 60 or more.
_LONG_BRIEF = 60


@dataclass(frozen=True, slots=True)
class Offer:
    """What a posting pays.

    Parameters
    ----------
    low, high : float
        US dollars, per hour for hourly work.
    currency : str
        ISO code of what was stated.
    field : str
        ``pay``, or the text that states it: ``title`` or ``description``.
    start, end : int or None
        The quote in that text.
    """

    low: float
    high: float
    currency: str
    field: str = "pay"
    start: int | None = None
    end: int | None = None

    @property
    def middle(self) -> float:
        """The geometric mean of the two ends."""
        return float(self.low**0.5 * self.high**0.5)


def offer_of(posting: Posting) -> Offer | None:
    """Return what a posting pays; None when it is not told in a currency that can be converted.

    A currency left out is the US dollar only where the marketplace shows dollars. An amount of zero is a placeholder of
    forms, and so is the least fixed price above a long brief; the text then counts, if it states pay of the posting's kind.
    """
    pay = posting.pay
    if pay is None or pay.type is None:
        return None
    stated = _from_field(posting)
    if stated is not None and not (pay.type == "fixed" and _is_placeholder(posting, stated)):
        return stated
    if stated is None and (pay.min or pay.max):
        return None  # in a currency that is not known
    return _from_text(posting, pay.type)


def is_placeholder(posting: Posting) -> bool:
    """Return whether the field holds the least price that the form takes, above a long brief."""
    stated = _from_field(posting) if posting.pay is not None and posting.pay.type == "fixed" else None
    return stated is not None and _is_placeholder(posting, stated)


@lru_cache(maxsize=256)  # one posting is looked at again for each change that might turn its verdict
def said_pay(title: str, description: str) -> tuple[FoundPay, ...]:
    """Return the pay that the texts state."""
    return find_pay(title, description)


def _from_field(posting: Posting) -> Offer | None:
    pay = posting.pay
    ends = [] if pay is None else [end for end in (pay.min, pay.max) if end]
    if pay is None or not ends:
        return None
    currency = _currency(posting)
    return None if currency is None else _offer(min(ends), max(ends), currency)


def offers_of(posting: Posting, lows: Sequence[float], highs: Sequence[float]) -> list[tuple[float, float] | None]:
    """Return the ends of the offer in US dollars, were the field's ends these; None where it would be none."""
    pay = posting.pay
    kind, currency = (None, None) if pay is None else (pay.type, _currency(posting))
    if kind is None or currency is None or (per_unit := load_rates().usd(1.0, currency)) is None:
        return [None] * len(lows)
    usd = [(low * per_unit, high * per_unit) for low, high in zip(lows, highs, strict=True)]
    if kind == "hourly" or not _is_long(posting):
        return list(usd)
    said = _from_text(posting, kind)
    in_text = None if said is None else (said.low, said.high)
    return [in_text if ends[1] <= PLACEHOLDER_USD else ends for ends in usd]


def _currency(posting: Posting) -> str | None:
    stated = None if posting.pay is None else posting.pay.currency
    return stated or ("USD" if (posting.source or None) in _DOLLAR_SOURCES else None)


def _offer(low: float, high: float, currency: str, field: str = "pay", place: tuple[int, int] | None = None) -> Offer | None:
    rates = load_rates()
    ends = rates.usd(low, currency), rates.usd(high, currency)
    if ends[0] is None or ends[1] is None or ends[0] <= 0:
        return None
    start, end = place or (None, None)
    return Offer(ends[0], ends[1], currency, field, start, end)


def _is_placeholder(posting: Posting, stated: Offer) -> bool:
    return stated.high <= PLACEHOLDER_USD and _is_long(posting)


def _is_long(posting: Posting) -> bool:
    return len(posting.description.split()) >= _LONG_BRIEF


def _from_text(posting: Posting, kind: Kind) -> Offer | None:
    """Return the first pay of the kind that the text states; None where it states two that do not agree."""
    unit = "hour" if kind == "hourly" else "project"
    offers = list(_offers(posting, (pay for pay in said_pay(posting.title, posting.description) if pay.per == unit)))
    if not offers or any((o.low, o.high) != (offers[0].low, offers[0].high) for o in offers):
        return None
    return offers[0]


def _offers(posting: Posting, said: Iterable[FoundPay]) -> Iterable[Offer]:
    default = "USD" if (posting.source or None) in _DOLLAR_SOURCES else None
    for pay in said:
        currency = pay.currency or default
        low, high = pay.low or pay.high, pay.high or pay.low
        if currency is not None and low is not None and high is not None:
            offer = _offer(low, high, currency, pay.field, (pay.start, pay.end))
            if offer is not None:
                yield offer
