"""The two sides of a comparison: an invented data folder, and ledgers kept by the service's own code."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from serving.scorer import Scorer
from tests.conftest import ROOT
from tests.support.ledgers import KeptLedger
from tests.training.drift.market import varied, write_folder
from training.drift.matured import Matured
from training.drift.run import Drift, find_drift
from training.drift.sides import Side, ledger_side, scored_of, training_side
from training.drift.text import KnownWords, known_words
from training.drift.vocabulary import vocabulary_of
from training.ledger.read import read_export
from training.rebundle import read_whole
from training.sources.folder import find_data

BUNDLE = ROOT / "models" / "default"
Postings = Sequence[Mapping[str, Any]]
#: No outcome at all.
NOTHING = Matured(np.empty(0), np.empty(0), [], [], 0, 0)


@dataclass(frozen=True)
class Training:
    """A data folder as a side, and the words of the bundle."""

    folder: Path
    side: Side
    known: KnownWords


@pytest.fixture(scope="session")
def training(tmp_path_factory: pytest.TempPathFactory, sample: list[dict[str, Any]]) -> Training:
    """Return 300 postings of the invented marketplace."""
    path = write_folder(tmp_path_factory.mktemp("drift") / "data", varied(sample, 300, 1))
    side = training_side(find_data({"BIDWORTHY_DATA_DIR": str(path)}), BUNDLE, trained_on=False)
    return Training(path, side, known_words(vocabulary_of(read_whole(BUNDLE)), trained_on=False))


@pytest.fixture
def held_against(training: Training, tmp_path: Path, scorer: Scorer) -> Callable[[Postings], Drift]:
    """Return a function that scores postings into a ledger, exports it, and holds it against training."""

    def against(postings: Postings) -> Drift:
        kept = KeptLedger(tmp_path, scorer)
        kept.look(*postings)
        scored = scored_of(read_export(kept.export(tmp_path / "ledger.jsonl")))
        return find_drift(training.side, ledger_side(scored, BUNDLE), training.known, NOTHING, draws=2_999)

    return against
