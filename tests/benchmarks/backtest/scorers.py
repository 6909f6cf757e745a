"""The scorers that are played: as it ships, and with its ghost model re-fitted on snapshots of the same marketplace."""

from __future__ import annotations

import tempfile
from dataclasses import replace
from pathlib import Path

import numpy as np

from serving.bundle import DEFAULT_BUNDLE, load_bundle
from serving.scorer import Scorer
from tests.benchmarks.backtest.world import World, truth_of
from training.config import Config
from training.rebundle import read_whole
from training.refit import refit
from training.simulate.looks import write_rows
from training.simulate.marketplace import draw_marketplace

__all__ = ["COLLECTED", "refitted", "shipped"]

#: Postings that the collector of the snapshots followed.
COLLECTED = 3_000


def shipped() -> Scorer:
    """Return the scorer as it ships."""
    return Scorer(load_bundle())


def refitted(world: World, collected: int, seed: int) -> Scorer:
    """Return the scorer as somebody has it who followed so many postings of the same marketplace and re-fitted it.

    Raises
    ------
    DataError
        If too few of them came to an end.
    """
    bundle = load_bundle()
    rng = np.random.default_rng([20_260_601, seed])
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "snapshots.jsonl"
        write_rows(draw_marketplace(truth_of(world), collected, rng), rng, path)
        found = refit(path, read_whole(DEFAULT_BUNDLE), Config(), lambda _: None)
    return Scorer(replace(bundle, ghost={**bundle.ghost, "hazard": found.hazard}))
