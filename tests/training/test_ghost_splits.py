"""What is held out of the ghost model: clients that were not seen, and the latest postings."""

from __future__ import annotations

import numpy as np
import pytest

from training.config import Config
from training.fit.ghost_held_out import held_out, splits_of
from training.fit.ghost_rivals import Rows
from training.fit.hiring import HiringInputs
from training.metrics import Array
from training.sources.outcomes import Outcomes

N = 300
CLIENT = np.array([f"c{i % 37}" for i in range(N)])
MARKET = Outcomes("market", [], np.zeros(N), np.zeros(N), (np.arange(N) % 2).astype(np.float64), CLIENT, timed=True)


def test_no_client_stands_on_both_sides() -> None:
    """By client each row is held out once, and nobody is learnt from and judged."""
    by_client = splits_of(MARKET, Config())[0]
    judged: list[int] = []
    for train, test in by_client.parts():
        assert not set(CLIENT[train]) & set(CLIENT[test])
        assert not set(train.tolist()) & set(test.tolist())
        judged += test.tolist()
    assert sorted(judged) == list(range(N))


def test_by_time_the_latest_are_held_out() -> None:
    """Three in ten, and no later posting is learnt from."""
    [(train, test)] = list(splits_of(MARKET, Config())[1].parts())
    assert train.max() < test.min()
    assert len(test) == round(0.3 * N)
    assert len(train) + len(test) == N


def test_models_are_asked_of_rows_they_did_not_see() -> None:
    """What a model says of a row comes from the part in which the row was held out."""
    inputs = HiringInputs(np.zeros((N, 2)), [frozenset()] * N)

    def count(market: Outcomes, _: HiringInputs, train: Rows, test: Rows) -> Array:
        assert not set(CLIENT[train]) & set(CLIENT[test])
        return np.full(len(test), len(train) / len(market.ghost))

    held = held_out(MARKET, inputs, splits_of(MARKET, Config())[0], {"ours": count})
    assert held is not None
    for fold in np.unique(held.fold):
        here = held.fold == fold
        assert held.said["ours"][here] == pytest.approx(1 - here.mean())
