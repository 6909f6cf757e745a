"""Numbered: whether the name of a row, which no model may learn from, tells its label."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from training.gate.condition import Condition
from training.gate.exam import Exam, Paper
from training.metrics import Array, roc_auc
from training.report.held_out.asked import Asked, Chance
from training.report.held_out.draws import Estimate, ends
from training.sources.folder import DataFolder
from training.sources.outcomes import outcome_table
from training.sources.postings import PARTS

__all__ = ["Told", "ids_of", "ids_tell_nothing", "told_by_ids"]

#: How far the whole interval must lie from one half.
_MARGIN = 0.1
_NUMBER = re.compile(r"\d+")
_SIGNS: dict[str, Callable[[list[str]], Array]] = {
    "place in the file": lambda ids: np.arange(len(ids), dtype=np.float64),
    "number in its id": lambda ids: np.array([float("".join(_NUMBER.findall(one))[-15:] or -1) for one in ids]),
    "length of its id": lambda ids: np.array([float(len(one)) for one in ids]),
}


@dataclass(frozen=True, slots=True)
class Told:
    """How well a sign ranks the label of a paper: 0.5 is not at all."""

    paper: str
    sign: str
    roc_auc: Estimate

    @property
    def alarms(self) -> bool:
        """Whether the whole interval leaves one half by more than the margin."""
        return self.roc_auc.low > 0.5 + _MARGIN or self.roc_auc.high < 0.5 - _MARGIN


def ids_of(folder: DataFolder, exam: Exam) -> list[str]:
    """Return what each posting of the exam is called in its file; those of outcomes have no id in the posting."""
    frame = outcome_table(folder.of("test"))
    frame = frame[frame["part"].isin(PARTS["test"])]
    rows = {source: part["row_id"].astype(str).tolist() for source, part in frame.groupby("source", sort=True)}
    ids = [str(fields.get("id", "")) for fields in exam.postings]
    for paper in exam.papers:
        if paper.asks == "ghost.probability":
            for place, name in zip(paper.rows.tolist(), rows[paper.name.removeprefix("no hire: ")], strict=True):
                ids[place] = name
    return ids


def told_by_ids(asked: Asked) -> list[Told]:
    """Return how well each sign ranks each label."""
    ids = ids_of(asked.folder, asked.exam)
    return [told for chance in asked.chances() if _tells(chance.paper, asked) for told in _told(chance, ids)]


def _told(chance: Chance, ids: list[str]) -> list[Told]:
    # In the order of the file, which is that of the exam's postings.
    order = np.argsort(chance.paper.rows, kind="stable")
    own = [ids[row] for row in chance.paper.rows[order]]
    truth = chance.truth[order]
    even = np.divide(chance.draws.weights(), chance.weight)[:, order]
    found = []
    for name, sign in _SIGNS.items():
        values = sign(own)
        drawn = np.array([roc_auc(truth, values, weight) for weight in even])
        found.append(Told(chance.paper.name, name, Estimate(roc_auc(truth, values), *ends(drawn))))
    return found


def ids_tell_nothing(told: list[Told]) -> Condition:
    """Return whether no label can be told by the name or place of its row."""
    wrong = [one for one in told if one.alarms]
    if not wrong:
        return Condition("ids tell nothing", True, f"no id or place in the file ranks a label (of {len(told)} figures)")
    said = "; ".join(
        f"the {one.sign} ranks {one.paper} (ROC-AUC {of.value:.2f}, {of.low:.2f} to {of.high:.2f})"
        for one, of in ((one, one.roc_auc) for one in wrong)
    )
    return Condition(
        "ids tell nothing", False,
        f"{said}; see how the rows were numbered: where it is by time or source, the label may differ with that",
    )  # fmt: skip


def _tells(paper: Paper, asked: Asked) -> bool:
    least = asked.config.least_of_each
    return len(paper.rows) >= asked.config.least_rows and min(paper.truth.sum(), (1 - paper.truth).sum()) >= least
