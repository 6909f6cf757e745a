"""Each part that can be searched: how it is judged, how its data is made ready, and which settings have a say in it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from training.config import Config
from training.run import Say
from training.sources.folder import DataFolder
from training.tune.ghost import prepare_ghost
from training.tune.knobs import KNOBS
from training.tune.losses import Loss, Tell
from training.tune.pay import prepare_pay
from training.tune.requests import prepare_requests
from training.tune.risk import prepare_risk

__all__ = ["PROBLEMS", "Kind", "Problem", "fixed_settings"]


class Problem(Protocol):
    """Data made ready, by which settings are judged."""

    def judge(self, config: Config, tell: Tell, jobs: int) -> list[Loss]:
        """Return the losses of settings on held-out rows, telling those of the rows so far after each fold."""


@dataclass(frozen=True, slots=True)
class Kind:
    """How a part is judged: the score by name, what makes the data ready, and the parts of the settings that it reads."""

    what: str
    prepare: Callable[[DataFolder, Config, Say], Problem]
    reads: tuple[str, ...]


PROBLEMS: dict[str, Kind] = {
    "risk": Kind(
        "Brier of danger, labelled postings weighted to their pool, held out by client and near-copy",
        prepare_risk,
        ("vocabulary", "requests", "risk"),
    ),
    "requests": Kind(
        "Brier over a constant's, mean of written postings held out by hand and of labelled ones held out by client",
        prepare_requests,
        ("vocabulary", "requests", "risk"),
    ),
    "pay": Kind(
        "pinball loss over that of category and tier, mean of hourly and fixed, held out by client and near-copy",
        prepare_pay,
        ("vocabulary", "pay"),
    ),
    "ghost": Kind(
        "Brier of no hire over a constant's, mean of the marketplaces, held out by client",
        prepare_ghost,
        ("vocabulary", "pay", "ghost"),
    ),
}


def fixed_settings(part: str, config: Config) -> dict[str, str]:
    """Return the settings that have a say in the scores and are not searched."""
    searched = {f"{part}.{knob.name}" for knob in KNOBS[part]}
    parts = PROBLEMS[part].reads
    return {
        name: value
        for name, value in config.flat().items()
        if name in ("seed", "folds") or (name.partition(".")[0] in parts and name not in searched)
    }
