"""The chance that it is you, given that somebody is hired: your own record, the competition, the fit."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from math import exp, hypot, log
from typing import NamedTuple

from features.fields.facts import Facts
from features.posting import Posting
from features.profile import Profile
from serving.assumptions import Assumptions
from serving.models.ghost import GhostView
from serving.models.standing import Standing
from serving.worth.competition import competition_factors
from serving.worth.factor import Factor
from serving.worth.fit import asked_factors, rate_factors
from serving.worth.own_record import OwnRecord, own_record

__all__ = ["Chance", "Parts", "chance_of_being_hired"]

#: Nobody is surer of being the one.
_MOST = 0.95
#: An assumption may be 0, which has no logarithm.
_LEAST = 1e-12


class Parts(NamedTuple):
    """Factors by what they rest on: your own record, the competition, the skills and the level asked for, the pay."""

    record: tuple[Factor, ...]
    others: tuple[Factor, ...]
    asked: tuple[Factor, ...]
    paid: tuple[Factor, ...]


@dataclass(frozen=True, slots=True)
class Chance:
    """The chance with the factors that made it from the usual one.

    ``doubt`` is the standard deviation of its natural log, ``parts`` the factors by what they rest on.
    """

    value: float
    own: OwnRecord
    factors: tuple[Factor, ...]
    doubt: float
    parts: Parts


def chance_of_being_hired(
    facts: Facts,
    pay: Standing,
    profile: Profile,
    a: Assumptions,
    ghost: GhostView,
    *,
    near: Chance | None = None,
    changed: Collection[str] = (),
) -> Chance:
    """Return the chance of being the one hired.

    Parameters
    ----------
    near : Chance, optional
        That of another posting for the same profile; only the parts named in ``changed`` are worked out again.
    """
    own = near.own if near else own_record(profile, a)
    known, posting = near.parts if near else None, facts.posting
    record = known.record if known else tuple(_own(own, profile, a))
    others = known.others if known and "others" not in changed else tuple(competition_factors(facts, a))
    asked = known.asked if known and "asked" not in changed else tuple(asked_factors(posting, profile, a))
    if known and "paid" not in changed:
        paid = known.paid
    else:
        paid = tuple(rate_factors(posting, pay, profile, None if facts.offer is None else facts.offer.high, a))
    factors = [*record, *others, *asked, *paid, *_standing(posting, ghost, a)]
    raw = own.usual * exp(sum([factor.log for factor in factors]))
    if raw > _MOST:
        factors.append(Factor("nearly_sure", log(_MOST / raw), "activity.proposals", "most_chance_of_you"))
    # Your own record has a doubt of its own; that of the others is in how far they move the chance.
    moved = hypot(*[factor.log for factor in factors if factor.name != "own_record"])
    doubt = hypot(own.doubt, a["win_factors_doubt"] * moved)
    return Chance(min(_MOST, raw), own, tuple(factors), doubt, Parts(record, others, asked, paid))


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
        yield Factor("hired_already", log(max(_LEAST, left)), "activity.hires", "taken_factor", why=why)
