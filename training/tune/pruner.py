"""Which tries are given up before their last fold."""

from __future__ import annotations

from optuna.pruners import BasePruner
from optuna.study import Study
from optuna.trial import FrozenTrial, TrialState

__all__ = ["MedianOfFold"]


class MedianOfFold(BasePruner):
    """Gives a try up whose score so far is above the median of the finished ones on the same folds.

    Optuna's ``MedianPruner`` takes the best of all steps of a try, which suits a loss that falls while a model learns. Here
    a step is a fold more: the first may be easy, and its low score would shield a bad try to the end.

    Parameters
    ----------
    least_trials : int
        So many must be finished before any is given up.
    least_folds : int
        So many folds are always fitted: one alone says little.
    """

    def __init__(self, least_trials: int = 4, least_folds: int = 2) -> None:
        self._least_trials, self._least_folds = least_trials, least_folds

    def prune(self, study: Study, trial: FrozenTrial) -> bool:
        """Say whether a try is to be given up now."""
        step = trial.last_step
        finished = study.get_trials(deepcopy=False, states=(TrialState.COMPLETE,))
        if step is None or step + 1 < self._least_folds or len(finished) < self._least_trials:
            return False
        # After the last fold there is nothing left to save.
        if step >= max(other.last_step or 0 for other in finished):
            return False
        here = sorted(other.intermediate_values[step] for other in finished if step in other.intermediate_values)
        middle = (here[(len(here) - 1) // 2] + here[len(here) // 2]) / 2
        return trial.intermediate_values[step] > middle
