"""`serving.rank.choose`: the best set, as trying every set finds it, at any size."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from serving.rank.choose import best_set

#: Few different values and prices, so that sets are often equal; and any.
_TIED = st.tuples(st.integers(-1, 5).map(lambda half: half / 2), st.integers(0, 6))
_ANY = st.tuples(st.floats(-2, 300).map(lambda value: round(value, 4)), st.integers(0, 30))
_ALIKE = st.integers(2, 9).map(lambda connects: (float(connects), connects))


def _chosen(values: Sequence[float], connects: Sequence[int], budget: int) -> list[int]:
    best = best_set(np.array(values, dtype=np.float64), np.array(connects, dtype=np.int64), budget)
    return [int(place) for place in best]


def _by_hand(values: Sequence[float], connects: Sequence[int], budget: int) -> list[int]:
    """Try every set. Of the best ones the cheapest, of these the one with the cheapest and earliest posting."""
    units = [round(value * 10_000) for value in values]
    order = sorted(range(len(values)), key=lambda place: (connects[place], place))
    sets = ([place for place in range(len(values)) if bits >> place & 1] for bits in range(2 ** len(values)))
    able = [s for s in sets if all(units[p] > 0 for p in s) and sum(connects[p] for p in s) <= budget]
    return max(able, key=lambda s: (sum(units[p] for p in s), -sum(connects[p] for p in s), [p in s for p in order]))


@settings(max_examples=300)
@given(st.one_of([st.lists(kind, max_size=9) for kind in (_TIED, _ANY, _ALIKE)]), st.integers(0, 70))
def test_it_is_the_best_of_all_sets(items: list[tuple[float, int]], budget: int) -> None:
    """Value first, then Connects, then the cheaper and the earlier."""
    values, connects = [item[0] for item in items], [item[1] for item in items]
    assert _chosen(values, connects, budget) == _by_hand(values, connects, budget)


@pytest.mark.parametrize(
    ("values", "connects", "budget", "best"),
    [
        ([], [], 80, []),
        ([5.0], [6], 0, []),
        ([5.0, 1.0], [6, 0], 0, [1]),
        ([5.0], [7], 6, []),
        ([0.0, -1.0, 0.00001], [1, 0, 0], 80, []),
        ([3.0, 2.0, 2.0], [16, 8, 8], 16, [1, 2]),
        ([3.0, 2.0, 1.0], [16, 8, 8], 16, [1, 2]),  # as much as the first one: the set with the cheapest posting
        ([4.0, 4.0, 4.0], [6, 6, 6], 12, [0, 1]),
        ([4.0, 4.0], [8, 6], 8, [1]),
        ([1e9, 1e-4], [1, 1], 1, [0]),
    ],
)
def test_edges(values: list[float], connects: list[int], budget: int, best: list[int]) -> None:
    """No budget, nothing worth it, ties, and what greed by the Connect gets wrong."""
    assert _chosen(values, connects, budget) == best


@pytest.mark.parametrize("budget", [80, 1_000, 20_000, 100_000])
def test_thousands_of_postings_are_as_good_as_a_table_says(budget: int) -> None:
    """The plain dynamic programme over every Connect of the budget finds no better value, and none as good for less."""
    random = np.random.default_rng(7)
    values = np.round(random.lognormal(2, 1.5, 2_000), 4)
    connects = random.integers(0, 60, 2_000)
    best = best_set(values, connects, budget)
    units = np.rint(values * 10_000)
    table = np.zeros(min(budget, int(connects.sum())) + 1)
    for unit, cost in zip(units, connects, strict=True):
        table[cost:] = np.maximum(table[cost:], table[: len(table) - cost] + unit)
    assert units[best].sum() == table[-1]
    assert connects[best].sum() == np.searchsorted(table, table[-1])


@pytest.mark.parametrize("scale", [1, 7])
def test_thousands_of_equally_good_postings_are_no_trap(scale: int) -> None:
    """Where every Connect brings the same, the whole budget is used, and no search through all sets is needed."""
    connects = np.random.default_rng(3).integers(1, 12, 4_000) * scale
    best = best_set(connects.astype(np.float64), connects, 5_000 * scale + scale - 1)
    assert connects[best].sum() == 5_000 * scale


def test_everything_that_fits_is_taken() -> None:
    """A budget beyond all of them."""
    random = np.random.default_rng(5)
    values, connects = random.lognormal(2, 1, 20_000), random.integers(0, 40, 20_000)
    assert best_set(values, connects, 10**9).tolist() == list(range(20_000))
