"""What the choice needs of a posting and its answer: price, value, doubt, and words to tell it by."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import datetime
from hashlib import blake2b

from features.posting import Posting
from serving.answer import Answer, Verdict, Worth
from serving.models.beta import Z90
from serving.plain import plain
from serving.worth.bid import connects_of

__all__ = ["Entry", "Terms", "entry_of"]

_WORTH_SENDING = ("apply", "consider")


@dataclass(frozen=True, slots=True)
class Terms:
    """What the answers do not tell.

    What a Connect costs in US dollars, how many count where a posting does not say, and from which chance on danger alone
    makes a posting one to skip.
    """

    connect_usd: float
    assumed_connects: int
    scam_skip: float


@dataclass(frozen=True, slots=True)
class Entry:
    """One posting of the file.

    ``connects`` are assumed where ``assumed`` says so. ``value_usd`` is the expected value to four places, as answers print
    it, ``gain_usd`` the part of it before ``costs_usd``; both are None where no value is known. ``deviation`` is that of the
    log of the gain, None where the answer gives no interval. ``text`` is a digest of title and description, None where there
    is a title only. ``against`` is the reason that speaks most against the posting.
    """

    row: int
    id: str | None
    source: str | None
    title: str
    text: bytes | None
    observed_at: datetime | None
    is_page: bool
    verdict: Verdict
    connects: int
    assumed: bool
    gain_usd: float | None
    costs_usd: float
    value_usd: float | None
    deviation: float | None
    p_win: float
    against: str
    missing: tuple[str, ...]

    @property
    def is_candidate(self) -> bool:
        """Whether it is worth a proposal at all."""
        return self.verdict in _WORTH_SENDING and self.value_usd is not None and self.value_usd > 0

    @property
    def usd_per_connect(self) -> float:
        """What it brings for each Connect; without end where it costs none."""
        return (self.value_usd or 0.0) / self.connects if self.connects else math.inf


def entry_of(row: int, posting: Posting, answer: Answer, terms: Terms) -> Entry:
    """Return what the choice needs of the posting in one row of the file.

    Where the Connects are not known, the assumed ones are paid for at the price of a Connect, less what comes back.
    """
    worth = answer.worth
    assumed = worth.connects_cost_usd is None
    connects = terms.assumed_connects if assumed else connects_of(posting) or 0
    price = terms.connect_usd * (1 - worth.refund_probability)
    costs = worth.time_cost_usd + (connects * price if worth.connects_cost_usd is None else worth.connects_cost_usd)
    gain = _gain(answer, costs)
    value = worth.expected_value_usd if worth.expected_value_usd is not None or gain is None else round(gain - costs, 4)
    return Entry(
        row=row,
        id=posting.id,
        source=posting.source,
        title=plain(posting.title),
        text=_digest(posting),
        observed_at=posting.observed_at.at if posting.observed_at else None,
        is_page=answer.level == "page",
        verdict=answer.verdict,
        connects=connects,
        assumed=assumed,
        gain_usd=gain,
        costs_usd=costs,
        value_usd=value,
        deviation=_deviation(worth, costs),
        p_win=worth.p_win,
        against=_against(answer, terms),
        missing=tuple(missing.field for missing in answer.missing),
    )


def _against(answer: Answer, terms: Terms) -> str:
    """Return the heaviest reason against a posting; where danger alone decides, the heaviest that names it."""
    against = [reason for reason in answer.reasons if reason.direction == "-"]
    if answer.scam.probability >= terms.scam_skip:
        against.sort(key=lambda reason: reason.group != "scam")
    return against[0].text if against else ""


def _gain(answer: Answer, costs: float) -> float | None:
    worth = answer.worth
    if worth.expected_value_usd is not None:
        return worth.expected_value_usd + costs
    if worth.value_if_hired_usd is None:
        return None
    return worth.p_win * (1 - answer.scam.probability) * worth.value_if_hired_usd


def _deviation(worth: Worth, costs: float) -> float | None:
    """Return the deviation of the log of the gain that the interval of the expected value tells."""
    low, high = worth.expected_value_low_usd, worth.expected_value_high_usd
    # A gain that is printed as nothing, rounded, has no logarithm.
    if low is None or high is None or low + costs <= 0:
        return None
    return max(0.0, math.log((high + costs) / (low + costs))) / (2 * Z90)


def _digest(posting: Posting) -> bytes | None:
    """Return a digest of the text, None where nothing but a title could tell two postings from each other."""
    description = " ".join(posting.description.split())
    text = " ".join(posting.title.split()) + "\n" + description
    return blake2b(text.casefold().encode("utf-8", "surrogatepass"), digest_size=16).digest() if description else None
