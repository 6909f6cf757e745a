"""Held-out figures of the hazards: nobody is foretold by a fit that saw them."""

from __future__ import annotations

import numpy as np
import pytest

from features.client_level import Level
from features.hazard_inputs import HazardInputs
from tests.support.snapshots import look, spell
from training.fit.hazard_figures import held_out
from training.fit.hazard_rows import rows_of
from training.fit.result import Figure
from training.snapshots.spells import Spell
from training.splits import group_folds

INPUTS = HazardInputs(Level(0.5, 0.5, 0.5, 5.0), 5.0, {}, 0.4)


def _figures(spells: list[Spell]) -> list[Figure]:
    rows = rows_of(spells, INPUTS)
    return held_out(spells, rows, np.full(len(spells), 0.5), 0.0, folds=2, seed=1)


def _one_in_each_fold() -> tuple[str, str]:
    """Return the ids of two clients who never are in one fold."""
    names = [f"c{i}" for i in range(20)]
    folds = group_folds([f"client {name}" for name in names], 2, 1).tolist()
    return names[folds.index(0)], names[folds.index(1)]


def test_a_client_is_foretold_from_others() -> None:
    """One client always hires, the other never: from each other they are foretold wrong, from themselves they were right."""
    always, never = _one_in_each_fold()
    spells = [spell(look(1, client={"id": always}), look(31, hires=1))] * 60
    spells += [spell(look(1, client={"id": never}), look(31))] * 60
    brier, saved = _figures(spells)
    assert brier.ours > 0.7
    assert brier.baseline == pytest.approx(0.25)
    assert saved.ours == pytest.approx(brier.baseline - brier.ours)


def test_only_what_was_looked_at_on_day_30_counts() -> None:
    """A hire seen on day 7 and never looked at again is known early, and would make hires look more frequent."""
    late = [spell(look(1, id=f"l{i}", client={"id": f"c{i}"}), look(31, i % 2, id=f"l{i}")) for i in range(80)]
    early = [spell(look(1, client={"id": f"c{i}"}), look(7, 1)) for i in range(500)]
    brier, _ = _figures(late + early)
    assert (brier.rows, brier.base_rate) == (80, 0.5)


def test_too_few_of_a_kind_give_no_figure() -> None:
    """29 hires that were looked at on day 30."""
    spells = [spell(look(1, client={"id": f"c{i}"}), look(31, int(i < 29))) for i in range(300)]
    assert _figures(spells) == []
