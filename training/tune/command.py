"""``bidworthy-train tune``: a search for better settings of one model."""

from __future__ import annotations

from pathlib import Path

import click

from training.config import read_config
from training.options import config_option

__all__ = ["tune"]


@click.command()
@click.argument("part", type=click.Choice(["risk", "requests", "pay", "ghost"]))
@click.option(
    "--trials", type=click.IntRange(1, 100_000), default=30, show_default=True, help="Tries that the study has in the end."
)
@click.option("--minutes", type=click.FloatRange(0), help="After so many, no further try begins.")
@click.option("--jobs", type=click.IntRange(1, 64), default=1, show_default=True, help="Folds fitted at a time.")
@click.option(
    "--runs",
    type=click.Path(path_type=Path),
    default=Path("runs"),
    show_default=True,
    help="Folder of the studies (tune/PART.db), of what they found (tune/PART.toml) and of the cache.",
)
@config_option
def tune(part: str, trials: int, minutes: float | None, jobs: int, runs: Path, config_paths: tuple[Path, ...]) -> None:
    """Search for better settings of one model. PART is risk, requests, pay or ghost.

    Tries the settings in use first and others within bounds, each by the cross-validation of the model. What is broken off
    goes on when it is called again; with more --trials it goes further.

    \b
    Example:
      BIDWORTHY_DATA_DIR=../research bidworthy-train tune risk --trials 40
      BIDWORTHY_DATA_DIR=../research bidworthy-train train --config runs/tune/risk.toml
    """  # noqa: D301 - click's mark for "do not wrap"
    from training.sources.folder import find_data
    from training.tune.bar import bar
    from training.tune.made_of import made_of
    from training.tune.prepared import prepared
    from training.tune.report import report, settings_file
    from training.tune.search import Limits, search
    from training.tune.study import open_study

    config, folder = read_config(config_paths), find_data()
    of = made_of(folder, part, config)
    with open_study(runs / "tune" / f"{part}.db", part, of) as study:
        problem = prepared(folder, part, config, of, cache=runs / "cache", say=_say)
        with bar(trials) as seen:
            found = search(study, problem, part, config, Limits(trials, minutes, jobs), seen)
    target = runs / "tune" / f"{part}.toml"
    target.write_text(settings_file(part, config, found), encoding="utf-8")
    click.echo(f"{report(part, config, found)}\nsettings: {target}")


def _say(line: str) -> None:
    click.echo(line, err=True)
