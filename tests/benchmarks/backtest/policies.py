"""Policies: which postings to answer, and which first.

A policy without an order answers what it chooses in any order: on average it then gets its share of everything it chose.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from features.posting import Posting
from serving.answer import Answer
from tests.benchmarks.backtest.deals import CONNECT_USD, Deals
from training.metrics import Array

__all__ = [
    "BY_HAND",
    "BY_RATE",
    "CHEAPEST",
    "EVERYTHING",
    "HIRES",
    "ORACLE",
    "PAID",
    "POINTS",
    "TAUGHT",
    "UNCROWDED",
    "VALUE",
    "VERDICT",
    "Policy",
    "policies",
]

EVERYTHING = "apply to all"
POINTS = "points score"
PAID = "best paid first"
UNCROWDED = "best paid, fewest proposals first"
CHEAPEST = "fewest Connects first"
BY_RATE = "by hire rate"
BY_HAND = "by hire rate, interviews and verified payment"
TAUGHT = "learnt on 30,000 with their truth"
ORACLE = "oracle: knows what came"
#: What each scorer is played as: its verdict, its expected value a Connect, its hires a Connect lost.
VERDICT, VALUE, HIRES = "{}: apply", "{}: value", "{}: hires"

#: Words that people filter postings by.
_FILTERED = ("telegram", "whatsapp", "deposit", "crypto", "urgent", "quick", "easy", "simple", "asap", "photo of your id")
_SURE = 1e-6
#: Percentage points of a hire rate.
_NEW_CLIENT_RATE, _STEP = 35.0, 15.0


@dataclass(frozen=True)
class Policy:
    """``chosen`` are the postings it answers; ``order`` says which first (highest), None for any."""

    chosen: NDArray[np.bool_]
    order: Array | None = None


def policies(deals: Deals, scored: Mapping[str, Sequence[Answer]], taught: Array | None = None) -> dict[str, Policy]:
    """Return every policy on some deals, by name.

    Parameters
    ----------
    scored : mapping
        The answers of each scorer that is played.
    taught : ndarray, optional
        Chances of a hire by a model that was told the truth of many postings.
    """
    postings = deals.postings
    everything = np.ones(len(deals), dtype=np.bool_)
    verified = np.array([posting.client.payment_verified is True for posting in postings])
    known = np.array([_hire_rate(posting) for posting in postings])
    words = np.array([not any(word in _text(posting) for word in _FILTERED) for posting in postings])
    points = np.array([_points(posting) for posting in postings], dtype=np.float64)
    found = {
        EVERYTHING: Policy(everything),
        "hire rate over 50%": Policy(known > 50),
        "keyword filter": Policy(words),
        POINTS: Policy(everything, points),
        BY_RATE: Policy(everything, known),
        BY_HAND: Policy(everything, np.array([_by_hand(posting) for posting in postings])),
        CHEAPEST: Policy(everything, -deals.connects),
        PAID: Policy(everything, deals.shown / deals.connects),
        UNCROWDED: Policy(everything, deals.shown / deals.connects / (1 + np.array([_proposals(p) for p in postings]))),
    }
    for name, answers in scored.items():
        value = np.array([_value(*of) for of in zip(answers, deals.shown, deals.connects, strict=True)])
        hire = np.array([(1 - answer.ghost.probability) * (1 - answer.scam.probability) for answer in answers])
        found[VERDICT.format(name)] = Policy(np.array([answer.verdict == "apply" for answer in answers]))
        found[VALUE.format(name)] = Policy(value > 0, value / deals.connects)
        found[HIRES.format(name)] = Policy(everything, _hires_a_connect_lost(hire, deals))
    if taught is not None:
        found[TAUGHT] = Policy(everything, _hires_a_connect_lost(taught, deals))
    found[ORACLE] = Policy(deals.net_usd > 0, deals.net_usd / deals.connects)
    # Where no page says whether payment is verified there is no such policy.
    if any(posting.client.payment_verified is not None for posting in postings):
        found = {EVERYTHING: found.pop(EVERYTHING), "payment verified": Policy(verified), **found}
    return found


def _hires_a_connect_lost(hire: Array, deals: Deals) -> Array:
    """Return what to sort by for the most hires met at as many Connects lost."""
    return hire / (np.maximum(_SURE, 1 - hire) * deals.connects)


def _value(answer: Answer, shown: float, connects: float) -> float:
    """Return the expected value; where the posting states no kind of pay, by what its page is assumed to show."""
    worth = answer.worth
    if worth.expected_value_usd is not None:
        return worth.expected_value_usd
    cost = CONNECT_USD * connects * (1 - worth.refund_probability)
    return worth.p_win * (1 - answer.scam.probability) * float(shown) - cost


def _text(posting: Posting) -> str:
    return f"{posting.title} {posting.description}".lower()


def _hire_rate(posting: Posting) -> float:
    client = posting.client
    if client.hire_rate_percent is not None:
        return client.hire_rate_percent
    return 100 * client.hires / client.jobs_posted if client.jobs_posted and client.hires is not None else 0.0


def _by_hand(posting: Posting) -> float:
    """Return the best plain rule that was found without a model: somebody who knows such markets could write it down.

    Its three numbers were chosen looking at this simulator, which no freelancer can: it flatters the rule.
    """
    client = posting.client
    new = client.hire_rate_percent is None or (client.jobs_posted is not None and client.jobs_posted <= 1)
    rate = _NEW_CLIENT_RATE if new else _hire_rate(posting)
    return rate + (_STEP if posting.activity.interviewing else 0.0) - (_STEP if client.payment_verified is False else 0.0)


def _proposals(posting: Posting) -> float:
    return float(posting.activity.proposals.low) if posting.activity.proposals else 10.0


def _points(posting: Posting) -> float:
    """Return a sum of points as browser extensions give them: ladders of spend, hire rate, rating, activity and age."""
    client, activity = posting.client, posting.activity
    spent, rate = client.total_spent_usd or 0.0, _hire_rate(posting)
    points = 1.0 if client.payment_verified else 0.0
    points += sum(spent > step for step in (0, 100, 1_000, 10_000))
    points += 2 if rate > 75 else 1 if rate > 40 else -1
    points += 1 if (client.rating or 0.0) >= 4.5 else 0
    proposals = activity.proposals.low if activity.proposals else 10
    points += 1 if proposals < 10 else -2 if proposals >= 50 else -1 if proposals >= 20 else 0
    points += 1 if activity.interviewing else 0
    return points - (1 if (activity.interviewing or 0) >= 5 else 0)
