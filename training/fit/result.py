"""What fitting a model gives: plain parts for the bundle, figures for the card, the pipeline for the data scientist."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from numpy.typing import NDArray

__all__ = ["Figure", "Fitted", "rounded"]


@dataclass(frozen=True, slots=True)
class Figure:
    """One held-out figure beside a trivial baseline.

    ``better`` says which direction is good. ``low`` and ``high`` are the 95% bootstrap interval over groups.
    """

    model: str
    what: str
    rows: int
    base_rate: float | None
    ours: float
    baseline: float
    baseline_name: str
    better: str
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True)
class Fitted:
    """A fitted model.

    ``settings`` becomes JSON, ``arrays`` become safetensors, ``pipeline`` is kept with joblib beside the run only. A
    pipeline holds library estimators and plain values: a class of ours in it would tie old runs to today's names.
    ``report`` is Markdown that the card carries after its figures.
    """

    settings: dict[str, Any]
    arrays: dict[str, NDArray[Any]]
    figures: list[Figure]
    pipeline: Any
    report: str = ""


def rounded(value: float, digits: int = 6) -> float:
    """Return a number with so many significant digits: the last bits differ between machines, these do not."""
    return float(f"{value:.{digits}g}")
