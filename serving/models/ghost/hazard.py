"""The chance of no hire from hazards that were fitted on snapshots, at the posting's age.

It takes the place of the assumed level and of the assumed step for old postings: the age is in the hazards.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import exp

import numpy as np

from features.client_level import posterior
from features.client_record import Record
from features.fields.facts import Facts
from features.hazard_inputs import MOST_AGAINST, HazardInputs
from features.hazards import LAST_DAY, Hazards
from serving.bundle import Bundle
from serving.models.beta import Z90, log_odds_moments, logit
from serving.models.columns import KIND_NUMBERS, Array, Columns, known_or, within
from serving.models.ghost.many import Grounds
from serving.models.ghost.marketplace import Standpoint
from serving.models.ghost.view import Step
from serving.texts import days_ago, part_of

__all__ = ["FittedChance", "FittedHazards"]

#: An older posting counts as so old: renewals keep some open, and a page tells ages to the day.
_OLDEST_DAYS = LAST_DAY - 1.0


@dataclass(frozen=True, slots=True)
class FittedChance:
    """What the hazards say of a posting that is open and has hired nobody.

    ``steps`` are the pay and the rest (the age) of the standpoint, with their sentences. ``refund_probability`` is the
    chance of a withdrawal before any hire from now on, for an average record and pay: a worse record must not make a
    proposal look cheaper. None where too few were seen to learn it.
    """

    record: Record
    at: Standpoint
    steps: tuple[Step, ...]
    refund_probability: float | None


class FittedHazards:
    """The hazards of a bundle.

    Raises
    ------
    KeyError, TypeError, ValueError
        If the bundle's settings are not those of hazards.
    """

    def __init__(self, settings: dict[str, object]) -> None:
        self._hazards = Hazards.of(settings)
        self._inputs = HazardInputs.of(settings)
        self._refund_known = settings["refund_known"] is True

    @staticmethod
    def of(bundle: Bundle) -> FittedHazards | None:
        """Return the hazards of a bundle; None where none were fitted."""
        settings = bundle.ghost.get("hazard")
        return None if settings is None else FittedHazards(settings)

    def client(self, facts: Facts) -> tuple[float, float, float, float]:
        """Return the log odds of no hire by the record, their middle and deviation, and how far the client is new."""
        record = self._inputs.record(facts)
        hired, not_hired = posterior(record, self._inputs.level)
        return (
            logit(not_hired / (hired + not_hired)),
            *log_odds_moments(not_hired, hired),
            self._inputs.inputs(facts)[1],
        )

    def many(self, c: Columns, pay_usd: Array) -> Grounds:
        """Return the same as `judge` for many postings at once, without the steps.

        Parameters
        ----------
        c : Columns
        pay_usd : ndarray, shape (n,)
            The stated pay in US dollars.
        """
        against = np.zeros(len(pay_usd))
        for kind, number in KIND_NUMBERS.items():
            middle = self._inputs.pay_middle_usd.get(kind)
            if middle is not None:
                of_kind = (c["kind"] == number) & (pay_usd > 0)
                log_ratio = np.log(np.where(of_kind, pay_usd, 1.0) / middle)
                against = np.where(of_kind, within(log_ratio, -MOST_AGAINST, MOST_AGAINST), against)
        age = np.minimum(known_or(c["age"], 0.0), _OLDEST_DAYS)
        spread = Z90 * c["z_deviation"]
        zs = np.concatenate([c["z"], c["z_middle"] - spread, c["z_middle"] + spread])
        hire, _ = self._hazards.outlook(zs, np.tile(np.column_stack([against, c["new"]]), (3, 1)), np.tile(age, 3))
        hire = within(hire, 1e-9, 1 - 1e-9)
        now, low, high = np.log((1 - hire) / hire).reshape(3, -1)
        n = len(age)
        average = np.full(n, logit(1 - self._inputs.level.hire_rate))
        _, withdrawn = self._hazards.outlook(average, np.tile([0.0, self._inputs.new_share], (n, 1)), age)
        return Grounds(now, (high - low) / 2 / Z90, withdrawn if self._refund_known else np.full(n, np.nan))

    def judge(self, facts: Facts) -> FittedChance:
        """Return the chance of no hire, its doubt and its steps."""
        pay, new = self._inputs.inputs(facts)
        z, middle, deviation, _ = self.client(facts)
        age = 0.0 if facts.age_days is None else min(facts.age_days, _OLDEST_DAYS)
        ends = [middle - Z90 * deviation, middle + Z90 * deviation]
        average_z, unknown = logit(1 - self._inputs.level.hire_rate), [0.0, self._inputs.new_share]
        # In rows: nothing known, then the record, the pay and the age added one by one, then the ends of the doubt, and
        # nothing known at this age.
        hire, withdrawn = self._hazards.outlook(
            np.array([average_z, z, z, z, *ends, average_z]),
            np.array([unknown, [0.0, new], *[[pay, new]] * 4, unknown]),
            np.array([0.0, 0.0, 0.0, age, age, age, age]),
        )
        average, by_record, by_pay, now, low, high = (logit(1 - p) for p in hire.tolist()[:-1])
        steps = []
        if pay:
            steps.append(Step("pay_of_kind", by_pay - by_record, "pay", {"share": part_of(exp(pay))}))
        if facts.age_days is not None:
            steps.append(Step("old", now - by_pay, "posted_at", {"days": days_ago(facts.age_days)}))
        return FittedChance(
            self._inputs.record(facts),
            Standpoint(average, by_record - average, by_pay - by_record, now - by_pay, (high - low) / 2 / Z90),
            tuple(steps),
            float(withdrawn[-1]) if self._refund_known else None,
        )
