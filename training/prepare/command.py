"""``bidworthy-train prepare``."""

from __future__ import annotations

from pathlib import Path

import click

__all__ = ["prepare"]

_FILE = click.Path(path_type=Path)
_SOME_LEFT_OUT = 3
_SIDES = ("train", "client", "time", "between")


@click.command()
@click.argument("files", nargs=-1, type=_FILE)
@click.option("--labels", multiple=True, type=_FILE, help="Labels, as `bidworthy-train label --export` writes them.")
@click.option("--outcomes", multiple=True, type=_FILE, help="Outcomes, as `bidworthy-train import-ledger` writes them.")
@click.option("--out", type=_FILE, default=Path("runs/prepared"), show_default=True, help="Folder of the prepared data.")
@click.option("--source", help="What the files are called in figures by source. Default: the name of each.")
@click.option(
    "--by-client", default=0.2, show_default=True, type=click.FloatRange(0, 0.9), help="Share of clients held out."
)
@click.option(
    "--by-time", default=0.15, show_default=True, type=click.FloatRange(0, 0.9), help="Share held out, the latest."
)
@click.option(
    "--seed", default=20_261_125, show_default=True, type=click.IntRange(0), help="Of the hash that holds clients out."
)
@click.option("--without-base", is_flag=True, help="Leave out the postings of BIDWORTHY_DATA_DIR, or of the sample.")
@click.pass_context
def prepare(
    context: click.Context,
    files: tuple[Path, ...],
    labels: tuple[Path, ...],
    outcomes: tuple[Path, ...],
    out: Path,
    source: str | None,
    by_client: float,
    by_time: float,
    seed: int,
    without_base: bool,
) -> None:
    r"""Check FILES of postings, join copies, and split them, together with the data that is there, once and for all.

    FILES are .csv, .jsonl or .parquet, in any shape that `bidworthy score` reads. A row that is wrong is told by its number
    and column in OUT/rejects.jsonl, and the rest goes on. A client, and near-copies of one text, are never on both sides of
    the split. Training reads OUT as its data, and only what is not held out.

    \b
    Example:
      bidworthy-train prepare new.csv --out runs/prepared
      BIDWORTHY_DATA_DIR=runs/prepared bidworthy-train train --out runs/bundle

    Exit status: 0 all taken, 3 some rows left out, 2 the call is wrong.
    """
    from features.errors import CallError
    from training.prepare.inputs import Given, read_base, read_labels, read_outcomes, read_postings
    from training.prepare.written import Shares, write_prepared
    from training.sources.folder import find_data
    from training.sources.risk import raw_cases

    if not (by_client <= 1 and by_time <= 1):  # no number is in any range
        raise CallError("--by-client and --by-time are shares; write numbers from 0 to 0.9")
    given, base = Given(), None if without_base else find_data()
    if base is not None and base.path.resolve() == out.resolve():
        raise CallError(f"{out} is the data that is read; name another folder with --out, so that nothing of it can be lost")
    if base is not None:
        click.echo(f"reading {base.path}", err=True)
        read_base(given, base)
    for path in files:
        read_postings(given, path, source)
    for path in labels:
        read_labels(given, path)
    for path in outcomes:
        read_outcomes(given, path)
    if not given.outcomes:
        raise CallError("there are no outcomes to learn from; name some with --outcomes, or leave --without-base out")
    cases = [] if base is None else raw_cases(base)
    shares, is_sample = Shares(by_client, by_time, seed), base is not None and base.is_sample
    counts = write_prepared(given, cases, out, shares, is_sample=is_sample)
    click.echo(f"prepared: {out}")
    click.echo("| rows | learnt from | held out by client | held out by time | in between |\n|---|---:|---:|---:|---:|")
    for kind, by_side in counts.items():
        click.echo(f"| {kind} | " + " | ".join(f"{by_side.get(side, 0):,}" for side in _SIDES) + " |")
    if given.rejected:
        first, told = given.rejected[0], out / "rejects.jsonl"
        click.echo(f"{len(given.rejected):,} rows left out, see {told}; the first: {first.file}, {first.problem}", err=True)
        context.exit(_SOME_LEFT_OUT)
