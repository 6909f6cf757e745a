"""The chance that it is you, given that somebody is hired: your own record, the competition, the fit."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from math import exp, hypot, log
from typing import NamedTuple

from features.posting import Posting
from features.profile import Profile
from serving.assumptions import Assumptions
from serving.models.ghost import GhostView
from serving.worth.factor import Factor
from serving.worth.own_record import OwnRecord

__all__ = ["LEAST", "MOST", "Chance", "Group", "chance_of_being_hired", "group_of", "record_group"]

#: Nobody is surer of being the one.
MOST = 0.95
#: An assumption may be 0, which has no logarithm.
LEAST = 1e-12


class Group(NamedTuple):
    """Factors that rest on one thing: your own record, the others, what is asked for, or the pay.

    ``log`` is the sum of their natural logs, ``squares`` that of the squares of those that are assumptions.
    """

    factors: tuple[Factor, ...]
    log: float
    squares: float


_NOTHING = Group((), 0.0, 0.0)


class Chance(NamedTuple):
    """The chance with the factors that made it from the usual one.

    ``doubt`` is the standard deviation of its natural log.
    """

    value: float
    own: OwnRecord
    groups: tuple[Group, ...]
    doubt: float

    @property
    def factors(self) -> tuple[Factor, ...]:
        """All factors, in the order of their groups."""
        return tuple(factor for group in self.groups for factor in group.factors)


def group_of(factors: Iterable[Factor]) -> Group:
    """Return factors as a group."""
    found = tuple(factors)
    if not found:
        return _NOTHING
    logs = [factor.log for factor in found]
    return Group(found, sum(logs), sum([log * log for log in logs]))


def record_group(own: OwnRecord, profile: Profile, a: Assumptions) -> Group:
    """Return what your own record moves. It has a doubt of its own, so none is taken from how far it moves."""
    return group_of(_own(own, profile, a))._replace(squares=0.0)


def chance_of_being_hired(
    own: OwnRecord, groups: tuple[Group, ...], posting: Posting, ghost: GhostView, a: Assumptions
) -> Chance:
    """Return the chance of being the one hired.

    Parameters
    ----------
    own : OwnRecord
    groups : tuple of Group
        By what is known of you, the others, the work and its pay.
    posting : Posting
    ghost : GhostView
    a : Assumptions
    """
    if posting.invited or ghost.taken:
        groups = (*groups, group_of(_standing(posting, ghost, a)))
    raw = own.usual * exp(sum([group.log for group in groups]))
    if raw > MOST:
        surest = Factor("nearly_sure", log(MOST / raw), "activity.proposals", "most_chance_of_you")
        groups, raw = (*groups, group_of((surest,))), MOST
    # That of all but your own record is in how far they move the chance.
    moved = sum([group.squares for group in groups]) ** 0.5
    return Chance(raw, own, groups, hypot(own.doubt, a["win_factors_doubt"] * moved))


def _own(own: OwnRecord, profile: Profile, a: Assumptions) -> Iterator[Factor]:
    if profile.proposals_sent and profile.hires is not None:
        code = "own_record_better" if own.log_moved > 0 else "own_record_worse"
        usual = a["win_given_hire"] * a["marketplace_hire_rate"]
        values: dict[str, str | int] = {
            "hires": profile.hires,
            "sent": profile.proposals_sent,
            "rate": f"{100 * profile.hires / profile.proposals_sent:.1f}",
            "usual": f"{100 * usual:.1f}",
        }
        why = f"{profile.hires} hires of {profile.proposals_sent} sent"
        yield Factor(code, own.log_moved, "profile.hires", "own_record", values, why)


def _standing(posting: Posting, ghost: GhostView, a: Assumptions) -> Iterator[Factor]:
    if posting.invited:
        yield Factor("invited", log(a["invited_factor"]), "invited", "invited_factor")
    if ghost.taken:
        # A second place is no likelier than the first one was: the certainty that somebody was hired helps nobody else.
        left = a["taken_factor"] * min(1.0, ghost.open_hire / (1 - round(ghost.probability, 4)))
        why = "somebody was hired already; of the chance of a hire before that"
        yield Factor("hired_already", log(max(LEAST, left)), "activity.hires", "taken_factor", why=why)
