"""The simulated part: every world over several seeds, all policies on the same postings."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from joblib import Parallel, delayed

from features.errors import DataError
from serving.scorer import Scorer
from tests.benchmarks.backtest.figures import Played
from tests.benchmarks.backtest.market import draw_deals
from tests.benchmarks.backtest.play import play
from tests.benchmarks.backtest.policies import policies
from tests.benchmarks.backtest.scorers import COLLECTED, refitted, shipped
from tests.benchmarks.backtest.taught import Taught
from tests.benchmarks.backtest.world import World

__all__ = ["FOLLOWED", "OURS", "POSTINGS", "REFITTED", "play_learning", "play_world"]

OURS, REFITTED = "ours", "ours, re-fitted"
#: Postings that a freelancer meets in one play.
POSTINGS = 1_500
#: Postings followed before a re-fit, where it is told how many are needed.
FOLLOWED = (500, 1_000, 3_000, 10_000)


def play_world(world: World, seeds: int, postings: int = POSTINGS, jobs: int = 2) -> list[Played]:
    """Return what every policy got in each seed; the result does not depend on how many jobs share the work.

    Who re-fits has followed other postings in every seed: the intervals hold the luck of those, too.
    """
    return _shared_out(world, {REFITTED: COLLECTED}, Taught(world), seeds, postings, jobs)


def play_learning(world: World, seeds: int, postings: int = POSTINGS, jobs: int = 2) -> list[Played]:
    """Return the same for the scorer as it ships and re-fitted on more and more postings; see `FOLLOWED`.

    A seed has no run of a size whose refit was refused: too few outcomes.
    """
    sizes = {f"{REFITTED} on {many:,}": many for many in FOLLOWED}
    return _shared_out(world, sizes, None, seeds, postings, jobs)


def _shared_out(
    world: World, sizes: Mapping[str, int], taught: Taught | None, seeds: int, postings: int, jobs: int
) -> list[Played]:
    parts = [range(part, seeds, jobs) for part in range(min(jobs, seeds))]
    found = Parallel(n_jobs=jobs)(delayed(_part)(world, sizes, taught, list(part), postings) for part in parts)
    by_seed = {seed: played for part in found for seed, played in part}
    return [by_seed[seed] for seed in range(seeds)]


def _part(
    world: World, sizes: Mapping[str, int], taught: Taught | None, seeds: list[int], postings: int
) -> list[tuple[int, Played]]:
    return list(_played(world, sizes, taught, seeds, postings))


def _played(
    world: World, sizes: Mapping[str, int], taught: Taught | None, seeds: list[int], postings: int
) -> Iterator[tuple[int, Played]]:
    ours = shipped()
    for seed in seeds:
        deals = draw_deals(world, postings, seed)
        scorers = {OURS: ours} | {name: scorer for name, many in sizes.items() if (scorer := _refitted(world, many, seed))}
        scored = {name: scorer.score_many(deals.postings) for name, scorer in scorers.items()}
        chosen = policies(deals, scored, None if taught is None else taught.chances(deals))
        yield seed, Played(deals, {name: play(deals, policy) for name, policy in chosen.items()})


def _refitted(world: World, many: int, seed: int) -> Scorer | None:
    try:
        return refitted(world, many, seed)
    except DataError:  # too few outcomes among them: whoever follows so few stays with the scorer as it ships
        return None
