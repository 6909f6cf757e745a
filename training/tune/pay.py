"""The pay models judged: pinball loss over that of category and tier, both kinds averaged."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from features.bundle_format import QUANTILES
from features.pay.eras import eras
from features.text.terms import Vocabulary
from training.config import Config
from training.fit.pay import KINDS, fit_without, read_pay, shifted
from training.fit.pay_data import PayData
from training.fit.pay_figures import PayAnswers
from training.metrics import Array, pinball_of_rows
from training.run import Say, read_postings
from training.sources.folder import DataFolder
from training.splits import group_folds
from training.tune.losses import Loss, Tell
from training.tune.rounds import in_rounds

__all__ = ["PayProblem", "prepare_pay"]


@dataclass(frozen=True)
class _Kind:
    """Priced postings of one kind with the fold of each, and the loss of category and tier."""

    data: PayData
    folds: NDArray[np.int64]
    base: Array

    def loss(self, raw: Array) -> Loss:
        """Return the losses of the rows held out so far, from their quantiles before any shift, ``nan`` for the others."""
        done = np.isfinite(raw[:, 0])
        pay, era = self.data.log_pay[done], eras(self.data.years[done])
        ours = pinball_of_rows(pay, shifted(pay, raw[done], era, self.folds[done]), QUANTILES)
        groups = [self.data.groups[i] for i in np.flatnonzero(done).tolist()]
        return Loss(self.data.kind, groups, ours, self.base[done])


@dataclass(frozen=True)
class PayProblem:
    """Priced postings of both kinds, read once."""

    vocabulary: Vocabulary
    kinds: list[_Kind]

    def judge(self, config: Config, tell: Tell, jobs: int) -> list[Loss]:
        """Return the losses of settings by grouped cross-validation, telling those of each round, a fold of each kind."""
        folds = [np.unique(kind.folds) for kind in self.kinds]

        def fit(number: int, fold: int) -> Array:
            kind = self.kinds[number]
            outside = kind.folds == folds[number][fold]
            quantiles: Array = fit_without(kind.data, outside, self.vocabulary, config)[0][outside]
            return quantiles

        raw = [np.full((len(kind.folds), len(QUANTILES)), np.nan) for kind in self.kinds]
        losses: list[Loss] = []
        for fitted in in_rounds([len(of) for of in folds], fit, jobs):
            for number, fold, said in fitted:
                raw[number][self.kinds[number].folds == folds[number][fold]] = said
            losses = [kind.loss(of) for kind, of in zip(self.kinds, raw, strict=True)]
            tell(losses)
        return losses


def prepare_pay(folder: DataFolder, config: Config, say: Say) -> PayProblem:
    """Read the priced postings."""
    postings, vocabulary = read_postings(folder, config, say)
    return PayProblem(vocabulary, [_kind(read_pay(postings, vocabulary, kind), config) for kind in KINDS])


def _kind(data: PayData, config: Config) -> _Kind:
    nothing = np.zeros((len(data.log_pay), len(QUANTILES)))
    folds = group_folds(data.groups, config.folds, config.seed)
    answers = PayAnswers(data, nothing, nothing, folds)
    return _Kind(data, folds, pinball_of_rows(data.log_pay, answers.by_cell, QUANTILES))
