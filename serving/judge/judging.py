"""From evidence to a case; and a changed posting's, which takes over what rests on nothing changed from a case near it.

Dozens of changed postings are judged for one answer, each for what an unknown field would decide or a change would lift.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from features.fields.facts import Facts
from features.posting import Posting
from features.profile import Profile
from serving.assumptions import Assumptions
from serving.history.copies import Copies
from serving.judge.case import Case, Evidence
from serving.models.fair import FairPrice
from serving.models.ghost import GhostModel
from serving.models.pay import MarketBand
from serving.models.risk import Danger, Explanation
from serving.models.standing import Standing, standing_of
from serving.worth.bid import bid_of, prices_of
from serving.worth.chance import chance_of_being_hired
from serving.worth.value import value_if_hired

__all__ = ["Judging"]


@dataclass(frozen=True, slots=True)
class Judging:
    """What a case is made with, beside its posting and its profile."""

    ghost: GhostModel
    fair: FairPrice | None
    assumptions: Assumptions

    def evidence(
        self, facts: Facts, danger: Danger, explanation: Explanation | None, market: MarketBand | None, copies: Copies
    ) -> Evidence:
        """Return the evidence of a posting whose danger and market are known."""
        pay = self._standing(market, facts)
        ghost = self.ghost.judge(facts, pay.log_to_market, copies)
        return Evidence(facts, danger, explanation, market, pay, ghost, copies)

    def case(self, evidence: Evidence, profile: Profile) -> Case:
        """Return the case of a posting."""
        a, facts, pay, ghost = self.assumptions, evidence.facts, evidence.pay, evidence.ghost
        you = chance_of_being_hired(facts, pay, profile, a, ghost)
        value, prices = value_if_hired(facts, pay, profile, a), prices_of(facts.posting, ghost, profile, a)
        return Case(evidence, profile, bid_of(ghost, 1 - round(evidence.danger.probability, 4), you, value, prices), a)

    def again(self, changed: Posting, near: Case) -> Case:
        """Return the case of a posting that differs from a judged one in record, counters, prices, length or dates.

        Danger and market look at none of record, counters and prices. Length and dates move them a little, which is left
        out: they are tried only to say how much an unknown one would decide.
        """
        evidence = self._changed(changed, near.evidence)
        a, profile, before, bid = self.assumptions, near.profile, near.evidence, near.bid
        facts, pay, ghost, old = evidence.facts, evidence.pay, evidence.ghost, before.posting
        same_pay = pay is before.pay
        same_value = same_pay and changed.client.payment_verified is old.client.payment_verified
        value = bid.value if same_value else value_if_hired(facts, pay, profile, a)
        parts = set(_moved(changed, old, same_pay))
        # Where somebody was hired already, what is left rests on the chance of a hire, too.
        same_you = not parts and not ghost.taken
        you = bid.you if same_you else chance_of_being_hired(facts, pay, profile, a, ghost, near=bid.you, changed=parts)
        same_prices = changed.connects is old.connects and ghost.refund_probability == before.ghost.refund_probability
        prices = bid.prices if same_prices else prices_of(changed, ghost, profile, a)
        return Case(evidence, profile, bid_of(ghost, bid.safe, you, value, prices), a)

    def _changed(self, changed: Posting, before: Evidence) -> Evidence:
        facts, old = before.facts.of_changed(changed), before.posting
        length = changed.duration is old.duration and changed.weekly_hours is old.weekly_hours
        pay = before.pay if changed.pay is old.pay and length else self._standing(before.band, facts)
        dates = _same_dates(changed, old)
        ground = changed.client is old.client and dates and pay.log_to_market == before.pay.log_to_market
        activity = changed.activity is old.activity and dates
        if ground and activity:
            ghost = before.ghost
        else:
            ghost = self.ghost.judge(
                facts,
                pay.log_to_market,
                before.copies,
                before.ghost.ground if ground else None,
                before.ghost.steps if activity and not before.ghost.taken else None,
            )
        return Evidence(facts, before.danger, before.explanation, before.band, pay, ghost, before.copies)

    def _standing(self, market: MarketBand | None, facts: Facts) -> Standing:
        speed = (self.assumptions["words_per_hour_low"], self.assumptions["words_per_hour_high"])
        return standing_of(market, facts, self.fair, speed)


def _moved(changed: Posting, old: Posting, same_pay: bool) -> Iterator[str]:
    """Yield the parts of the chance that it is you that a change moves."""
    if changed.activity is not old.activity or changed.boost_bids is not old.boost_bids or not _same_dates(changed, old):
        yield "others"
    if changed.skills is not old.skills:
        yield "asked"
    if not same_pay or changed.client.avg_hourly_usd is not old.client.avg_hourly_usd:
        yield "paid"


def _same_dates(one: Posting, other: Posting) -> bool:
    return one.posted_at is other.posted_at and one.observed_at is other.observed_at
