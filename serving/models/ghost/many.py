"""The chance of no hire of many postings at once: the arithmetic of this package in arrays, without its sentences.

Dozens of postings that a posting might be instead are weighed for one answer. A test holds that their figures are those that
`GhostModel.judge` gives one by one.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from features.hiring import MOST_LOG_ODDS, MOST_LOG_PAY
from serving.assumptions import Assumptions
from serving.models.beta import Z90
from serving.models.columns import Array, Columns, known_or, within
from serving.models.ghost.activity import OLD_FROM, OLD_TO
from serving.models.ghost.answering import (
    BY_DAY,
    CHOOSING,
    HALF_MORE,
    MANY_INVITES,
    MANY_PROPOSALS,
    SHARE_WHEN_UNKNOWN,
    SOME_PROPOSALS,
)
from serving.models.ghost.looking import MOST_OF_LIFE, QUIET_FROM, QUIET_TO, WHEN_UNKNOWN
from serving.models.ghost.repeating import WHOLE_FROM
from serving.models.ramp import ramps

__all__ = ["Chances", "Grounds", "chances", "moved", "standpoints"]


class Grounds(NamedTuple):
    """What is known before any activity: log odds of no hire, their deviation, and the chance of a refund; shape (n,)."""

    log_odds: Array
    deviation: Array
    refund: Array


class Chances(NamedTuple):
    """Chance of no hire with its ends, of a refund, and of a hire before anybody was hired; shape (n,)."""

    probability: Array
    low: Array
    high: Array
    refund: Array
    open_hire: Array


def standpoints(c: Columns, to_market: Array) -> Grounds:
    """Return what a marketplace's level, the client's record and the learned layer say.

    Parameters
    ----------
    c : Columns
    to_market : ndarray, shape (n,)
        Natural log of the pay over the middle of its market.
    """
    pay = known_or(within(to_market, -MOST_LOG_PAY, MOST_LOG_PAY), 0.0)
    moves = c["intercept"] + c["hires_weight"] * c["log_hires"] + c["pay_weight"] * pay + c["labels"]
    whole = np.abs(moves)
    moves = moves * np.where(whole <= MOST_LOG_ODDS, 1.0, MOST_LOG_ODDS / np.where(whole > 0, whole, 1.0))
    distance = c["said"] + moves
    variance = (
        c["record_variance"] + c["layer_variance"] + (c["hires_doubt"] * c["log_hires"]) ** 2 + (c["pay_doubt"] * pay) ** 2
    )
    slope, level_doubt = c["slope"], c["level_doubt"]
    deviation = np.sqrt(slope**2 * variance + (c["slope_doubt"] * distance) ** 2 + level_doubt**2)
    return Grounds(c["level"] + slope * distance, deviation, c["refund"])


def moved(c: Columns, a: Assumptions, old_log_odds: Array) -> Array:
    """Return by how much the activity of the page moves the log odds, shape (n,), as long as nobody is hired.

    Parameters
    ----------
    c : Columns
    a : Assumptions
    old_log_odds : ndarray, shape (n,)
        The weight of an old posting: 0 where the age is known before.
    """
    total = _answering(c, a) + _looking(c, a)
    total = total + known_or(a["renewed_log_odds"] * ramps(c["renewed"], 0.0, WHOLE_FROM), 0.0)
    total = total + np.where(c["copied"] > 0, a["reposted_log_odds"], 0.0)
    most, size = a["activity_most_log_odds"], np.abs(total)
    total = total * np.where(size <= most, 1.0, most / np.where(size > 0, size, 1.0))
    moved: Array = total + known_or(old_log_odds * ramps(c["age"], OLD_FROM, OLD_TO), 0.0)
    return moved


def chances(ground: Grounds, moved: Array, hires: Array, a: Assumptions, most_log_odds: float) -> Chances:
    """Return the chance of no hire, its ends, and what follows from it.

    Parameters
    ----------
    ground : Grounds
    moved : ndarray, shape (n,)
    hires : ndarray, shape (n,)
        People who were hired already.
    a : Assumptions
    most_log_odds : float
        No chance beyond these log odds either way.
    """
    middle = ground.log_odds + moved
    doubt = Z90 * np.hypot(ground.deviation, a["activity_doubt"] * moved)
    low, chance, high = (
        1 / (1 + np.exp(-within(at, -most_log_odds, most_log_odds))) for at in (middle - doubt, middle, middle + doubt)
    )
    taken, p = hires > 0, a["hired_already_ghost"]
    return Chances(
        np.where(taken, p, chance),
        np.where(taken, 0.0, low),
        np.where(taken, min(1.0, 3 * p), high),
        np.where(taken, 0.0, ground.refund),
        1 - chance,
    )


def _answering(c: Columns, a: Assumptions) -> Array:
    interviewing, unanswered, sent = c["interviewing"], c["unanswered"], c["sent"]
    nobody, late = interviewing == 0, c["age"] > BY_DAY
    some = a["interviewing_log_odds"] * np.where(interviewing >= CHOOSING, HALF_MORE, 1.0)
    crowd = a["crowd_no_interview_log_odds"] * known_or(ramps(c["proposals"], SOME_PROPOSALS, MANY_PROPOSALS), 0.0)
    silent = a["no_interview_log_odds"] + crowd
    share = known_or(unanswered / np.maximum(1.0, np.maximum(sent, unanswered)), SHARE_WHEN_UNKNOWN)
    invites = a["unanswered_invites_log_odds"] * ramps(unanswered, 0.0, MANY_INVITES) * (1 + share) / 2
    found: Array = np.where(interviewing > 0, some, 0.0) + np.where(nobody & late, silent, 0.0)
    return found + np.where(nobody & (unanswered > 0), invites, 0.0)


def _looking(c: Columns, a: Assumptions) -> Array:
    old, quiet, most = c["age"], c["looked"], a["not_viewed_log_odds"]
    seen = _weights(np.fmin(quiet, old), old, most)
    never = (c["look_told"] == 0) & (c["interviewing"] == 0) & (old > BY_DAY)
    found: Array = np.where(np.isnan(quiet), 0.0, seen)
    return np.where(never, a["never_viewed_share"] * _weights(old, old, most), found)


def _weights(quiet: Array, old: Array, most: float) -> Array:
    share = ramps(quiet / np.where(old == 0, np.inf, old), MOST_OF_LIFE, 1.0)
    share = np.where(np.isnan(old), WHEN_UNKNOWN, share)
    weights: Array = most * ramps(quiet, QUIET_FROM, QUIET_TO) * (1 + share) / 2
    return weights
