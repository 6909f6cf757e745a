"""Why no model of "nobody interviewing by day 3" ships: what is known before hardly tells.

Postings of early 2025 that were open after three days, held out by client and near-copies, logistic regression. The figures
stand in ``serving/README.md``.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from features.fields.facts import Facts
from training.metrics import Array, brier, group_interval, roc_auc
from training.sources.folder import find_data
from training.sources.postings import PostingRow, load_postings
from training.splits import group_folds

_FOLDS = 5


def _log(value: float | None) -> float:
    return math.log10(1 + (value or 0.0))


def before(row: PostingRow) -> list[float]:
    """Return what a search tile shows from the first minute."""
    posting, client = row.posting, row.posting.client
    facts = Facts(posting)
    return [
        client.total_spent_usd is None or client.total_spent_usd == 0, _log(client.total_spent_usd),
        client.hires is None, _log(client.hires), _log(client.active_hires), _log(facts.pay_usd), facts.pay_usd is None,
        posting.pay is not None and posting.pay.type == "fixed", posting.tier == "entry", posting.tier == "expert",
        _log(len(posting.description)), _log(len(posting.title)), len(posting.skills or ()),
    ]  # fmt: skip


def with_proposals(row: PostingRow) -> list[float]:
    """Return the same with the bucket of proposals, counted at the same time as the interviews."""
    proposals = row.posting.activity.proposals
    low = -1 if proposals is None else proposals.low
    return [*before(row), *(low == bucket for bucket in (-1, 0, 5, 10, 15, 20, 50))]


@pytest.fixture(scope="module")
def opened(shared_data: Path) -> list[PostingRow]:
    """Return the postings, each once."""
    found: dict[str, PostingRow] = {}
    for row in load_postings(find_data({"BIDWORTHY_DATA_DIR": str(shared_data)})):
        activity, age = row.posting.activity, Facts(row.posting).age_days
        if activity.unanswered_invites is not None and activity.interviewing is not None and age is not None and age > 3:
            found.setdefault(row.key, row)
    return list(found.values())


def held_out(rows: list[PostingRow], inputs: Callable[[PostingRow], list[float]]) -> tuple[Array, Array, Array]:
    """Return the truth, the held-out chance, and the constant of the other folds."""
    table = np.array([inputs(row) for row in rows], dtype=float)
    truth = np.array([row.posting.activity.interviewing == 0 for row in rows], dtype=float)
    folds = group_folds([row.group for row in rows], _FOLDS, 1)
    chance, constant = np.empty(len(rows)), np.empty(len(rows))
    for fold in range(_FOLDS):
        own, rest = folds == fold, folds != fold
        model = make_pipeline(StandardScaler(), LogisticRegression(C=0.1, max_iter=1000)).fit(table[rest], truth[rest])
        chance[own], constant[own] = model.predict_proba(table[own])[:, 1], truth[rest].mean()
    return truth, chance, constant


@pytest.mark.parametrize(
    ("inputs", "auc", "won"),
    [(before, 0.569, 0.013), (with_proposals, 0.624, 0.050)],
    ids=["before", "with proposals"],
)
def test_it_hardly_tells(
    opened: list[PostingRow], inputs: Callable[[PostingRow], list[float]], auc: float, won: float
) -> None:
    """ROC-AUC with an interval that reaches under 0.62, the share won of the constant's Brier, and chances too far apart."""
    truth, chance, constant = held_out(opened, inputs)
    groups = [row.group for row in opened]
    low, _ = group_interval(lambda rows: roc_auc(truth[rows], chance[rows]), groups, seed=1)
    log_odds = np.log(chance / (1 - chance))[:, None]
    slope = LogisticRegression(C=1e6).fit(log_odds, truth).coef_[0, 0]
    assert roc_auc(truth, chance) == pytest.approx(auc, abs=0.005)
    assert 1 - brier(truth, chance) / brier(truth, constant) == pytest.approx(won, abs=0.005)
    assert low < 0.62
    assert slope < 0.85
