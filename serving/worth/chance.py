"""The chance that it is you, given that somebody is hired: your own record, the competition, the fit."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from math import exp, hypot, log

from features.fields.facts import Facts
from features.profile import Profile
from serving.assumptions import Assumptions
from serving.models.ghost import GhostView
from serving.models.standing import Standing
from serving.worth.competition import competition_factors
from serving.worth.factor import Factor
from serving.worth.fit import fit_factors
from serving.worth.own_record import OwnRecord, own_record

__all__ = ["Chance", "chance_of_being_hired"]

#: Nobody is surer of being the one.
_MOST = 0.95
#: An assumption may be 0, which has no logarithm.
_LEAST = 1e-12


@dataclass(frozen=True, slots=True)
class Chance:
    """The chance with the factors that made it from the usual one.

    ``doubt`` is the standard deviation of its natural log.
    """

    value: float
    own: OwnRecord
    factors: tuple[Factor, ...]
    doubt: float


def chance_of_being_hired(facts: Facts, pay: Standing, profile: Profile, a: Assumptions, ghost: GhostView) -> Chance:
    """Return the chance of being the one hired."""
    own = own_record(profile, a)
    factors = [*_own(own, profile, a), *_of_posting(facts, pay, profile, a, ghost)]
    raw = own.usual * exp(sum(factor.log for factor in factors))
    if raw > _MOST:
        factors.append(Factor("nearly_sure", log(_MOST / raw), "activity.proposals", "most_chance_of_you"))
    # Your own record has a doubt of its own; that of the others is in how far they move the chance.
    moved = hypot(*(factor.log for factor in factors if factor.name != "own_record"))
    return Chance(min(_MOST, raw), own, tuple(factors), hypot(own.doubt, a["win_factors_doubt"] * moved))


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


def _of_posting(facts: Facts, pay: Standing, profile: Profile, a: Assumptions, ghost: GhostView) -> Iterator[Factor]:
    posting = facts.posting
    yield from competition_factors(facts, a)
    yield from fit_factors(posting, pay, profile, None if facts.offer is None else facts.offer.high, a)
    if posting.invited:
        yield Factor("invited", log(a["invited_factor"]), "invited", "invited_factor")
    if ghost.taken:
        # A second place is no likelier than the first one was: the certainty that somebody was hired helps nobody else.
        left = a["taken_factor"] * min(1.0, ghost.open_hire / (1 - round(ghost.probability, 4)))
        why = "somebody was hired already; of the chance of a hire before that"
        yield Factor("hired_already", log(max(_LEAST, left)), "activity.hires", "taken_factor", why=why)
