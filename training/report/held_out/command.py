"""``bidworthy-train evaluate --bundle``: its options, and what it does."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from features.errors import CallError

__all__ = ["bundle_options", "told_of_bundle"]

_PATH = click.Path(path_type=Path)
_SEED = 20_261_125


def bundle_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add the options of the report of a bundle to a command."""
    for option in (
        click.option("--without-texts", is_flag=True, help="Leave the texts of postings out of its report."),
        click.option("--json", type=_PATH, help="File of its figures. Default: beside the page, with the ending .json."),
        click.option("--champion", type=_PATH, help="A bundle that it is set beside."),
        click.option("--bundle", type=_PATH, help="Report on this bundle, on the held-out part of prepared data."),
    ):
        command = option(command)
    return command


def told_of_bundle(
    part: str,
    out: Path | None,
    config_paths: tuple[Path, ...],
    *,
    bundle: Path | None,
    champion: Path | None,
    json: Path | None,
    without_texts: bool,
) -> bool:
    """Write the report of a bundle and its figures, if one is named; return whether one is.

    Raises
    ------
    CallError
        If options are named that do not go together.
    """
    if bundle is None:
        for name, given in (("--champion", champion), ("--json", json), ("--without-texts", without_texts)):
            if given:
                raise CallError(f"{name} is for the report of a bundle; name that with --bundle, or leave {name} out")
        return False
    if part != "all" or config_paths:
        extra = f"PART {part}" if part != "all" else "--config"
        raise CallError(f"--bundle reports on what was trained before, all of it; leave {extra} out")
    page = out or Path("runs") / "report.html"
    figures = json or page.with_suffix(".json")
    if figures.resolve() == page.resolve():
        raise CallError(f"the page and its figures would both be {page}; name another file with --out or --json")
    off = _write(bundle, champion, page, figures, without_texts=without_texts)
    click.echo(f"report: {page}\nfigures: {figures}")
    click.echo(f"alarm: fails {', '.join(off)}; see the report" if off else "no alarm")
    return True


def _write(bundle: Path, champion: Path | None, page: Path, figures: Path, *, without_texts: bool) -> list[str]:
    """Write both files; return the names of the alarms that went off."""
    from training.gate.settings import GateConfig
    from training.report.held_out.asked import ask
    from training.report.held_out.figures import as_bytes, figures_of
    from training.report.held_out.report import held_out_report
    from training.sources.folder import find_data

    folder = find_data()
    for target in (page, figures):
        target.parent.mkdir(parents=True, exist_ok=True)  # a place that cannot be written is told before the long part
    asked = ask(folder, bundle, champion, GateConfig(), _SEED, _say)
    found = figures_of(asked, bundle, _say)
    figures.write_bytes(as_bytes(found))
    page.write_text(held_out_report(found, None if without_texts else asked.exam.postings), encoding="utf-8")
    return [one.name for one in found.alarms if not one.holds]


def _say(line: str) -> None:
    click.echo(line, err=True)
