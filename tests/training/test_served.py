"""What a bundle answers, as its users get it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from features.errors import BundleError, DataError
from serving.bundle import load_bundle
from serving.scorer import Scorer
from tests.training.conftest import Trained
from training.served import FIGURES, served


def test_it_is_what_the_scorer_says(trained: Trained, sample: list[dict[str, Any]]) -> None:
    """Row by row, in order, with the names of the columns as they are asked for."""
    found = served(trained.bundle, sample)
    scorer = Scorer(load_bundle(trained.bundle))
    assert set(found.columns) == set(FIGURES)
    assert found["scam.probability"].tolist() == [scorer.score(raw).scam.probability for raw in sample]
    assert found["id"].tolist() == [raw["id"] for raw in sample]


def test_a_refused_bundle_says_why(tmp_path: Path, sample: list[dict[str, Any]]) -> None:
    """In the scorer's own words."""
    with pytest.raises(BundleError, match="no bundle here"):
        served(tmp_path, sample)


def test_a_refused_posting_is_named(trained: Trained, sample: list[dict[str, Any]]) -> None:
    """By its number and its field."""
    with pytest.raises(DataError, match="posting 2 cannot be scored: title"):
        served(trained.bundle, [sample[0], {"title": 5}])


def test_a_history_of_ones_own_does_not_answer(
    trained: Trained, sample: list[dict[str, Any]], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Figures must not depend on what the data scientist looked at."""
    monkeypatch.setenv("BIDWORTHY_HISTORY", "/nowhere/at-all.sqlite3")
    assert len(served(trained.bundle, sample[:2])) == 2
