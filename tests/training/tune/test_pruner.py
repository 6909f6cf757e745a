"""A try is given up when its score so far is above the median of the finished ones on the same folds."""

from __future__ import annotations

from collections.abc import Sequence

import optuna
import pytest

from training.tune.pruner import MedianOfFold


def _study(*finished: Sequence[float]) -> optuna.Study:
    optuna.logging.set_verbosity(optuna.logging.WARNING)
    study = optuna.create_study(pruner=MedianOfFold(least_trials=3, least_folds=2))
    for steps in finished:
        trial = study.ask()
        for step, value in enumerate(steps):
            trial.report(value, step)
        study.tell(trial, steps[-1])
    return study


def _given_up_at(study: optuna.Study, steps: Sequence[float]) -> int | None:
    trial = study.ask()
    for step, value in enumerate(steps):
        trial.report(value, step)
        if trial.should_prune():
            return step
    return None


THREE = ([1.0, 3.0, 2.0, 2.0], [1.1, 3.1, 2.1, 2.1], [1.2, 3.2, 2.2, 2.2])


@pytest.mark.parametrize(
    ("finished", "steps", "at"),
    [
        (THREE, [1.0, 3.0, 2.0, 2.0], None),
        (THREE, [1.1, 3.1, 2.1, 2.1], None),
        (THREE, [9.0, 3.0, 2.0, 2.0], None),
        (THREE, [1.0, 3.15, 2.0, 2.0], 1),
        (THREE, [1.0, 3.0, 2.15, 2.0], 2),
        (THREE, [1.0, 3.0, 2.0, 9.0], None),
        (THREE[:2], [9.0, 9.0, 9.0, 9.0], None),
    ],
    ids=["better", "at the median", "one fold says little", "second fold", "third fold", "nothing left to save", "too few"],
)
def test_when_a_try_is_given_up(finished: Sequence[Sequence[float]], steps: Sequence[float], at: int | None) -> None:
    """At the fold that shows it, and never at the first or last one."""
    assert _given_up_at(_study(*finished), steps) == at


def test_an_easy_first_fold_shields_nothing() -> None:
    """Optuna's own takes the best of all folds: the low score of the first one keeps a bad try to the end."""
    bad = [0.9, 3.9, 2.9, 2.9]
    assert _given_up_at(_study(*THREE), bad) == 1
    theirs = _study(*THREE)
    theirs.pruner = optuna.pruners.MedianPruner(n_startup_trials=3, n_warmup_steps=1)
    assert _given_up_at(theirs, bad) is None


def test_a_try_that_was_given_up_is_no_yardstick() -> None:
    """The median is over the finished ones."""
    study = _study(*THREE)
    for _ in range(5):
        trial = study.ask()
        trial.report(0.0, 0)
        study.tell(trial, state=optuna.trial.TrialState.PRUNED)
    assert _given_up_at(study, [0.5, 3.05, 2.05, 2.05]) is None
