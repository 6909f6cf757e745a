"""The chance that it is you, given that somebody is hired: a prior, the competition, and your own record."""

from __future__ import annotations

from features.posting import Posting
from features.profile import Profile
from serving.assumptions import Assumptions

__all__ = ["chance_of_being_hired", "competition"]

_BUCKETS = (
    (50, "competition_50_up"),
    (20, "competition_20_to_49"),
    (10, "competition_10_to_19"),
    (5, "competition_5_to_9"),
)
_MOST = 0.95


def chance_of_being_hired(
    posting: Posting, profile: Profile, a: Assumptions, *, taken: bool
) -> tuple[float, tuple[str, ...]]:
    """Return the chance of being the one hired, and the assumptions in words."""
    name = competition(posting)
    own, note = _own_record(profile, a)
    notes = [f"win_given_hire: {a['win_given_hire']:g}{note}"]
    factor = a[name] if name else 1.0
    notes.append(f"{name}: {factor:g}" if name else "competition: unknown, taken as average")
    if posting.invited:
        factor *= a["invited_factor"]
        notes.append(f"invited_factor: {a['invited_factor']:g}")
    if taken:
        factor *= a["taken_factor"]
        notes.append(f"taken_factor: {a['taken_factor']:g} (somebody was hired already)")
    return min(_MOST, own * factor), tuple(notes)


def competition(posting: Posting) -> str | None:
    """Return the name of the assumption for the posting's proposals bucket."""
    proposals = posting.activity.proposals
    if proposals is None:
        return None
    return next((name for least, name in _BUCKETS if proposals.low >= least), "competition_0_to_4")


def _own_record(profile: Profile, a: Assumptions) -> tuple[float, str]:
    """Return the prior, moved by the freelancer's own record as a beta-binomial.

    The prior's count is of *proposals*, of which the average wins win_given_hire times the hire rate.
    """
    prior = a["win_given_hire"]
    if not profile.proposals_sent or profile.hires is None:
        return prior, " (the average freelancer)"
    average = prior * a["marketplace_hire_rate"]
    count = a["own_record_proposals"]
    moved = (count * average + profile.hires) / (count + profile.proposals_sent)
    return prior * moved / average, f" (moved by your {profile.hires} hires of {profile.proposals_sent})"
