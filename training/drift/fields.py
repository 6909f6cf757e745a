"""The fields that are compared, as records. The country of a client is none of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from features.fields.facts import Facts

__all__ = ["FIELDS", "Field", "Value"]

Value = float | str | None
Span = tuple[float, float | None]


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a posting.

    Parameters
    ----------
    name : str
        As in the contract, with the unit where there is one.
    value : callable
        A number, or a word for a field of categories; None for unknown.
    categories : bool
    applies : callable
        Whether a posting can have the field at all: hourly pay is not unknown where the price is fixed.
    """

    name: str
    value: Callable[[Facts], Value]
    categories: bool = False
    applies: Callable[[Facts], bool] = lambda facts: True


def _of_kind(kind: str) -> Callable[[Facts], bool]:
    return lambda facts: facts.posting.pay is not None and facts.posting.pay.type == kind


def _pay(name: str) -> Callable[[Facts], Value]:
    return lambda facts: None if facts.posting.pay is None else getattr(facts.posting.pay, name)


def _client(name: str) -> Callable[[Facts], Value]:
    return lambda facts: getattr(facts.posting.client, name)


def _activity(name: str) -> Callable[[Facts], Value]:
    return lambda facts: getattr(facts.posting.activity, name)


def _flag(value: object) -> str | None:
    return None if value is None else "yes" if value else "no"


def _span(span: Span | None) -> str | None:
    if span is None:
        return None
    return f"{span[0]:.0f} or more" if span[1] is None else f"{span[0]:.0f} to {span[1]:.0f}"


def _proposals(facts: Facts) -> float | None:
    count = facts.posting.activity.proposals
    return None if count is None else float(count.low)


def _number_of(items: tuple[str, ...] | None) -> float | None:
    return None if items is None else float(len(items))


FIELDS = (
    Field("pay, US dollars an hour", lambda facts: facts.pay_usd, applies=_of_kind("hourly")),
    Field("pay, US dollars in all", lambda facts: facts.pay_usd, applies=_of_kind("fixed")),
    Field("pay.type", _pay("type"), categories=True),
    Field("pay.currency", _pay("currency"), categories=True),
    Field("tier", lambda facts: facts.posting.tier, categories=True),
    Field("category", lambda facts: facts.posting.category, categories=True),
    Field("duration, weeks", lambda facts: _span(facts.weeks), categories=True),
    Field("weekly_hours", lambda facts: _span(facts.hours), categories=True),
    Field("title, words", lambda facts: float(facts.title_words) or None),
    Field("description, characters", lambda facts: float(len(facts.posting.description)) or None),
    Field("skills, number", lambda facts: _number_of(facts.posting.skills)),
    Field("questions, number", lambda facts: _number_of(facts.posting.questions)),
    Field("connects", lambda facts: facts.posting.connects),
    Field("invited", lambda facts: _flag(facts.posting.invited), categories=True),
    Field("age, days", lambda facts: facts.age_days),
    Field("client.payment_verified", lambda facts: _flag(facts.posting.client.payment_verified), categories=True),
    Field("client.rating", _client("rating")),
    Field("client.reviews", _client("reviews")),
    Field("client.jobs_posted", _client("jobs_posted")),
    Field("client.hire_rate_percent", _client("hire_rate_percent")),
    Field("client.open_jobs", _client("open_jobs")),
    Field("client.total_spent_usd", _client("total_spent_usd")),
    Field("client.hires", _client("hires")),
    Field("client.active_hires", _client("active_hires")),
    Field("client.avg_hourly_usd", _client("avg_hourly_usd")),
    Field("activity.proposals, at least", _proposals),
    Field("activity.interviewing", _activity("interviewing")),
    Field("activity.hires", _activity("hires")),
    Field("activity.invites_sent", _activity("invites_sent")),
    Field("activity.unanswered_invites", _activity("unanswered_invites")),
)
