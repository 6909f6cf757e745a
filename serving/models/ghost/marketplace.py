"""A marketplace: its level, what a client's record makes of it, and the learned layer above the record.

``log odds = level + slope × (record − level + layer)``, all of no hire. The slope is the share of what record and layer say
that held for clients whom the model had not seen.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import log
from typing import Any, NamedTuple, Self

from features.client_level import Level, level_of_rate
from features.client_record import Record
from features.hiring import HIRING_NUMBERS, MOST_LOG_ODDS, hiring_labels, hiring_numbers
from features.posting import Posting
from serving.assumptions import Assumptions
from serving.models.beta import log_odds_moments, logit

__all__ = ["Marketplace", "Said", "Standpoint"]


@dataclass(frozen=True, slots=True)
class Standpoint:
    """What is known of a posting before its page shows any activity, in log odds of no hire.

    ``level + record + pay + rest`` is the log odds; ``record`` is what the client's finished postings and hires move,
    ``pay`` what pay against the market does, ``rest`` what category, skills and title do. ``deviation`` is the doubt of the
    whole, as a standard deviation.
    """

    level: float
    record: float
    pay: float
    rest: float
    deviation: float

    @property
    def log_odds(self) -> float:
        """The log odds of no hire at publication."""
        return self.level + self.record + self.pay + self.rest


class Said(NamedTuple):
    """What a client's record says: log odds of no hire beyond the level's, their variance, and the log of 1 + hires."""

    log_odds: float
    variance: float
    log_hires: float


class Moves(NamedTuple):
    """What the parts of a layer move, in log odds, and the doubt of the whole."""

    everywhere: float
    hires: float
    pay: float
    labels: float
    doubt: float


@dataclass(frozen=True, slots=True)
class Layer:
    """The learned layer: a weight for each of `HIRING_NUMBERS` with its error, and one for each label it knows."""

    intercept: float
    numbers: tuple[float, ...]
    numbers_doubt: tuple[float, ...]
    labels: Mapping[str, float]
    doubt: float

    def labels_of(self, posting: Posting) -> float:
        """Return what the labels of a posting move, unbounded."""
        return sum(self.labels.get(label, 0.0) for label in hiring_labels(posting)) if self.labels else 0.0

    def moves(self, posting: Posting, numbers: tuple[float, ...]) -> Moves:
        """Return what each part moves; the whole is bounded."""
        labels = self.labels_of(posting)
        hires, pay = [weight * number for weight, number in zip(self.numbers, numbers, strict=True)]
        whole = abs(self.intercept + hires + pay + labels)
        # One factor for all: the parts still add up to the whole.
        kept = 1.0 if whole <= MOST_LOG_ODDS else MOST_LOG_ODDS / whole
        variance = self.doubt**2 + sum([(d * x) ** 2 for d, x in zip(self.numbers_doubt, numbers, strict=True)])
        return Moves(kept * self.intercept, kept * hires, kept * pay, kept * labels, variance**0.5)


@dataclass(frozen=True, slots=True, eq=False)
class Marketplace:
    """A marketplace: its level, and how much of record and layer counts there.

    The doubts are standard deviations: of the level and of first-time clients in log odds, of the strength in natural logs,
    and of the slope. ``zero_is_never`` is whether a hire rate of 0 without a count is that of a client who never hired; on
    marketplaces that show rates alone it may be of one posting, and is learnt so.
    """

    level: Level
    slope: float
    layer: Layer
    level_doubt: float = 0.0
    new_doubt: float = 0.0
    strength_doubt: float = 0.0
    slope_doubt: float = 0.0
    zero_is_never: bool = False

    @classmethod
    def learnt(cls, market: Mapping[str, Any]) -> Self:
        """Return a marketplace of a bundle, at its own level."""
        names = ("hire_rate", "mean", "new_client_mean", "strength_posts", "slope")
        rate, mean, new_mean, strength, slope = (float(market[name]) for name in names)
        layer = market["layer"]
        weights = tuple(float(layer["numbers"][name]) for name in HIRING_NUMBERS)
        labels = {str(name): float(weight) for name, weight in layer["labels"].items()}
        own = Layer(float(layer["intercept"]), weights, (0.0,) * len(weights), labels, float(layer["doubt"]))
        return cls(Level(rate, mean, new_mean, strength), slope, own)

    @classmethod
    def carried(cls, ghost: Mapping[str, Any], a: Assumptions) -> Self:
        """Return the freelance marketplace: its level assumed, all else carried over from those that were learnt."""
        offset, strength = float(ghost["new_client_logit_offset"]), float(ghost["strength_posts"])
        level = level_of_rate(a["marketplace_hire_rate"], a["new_client_share"], offset, strength)
        weights, doubts = (
            tuple(float(part[name]) for name in HIRING_NUMBERS)
            for part in (ghost["layer"]["numbers"], ghost["layer"]["doubt"])
        )
        doubt = {name: float(value) for name, value in ghost["doubt"].items()}
        return cls(
            level,
            float(ghost["slope"]),
            Layer(0.0, weights, doubts, {}, 0.0),
            level_doubt=a["marketplace_level_doubt"],
            new_doubt=doubt["new_client_logit_offset"],
            strength_doubt=doubt["log_strength"],
            slope_doubt=doubt["slope"],
            zero_is_never=True,
        )

    @property
    def log_odds(self) -> float:
        """The log odds of no hire of all its postings."""
        return logit(1 - self.level.hire_rate)

    def said_by(self, record: Record) -> Said:
        """Return what a client's record says, before the slope is counted."""
        strength, mean = self.level.strength, self._mean(record)
        hired, not_hired = strength * mean + record.hires, strength * (1 - mean) + record.posts - record.hires
        # How the log odds follow the strength and the mean of the prior, at this record.
        by_strength = strength * ((1 - mean) / not_hired - mean / hired)
        by_mean = strength * mean * (1 - mean) * (1 / not_hired + 1 / hired)
        own = log_odds_moments(not_hired, hired)[1]
        variance = own**2 + (by_strength * self.strength_doubt) ** 2
        if mean == self.level.new_mean:
            variance += (by_mean * self.new_doubt) ** 2
        return Said(log(not_hired / hired) - self.log_odds, variance, hiring_numbers(record, None)[0])

    def standpoint(self, posting: Posting, record: Record, log_pay_to_market: float | None) -> Standpoint:
        """Return what is known of a posting before its page shows any activity."""
        level, (said, variance, _) = self.log_odds, self.said_by(record)
        moves = self.layer.moves(posting, hiring_numbers(record, log_pay_to_market))
        variance += moves.doubt**2
        distance = said + moves.everywhere + moves.hires + moves.pay + moves.labels
        deviation = (self.slope**2 * variance + (self.slope_doubt * distance) ** 2 + self.level_doubt**2) ** 0.5
        return Standpoint(
            level + self.slope * moves.everywhere,
            self.slope * (said + moves.hires),
            self.slope * moves.pay,
            self.slope * moves.labels,
            deviation,
        )

    def _mean(self, record: Record) -> float:
        """Return the mean that a record is held against: clients who never hired have their own."""
        never = record.hires == 0 and (record.kind == "counted" or (self.zero_is_never and record.kind == "rate_only"))
        return self.level.new_mean if never else self.level.mean_of(record)
