"""The simulated part: every world over several seeds, all policies on the same postings."""

from __future__ import annotations

from collections.abc import Iterator

from joblib import Parallel, delayed

from tests.benchmarks.backtest.bound import Bound
from tests.benchmarks.backtest.figures import Played
from tests.benchmarks.backtest.market import draw_deals
from tests.benchmarks.backtest.play import play
from tests.benchmarks.backtest.policies import policies
from tests.benchmarks.backtest.scorers import refitted, shipped
from tests.benchmarks.backtest.world import World

__all__ = ["OURS", "POSTINGS", "REFITTED", "play_world"]

OURS, REFITTED = "ours", "ours, re-fitted"
#: Postings that a freelancer meets in one play.
POSTINGS = 1_500


def play_world(world: World, seeds: int, postings: int = POSTINGS, jobs: int = 2) -> list[Played]:
    """Return what every policy got in each seed; the result does not depend on how many jobs share the work."""
    bound = Bound(world)
    parts = [range(part, seeds, jobs) for part in range(min(jobs, seeds))]
    found = Parallel(n_jobs=jobs)(delayed(_part)(world, list(part), postings, bound) for part in parts)
    by_seed = {seed: played for part in found for seed, played in part}
    return [by_seed[seed] for seed in range(seeds)]


def _part(world: World, seeds: list[int], postings: int, bound: Bound) -> list[tuple[int, Played]]:
    return list(_played(world, seeds, postings, bound))


def _played(world: World, seeds: list[int], postings: int, bound: Bound) -> Iterator[tuple[int, Played]]:
    scorers = {OURS: shipped(), REFITTED: refitted(world)}
    for seed in seeds:
        deals = draw_deals(world, postings, seed)
        scored = {name: scorer.score_many(deals.postings) for name, scorer in scorers.items()}
        chosen = policies(deals, scored, bound.chances(deals))
        yield seed, Played(deals, {name: play(deals, policy) for name, policy in chosen.items()})
