"""Your own record: how often your proposals win, drawn towards what is usual."""

from __future__ import annotations

from dataclasses import dataclass
from math import log

from features.profile import Profile
from serving.assumptions import Assumptions

__all__ = ["OwnRecord", "own_record"]


@dataclass(frozen=True, slots=True)
class OwnRecord:
    """The chance of being the one hired, given that somebody is, before anything of the posting is looked at.

    ``log_moved`` is what your own record moves the natural log of the usual chance by, ``doubt`` the standard deviation of
    that log: proposals that you sent make it smaller.
    """

    usual: float
    log_moved: float
    doubt: float


def own_record(profile: Profile, a: Assumptions) -> OwnRecord:
    """Return the chance by a beta-binomial over *proposals*, of which the usual freelancer wins a known share.

    A share of won proposals is win_given_hire times the marketplace's hire rate; as the second is the same for all, your
    record moves the first.
    """
    usual = a["win_given_hire"]
    share, count = usual * a["marketplace_hire_rate"], a["own_record_proposals"]
    sent, hires = profile.proposals_sent, profile.hires
    if not sent or hires is None:
        return OwnRecord(usual, 0.0, (count * share) ** -0.5)
    won = count * share + hires
    # The variance of the log of a beta-distributed share is about one over its wins, where these are few.
    return OwnRecord(usual, log(won / (count + sent) / share), won**-0.5)
