"""Alarms of a leak: figures too good to be true, and another split than the one that is judged by."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

import numpy as np
import pandas as pd

from training.gate.condition import Condition
from training.gate.exam import Exam, Rows
from training.gate.losses import chances, losses_of
from training.gate.settings import GateConfig
from training.metrics import Array, group_interval, roc_auc

__all__ = ["held_out", "not_too_good"]

#: The name of a bundle's own cross-validated figure for a paper, and the loss that it is of.
_OWN = {
    "danger": ("risk", "Brier, labelled postings weighted to their pool, grouped cross-validation", "Brier"),
    "hourly pay": ("pay", "pinball loss (log pay), hourly, held out by client", "pinball"),
    "fixed pay": ("pay", "pinball loss (log pay), fixed, held out by client", "pinball"),
}


def held_out(name: str, manifest: Mapping[str, Any], exam: Exam) -> Condition:
    """Return whether a bundle was trained without the rows of the exam.

    Parameters
    ----------
    name : str
        Whose manifest it is: "champion" or "challenger".
    """
    split = manifest.get("split")
    if name == "champion" and exam.is_new:
        count = len({int(row) for paper in exam.papers for row in paper.rows})
        return Condition(f"{name} held out", True, f"judged by {count:,} postings of files that it has never seen")
    if split == exam.split:
        return Condition(f"{name} held out", True, f"trained on the other part of this split ({exam.split[:12]})")
    how = "without a split" if not split else f"on another split ({str(split)[:12]}, and not {exam.split[:12]})"
    cure = "train it on this prepared data"
    if name == "champion":
        cure = "train its settings again on this data (`bidworthy-train train --like`), and name that with --champion"
    return Condition(
        f"{name} held out", False, f"it was trained {how}, so it may have learnt the rows that it is judged by; {cure}"
    )


def not_too_good(exam: Exam, answers: pd.DataFrame, manifest: Mapping[str, Any], config: GateConfig, seed: int) -> Condition:
    """Return whether nothing is better than it can be honestly."""
    wrong = []
    own = {(figure["model"], figure["what"]): float(figure["ours"]) for figure in manifest.get("figures", ())}
    for paper in exam.papers:
        if paper.asks == "ghost.probability" and _tells(paper.truth, config):
            chance = chances(paper, answers)
            low = group_interval(partial(_auc, paper.truth, chance), paper.groups, seed=seed)[0]
            if low > config.too_good_auc:
                wrong.append(f"{paper.name}: ROC-AUC of {low:.3f} at the least is too good to be true")
        # The rows of new files alone may be easier than those of its cross-validation.
        if not exam.is_new and paper.name in _OWN and len(paper.rows) >= config.least_rows:
            model, what, loss = _OWN[paper.name]
            before, now = own.get((model, what)), losses_of(paper, answers, config)[loss]
            high = group_interval(partial(_mean, now, paper.weight), paper.groups, seed=seed)[1]
            if before and high < (1 - config.too_good_gain) * before:
                wrong.append(
                    f"{paper.name}: {loss} {_mean(now, paper.weight):.4f} (up to {high:.4f}) on held-out rows, "
                    f"{before:.4f} in its own cross-validation, is too good to be true"
                )
    if wrong:
        return Condition("not too good", False, f"{'; '.join(wrong)}; look for rows or fields that tell the answer")
    return Condition("not too good", True, "no figure is better than such models can be")


def _mean(loss: Array, weight: Array, rows: Rows | slice = slice(None)) -> float:
    return float(np.average(loss[rows], weights=weight[rows]))


def _auc(truth: Array, chance: Array, rows: Rows) -> float:
    return roc_auc(truth[rows], chance[rows])


def _tells(truth: Any, config: GateConfig) -> bool:
    return len(truth) >= config.least_rows and min(truth.sum(), (1 - truth).sum()) >= config.least_of_each
