"""``bidworthy-train drift``: an exported ledger against the training postings."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from training.sources.folder import DataFolder

__all__ = ["drift"]

#: Exit status for schedulers.
_DRIFTED = 4
_DEFAULT_BUNDLE = Path(__file__).parents[2] / "models" / "default"
_MOMENT = click.DateTime(["%Y-%m-%d", "%Y-%m-%dT%H:%M:%S"])
_path = click.Path(path_type=Path)


@click.command()
@click.argument("export", type=_path)
@click.option(
    "--bundle", type=_path, default=_DEFAULT_BUNDLE, help="Bundle whose words and chances count. Default: models/default."
)
@click.option(
    "--data", type=_path, help="Folder of the training postings. Default: BIDWORTHY_DATA_DIR, or else data/sample."
)
@click.option("--out", type=_path, default=Path("runs/drift.html"), show_default=True, help="File of the report.")
@click.option("--json", "json_path", type=_path, help="File for all figures as JSON.")
@click.option("--since", type=_MOMENT, help="Only what was scored from this day on (UTC). Default: all of the ledger.")
@click.option(
    "--as-of", type=_MOMENT, help="Day (UTC) on which you ask what is 30 days old. Default: the latest moment in the file."
)
@click.option(
    "--fail-on",
    type=click.Choice(["any", "large", "never"]),
    default="any",
    show_default=True,
    help="Which drift ends with exit status 4: any beyond noise, only what is large as well, or none.",
)
def drift(
    export: Path,
    bundle: Path,
    data: Path | None,
    out: Path,
    json_path: Path | None,
    since: datetime | None,
    as_of: datetime | None,
    fail_on: str,
) -> None:
    """Tell whether lately scored postings are still like training.

    EXPORT is what `bidworthy ledger export` wrote. Its scored postings are held against the training postings: fields,
    unknown values, texts, stated chances; and stated chances against what came of them. The report is one page.

    Exit status: 0 no drift, 4 drift was found, 2 the call is wrong or there is too little to compare. On sides that do not
    differ, drift is found in about 5% of reports.

    \b
    Example:
      bidworthy ledger export ledger.jsonl
      bidworthy-train drift ledger.jsonl --json runs/drift.json
      bidworthy-train drift ledger.jsonl --since 2026-11-01 --fail-on large
    """  # noqa: D301 - \b is click's mark for "do not wrap"
    import orjson

    from training.drift.figures import figures
    from training.drift.report import drift_report, headline
    from training.drift.run import ledger_drift
    from training.ledger.read import read_export

    for path in (out, json_path):
        if path is not None:
            path.parent.mkdir(parents=True, exist_ok=True)  # a place that cannot be written is told before the long part
    read = read_export(export)
    click.echo(f"{export}: {read.told()}", err=True)
    found = ledger_drift(read, _folder(data), bundle, since=_utc(since), as_of=_utc(as_of), say=_say)
    out.write_text(drift_report(found), encoding="utf-8")
    if json_path is not None:
        json_path.write_bytes(orjson.dumps(figures(found), option=orjson.OPT_INDENT_2) + b"\n")
    click.echo(headline(found))
    for one in found.drifted:
        click.echo(f"  {one.name}: {one.said}{' (large)' if one.large else ''}")
    if found.calibration.missing:
        click.echo(found.calibration.missing)
    click.echo(f"report: {out}")
    if fail_on != "never" and any(one.large or fail_on == "any" for one in found.drifted):
        sys.exit(_DRIFTED)


def _folder(data: Path | None) -> DataFolder:
    from features.errors import CallError
    from training.sources.folder import find_data

    if data is None:
        return find_data()
    if not data.is_dir():
        raise CallError(f"--data {data}: there is no such folder; name one as data/README.md describes, or leave it out")
    return find_data({"BIDWORTHY_DATA_DIR": str(data)})


def _utc(moment: datetime | None) -> datetime | None:
    return None if moment is None else moment.replace(tzinfo=UTC)


def _say(line: str) -> None:
    click.echo(line, err=True)
