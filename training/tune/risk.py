"""The danger model judged: Brier on real labelled postings, weighted to the pool that they were drawn from."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from training.config import Config
from training.fit.folds import Done
from training.fit.requests import fit_texts
from training.fit.risk import RiskInputs, held_out_danger, risk_inputs
from training.metrics import Array
from training.run import Say, read_postings, read_risk
from training.sources.folder import DataFolder
from training.tune.losses import Loss, Tell

__all__ = ["RiskProblem", "prepare_risk", "real_loss"]


@dataclass(frozen=True)
class RiskProblem:
    """Labelled rows, read once with the request models in use."""

    inputs: RiskInputs

    def judge(self, config: Config, tell: Tell, jobs: int) -> list[Loss]:
        """Return the losses of settings by grouped cross-validation, telling those of each fold."""

        def after(chance: Array, done: Done) -> None:
            tell([real_loss(self.inputs, chance, done)])

        chance = held_out_danger(self.inputs, config, after, jobs)
        return [real_loss(self.inputs, chance, np.ones(len(chance), dtype=np.bool_))]


def prepare_risk(folder: DataFolder, config: Config, say: Say) -> RiskProblem:
    """Read the labelled rows and fit the request models."""
    postings, vocabulary = read_postings(folder, config, say)
    labelled, texts = read_risk(folder, postings, config, say)
    return RiskProblem(risk_inputs(labelled, vocabulary, fit_texts(texts, config)))


def real_loss(inputs: RiskInputs, chance: Array, done: Done) -> Loss:
    """Return the squared errors of real rows, weighted.

    Parameters
    ----------
    inputs : RiskInputs
    chance : ndarray, shape (n_done,)
        Of the rows held out so far.
    done : ndarray of bool, shape (n,)
    """
    rows = np.flatnonzero(done & (inputs.weight > 0))
    weight, truth = inputs.weight[rows], inputs.risk[rows] == 2
    error = (chance[inputs.weight[done] > 0] - truth) ** 2
    return Loss("real postings", [inputs.rows[i].group for i in rows.tolist()], weight * error, weight)
