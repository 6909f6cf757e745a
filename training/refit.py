"""Learning from outcomes: a file of snapshots re-fits the ghost model of a bundle.

The flow of ``bidworthy-train refit``: the bundle and the file are read → spells → the gate → how much clients differ →
hazards and held-out figures → a report; with a folder, also a copy of the bundle that has them.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from scipy.special import expit

from features.bundle_format import sha256
from features.client_level import Level, level_of_rate
from features.errors import BundleCorrupt
from features.hazard_inputs import HazardInputs
from features.log_odds import logit
from training.bundle import as_json, git_commit
from training.card import figure_table
from training.config import Config
from training.fit.hazard import Estimate, fit_hazard
from training.fit.hazard_figures import BASELINE, held_out
from training.fit.hazard_rows import rows_of
from training.fit.records import fit_clients
from training.fit.result import Figure, rounded
from training.rebundle import Whole, write_copy
from training.snapshots.maturity import LEAST_OF_EACH, Maturity, maturity_of
from training.snapshots.read import read_snapshots
from training.snapshots.spells import spells_of
from training.snapshots.whole import new_share, pay_middle

__all__ = ["Refit", "refit", "write_refit"]

_TITLE = "\n## Re-fitted on snapshots\n"


@dataclass(frozen=True)
class Refit:
    """What was learnt from a file: the settings for ``ghost.json``, held-out figures, and a report in Markdown."""

    hazard: dict[str, Any]
    figures: list[Figure]
    report: str


def refit(path: Path, bundle: Whole, config: Config, say: Callable[[str], None]) -> Refit:
    """Fit the hazards of a bundle on a file of snapshots.

    Raises
    ------
    DataError
        If the file cannot be read, or holds too little to learn from; then with the counts and what is needed.
    """
    read = read_snapshots(path)
    spells, left_out = spells_of(read.snapshots)
    files = "; ".join([read.told(), *(f"{count:,} postings {reason}" for reason, count in sorted(left_out.items()))])
    maturity = maturity_of(spells)
    say(f"{path}: {files}; {maturity.counts}")
    maturity.check()
    assumed, records = _level(bundle, config), fit_clients(read.snapshots)
    level = assumed if records is None else records.level()
    inputs = HazardInputs(level, config.ghost.posts_when_unknown, pay_middle(spells), new_share(spells))
    rows, centre = rows_of(spells, inputs), logit(1 - config.ghost.hire_rate)
    fit = fit_hazard(rows, centre)
    plain = expit(rows_of(spells, replace(inputs, level=assumed)).z)
    figures = held_out(spells, rows, plain, centre, folds=config.folds, seed=config.seed)
    estimates = [*([] if records is None else [records.mean, records.strength]), *fit.estimates()]
    hazard = _rounded(fit.hazards().settings() | inputs.settings())
    hazard["refund_known"] = maturity.withdrawn >= LEAST_OF_EACH
    return Refit(hazard, figures, _report(files, maturity, config.ghost.hire_rate, estimates, figures))


def write_refit(found: Refit, bundle: Whole, path: Path, out: Path, config: Config) -> None:
    """Write a copy of the bundle that has what was learnt from the file at ``path``.

    Raises
    ------
    CallError
        If ``out`` is the bundle itself.
    """
    ghost = bundle.settings("ghost.json") | {"hazard": found.hazard}
    # A bundle that was re-fitted before loses that paragraph: it no longer holds.
    card = bundle.files["card.md"].decode().partition(_TITLE)[0] + _TITLE + found.report
    names = ("hire_rate", "new_client_share", "posts_when_unknown")
    write_copy(
        bundle,
        out,
        {"ghost.json": as_json(ghost), "card.md": card.encode()},
        label="refit",
        data={"snapshots": sha256(path.read_bytes())},
        figures=found.figures,
        settings={f"ghost.{name}": str(getattr(config.ghost, name)) for name in names},
        commit=git_commit(Path(__file__).parents[1]),
    )


def _level(bundle: Whole, config: Config) -> Level:
    try:
        settings = bundle.settings("ghost.json")
        offset, strength = (float(settings[name]) for name in ("new_client_logit_offset", "strength_posts"))
    except (KeyError, TypeError, ValueError) as error:
        raise BundleCorrupt(f"{bundle.folder / 'ghost.json'}: {error} cannot be read; train the bundle again") from None
    return level_of_rate(config.ghost.hire_rate, config.ghost.new_client_share, offset, strength)


def _rounded(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _rounded(one) for name, one in value.items()}
    if isinstance(value, list):
        return [_rounded(one) for one in value]
    return rounded(value) if isinstance(value, float) else value


def _report(files: str, maturity: Maturity, rate: float, estimates: Sequence[Estimate], figures: Sequence[Figure]) -> str:
    told = figure_table(figures) if figures else _UNTOLD
    table = "".join(f"| {one.name} | {one.value:.3f} | {one.low:.3f} to {one.high:.3f} |\n" for one in estimates)
    known = maturity.withdrawn >= LEAST_OF_EACH
    refund = _REFUND_KNOWN if known else _REFUND_UNKNOWN.format(withdrawn=maturity.withdrawn, least=LEAST_OF_EACH)
    return _REPORT.format(
        files=files, counts=maturity.counts, table=table, rate=rate, refund=refund, figures=told, baseline=BASELINE
    )


_REPORT = """
The file: {files}.
It holds {counts}.
An open posting counts for the days on which it was seen without a hire, and is no ghost; a hire or a withdrawal is known
to lie between two looks; nothing is said of the days before the first look.

| what | estimate | 90% interval |
|---|---:|---|
{table}
Chances are those of a posting with middle pay by a client whose record stands at {rate:.0%} hires. A weight of the record of
1 takes its log odds as they stand, less says that records tell less here; other weights are of the log odds of no hire.
Intervals are normal ones from the curvature of the log posterior; they say nothing of postings unlike those in the file.
{refund}

{figures}
The baseline is {baseline}, at publication. Chances are held out by client and foretold at the first look; only
postings that were looked at on day 30 or later are counted, however they ended.
"""
_UNTOLD = f"""Too few postings were looked at on day 30 or later, hired ones included, to measure the Brier without bias: it
takes {LEAST_OF_EACH} of each kind. So it is not known whether this fit is better than what it replaces.
"""
_REFUND_KNOWN = "The chance that the Connects come back is that of a withdrawal before any hire."
_REFUND_UNKNOWN = "Only {withdrawn} withdrawals were seen, and it takes {least} to learn how often the Connects come back."
