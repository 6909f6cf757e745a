"""The level of a marketplace, and what a client's record makes of it: a beta-binomial.

Serving judges postings with it and training computes the same log odds for its hazards, so it stands below both.
"""

from __future__ import annotations

from dataclasses import dataclass

from features.client_record import Record
from features.log_odds import logit, sigmoid

__all__ = ["Level", "level_of_rate", "mean_of_known", "no_hire_log_odds", "posterior"]


@dataclass(frozen=True, slots=True)
class Level:
    """A marketplace.

    ``hire_rate`` is that of all postings, ``mean`` that of clients with a record and ``new_mean`` of first-time clients;
    ``strength`` is how many postings the mean weighs.
    """

    hire_rate: float
    mean: float
    new_mean: float
    strength: float

    def mean_of(self, record: Record) -> float:
        """Return the mean that a record is held against."""
        return {"new": self.new_mean, "unknown": self.hire_rate}.get(record.kind, self.mean)


def posterior(record: Record, level: Level) -> tuple[float, float]:
    """Return the beta counts of hired and not hired."""
    mean = level.mean_of(record)
    return level.strength * mean + record.hires, level.strength * (1 - mean) + record.posts - record.hires


def no_hire_log_odds(record: Record, level: Level) -> float:
    """Return the log odds that the next posting of a client ends without a hire, by the client's record alone.

    Examples
    --------
    >>> no_hire_log_odds(Record("counted", 6.0, 3.0), Level(0.5, 0.5, 0.5, 4.0))
    0.0
    """
    hired, not_hired = posterior(record, level)
    return logit(not_hired / (hired + not_hired))


def level_of_rate(hire_rate: float, new_share: float, offset: float, strength: float) -> Level:
    """Return the level of a marketplace whose hire rate is known.

    Parameters
    ----------
    hire_rate : float
        Share of all postings that end in a hire.
    new_share : float
        Share of postings by first-time clients.
    offset : float
        How far the log odds of a hire of first-time clients lie from those of clients with a record.
    strength : float
        How many postings the mean weighs.
    """
    mean = mean_of_known(hire_rate, new_share, offset)
    return Level(hire_rate, mean, sigmoid(logit(mean) + offset), strength)


def mean_of_known(hire_rate: float, new_share: float, offset: float) -> float:
    """Return the mean of clients with a record such that the mixture with new ones has the marketplace's hire rate."""
    low, high = 1e-6, 1 - 1e-6
    for _ in range(60):
        middle = (low + high) / 2
        mixture = (1 - new_share) * middle + new_share * sigmoid(logit(middle) + offset)
        low, high = (middle, high) if mixture < hire_rate else (low, middle)
    return (low + high) / 2
