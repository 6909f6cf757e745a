"""What is told after each fold is what the model says so far, and telling it changes nothing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
import pytest

from features.text.requests import RequestScores
from training.config import Config
from training.fit.folds import Done, each_fold
from training.fit.requests import fit_requests, fit_texts, read_texts
from training.fit.risk import held_out_danger, risk_inputs
from training.metrics import Array
from training.sources.folder import find_data
from training.sources.postings import PostingRow, load_postings
from training.sources.risk import load_risk
from training.sources.written import load_written, load_written_postings
from training.vocabulary import build_vocabulary

FEW = Config(folds=2)


@pytest.fixture(scope="module")
def rows() -> list[PostingRow]:
    """Return the postings of the sample."""
    return load_postings(find_data({}))


def _doubled(fold: int) -> int:
    return 2 * fold


@pytest.mark.parametrize("jobs", [1, 2])
def test_folds_come_in_order(jobs: int) -> None:
    """However many are fitted at a time."""
    assert list(each_fold(_doubled, [3, 1, 2], jobs)) == [(3, 6), (1, 2), (2, 4)]


def test_no_fold_is_fitted_that_nobody_takes() -> None:
    """Whoever stops after the first fold saved the time of the others."""
    begun: list[int] = []

    def fit(fold: int) -> int:
        begun.append(fold)
        return fold

    found: Iterator[tuple[int, int]] = each_fold(fit, [1, 2, 3])
    next(found)
    assert begun == [1]


class _Heard:
    """Keeps what was told after each fold."""

    def __init__(self) -> None:
        self.said: list[Array] = []
        self.done: list[Done] = []

    def __call__(self, said: Array, done: Done) -> None:
        self.said.append(said.copy())
        self.done.append(done.copy())

    def grows_to(self, final: Array, folds: int) -> None:
        """Assert that every fold was told, each with the rows before it, and that nothing told was changed later."""
        assert [int(done.sum()) for done in self.done] == sorted({int(done.sum()) for done in self.done})
        assert len(self.done) == folds
        assert self.done[-1].all()
        for said, done in zip(self.said, self.done, strict=True):
            np.testing.assert_array_equal(said[done], final[done])


@pytest.mark.slow
def test_requests_and_risk_tell_their_folds(rows: Sequence[PostingRow]) -> None:
    """Scores by hand and chances by group, with a listener, without one, and from texts read for a larger background."""
    texts, postings, some = load_written()[::5], load_written_postings()[::3], [row.posting for row in rows[:20]]
    heard = _Heard()

    def listen(said: RequestScores, done: Done) -> None:
        heard(said.sentence, done)

    alone = fit_requests(texts, postings, some, FEW)
    told = fit_texts(read_texts(texts, postings, some, FEW), FEW, listen)
    for one, other in zip(alone.held_out, told.held_out, strict=True):
        np.testing.assert_array_equal(one, other)
    assert alone.held_out_types == told.held_out_types
    assert alone.model.mix == told.model.mix
    heard.grows_to(alone.held_out.sentence, FEW.folds)

    labelled = load_risk(find_data({}), list(rows))
    vocabulary = build_vocabulary([row.posting for row in rows], [row.group for row in rows], 2)
    inputs, chances = risk_inputs(labelled, vocabulary, alone), _Heard()
    final = held_out_danger(inputs, FEW, chances)
    np.testing.assert_array_equal(final, held_out_danger(inputs, FEW, jobs=2))
    # The calibration of a row changes while folds come in: only the last word is that of the figures.
    np.testing.assert_array_equal(chances.said[-1], final)
    assert chances.done[-1].all()
