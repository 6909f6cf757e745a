"""The pay models judged: pinball loss over that of category and tier, both kinds averaged."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from features.bundle_format import QUANTILES
from features.pay.eras import eras
from features.text.terms import Vocabulary
from training.config import Config
from training.fit.folds import Done
from training.fit.pay import KINDS, cross_fit, read_pay, shifted
from training.fit.pay_data import PayData
from training.fit.pay_figures import PayAnswers
from training.metrics import Array, pinball_of_rows
from training.run import Say, read_postings
from training.sources.folder import DataFolder
from training.splits import group_folds
from training.tune.losses import Loss, Tell

__all__ = ["PayProblem", "prepare_pay"]


@dataclass(frozen=True)
class _Kind:
    """Priced postings of one kind with the fold of each, and the loss of category and tier."""

    data: PayData
    folds: NDArray[np.int64]
    base: Array

    def so_far(self, raw: Array, done: Done) -> Loss:
        """Return the losses of the rows held out so far, from their quantiles before any shift, shape (n, 5)."""
        pay, folds, era = self.data.log_pay[done], self.folds[done], eras(self.data.years[done])
        return self.loss(shifted(pay, raw[done], era, folds), done)

    def loss(self, quantiles: Array, done: Done) -> Loss:
        """Return the losses of rows from their quantiles, shape (n_done, 5)."""
        ours = pinball_of_rows(self.data.log_pay[done], quantiles, QUANTILES)
        groups = [self.data.groups[i] for i in np.flatnonzero(done).tolist()]
        return Loss(self.data.kind, groups, ours, self.base[done])


@dataclass(frozen=True)
class PayProblem:
    """Priced postings of both kinds, read once."""

    vocabulary: Vocabulary
    kinds: list[_Kind]

    def judge(self, config: Config, tell: Tell, jobs: int) -> list[Loss]:
        """Return the losses of settings by grouped cross-validation, telling those of each fold of each kind."""
        found: list[Loss] = []
        for kind in self.kinds:

            def after(raw: Array, done: Done, kind: _Kind = kind) -> None:
                tell([*found, kind.so_far(raw, done)])

            answers, _, _ = cross_fit(kind.data, self.vocabulary, config, after, jobs)
            found.append(kind.loss(answers.log_quantiles, np.ones(len(answers.folds), dtype=np.bool_)))
        return found


def prepare_pay(folder: DataFolder, config: Config, say: Say) -> PayProblem:
    """Read the priced postings."""
    postings, vocabulary = read_postings(folder, config, say)
    return PayProblem(vocabulary, [_kind(read_pay(postings, vocabulary, kind), config) for kind in KINDS])


def _kind(data: PayData, config: Config) -> _Kind:
    nothing = np.zeros((len(data.log_pay), len(QUANTILES)))
    folds = group_folds(data.groups, config.folds, config.seed)
    answers = PayAnswers(data, nothing, nothing, folds)
    return _Kind(data, folds, pinball_of_rows(data.log_pay, answers.by_cell, QUANTILES))
