"""``bidworthy-train import-ledger``: an exported ledger becomes a data folder."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import click

__all__ = ["import_ledger"]


@click.command("import-ledger")
@click.argument("export", type=click.Path(path_type=Path))
@click.option("--out", type=click.Path(path_type=Path), required=True, help="Folder to write to; made when it is not there.")
@click.option(
    "--as-of",
    type=click.DateTime(["%Y-%m-%d", "%Y-%m-%dT%H:%M:%S"]),
    help="Day (UTC) on which you ask which postings are 30 days old. Default: the latest moment in the file.",
)
def import_ledger(export: Path, out: Path, as_of: datetime | None) -> None:
    """Make training data of your own ledger.

    EXPORT is what `bidworthy ledger export` wrote. FOLDER gets postings.jsonl, labels.jsonl and outcomes.csv, the form that
    BIDWORTHY_DATA_DIR may name, and snapshots.jsonl for `bidworthy-train refit`. A posting that is open and young has no
    outcome yet, and one that nobody looked at since day 30 has an unknown one: neither counts as a ghost.

    \b
    Example:
      bidworthy ledger export ledger.jsonl
      bidworthy-train import-ledger ledger.jsonl --out runs/own
      bidworthy-train refit runs/own/snapshots.jsonl
    """  # noqa: D301 - \b is click's mark for "do not wrap"
    from training.ledger.read import read_export
    from training.ledger.write import write_folder

    found = read_export(export)
    moment = found.latest if as_of is None else as_of.replace(tzinfo=UTC)
    written = write_folder(found, out, moment)
    click.echo(f"{export}: {found.told()}", err=True)
    told = "no moment is told" if moment is None else f"as of {moment:%Y-%m-%d}"
    click.echo(
        f"{out}: {written.postings:,} postings, {written.labels:,} risk labels ({written.dangers:,} dangers), "
        f"{written.outcomes:,} outcomes ({written.usable:,} known, {told}), {written.snapshots:,} snapshots"
    )
    for how, count in written.endings.most_common():
        click.echo(f"  {count:,} {how}")
