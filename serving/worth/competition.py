"""The others: how many they are, for how long they have been coming, and who stands above you."""

from __future__ import annotations

from collections.abc import Iterator
from math import log

from features.fields.facts import Facts
from features.posting import Posting
from serving.assumptions import Assumptions
from serving.models.ramp import ramp
from serving.texts import days_ago, phrase, span
from serving.worth.factor import Factor

__all__ = [
    "AUCTION_DAYS",
    "BUCKETS",
    "EARLY_FROM",
    "EARLY_TO",
    "FEWEST",
    "LATE_FROM",
    "LATE_TO",
    "MANY_INTERVIEWS",
    "PLACES",
    "WHEN_UNKNOWN",
    "bucket",
    "competition_factors",
    "places_taken",
    "top_bids",
]

#: Places that boosted proposals take (domain facts, grade A).
PLACES = 4
AUCTION_DAYS = 7.0
BUCKETS = (
    (50, "competition_50_up"),
    (20, "competition_20_to_49"),
    (10, "competition_10_to_19"),
    (5, "competition_5_to_9"),
)
FEWEST = "competition_0_to_4"
#: In hours: until the first is over a proposal is among the first, after a day it is one of many.
EARLY_FROM, EARLY_TO = 1.0, 24.0
#: And of an unknown age: between a fresh posting and an old one.
WHEN_UNKNOWN = 0.5
#: In days: from a week on others have been talked to, after 30 the posting expires.
LATE_FROM, LATE_TO = 7.0, 30.0
#: From so many interviews on, the client has enough to choose from.
MANY_INTERVIEWS = 5


def bucket(posting: Posting) -> str | None:
    """Return the name of the assumption for the posting's proposals bucket."""
    proposals = posting.activity.proposals
    if proposals is None:
        return None
    return next((name for least, name in BUCKETS if proposals.low >= least), FEWEST)


def top_bids(facts: Facts) -> tuple[int, ...] | None:
    """Return the boosted bids that hold a place, highest first; None where they are not shown, or nobody can bid any more.

    The auction is open for 7 days or until the first hire (domain facts, grade A), and who is invited needs no place.
    """
    posting = facts.posting
    if posting.invited or posting.activity.hires or (facts.age_days or 0.0) > AUCTION_DAYS:
        return None
    return _top(posting.boost_bids)


def places_taken(posting: Posting) -> int:
    """Return how many boosted places are held, as long as somebody could bid for one; 0 where that is not shown."""
    return len(_top(posting.boost_bids) or ())


def _top(bids: tuple[int, ...] | None) -> tuple[int, ...] | None:
    return None if bids is None else tuple(sorted((bid for bid in bids if bid > 0), reverse=True)[:PLACES])


def competition_factors(facts: Facts, a: Assumptions) -> Iterator[Factor]:
    """Yield the factors; what is not known makes none."""
    posting, age = facts.posting, facts.age_days
    yield from _proposals(posting, age, a)
    if age is not None:
        yield from _moment(age, a)
    interviewing = posting.activity.interviewing
    if interviewing is not None and interviewing >= MANY_INTERVIEWS:
        values = {"interviewing": interviewing}
        name = "many_interviews_factor"
        yield Factor("many_interviews", log(a[name]), "activity.interviewing", name, values)
    bids = top_bids(facts)
    if bids:
        name, taken = "boosted_above_factor", len(bids)
        yield Factor("boosted_above", log(a[name]) * taken / PLACES, "boost_bids", name, {"places": taken})


def _proposals(posting: Posting, age: float | None, a: Assumptions) -> Iterator[Factor]:
    name, proposals = bucket(posting), posting.activity.proposals
    if name is None or proposals is None:
        return
    by_number = log(a[name])
    if by_number > 0:
        # Every posting begins with few: that they are few tells something only once others had the time to write.
        by_number *= WHEN_UNKNOWN if age is None else ramp(24 * age, 0.0, EARLY_TO)
    if proposals.low == 0 and proposals.high:
        shown = phrase("fewer_than", high=proposals.high + 1)
    else:
        shown = span(str(proposals.low), None if proposals.high is None else str(proposals.high))
    yield Factor("crowded" if by_number < 0 else "few", by_number, "activity.proposals", name, {"proposals": shown})


def _moment(age: float, a: Assumptions) -> Iterator[Factor]:
    early = log(a["early_factor"]) * (1 - ramp(24 * age, EARLY_FROM, EARLY_TO))
    if early:
        yield Factor("early", early, "posted_at", "early_factor")
    late = log(a["late_factor"]) * ramp(age, LATE_FROM, LATE_TO)
    if late:
        yield Factor("late", late, "posted_at", "late_factor", {"days": days_ago(age)})
