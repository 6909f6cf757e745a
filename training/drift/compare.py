"""Fields, unknown values and chances of the two sides, each beside what chance alone would show."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_matrix, hstack

from features.fields.facts import Facts
from training.drift.binning import ABSENT, Binned, binned
from training.drift.fields import FIELDS
from training.drift.shares import Rate, difference, middle_moved, stability_index
from training.drift.shuffle import Against, Sides, against_chance, shuffled, surer
from training.drift.sides import Side

__all__ = ["CHANCES", "Compared", "Shift", "Unknown", "compare"]

#: How the report names the chances.
CHANCES = {"ghost.probability": "chance that nobody is hired", "scam.probability": "chance of danger"}


@dataclass(frozen=True, slots=True, eq=False)
class Shift:
    """How far one field, or a chance, moved.

    Parameters
    ----------
    name : str
    labels : tuple of str
        The bins, the last one unknown.
    training, ledger : tuple of float
        Postings in each.
    index : Against
        The population stability index, beside that of clients dealt to the sides at random. The p-value of numbers is that
        of the index or of the move of their mean bin, whichever is surer.
    middles : tuple of (float or None), optional
        Medians of training and ledger.
    """

    name: str
    labels: tuple[str, ...]
    training: tuple[float, ...]
    ledger: tuple[float, ...]
    index: Against
    middles: tuple[float | None, float | None] | None


@dataclass(frozen=True, slots=True, eq=False)
class Unknown:
    """How often a field is unknown, and by how much more often in the ledger."""

    name: str
    training: Rate
    ledger: Rate
    rise: Against


@dataclass(frozen=True, slots=True)
class Compared:
    """Shifts of fields, of their unknown shares, and of chances; and fields that training never knows."""

    fields: list[Shift]
    unknown: list[Unknown]
    chances: list[Shift]
    never_known: list[str]


def compare(training: Side, ledger: Side, *, draws: int, seed: int) -> Compared:
    """Return how far everything moved.

    A field that has one and the same value everywhere cannot move and is left out; so is the unknown share of one that is
    unknown everywhere or nowhere. Of a field that no training posting has nothing was learnt, and nothing can be said.
    """
    fields = [*_fields(training, ledger), *_chances(training, ledger)]
    sides = shuffled(
        hstack([_counts(field) for field in fields], format="csr"),
        [f"training {group}" for group in training.groups] + [f"ledger {group}" for group in ledger.groups],
        np.repeat([False, True], [len(training.postings), len(ledger.postings)]),
        draws=draws,
        seed=seed,
    )
    shifts, unknown, first = [], [], 0
    for field in fields:
        own = sides.take(slice(first, first + len(field.labels)))
        first += len(field.labels)
        shifts.append(_shift(field, own))
        unknown.append(_unknown(field, own))
    number = len(FIELDS)
    return Compared(
        [shift for shift in shifts[:number] if shift is not None],
        [rate for rate in unknown[:number] if rate is not None],
        [shift for shift in shifts[number:] if shift is not None],
        [field.name for field in fields if not _is_known(field)],
    )


def _is_known(field: Binned) -> bool:
    return bool(((field.training != ABSENT) & (field.training != len(field.labels) - 1)).any())


def _fields(training: Side, ledger: Side) -> Iterator[Binned]:
    facts = [[Facts(posting) for posting in side.postings] for side in (training, ledger)]
    for field in FIELDS:
        values = [[field.value(one) for one in side] for side in facts]
        has = [[field.applies(one) for one in side] for side in facts]
        yield binned(field.name, values[0], values[1], categories=field.categories, has=(has[0], has[1]))


def _chances(training: Side, ledger: Side) -> Iterator[Binned]:
    for column, name in CHANCES.items():
        values = [
            [None if np.isnan(chance) else float(chance) for chance in side.chances[column]] for side in (training, ledger)
        ]
        has = ((~training.learnt).tolist(), (~ledger.learnt).tolist())
        yield binned(name, values[0], values[1], categories=False, has=has)


def _counts(field: Binned) -> csr_matrix:
    codes = np.concatenate([field.training, field.ledger])
    rows = np.flatnonzero(codes != ABSENT)
    return csr_matrix((np.ones(len(rows)), (rows, codes[rows])), shape=(len(codes), len(field.labels)))


def _shift(field: Binned, sides: Sides) -> Shift | None:
    if not sides.ledger.sum() or not _is_known(field) or np.count_nonzero(sides.training + sides.ledger) < 2:
        return None
    counts = tuple(sides.training.tolist()), tuple(sides.ledger.tolist())
    index = against_chance(stability_index, sides)
    if field.middles is not None:
        index = surer(index, against_chance(middle_moved, sides))
    return Shift(field.name, field.labels, *counts, index, field.middles)


def _unknown(field: Binned, sides: Sides) -> Unknown | None:
    of = Sides(*(np.stack([sums[..., -1], sums.sum(axis=-1)], axis=-1) for sums in _each(sides)))
    count, total = (of.training + of.ledger).tolist()
    if not of.ledger[1] or not _is_known(field) or count in (0, total):
        return None
    rates = Rate(*of.training.tolist()), Rate(*of.ledger.tolist())
    return Unknown(field.name, *rates, against_chance(difference, of))


def _each(sides: Sides) -> tuple[np.ndarray, ...]:
    return sides.training, sides.ledger, sides.training_draws, sides.ledger_draws
