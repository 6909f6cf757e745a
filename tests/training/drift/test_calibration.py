"""Stated chances against outcomes: what is found, from how many on, and which outcomes count."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from features.log_odds import logit
from serving.scorer import Scorer
from tests.support.ledgers import KeptLedger
from training.drift.calibration import calibration_of
from training.drift.matured import Matured, matured_of
from training.drift.sides import scored_of
from training.ledger.read import read_export

PUBLISHED = datetime(2026, 9, 1, 12, tzinfo=UTC)
Answer = dict[str, Any]


def _matured(number: int, seed: int, sharper: float = 1.0, higher: float = 0.0, of_client: int = 1) -> Matured:
    """Return outcomes of right chances, and chances that say them sharper or higher."""
    rng = np.random.default_rng(seed)
    right = rng.beta(2, 2, number)
    ghost = (rng.random(number) < right).astype(np.float64)
    stated = 1 / (1 + np.exp(-sharper * np.log(right / (1 - right)) - higher))
    return Matured(stated, ghost, [f"c{i // of_client}" for i in range(number)], ["b"] * number, number, 0)


@pytest.mark.parametrize(
    ("number", "of_client", "missing"),
    [
        (0, 1, "cannot be said yet: 50 more outcomes and outcomes of 20 more clients are missing"),
        (30, 1, "cannot be said yet: 20 more outcomes are missing"),
        (60, 30, "cannot be said yet: outcomes of 18 more clients are missing"),
        (150, 1, "The slope cannot be said yet: 50 more outcomes are missing"),
        (300, 1, ""),
    ],
)
def test_too_few_outcomes_say_how_many_are_missing(number: int, of_client: int, missing: str) -> None:
    """The level from 50 of 20 clients on, the slope from 200 on."""
    found = calibration_of(_matured(number, 1, of_client=of_client), seed=1)
    assert missing in found.missing
    assert bool(found.missing) == bool(missing)
    assert (found.gap is None) == ("Whether chances" in found.missing)
    assert (found.slope is None) == bool(missing)


def test_of_either_kind_there_must_be_some() -> None:
    """A slope over 5 hires would be their luck."""
    matured = Matured(
        np.full(300, 0.9), np.array([0.0] * 5 + [1.0] * 295), [str(i) for i in range(300)], ["b"] * 300, 300, 0
    )
    assert calibration_of(matured, seed=1).missing == (
        "The slope cannot be said yet: 25 more postings with a hire are missing."
    )


@pytest.mark.slow
def test_right_chances_are_not_blamed() -> None:
    """Over 100 seeds, either p-value is under 5% about 5% of the time, also where a client has three postings."""
    for of_client in (1, 3):
        found = [calibration_of(_matured(300, seed, of_client=of_client), seed=1) for seed in range(100)]
        assert np.mean([(one.p_gap or 0) < 0.05 for one in found]) <= 0.1
        assert np.mean([(one.p_slope or 0) < 0.05 for one in found]) <= 0.1
        assert np.mean([one.low <= 0 <= one.high for one in found if one.low is not None and one.high is not None]) >= 0.88


def test_rare_outcomes_that_did_not_come_are_no_gap() -> None:
    """Of 50 postings called 2% none ended so in a third of cases; their own variance is 0 and proves nothing."""
    matured = Matured(np.full(50, 0.02), np.zeros(50), [str(i) for i in range(50)], ["b"] * 50, 50, 0)
    assert (calibration_of(matured, seed=1).p_gap or 0) > 0.1


def test_overconfident_and_too_high_chances_are_found() -> None:
    """The slope is that of the log odds; the level that of the shares."""
    sharp = calibration_of(_matured(400, 1, sharper=2.5), seed=1)
    assert sharp.slope == pytest.approx(0.4, abs=0.15)
    assert (sharp.p_slope or 1) < 0.001
    high = calibration_of(_matured(400, 1, higher=0.8), seed=1)
    assert (high.gap or 0) < -0.1
    assert (high.p_gap or 1) < 0.001
    assert (high.slope_low or 0) < 1 < (high.slope_high or 0)


def test_overconfident_scores_of_a_ledger(tmp_path: Path, scorer: Scorer) -> None:
    """The answer that was given then counts, whatever the bundle says today."""
    rng = np.random.default_rng(2)
    right: dict[str, float] = {}

    def overconfident(answer: Answer) -> Answer:
        chance = answer["ghost"]["probability"]
        right[answer["id"]] = chance
        answer["ghost"]["probability"] = float(1 / (1 + np.exp(-3 * logit(chance))))
        return answer

    kept = KeptLedger(tmp_path, scorer)
    kept.look(*(_posting(f"p{i}", float(rng.uniform(0, 100))) for i in range(260)), said=overconfident)
    ended = {id_: "refunded" if rng.random() < chance else "other_hired" for id_, chance in right.items()}
    kept.outcomes((id_, what, PUBLISHED + timedelta(days=9)) for id_, what in ended.items())
    scored = scored_of(read_export(kept.export(tmp_path / "ledger.jsonl")))
    found = calibration_of(matured_of(scored, PUBLISHED + timedelta(days=40)), seed=1)
    assert found.slope is not None
    assert found.slope < 0.6
    assert (found.p_slope or 1) < 0.01
    assert [name for name, *_ in found.bundles] == [scored[0].score.bundle]


def test_only_outcomes_of_postings_that_are_old_enough_count(tmp_path: Path, scorer: Scorer) -> None:
    """Of young ones only hires are known; and a chance that was given when the hire could be seen foretold nothing."""
    kept = KeptLedger(tmp_path, scorer)
    kept.look(
        _posting("old", 50), _posting("young", 50, days=25), _posting("seen hired", 50, hires=1), _posting("silent", 50)
    )
    kept.outcomes((id_, "hired", PUBLISHED + timedelta(days=30)) for id_ in ("old", "young"))
    scored = scored_of(read_export(kept.export(tmp_path / "ledger.jsonl")))
    found = matured_of(scored, PUBLISHED + timedelta(days=40))
    assert (found.ghost.tolist(), found.client, found.old_enough, found.young) == ([0], ["client upwork:old"], 3, 1)
    assert matured_of(scored, None).old_enough == 0


def _posting(name: str, hire_rate: float, days: float = 0, hires: int = 0) -> dict[str, Any]:
    published = PUBLISHED + timedelta(days=days)
    return {
        "id": name,
        "title": "Sort a shelf of maps",
        "description": "",
        "posted_at": published.isoformat(),
        "observed_at": (published + timedelta(days=1)).isoformat(),
        "client": {"id": name, "jobs_posted": 40, "hire_rate_percent": hire_rate},
        "activity": {"hires": hires},
    }
