"""Which fields of a posting are not known, and two plausible values of each, a worse and a better one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import timedelta
from typing import NamedTuple

from features.pay.offer import is_placeholder, offer_of
from features.posting import Posting
from features.reading.moments import Moment
from serving.judge.case import Case
from serving.judge.tried.numbers import Change, asked_numbers, date_numbers, offer_numbers, time_numbers
from serving.judge.what_if import with_client, with_fields, with_pay
from serving.models.ghost import GhostModel, can_be_unseen

__all__ = ["Known", "ends_of", "known_of", "unknown_fields"]

# Two plausible values of each field, about the tenth and the ninetieth percentile where postings tell (grade D).
_RATES, _JOBS_WITH_RATE, _JOBS = (10.0, 80.0), 20, (2, 100)
_SPENT = (0.0, 5_000.0)
_NUMBERS: dict[str, tuple[Change, Change]] = {
    "activity.proposals": ({"proposals": 50.0}, {"proposals": 0.0}),
    "activity.interviewing": ({"interviewing": 0.0}, {"interviewing": 2.0}),
    "activity.last_viewed": ({"looked": 7.0, "look_told": 1.0}, {"looked": 1 / 24, "look_told": 1.0}),
}
_AGES = (timedelta(days=10), timedelta(hours=2))
_DURATIONS = ("Less than 1 month", "More than 6 months")
_HOURS = ("10 hrs/week", "30+ hrs/week")
#: The market's quartiles: its ends would make every posting without a price undecided.
_P25, _P75 = 1, 3
#: A skill that nobody has.
_NOBODYS = "\N{INFINITY}unmatched"


class Known(NamedTuple):
    """What is known of a posting, as far as it says what is not.

    ``kind`` is that of the market that its pay is compared with, ``offer`` whether the stated pay is known, ``by_time``
    whether the text pays by time or words, ``record`` the kind of the client's record.
    """

    posting: Posting
    record: str
    kind: str | None
    offer: bool
    by_time: bool


def known_of(case: Case) -> Known:
    """Return what is known of a case."""
    evidence = case.evidence
    pay, offer = evidence.pay, evidence.facts.offer is not None
    by_time = pay.effort is not None and pay.effort.is_rate
    return Known(
        evidence.posting, evidence.ghost.record.kind, None if pay.market is None else pay.market.kind, offer, by_time
    )


def unknown_fields(case: Case, known: Known) -> Iterator[str]:
    """Yield the fields that are not known of a case, or of a change of it of which something else is known."""
    posting = known.posting
    yield from _client(case, known)
    yield from _pay(case, known)
    if not posting.description.strip():
        yield "description"
    if not posting.skills and case.profile.skills:
        yield "skills"
    yield from _activity(case, posting)
    if case.evidence.facts.age_days is None:
        dated = posting.posted_at is not None or case.evidence.facts.created is not None
        yield "observed_at" if dated else "posted_at"


def _client(case: Case, known: Known) -> Iterator[str]:
    client = known.posting.client
    # Once somebody is hired, the record says little of what is left.
    if case.evidence.ghost.taken:
        return
    if client.hire_rate_percent is None and known.record not in ("counted", "new"):
        yield "client.hire_rate_percent"
        if client.total_spent_usd is None and client.hires is None:
            yield "client.total_spent_usd"
    elif client.jobs_posted is None:
        yield "client.jobs_posted"


def _pay(case: Case, known: Known) -> Iterator[str]:
    posting, facts = known.posting, case.evidence.facts
    if case.bid.prices.connects is None:
        yield "connects"
    if known.kind is None:
        yield "pay.type"
        return
    if not known.offer and known.by_time:
        return  # the text tells the pay of a period or of words
    if not known.offer:
        stated = posting.pay is not None and (posting.pay.min or posting.pay.max) and not is_placeholder(posting)
        yield "pay.currency" if stated else "pay"
    if known.kind == "hourly":
        yield from (name for name, value in (("duration", facts.weeks), ("weekly_hours", facts.hours)) if value is None)


def _activity(case: Case, posting: Posting) -> Iterator[str]:
    activity, taken = posting.activity, case.evidence.ghost.taken
    # Once somebody is hired, neither interviews nor looks say anything of a ghost; the others still compete.
    if activity.interviewing is None and not taken:
        yield "activity.interviewing"
    if activity.proposals is None:
        yield "activity.proposals"
    if activity.last_viewed is None and not taken and can_be_unseen(case.evidence.facts):
        yield "activity.last_viewed"


def ends_of(field: str, case: Case, model: GhostModel, posting: Posting) -> Sequence[Change]:
    """Return what a worse and a better value of a field are in numbers; nothing where none can be tried.

    Parameters
    ----------
    field : str
        Of `unknown_fields`.
    case : Case
    model : GhostModel
    posting : Posting
        That of the case, or one with another record.
    """
    if field in _NUMBERS:
        return _NUMBERS[field]
    facts, a = case.evidence.facts, case.assumptions
    part, _, name = field.partition(".")
    if part == "client":
        changed = (with_client(posting, **fields) for fields in _clients(name, posting))
        return [model.many.client(facts.of_changed(one))._asdict() for one in changed]
    if field in ("pay", "pay.currency"):
        market = case.evidence.band
        amounts = () if market is None else (market.usd(_P25), market.usd(_P75))
        offers = (offer_of(with_pay(posting, min=amount, max=amount, currency="USD")) for amount in amounts)
        return [offer_numbers(offer) for offer in offers]
    if field == "connects":
        return [{"connects": float(round(end))} for end in reversed(case.bid.prices.ends)]
    if field in ("duration", "weekly_hours"):
        return [time_numbers(facts.of_changed(one), a) for one in _lengths(field, posting)]
    if field == "skills":
        tried = (with_fields(posting, skills=skills) for skills in ((_NOBODYS,), case.profile.skills))
        return [asked_numbers(one, case.profile, a) for one in tried]
    return [date_numbers(facts.of_changed(one)) for one in _dates(field, case)]


def _clients(name: str, posting: Posting) -> list[dict[str, object]]:
    if name == "hire_rate_percent":
        jobs = posting.client.jobs_posted or _JOBS_WITH_RATE
        return [{"hire_rate_percent": rate, "jobs_posted": jobs} for rate in _RATES]
    return [{name: value} for value in (_JOBS if name == "jobs_posted" else _SPENT)]


def _lengths(field: str, posting: Posting) -> Iterator[Posting]:
    if field == "weekly_hours":
        yield from (with_fields(posting, weekly_hours=hours) for hours in _HOURS)
        return
    # Where the duration tells the hours, too, they stay.
    hours = posting.weekly_hours or posting.duration
    yield from (with_fields(posting, weekly_hours=hours, duration=duration) for duration in _DURATIONS)


def _dates(field: str, case: Case) -> Iterator[Posting]:
    posting, facts = case.evidence.posting, case.evidence.facts
    if field == "posted_at":
        yield from (with_fields(posting, posted_at=Moment(at=None, ago=age)) for age in _AGES)
        return
    if field == "observed_at":
        stated = posting.posted_at
        made = facts.created or (None if stated is None else stated.at)
        if made is not None:
            yield from (with_fields(posting, observed_at=Moment(at=made + age, ago=None)) for age in _AGES)
