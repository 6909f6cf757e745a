"""Rows of changes and of their ends stand where they are asked for."""

from __future__ import annotations

import numpy as np

from serving.judge.tried.grid import Asked, Grid
from serving.judge.tried.numbers import NAMES, Numbers


def _numbers(**known: float) -> Numbers:
    return Numbers(**(dict.fromkeys(NAMES, 0.0) | known))


def test_a_question_is_its_changes_each_followed_by_its_ends() -> None:
    """One number for all changes, or one for each; an end replaces what a change said of the same."""
    grid = Grid([_numbers(age=1.0, low=5.0), _numbers(age=2.0, low=7.0)])
    rows = grid.rows(
        [
            Asked(1, 2, {"low": [8.0, 9.0], "connects": 3.0}, [{"age": 20.0}, {"low": [80.0, 90.0]}]),
            Asked(0, 1, {}),
        ]
    )
    assert rows["low"].tolist() == [8.0, 8.0, 80.0, 9.0, 9.0, 90.0, 5.0]
    assert rows["age"].tolist() == [2.0, 20.0, 2.0, 2.0, 20.0, 2.0, 1.0]
    assert rows["connects"].tolist() == [3.0] * 6 + [0.0]


def test_the_postings_stay_as_they_are() -> None:
    """What one question replaces is there again for the next."""
    grid = Grid([_numbers(age=1.0)])
    assert grid.rows([Asked(0, 1, {"age": 9.0})])["age"].tolist() == [9.0]
    assert grid.rows([Asked(0, 1, {})])["age"].tolist() == [1.0]


def test_no_question_has_no_rows() -> None:
    """A page of postings that need nothing is asked nothing."""
    assert len(Grid([_numbers()]).rows([])["age"]) == 0
    assert np.isnan(Grid([_numbers(age=float("nan"))]).rows([Asked(0, 1, {})])["age"]).all()
