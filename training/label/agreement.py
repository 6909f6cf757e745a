"""How far two annotators judge alike: equal answers, Cohen's kappa with its doubt, and where they differ."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from features.errors import DataError, shown
from training.label.events import Book
from training.label.labels import Label
from training.metrics import group_interval

__all__ = ["Agreement", "agreement", "agreement_report", "kappa"]

_DRAWS = 1_000
_SEED = 1
_QUESTIONS: dict[str, Callable[[Label], object]] = {
    "risk: 0 or more": lambda label: label.risk > 0,
    "risk: 0, 1, 2": lambda label: label.risk,
    "pay": lambda label: label.pay,
    "lookalike": lambda label: label.lookalike,
}


class Agreement(NamedTuple):
    """Of one question: share of equal answers, and kappa with its 95% interval (bootstrap over postings).

    Kappa is ``nan`` where both gave one and the same answer throughout: then chance alone would agree, too.
    """

    question: str
    equal: float
    kappa: float
    low: float
    high: float


def kappa(first: Sequence[object], second: Sequence[object]) -> float:
    """Return Cohen's kappa: the agreement beyond what their shares of answers would give by chance.

    Examples
    --------
    >>> kappa([0, 0, 1, 1], [0, 0, 1, 0])
    0.5
    """
    return _kappa(*_coded(first, second))


def _coded(first: Sequence[object], second: Sequence[object]) -> tuple[NDArray[np.int64], NDArray[np.int64], int]:
    """Return both as numbers of answers, and how many answers there are."""
    names = {name: number for number, name in enumerate(dict.fromkeys((*first, *second)))}
    one, other = (np.array([names[value] for value in values], dtype=np.int64) for values in (first, second))
    return one, other, len(names)


def _kappa(first: NDArray[np.int64], second: NDArray[np.int64], answers: int) -> float:
    table = np.bincount(first * answers + second, minlength=answers**2).reshape(answers, answers) / len(first)
    by_chance = float(table.sum(axis=1) @ table.sum(axis=0))
    # Shares of equal answers throughout add up to one but for rounding.
    return float("nan") if by_chance > 1 - 1e-12 else (float(np.trace(table)) - by_chance) / (1 - by_chance)


def agreement(first: Sequence[Label], second: Sequence[Label]) -> list[Agreement]:
    """Return the agreement on each question; the two are labels of the same postings, in the same order."""
    return [_of_question(name, [ask(a) for a in first], [ask(b) for b in second]) for name, ask in _QUESTIONS.items()]


def _of_question(name: str, first: list[object], second: list[object]) -> Agreement:
    one, other, answers = _coded(first, second)
    postings = [f"{number:09d}" for number in range(len(one))]
    low, high = group_interval(lambda rows: _kappa(one[rows], other[rows], answers), postings, seed=_SEED, draws=_DRAWS)
    return Agreement(name, float((one == other).mean()), _kappa(one, other, answers), low, high)


def agreement_report(one: Book, other: Book) -> str:
    """Return figures and disagreements of two annotators, as Markdown; postings are named, never quoted.

    Raises
    ------
    DataError
        If no posting was labelled by both.
    """
    both = sorted(one.labels.keys() & other.labels.keys())
    if not both:
        raise DataError(
            f"no posting was labelled by both {one.annotator} and {other.annotator}; start both with the same --overlap"
        )
    rows = agreement([one.labels[key] for key in both], [other.labels[key] for key in both])
    counted = " and ".join(f"{book.annotator} ({len(book.labels):,} labels)" for book in (one, other))
    return "\n".join(
        [
            f"{len(both):,} postings were labelled by both {counted}.",
            "",
            "| what | equal | kappa | 95% interval |",
            "|---|---:|---:|---:|",
            *(_row(row) for row in rows),
            "",
            *_disagreements(one, other, both),
        ]
    )


def _row(row: Agreement) -> str:
    if np.isnan(row.kappa):
        return f"| {row.question} | {100 * row.equal:.0f}% | not defined: one answer throughout | |"
    return f"| {row.question} | {100 * row.equal:.0f}% | {row.kappa:.2f} | {row.low:.2f} to {row.high:.2f} |"


def _disagreements(one: Book, other: Book, both: Sequence[str]) -> list[str]:
    pairs = [(key, one.labels[key].risk, other.labels[key].risk) for key in both]
    differ = [(key, a, b) for key, a, b in pairs if a != b]
    if not differ:
        return ["Risk differs nowhere."]
    head = [f"Risk differs on {len(differ):,}:", "", f"| id | {one.annotator} | {other.annotator} |", "|---|---:|---:|"]
    # Ids come from files of others: no sign of theirs may move the cursor of a terminal.
    return head + [f"| {shown(key)[1:-1]} | {a} | {b} |" for key, a, b in differ]
