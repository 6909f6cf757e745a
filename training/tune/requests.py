"""The request models judged by two figures: Brier over a constant's among written postings, and among real ones.

The former are held out by hand, the latter by group. Written postings alone would say that a background of real sentences
does harm: only the real ones show false alarms.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from sklearn.linear_model import LogisticRegression

from features.text.requests import RequestScores
from training.config import Config
from training.fit.folds import Done, quiet
from training.fit.requests import RequestTexts, fit_texts
from training.fit.risk import RiskInputs, held_out_danger, reread, risk_inputs
from training.metrics import Array
from training.run import Say, read_postings, read_risk
from training.sources.folder import DataFolder
from training.splits import group_folds
from training.tune.knobs import KNOBS
from training.tune.losses import Loss, Tell
from training.tune.risk import real_loss

__all__ = ["RequestProblem", "prepare_requests"]


@dataclass(frozen=True)
class RequestProblem:
    """Written texts with the largest background that is tried, and the labelled rows."""

    texts: RequestTexts
    inputs: RiskInputs

    def judge(self, config: Config, tell: Tell, jobs: int) -> list[Loss]:
        """Return the losses of settings, held out by hand and by group, telling those of each fold of hands."""

        def after(scores: RequestScores, done: Done) -> None:
            loss = self._written(scores, done, config)
            if loss is not None:
                tell([loss])

        fit = fit_texts(self.texts, config, after, jobs)
        written = self._written(fit.held_out, np.ones(len(self.texts.postings), dtype=np.bool_), config)
        chance = held_out_danger(reread(self.inputs, fit), config, quiet, jobs)
        real = real_loss(self.inputs, chance, np.ones(len(chance), dtype=np.bool_))
        share = float(np.average(self.inputs.risk == 2, weights=self.inputs.weight))
        found = [real._replace(base=real.base * share * (1 - share))]
        return found if written is None else [written, *found]

    def _written(self, scores: RequestScores, done: Done, config: Config) -> Loss | None:
        """Return the losses of the written postings held out so far; None where they tell too little."""
        texts = self.texts
        danger, hands = texts.wholes.danger[texts.own], texts.wholes.hand[texts.own]
        inputs = np.column_stack([scores.sentence[texts.own], scores.posting[texts.own], texts.rules.weight])
        folds = group_folds(hands.tolist(), config.folds, config.seed)
        known = done[texts.own]
        chance = np.zeros(len(danger))
        for fold in np.unique(folds[known]):
            # How the scores add up is learnt from the other hands, as soon as there are some.
            others = known & (folds != fold) if (known & (folds != fold)).any() else known
            if not 0 < danger[others].mean() < 1:
                return None
            here = known & (folds == fold)
            chance[here] = _chance(inputs[others], danger[others], inputs[here])
        if not known.any():
            return None
        base = np.full(int(known.sum()), danger.mean() * (1 - danger.mean()))
        return Loss("written postings", hands[known].tolist(), (chance[known] - danger[known]) ** 2, base)


def _chance(inputs: Array, danger: Done, asked: Array) -> Array:
    fitted = LogisticRegression(C=1.0, tol=1e-8, max_iter=1_000).fit(inputs, danger)
    chance: Array = fitted.predict_proba(asked)[:, 1]
    return chance


def prepare_requests(folder: DataFolder, config: Config, say: Say) -> RequestProblem:
    """Read the written texts and the labelled rows."""
    most = next(int(knob.high) for knob in KNOBS["requests"] if knob.name == "background_postings")
    large = replace(config, requests=replace(config.requests, background_postings=most))
    postings, vocabulary = read_postings(folder, config, say)
    labelled, texts = read_risk(folder, postings, large, say)
    return RequestProblem(texts, risk_inputs(labelled, vocabulary, fit_texts(texts, config)))
