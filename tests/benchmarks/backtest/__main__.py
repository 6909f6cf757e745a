"""Run the back-test: print its tables, and write the page with pictures where a file is named."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from serving.bundle import load_bundle
from tests.benchmarks.backtest.replay import replays
from tests.benchmarks.backtest.report import as_markdown, as_page, tables
from tests.benchmarks.backtest.simulate import play_learning, play_world
from tests.benchmarks.backtest.world import OTHERS, USUAL
from training.config import Config
from training.sources.folder import find_data
from training.sources.outcomes import load_outcomes


@click.command()
@click.option("--seeds", default=20, show_default=True, type=click.IntRange(2, 1_000), help="Markets of the first kind.")
@click.option("--out", type=click.Path(path_type=Path), help="Where the page with pictures goes.")
def main(seeds: int, out: Path | None) -> None:
    """Play all policies: in simulated markets, and on outcomes that the scorer never saw."""
    worlds = {world.name: play_world(world, seeds if world is USUAL else max(2, seeds // 2)) for world in (USUAL, *OTHERS)}
    learning = play_learning(USUAL, max(2, seeds // 2))
    replayed = replays(load_bundle(), load_outcomes(find_data()), Config())
    found = tables(worlds, learning, replayed)
    sys.stdout.write(as_markdown(found))
    if out is not None:
        out.write_text(as_page(found, worlds, replayed), encoding="utf-8")


if __name__ == "__main__":
    main()
