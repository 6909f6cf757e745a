"""The command line of training: ``bidworthy-train``."""

from __future__ import annotations

import platform
import sys
from pathlib import Path
from typing import Any

import click

from features.errors import BidworthyError, CallError
from training.config import config_like, read_config
from training.drift.command import drift
from training.gate.command import compare, promote
from training.label.command import label
from training.ledger.command import import_ledger
from training.options import config_option
from training.prepare.command import prepare
from training.report.held_out.command import bundle_options, told_of_bundle
from training.settings.command import settings
from training.tune.command import tune

__all__ = ["cli", "main"]

_DEFAULT_BUNDLE = Path(__file__).parents[1] / "models" / "default"


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="bidworthy")
def cli() -> None:
    """Train, measure and describe the models of Bidworthy.

    Data comes from the folder named by BIDWORTHY_DATA_DIR, or from data/sample when it is not set.
    """


@cli.command()
@click.option("--out", type=click.Path(path_type=Path), help="Folder of the new bundle. Default: runs/bundle.")
@click.option("--default", "default", is_flag=True, help="Write the project's own default bundle, models/default.")
@click.option(
    "--runs",
    type=click.Path(path_type=Path),
    default=Path("runs"),
    show_default=True,
    help="Folder of the run store (MLflow, SQLite).",
)
@click.option("--like", type=click.Path(path_type=Path), help="Train with the settings of this bundle.")
@config_option
def train(out: Path | None, default: bool, runs: Path, like: Path | None, config_paths: tuple[Path, ...]) -> None:
    """Train all three models and write a bundle.

    \b
    Example:
      BIDWORTHY_DATA_DIR=../research bidworthy-train train --out runs/bundle
      bidworthy score data/sample/postings.jsonl --bundle runs/bundle
    """
    from training.rebundle import digest_of, read_whole
    from training.run import train as run_training
    from training.settings.printed import as_toml
    from training.sources.folder import find_data
    from training.tracking import keep_run

    if like is not None and config_paths:
        raise CallError("--like and --config both say which settings; leave one out")
    config = read_config(config_paths) if like is None else config_like(read_whole(like).manifest["settings"])
    target = _DEFAULT_BUNDLE if default else out or runs / "bundle"
    folder = find_data()
    target.mkdir(parents=True, exist_ok=True)  # a place that cannot be written is told before the long part
    run = run_training(folder, target, config, _say)
    parameters = config.flat() | {f"data.{name}": digest for name, digest in folder.digests().items()}
    run_id = keep_run(
        runs,
        parameters=parameters,
        figures=run.figures,
        bundle=target,
        digest=digest_of(run.manifest),
        pipelines=run.pipelines,
        environment=run.manifest["libraries"] | {"platform": platform.platform(), "commit": run.manifest["commit"]},
        settings=as_toml(config),
    )
    click.echo(f"bundle: {target}\nrun: {run_id} (mlflow ui --backend-store-uri sqlite:///{runs}/mlflow.db)")
    click.echo((target / "card.md").read_text(encoding="utf-8").split("## Held-out figures")[1].split("## ")[0].strip())


@cli.command()
@click.argument("part", type=click.Choice(["all", "risk", "pay", "ghost"]), default="all")
@click.option("--out", type=click.Path(path_type=Path), help="File of the page. Default: runs/PART.html, runs/report.html.")
@config_option
@bundle_options
def evaluate(part: str, out: Path | None, config_paths: tuple[Path, ...], **of_bundle: Any) -> None:
    """Measure the models on held-out data again. PART is all (the default), risk, pay or ghost.

    All and risk are printed as Markdown; pay and ghost become pages with pictures. With --bundle nothing is trained: that
    bundle answers the held-out part of prepared data, and a page tells how good it is, where it fails, and whether
    anything leaked. It holds texts of the data; its figures go to a JSON file beside it, which holds none.

    \b
    Example:
      BIDWORTHY_DATA_DIR=../research bidworthy-train evaluate
      BIDWORTHY_DATA_DIR=../research bidworthy-train evaluate risk
      BIDWORTHY_DATA_DIR=../research bidworthy-train evaluate pay --out pay.html
      BIDWORTHY_DATA_DIR=../research bidworthy-train evaluate ghost
      BIDWORTHY_DATA_DIR=runs/prepared bidworthy-train evaluate --bundle runs/bundle --champion runs/champion
    """
    if told_of_bundle(part, out, config_paths, **of_bundle):
        return
    from training.card import write_card
    from training.run import fit_all, ghost_page, pay_page, risk_report
    from training.sources.folder import find_data

    config, folder = read_config(config_paths), find_data()
    if part in ("pay", "ghost"):
        target = out or Path("runs") / f"{part}.html"
        target.parent.mkdir(parents=True, exist_ok=True)  # a place that cannot be written is told before the long part
        page = (pay_page if part == "pay" else ghost_page)(folder, config, _say)
        target.write_text(page, encoding="utf-8")
        click.echo(f"report: {target}")
        return
    if part == "risk":
        click.echo(risk_report(folder, config, _say))
        return
    fit = fit_all(folder, config, _say)
    click.echo(write_card(config, fit.figures, fit.rows, folder.is_sample, fit.reports))


@cli.command()
@click.argument("snapshots", type=click.Path(path_type=Path))
@click.option(
    "--bundle",
    "bundle_path",
    type=click.Path(path_type=Path),
    default=_DEFAULT_BUNDLE,
    help="Folder of the bundle to re-fit. Default: models/default.",
)
@click.option("--out", type=click.Path(path_type=Path), help="Folder of the new bundle; without it, only the report.")
@config_option
def refit(snapshots: Path, bundle_path: Path, out: Path | None, config_paths: tuple[Path, ...]) -> None:
    """Learn from outcomes: re-fit the chance of no hire on a file of SNAPSHOTS.

    SNAPSHOTS is a .jsonl, .csv or .parquet file of postings, each seen on several days (about 0, 7 and 30) with its
    counters. Under 200 known outcomes, or 30 of either kind, nothing changes. See training/README.md.

    \b
    Example:
      bidworthy-train refit snapshots.jsonl --out runs/refitted
      bidworthy score data/sample/postings.jsonl --bundle runs/refitted
    """
    from training.rebundle import read_whole
    from training.refit import refit as run_refit
    from training.refit import write_refit

    config, bundle = read_config(config_paths), read_whole(bundle_path)
    found = run_refit(snapshots, bundle, config, _say)
    if out is not None:
        write_refit(found, bundle, snapshots, out, config)
        _say(f"bundle: {out}")
    click.echo(found.report.strip())


@cli.command()
@click.option("--seeds", type=click.IntRange(1, 10_000), default=40, show_default=True, help="How many marketplaces.")
@click.option(
    "--postings", type=click.IntRange(500, 1_000_000), default=3_000, show_default=True, help="Postings of each marketplace."
)
@click.option("--jobs", type=click.IntRange(1, 64), default=2, show_default=True, help="Processes that run at a time.")
@click.option(
    "--out", type=click.Path(path_type=Path), help="File of one marketplace's snapshots (.jsonl), to try refit on; no study."
)
def simulate(seeds: int, postings: int, jobs: int, out: Path | None) -> None:
    """Check the fit on simulated marketplaces whose truth is known.

    Prints, as Markdown, how often the 90% intervals hold the truth, and the Brier beside simpler models.

    \b
    Example:
      bidworthy-train simulate --seeds 40
      bidworthy-train simulate --out snapshots.jsonl
      bidworthy-train refit snapshots.jsonl
    """
    from training.simulate.study import run_study, write_marketplace
    from training.simulate.table import study_table
    from training.simulate.truth import usual_truth

    if out is not None:
        click.echo(f"snapshots: {out} ({write_marketplace(out, postings):,} rows of {postings:,} postings)")
        return
    _say(f"{seeds} marketplaces of {postings:,} postings")
    click.echo(study_table(run_study(range(seeds), postings, jobs), usual_truth().values()).rstrip())


@cli.command()
@click.argument("bundle", type=click.Path(path_type=Path), default=_DEFAULT_BUNDLE)
def card(bundle: Path) -> None:
    """Print the model card of a bundle.

    \b
    Example:
      bidworthy-train card models/default
    """
    try:
        click.echo((bundle / "card.md").read_text(encoding="utf-8"))
    except OSError:
        raise CallError(f"{bundle} has no card.md; name the folder of a bundle, for example models/default") from None


for _command in (import_ledger, label, prepare, settings, tune, compare, promote, drift):
    cli.add_command(_command)


def _say(line: str) -> None:
    click.echo(line, err=True)


def main() -> None:
    """Run the command line; anything a user can cause ends in one sentence and exit status 2."""
    try:
        cli()
    except BidworthyError as error:
        _end(str(error))
    except OSError as error:
        _end(f"{error.filename or 'reading or writing'}: {error.strerror or error}; name another place, or make room there")


def _end(message: str) -> None:
    click.echo(f"bidworthy-train: {message}", err=True)
    sys.exit(2)


if __name__ == "__main__":
    main()
