"""Weighing: from what the models say of a posting to its case."""

from __future__ import annotations

from dataclasses import dataclass

from features.fields.facts import Facts
from features.profile import Profile
from serving.assumptions import Assumptions
from serving.history.copies import Copies
from serving.judge.case import Case, Evidence
from serving.judge.limits import limits_of
from serving.models.described import Described
from serving.models.fair import FairPrice
from serving.models.ghost import GhostModel
from serving.models.standing import standing_of
from serving.worth.bid import bid_of, connects_of, prices_of
from serving.worth.chance import chance_of_being_hired, group_of, record_group
from serving.worth.competition import competition_factors
from serving.worth.fit import asked_factors, rate_factors
from serving.worth.own_record import own_record
from serving.worth.value import value_if_hired

__all__ = ["Models", "weighed"]


@dataclass(frozen=True, slots=True)
class Models:
    """What a case is made with, beside its posting and its profile."""

    ghost: GhostModel
    fair: FairPrice | None
    assumptions: Assumptions


def weighed(models: Models, facts: Facts, described: Described, copies: Copies, profile: Profile) -> Case:
    """Return the case of one posting for one freelancer.

    Parameters
    ----------
    models : Models
    facts : Facts
    described : Described
        What the models say of the description.
    copies : Copies
        What a history knows of the text.
    profile : Profile
    """
    a, posting = models.assumptions, facts.posting
    pay = standing_of(described.market, facts, models.fair, (a["words_per_hour_low"], a["words_per_hour_high"]))
    ghost = models.ghost.judge(facts, pay.log_to_market, copies)
    own = own_record(profile, a)
    groups = (
        record_group(own, profile, a),
        group_of(competition_factors(facts, a)),
        group_of(asked_factors(posting, profile, a)),
        group_of(rate_factors(facts, pay, profile, a)),
    )
    bid = bid_of(
        ghost,
        1 - round(described.danger.probability, 4),
        chance_of_being_hired(own, groups, posting, ghost, a),
        value_if_hired(facts, pay, profile, a),
        prices_of(connects_of(posting), ghost.refund_probability, profile, a),
    )
    evidence = Evidence(facts, described.danger, described.explanation, described.market, pay, ghost, copies)
    return Case(evidence, profile, bid, limits_of(facts, described.danger, pay, profile, a), a)
