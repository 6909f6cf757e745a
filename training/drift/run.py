"""One comparison from end to end, without files: two sides and outcomes in, what was found out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from training.drift.calibration import Calibration, calibration_of
from training.drift.compare import Compared, compare
from training.drift.judge import Finding, findings_of
from training.drift.matured import Matured, matured_of
from training.drift.sides import Side, ledger_side, scored_of, training_side, was_trained_on
from training.drift.text import KnownWords, Novelty, known_words, novelty
from training.drift.vocabulary import vocabulary_of
from training.ledger.records import Export
from training.rebundle import read_whole
from training.sources.folder import DataFolder

__all__ = ["DRAWS", "SEED", "Drift", "find_drift", "ledger_drift"]

#: Random draws of the sides. The smallest p-value is one in so many; corrected for 60 figures it is still under 0.02.
DRAWS = 9_999
SEED = 20_261_127


@dataclass(frozen=True)
class Drift:
    """What a comparison found.

    Parameters
    ----------
    training, ledger : tuple of (int, int)
        Postings and clients of each side.
    compared : Compared
    text : list of Novelty
    calibration : Calibration
    findings : list of Finding
        Everything that was tested, the surest first.
    draws : int
    """

    training: tuple[int, int]
    ledger: tuple[int, int]
    compared: Compared
    text: list[Novelty]
    calibration: Calibration
    findings: list[Finding]
    draws: int

    @property
    def drifted(self) -> list[Finding]:
        """What is beyond noise."""
        return [one for one in self.findings if one.is_drift]


def find_drift(
    training: Side, ledger: Side, known: KnownWords, matured: Matured, *, draws: int = DRAWS, seed: int = SEED
) -> Drift:
    """Compare two sides, and chances with outcomes."""
    compared = compare(training, ledger, draws=draws, seed=seed)
    text = novelty(training, ledger, known, draws=draws, seed=seed)
    calibration = calibration_of(matured, seed)
    sizes = [(len(side.postings), len(set(side.groups))) for side in (training, ledger)]
    findings = findings_of(compared, text, calibration)
    return Drift(sizes[0], sizes[1], compared, text, calibration, findings, draws)


def ledger_drift(
    export: Export,
    folder: DataFolder,
    bundle: Path,
    *,
    since: datetime | None,
    as_of: datetime | None,
    say: Callable[[str], None],
) -> Drift:
    """Compare the scored postings of a ledger with a data folder.

    Raises
    ------
    DataError
        If either cannot be used.
    BundleError
        If the bundle cannot be.
    """
    whole = read_whole(bundle)
    scored = scored_of(export, since)
    say(f"scoring {len(scored):,} postings of the ledger with {bundle}")
    ledger = ledger_side(scored, bundle)
    trained_on = was_trained_on(whole, folder)
    say(f"scoring the training postings of {folder.path}")
    training = training_side(folder, bundle, trained_on=trained_on)
    say(f"comparing {len(ledger.postings):,} postings with {len(training.postings):,}")
    matured = matured_of(scored, as_of or export.latest)
    return find_drift(training, ledger, known_words(vocabulary_of(whole), trained_on=trained_on), matured)
