"""The level of a marketplace, and what a client's record makes of it."""

from __future__ import annotations

from dataclasses import dataclass

from features.client_record import Record
from serving.models.beta import logit, sigmoid

__all__ = ["Level", "mean_of_known", "posterior"]


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


def posterior(record: Record, level: Level) -> tuple[float, float]:
    """Return the beta counts of hired and not hired."""
    mean = {"new": level.new_mean, "unknown": level.hire_rate}.get(record.kind, level.mean)
    return level.strength * mean + record.hires, level.strength * (1 - mean) + record.posts - record.hires


def mean_of_known(hire_rate: float, new_share: float, offset: float) -> float:
    """Return the mean of clients with a record such that the mixture with new ones has the marketplace's hire rate."""
    low, high = 1e-6, 1 - 1e-6
    for _ in range(60):
        middle = (low + high) / 2
        mixture = (1 - new_share) * middle + new_share * sigmoid(logit(middle) + offset)
        low, high = (middle, high) if mixture < hire_rate else (low, middle)
    return (low + high) / 2
