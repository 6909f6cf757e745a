"""``bidworthy-train compare`` and ``promote``."""

from __future__ import annotations

from pathlib import Path

import click

__all__ = ["compare", "promote"]

_FOLDER = click.Path(path_type=Path)
_DEFAULT = Path(__file__).parents[2] / "models" / "default"
_REFUSED = 4
_champion = click.option("--champion", type=_FOLDER, help="What it is compared with. Default: the bundle in use.")
_place = click.option("--place", type=_FOLDER, default=_DEFAULT, help="The bundle in use. Default: models/default.")
_runs = click.option("--runs", type=_FOLDER, default=Path("runs"), show_default=True, help="Where runs and old bundles are.")
_seed = click.option("--seed", default=20_261_125, show_default=True, type=click.IntRange(0), help="Of the bootstrap.")


@click.command()
@click.argument("challenger", type=_FOLDER)
@_champion
@_place
@_seed
def compare(challenger: Path, champion: Path | None, place: Path, seed: int) -> None:
    r"""Set the bundle CHALLENGER beside the one in use, on the held-out part of prepared data, and promote nothing.

    Every figure is a loss on rows that neither has learnt from, with the 95% interval of the difference over clients.

    \b
    Example:
      BIDWORTHY_DATA_DIR=runs/prepared bidworthy-train compare runs/bundle --champion runs/champion
    """
    from training.gate.exam import exam_for
    from training.gate.settings import GateConfig
    from training.gate.told import conditions_told, figures_told
    from training.gate.verdict import judge
    from training.rebundle import read_whole
    from training.sources.folder import find_data

    exam = exam_for(find_data(), read_whole(champion or place).manifest)
    verdict = judge(exam, champion or place, challenger, GateConfig(), seed=seed, say=_say)
    if verdict.compared is not None:
        click.echo(figures_told(verdict.compared))
    click.echo(conditions_told(verdict.conditions))


@click.command()
@click.argument("challenger", type=_FOLDER, required=False)
@_champion
@_place
@_runs
@_seed
@click.option("--rollback", is_flag=True, help="Bring back the bundle that was in use before.")
@click.pass_context
def promote(
    context: click.Context,
    challenger: Path | None,
    champion: Path | None,
    place: Path,
    runs: Path,
    seed: int,
    rollback: bool,
) -> None:
    r"""Put the bundle CHALLENGER into use, if every condition holds; or say which one does not.

    It must be whole, trained without the rows that it is judged by, no worse than the champion in any slice, better
    somewhere by more than noise, calibrated, well-behaved, small, quick, the same each time, and served as it was trained.
    What was in use is kept.

    \b
    Example:
      BIDWORTHY_DATA_DIR=runs/prepared bidworthy-train promote runs/bundle --champion runs/champion
      bidworthy-train promote --rollback

    Exit status: 0 promoted, 4 refused, 2 the call is wrong.
    """
    from features.errors import CallError
    from training.gate.champions import install, roll_back
    from training.gate.exam import exam_for
    from training.gate.settings import GateConfig
    from training.gate.told import conditions_told
    from training.gate.verdict import judge
    from training.rebundle import read_whole
    from training.sources.folder import find_data
    from training.tracking import name_champion

    kept = runs / "champions"
    if rollback:
        if challenger is not None:
            raise CallError(f"--rollback brings back what was in use before; leave {challenger} out")
        name, digest = roll_back(place, kept)
        name_champion(runs, digest)
        click.echo(f"in use again: {name} ({digest})")
        return
    if challenger is None:
        raise CallError("name the folder of the bundle to promote, or --rollback")
    exam = exam_for(find_data(), read_whole(champion or place).manifest)
    verdict = judge(exam, champion or place, challenger, GateConfig(), seed=seed, say=_say)
    click.echo(conditions_told(verdict.conditions))
    if not verdict.holds:
        names = ", ".join(condition.name for condition in verdict.failed)
        click.echo(f"refused: {names}", err=True)
        context.exit(_REFUSED)
    name, digest = install(challenger, place, kept)
    name_champion(runs, digest)
    click.echo(f"in use: {name} ({digest}); `bidworthy-train promote --rollback` brings back what was there")


def _say(line: str) -> None:
    click.echo(line, err=True)
