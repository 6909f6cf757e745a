"""The search: the settings in use first, then those that Optuna's tree-structured Parzen estimator draws."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import count
from typing import TypeAlias

import optuna
from optuna.distributions import BaseDistribution, FloatDistribution, IntDistribution
from optuna.trial import FrozenTrial, TrialState
from threadpoolctl import threadpool_limits

from features.errors import CallError, DataError
from training.config import Config
from training.tune.knobs import KNOBS, Knob, start_of, with_knobs
from training.tune.losses import Loss, Tell, score
from training.tune.problems import Problem

__all__ = ["Found", "Limits", "Seen", "search"]

#: Tries drawn at random before the estimator has enough to go by.
_AT_RANDOM = 6
_ENDS = (TrialState.COMPLETE, TrialState.PRUNED)
#: Is told after each try how many are done, how many of them were given up, and the best score so far.
Seen: TypeAlias = Callable[[int, int, float], None]


@dataclass(frozen=True, slots=True)
class Limits:
    """How many tries the study shall have in all, and after how many minutes no further one begins."""

    trials: int
    minutes: float | None = None
    jobs: int = 1


@dataclass(frozen=True, slots=True)
class Found:
    """What a search found: the losses of the settings in use and of the best ones, which may be the same."""

    usual: Sequence[Loss]
    best: Sequence[Loss]
    config: Config
    tries: int
    given_up: int

    @property
    def is_new(self) -> bool:
        """Whether any try was better than the settings in use."""
        return score(self.best) < score(self.usual)


def search(study: optuna.Study, problem: Problem, part: str, config: Config, limits: Limits, seen: Seen) -> Found:
    """Try settings until the limits, and return the best.

    The draws depend on the seed and on the tries before alone, so a run that was broken off and went on finds the same.

    Parameters
    ----------
    study : optuna.Study
    problem : Problem
    part : str
    config : Config
    limits : Limits
    seen : callable

    Raises
    ------
    CallError
        If another run works on the same study.
    DataError
        If the data gives no score.
    """
    end = None if limits.minutes is None else time.monotonic() + 60 * limits.minutes
    _begin(study, start_of(part, config))
    if _ended(study):
        seen(*_counts(study))
    space = {knob.name: _distribution(knob, part, config) for knob in KNOBS[part]}
    # Losses row by row, of the tries of this run. A study keeps scores alone: an earlier try is judged again at the end.
    kept: dict[int, list[Loss]] = {}
    while (done := len(_ended(study))) < limits.trials and not (done and end is not None and time.monotonic() >= end):
        study.sampler = optuna.samplers.TPESampler(n_startup_trials=_AT_RANDOM, seed=config.seed + done)
        trial = study.ask(space)
        losses = _try(study, trial, problem, with_knobs(part, config, trial.params), limits.jobs)
        if losses is not None:
            kept[trial.number] = losses
        seen(*_counts(study))
    # The settings in use ended first: they are never given up. Of equal scores the earliest counts, theirs before all.
    first = _ended(study)[0]
    best = min(
        (trial for trial in _ended(study) if trial.state == TrialState.COMPLETE), key=lambda trial: trial.value or 0.0
    )

    def losses_of(trial: FrozenTrial) -> list[Loss]:
        settings = with_knobs(part, config, trial.params)
        return kept[trial.number] if trial.number in kept else _judged(problem, settings, lambda _: None, limits.jobs)

    usual = losses_of(first)
    tries, given_up, _ = _counts(study)
    losses = usual if best.number == first.number else losses_of(best)
    return Found(usual, losses, with_knobs(part, config, best.params), tries, given_up)


def _judged(problem: Problem, config: Config, tell: Tell, jobs: int) -> list[Loss]:
    # As in `training.fit.ghost`; and so the last bits of a score are the same on any number of cores.
    with threadpool_limits(1):
        losses = problem.judge(config, tell, jobs)
    if not math.isfinite(score(losses)):
        raise DataError("the score is no number: the data has too few rows of some kind to be judged by; give more of them")
    return losses


def _begin(study: optuna.Study, start: dict[str, int | float]) -> None:
    """Close what an earlier run left open, and put the settings in use first if they were not tried yet."""
    for trial in study.get_trials(deepcopy=False, states=(TrialState.RUNNING,)):
        study.tell(trial.number, state=TrialState.FAIL)
    if not study.get_trials(deepcopy=False, states=(*_ENDS, TrialState.WAITING)):
        study.enqueue_trial(start)


def _ended(study: optuna.Study) -> list[FrozenTrial]:
    return study.get_trials(deepcopy=False, states=_ENDS)


def _counts(study: optuna.Study) -> tuple[int, int, float]:
    """Return how many tries ended, how many of them were given up, and the best score."""
    ended = _ended(study)
    return len(ended), sum(trial.state == TrialState.PRUNED for trial in ended), study.best_value


def _distribution(knob: Knob, part: str, config: Config) -> BaseDistribution:
    log = knob.scale == "log"
    if isinstance(getattr(getattr(config, part), knob.name), int):
        return IntDistribution(int(knob.low), int(knob.high), log=log)
    return FloatDistribution(knob.low, knob.high, log=log)


def _try(study: optuna.Study, trial: optuna.Trial, problem: Problem, config: Config, jobs: int) -> list[Loss] | None:
    """Return the losses of one try, or None where it was given up."""
    folds = count()

    def tell(losses: Sequence[Loss]) -> None:
        trial.report(score(losses), next(folds))
        if trial.should_prune():
            raise optuna.TrialPruned

    try:
        try:
            losses = _judged(problem, config, tell, jobs)
        except optuna.TrialPruned:
            study.tell(trial, state=TrialState.PRUNED)
            return None
        study.tell(trial, score(losses))
    except optuna.exceptions.UpdateFinishedTrialError:
        raise CallError(
            "another run works on the same study; wait for its end, or name another folder with --runs"
        ) from None
    return losses
