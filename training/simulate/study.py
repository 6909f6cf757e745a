"""The study: how often, over many seeds, the intervals hold the truth, and how the hazard model does beside its rivals."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from joblib import Parallel, delayed

from features.hazard_inputs import HazardInputs
from training.fit.hazard import Estimate, fit_hazard
from training.fit.hazard_rows import rows_of
from training.fit.records import RecordFit, fit_clients
from training.metrics import Array, brier
from training.simulate.looks import contract_rows, write_rows
from training.simulate.marketplace import Marketplace, draw_marketplace
from training.simulate.rivals import rival_chances
from training.simulate.truth import Truth, usual_truth
from training.snapshots.maturity import maturity_of
from training.snapshots.read import snapshots_of
from training.snapshots.spells import spells_of
from training.snapshots.whole import new_share, pay_middle

__all__ = ["OURS", "POSTINGS", "One", "run_seed", "run_study", "write_marketplace"]

OURS = "hazard model"
#: Postings of one simulated collection.
POSTINGS = 3_000
_FRESH = 20_000


@dataclass(frozen=True, slots=True)
class One:
    """What one seed gave: estimates, Brier by model on a fresh sample that was followed to its end, and the counts."""

    estimates: list[Estimate]
    briers: dict[str, float]
    counts: dict[str, int]


def run_study(seeds: Sequence[int], postings: int = POSTINGS, jobs: int = 2) -> list[One]:
    """Run every seed, ``jobs`` at a time; the result does not depend on how many."""
    truth = usual_truth()
    return list(Parallel(n_jobs=jobs)(delayed(run_seed)(seed, postings, truth) for seed in seeds))


def run_seed(seed: int, postings: int = POSTINGS, truth: Truth | None = None) -> One:
    """Simulate one collection, fit it as a user's file, and try the fit on a fresh sample of the same marketplace."""
    truth = truth or usual_truth()
    rng = _generator(seed)
    market = draw_marketplace(truth, postings, rng)
    snapshots = snapshots_of(contract_rows(market, rng)).snapshots
    spells, _ = spells_of(snapshots)
    records = fit_clients(snapshots)
    if records is None:
        raise ValueError(f"{postings} postings have too few clients with a record to study; take more")
    inputs = HazardInputs(records.level(), 1.0, pay_middle(spells), new_share(spells))
    rows = rows_of(spells, inputs)
    fit = fit_hazard(rows, truth.hazards.level_log_odds)
    fresh = draw_marketplace(truth, _FRESH, rng)
    z = _log_odds(records, fresh)
    hired, _ = fit.hazards().outlook(z, fresh.x, np.zeros(len(z)))
    chances = {OURS: 1 - hired} | rival_chances(spells, rows, z, fresh.x)
    maturity = maturity_of(spells)
    return One(
        [records.mean, records.strength, *fit.estimates()],
        {name: brier(fresh.ghost, chance) for name, chance in chances.items()},
        {"spells": len(spells), "censored": maturity.censored, "hired": maturity.hired, "withdrawn": maturity.withdrawn},
    )


def write_marketplace(path: Path, postings: int = POSTINGS, seed: int = 0) -> int:
    """Write the snapshots of one simulated collection, that of a seed, as JSONL; return how many rows there are."""
    rng = _generator(seed)
    return write_rows(draw_marketplace(usual_truth(), postings, rng), rng, path)


def _generator(seed: int) -> np.random.Generator:
    return np.random.default_rng([20_260_301, seed])


def _log_odds(records: RecordFit, market: Marketplace) -> Array:
    mean, strength = records.mean.value, records.strength.value
    hired, not_hired = strength * mean + market.hires, strength * (1 - mean) + market.posts - market.hires
    return np.log(not_hired / hired)
