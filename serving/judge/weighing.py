"""From what the models say of a posting to its case, and to the case of anything that it might say instead.

Dozens of changed postings are weighed for one answer, each for what an unknown field would decide or a change would lift. A
case is made of parts, and each part is worked out once for what it rests on.
"""

from __future__ import annotations

from dataclasses import dataclass

from features.fields.facts import Facts
from features.posting import Posting
from features.profile import Profile
from serving.assumptions import Assumptions
from serving.history.copies import Copies
from serving.judge.case import Case, Evidence
from serving.judge.limits import Limits, limits_of
from serving.models.described import Described
from serving.models.fair import FairPrice
from serving.models.ghost import GhostModel, GhostView
from serving.models.ghost.view import Ground, Step
from serving.models.standing import Standing, standing_of
from serving.worth.bid import Prices, bid_of, connects_of, prices_of
from serving.worth.chance import Group, chance_of_being_hired, group_of, record_group
from serving.worth.competition import competition_factors
from serving.worth.fit import asked_factors, rate_factors
from serving.worth.own_record import own_record
from serving.worth.value import Value, value_if_hired

__all__ = ["Models", "Weighing"]

#: Which pay, over which duration, at which hours a week; when posted, when observed.
_Paid = tuple[int, str | None, str | None]
_Dates = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Models:
    """What a case is made with, beside its posting and its profile."""

    ghost: GhostModel
    fair: FairPrice | None
    assumptions: Assumptions


class Weighing:
    """The cases of one posting for one freelancer.

    Danger and market are those of the posting itself. They look at none of record, counters and prices; length and dates
    move them a little, which is left out: they are tried only to say how much an unknown one would decide.

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

    __slots__ = (
        "_asked", "_copies", "_described", "_facts", "_grounds", "_limits", "_models", "_others", "_own", "_prices",
        "_profile", "_rates", "_record", "_safe", "_standings", "_steps", "_values", "_weighed", "case",
    )  # fmt: skip

    def __init__(self, models: Models, facts: Facts, described: Described, copies: Copies, profile: Profile) -> None:
        self._models, self._facts, self._described = models, facts, described
        self._copies, self._profile = copies, profile
        self._own = own_record(profile, models.assumptions)
        self._record = record_group(self._own, profile, models.assumptions)
        self._safe = 1 - round(described.danger.probability, 4)
        # Each part of a case by what it rests on.
        self._standings: dict[_Paid, Standing] = {}
        self._limits: dict[tuple[_Paid, int | None], Limits] = {}
        self._values: dict[tuple[_Paid, bool | None], Value | None] = {}
        self._rates: dict[tuple[_Paid, float | None], Group] = {}
        self._grounds: dict[tuple[int, int, float | None, _Dates], Ground] = {}
        self._steps: dict[tuple[int, _Dates], tuple[Step, ...]] = {}
        self._others: dict[tuple[int, int, _Dates], Group] = {}
        self._asked: dict[int, Group] = {}
        self._prices: dict[tuple[int | None, float], Prices] = {}
        # Parts of a posting are told apart by what they are, not by what they say: these must live as long.
        self._weighed: list[Posting] = []
        self.case = self.of(facts.posting)

    def of(self, posting: Posting) -> Case:
        """Return the case of the posting itself, or of one that differs in client, counters, price, pay, length or dates.

        Parts that do not differ must be the same objects.
        """
        profile, described, a = self._profile, self._described, self._models.assumptions
        facts = self._facts if posting is self._facts.posting else self._facts.of_changed(posting)
        self._weighed.append(posting)
        client, activity = posting.client, posting.activity
        dates: _Dates = (id(posting.posted_at), id(posting.observed_at))
        paid: _Paid = (id(posting.pay), posting.duration, posting.weekly_hours)
        if (pay := self._standings.get(paid)) is None:
            pay = self._standings[paid] = self._standing(facts)
        if (limits := self._limits.get(of_limits := (paid, activity.hires))) is None:
            limits = self._limits[of_limits] = limits_of(facts, described.danger, pay, profile, a)
        if (of_value := (paid, client.payment_verified)) not in self._values:
            self._values[of_value] = value_if_hired(facts, pay, profile, a)
        ghost = self._ghost(facts, pay, dates)
        you = chance_of_being_hired(self._own, self._groups(facts, pay, dates, paid), posting, ghost, a)
        if (prices := self._prices.get(of_price := (connects_of(posting), ghost.refund_probability))) is None:
            prices = self._prices[of_price] = prices_of(*of_price, profile, a)
        bid = bid_of(ghost, self._safe, you, self._values[of_value], prices)
        evidence = Evidence(facts, described.danger, described.explanation, described.market, pay, ghost, self._copies)
        return Case(evidence, profile, bid, limits, a)

    def _ghost(self, facts: Facts, pay: Standing, dates: _Dates) -> GhostView:
        """Return the chance of no hire, from what is known before any activity and what the activity moves."""
        model, posting, market = self._models.ghost, facts.posting, pay.log_to_market
        if (ground := self._grounds.get(before := (id(posting.client), id(posting.pay), market, dates))) is None:
            ground = self._grounds[before] = model.ground(facts, market)
        if (steps := self._steps.get(after := (id(posting.activity), dates))) is None:
            steps = self._steps[after] = model.steps(facts, self._copies)
        return model.view(ground, steps, posting.activity.hires)

    def _groups(self, facts: Facts, pay: Standing, dates: _Dates, paid: _Paid) -> tuple[Group, ...]:
        """Return what moves the chance that it is you."""
        posting, profile, a = facts.posting, self._profile, self._models.assumptions
        if (others := self._others.get(seen := (id(posting.activity), id(posting.boost_bids), dates))) is None:
            others = self._others[seen] = group_of(competition_factors(facts, a))
        if (asked := self._asked.get(id(posting.skills))) is None:
            asked = self._asked[id(posting.skills)] = group_of(asked_factors(posting, profile, a))
        if (rate := self._rates.get(beside := (paid, posting.client.avg_hourly_usd))) is None:
            rate = self._rates[beside] = group_of(rate_factors(facts, pay, profile, a))
        return self._record, others, asked, rate

    def _standing(self, facts: Facts) -> Standing:
        a = self._models.assumptions
        speed = (a["words_per_hour_low"], a["words_per_hour_high"])
        return standing_of(self._described.market, facts, self._models.fair, speed)
