"""The numbers that a decision looks at, of one posting; a change of it is some of them replaced."""

from __future__ import annotations

from math import isnan
from typing import NamedTuple

from features.fields.facts import Facts
from features.pay.effort import Effort, hours_of_work, said_effort
from features.pay.offer import Offer
from features.posting import Posting
from features.profile import Profile
from serving.assumptions import Assumptions
from serving.judge.case import Case
from serving.judge.limits import STATED, band
from serving.models.columns import KIND_NUMBERS
from serving.models.ghost import GhostModel
from serving.models.ghost.looking import quiet_days
from serving.models.pay import MarketBand
from serving.worth.bid import connects_of
from serving.worth.chance import group_of
from serving.worth.competition import places_taken
from serving.worth.fit import asked_factors
from serving.worth.value import length_of, unit_counted

__all__ = ["NAMES", "Change", "Numbers", "asked_numbers", "date_numbers", "numbers_of", "offer_numbers", "time_numbers"]

_NONE = float("nan")
_MARKET = tuple(f"{prefix}{name}" for prefix in ("", "hourly_") for name in ("p25", "p50", "p75", "p25_deviation"))
#: Numbers replaced, by name.
Change = dict[str, float]


class Numbers(NamedTuple):
    """One posting; ``nan`` where something is not known.

    ``market`` to ``new`` are those of `serving.models.ghost.numbers`. ``average`` is what the client pays an hour on
    average, ``low`` and ``high`` are the offer, ``said_low`` and ``said_high`` what the text pays an hour by time or by
    words, ``said_usd`` is what is counted of that and ``said_hours`` whether the posting's own hours tell it, ``work_hours``
    are the fewest hours of the whole work; all in US dollars and hours. Percentiles of the market are natural logs,
    ``looked`` the days since the last look.
    """

    market: float
    labels: float
    said: float
    record_variance: float
    log_hires: float
    z: float
    z_middle: float
    z_deviation: float
    new: float
    average: float
    unverified: float
    interviewing: float
    proposals: float
    unanswered: float
    sent: float
    looked: float
    look_told: float
    hires: float
    copied: float
    age: float
    renewed: float
    places: float
    invited: float
    asked_log: float
    asked_squares: float
    kind: float
    low: float
    high: float
    said_low: float
    said_high: float
    said_usd: float
    said_hours: float
    work_hours: float
    per_week: float
    per_week_doubt: float
    weeks: float
    weeks_doubt: float
    p25: float
    p50: float
    p75: float
    p25_deviation: float
    hourly_p25: float
    hourly_p50: float
    hourly_p75: float
    hourly_p25_deviation: float
    connects: float
    safe: float
    danger: float
    doubtful: float
    blocked: float
    trusted: float


NAMES = Numbers._fields


def numbers_of(case: Case, model: GhostModel) -> Numbers:
    """Return the numbers of a posting."""
    evidence, a = case.evidence, case.assumptions
    facts, posting, market = evidence.facts, evidence.posting, evidence.band
    client, activity = posting.client, posting.activity
    time = time_numbers(facts, a)
    by_hours = hours_of_work(posting) if market is not None and market.kind == "fixed" and isnan(time["said_low"]) else None
    return Numbers(
        **model.many.market(facts)._asdict(),
        **model.many.client(facts)._asdict(),
        average=client.avg_hourly_usd or _NONE,
        unverified=float(client.payment_verified is False),
        interviewing=_known(activity.interviewing),
        proposals=_NONE if activity.proposals is None else float(activity.proposals.low),
        unanswered=_known(activity.unanswered_invites),
        sent=_known(activity.invites_sent),
        hires=_known(activity.hires),
        copied=float(evidence.copies.same_client),
        places=float(places_taken(posting)),
        invited=float(bool(posting.invited)),
        kind=0.0 if market is None else KIND_NUMBERS[market.kind],
        work_hours=_NONE if by_hours is None else by_hours[0],
        connects=_known(connects_of(posting)),
        safe=case.bid.safe,
        danger=float(case.limits.danger),
        doubtful=float(band("scam", evidence.danger.probability, a) != "low"),
        blocked=float(case.limits.client == "blocked"),
        trusted=float(case.limits.client == "trusted"),
        **date_numbers(facts),
        **asked_numbers(posting, case.profile, a),
        **offer_numbers(facts.offer),
        **time,
        **_market_numbers(market),
    )


def date_numbers(facts: Facts) -> Change:
    """Return what rests on when the posting was made and seen."""
    return {
        "age": _known(facts.age_days),
        "renewed": _known(facts.renewed_days),
        "looked": _known(quiet_days(facts)),
        "look_told": float(facts.posting.activity.last_viewed is not None),
    }


def asked_numbers(posting: Posting, profile: Profile, a: Assumptions) -> Change:
    """Return what rests on skills and level."""
    asked = group_of(asked_factors(posting, profile, a))
    return {"asked_log": asked.log, "asked_squares": asked.squares}


def offer_numbers(offer: Offer | None) -> Change:
    """Return what rests on the stated pay."""
    return {"low": _NONE, "high": _NONE} if offer is None else {"low": offer.low, "high": offer.high}


def time_numbers(facts: Facts, a: Assumptions) -> Change:
    """Return what rests on length and hours of the work."""
    said = said_effort(facts.posting, (a["words_per_hour_low"], a["words_per_hour_high"]))
    return length_of(facts, a)._asdict() | _said(said, a)


def _said(said: Effort | None, a: Assumptions) -> Change:
    if said is None:
        return {"said_low": _NONE, "said_high": _NONE, "said_usd": _NONE, "said_hours": 0.0}
    return {
        "said_low": said.usd_low,
        "said_high": said.usd_high,
        "said_usd": unit_counted(said, a).usd,
        "said_hours": float(said.basis in STATED),
    }


def _market_numbers(market: MarketBand | None) -> Change:
    if market is None:
        return dict.fromkeys(_MARKET, _NONE)
    return dict(zip(_MARKET, (*_quartiles(market), *_quartiles(market.by_the_hour)), strict=True))


def _quartiles(market: MarketBand) -> tuple[float, ...]:
    return (*market.log_quantiles[1:4], market.p25_sd)


def _known(value: float | None) -> float:
    return _NONE if value is None else float(value)
