"""The search begins with the settings in use, is repeatable, goes on where it was broken off, and keeps its limits."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import optuna
import pytest

from features.errors import CallError, DataError
from training.config import Config
from training.tune.losses import Loss, Tell, score
from training.tune.report import report, settings_file
from training.tune.search import Found, Limits, search
from training.tune.study import open_study

USUAL = Config()
_End = tuple[str, float | None, tuple[object, ...], tuple[float, ...]]
FOLDS = 4


@dataclass
class _Valley:
    """A score that is least where the penalties of categories and words are ``low``; each row and fold is noisy."""

    low: float
    broken_at: int = 0
    judged: list[Config] = field(default_factory=list)

    def judge(self, config: Config, tell: Tell, jobs: int) -> list[Loss]:
        self.judged.append(config)
        away = abs(np.log(config.ghost.category_penalty / self.low)) + abs(np.log(config.ghost.word_penalty / 4 / self.low))
        noise = np.random.default_rng(0).random(10 * FOLDS)
        found = noise + float(away)
        for fold in range(1, FOLDS + 1):
            if len(self.judged) == self.broken_at and fold == FOLDS:
                raise KeyboardInterrupt
            tell([_loss(found[: 10 * fold])])
        return [_loss(found)]


def _loss(values: np.ndarray[tuple[int], np.dtype[np.float64]]) -> Loss:
    return Loss("rows", [f"g{i // 2}" for i in range(len(values))], values, np.ones(len(values)))


def _search(path: Path, problem: _Valley, trials: int, minutes: float | None = None) -> tuple[Found, list[_End]]:
    seen: list[int] = []
    with open_study(path, "ghost", {}) as study:
        limits = Limits(trials, minutes)
        found = search(study, problem, "ghost", USUAL, limits, lambda done, given_up, best: seen.append(done))
        tries: list[_End] = [
            (trial.state.name, trial.value, tuple(trial.params.values()), tuple(trial.intermediate_values.values()))
            for trial in study.trials
            if trial.state.name != "FAIL"
        ]
    assert seen[-1] == found.tries
    return found, tries


@pytest.fixture
def files(tmp_path: Path) -> Iterator[Path]:
    """Yield new files, one after the other."""
    return (tmp_path / f"{number}.db" for number in range(10))


def test_the_settings_in_use_come_first_and_the_best_is_better(files: Iterator[Path]) -> None:
    """Twenty tries in a plain valley come nearer to its floor than a tenth of the way from where they began."""
    problem = _Valley(low=60.0)
    found, tries = _search(next(files), problem, 20)
    assert problem.judged[0] is USUAL
    assert score(found.usual) == tries[0][1]
    assert score(found.best) == min(end[1] for end in tries if end[0] == "COMPLETE" and end[1] is not None)
    assert found.is_new
    assert found.config in problem.judged
    assert found.tries == len(tries) == 20
    assert found.given_up == sum(end[0] == "PRUNED" for end in tries) > 0


def test_the_same_seed_finds_the_same(files: Iterator[Path]) -> None:
    """Every setting, every score, every try that is given up."""
    first, second = (_search(next(files), _Valley(60.0), 12) for _ in range(2))
    assert first[1] == second[1]
    assert first[0].config == second[0].config


@pytest.mark.parametrize("broken_at", [1, 2, 9])
def test_a_search_that_was_broken_off_goes_on(files: Iterator[Path], broken_at: int) -> None:
    """In the middle of a try, the first one even: in the end the same as if nothing had happened."""
    path = next(files)
    with pytest.raises(KeyboardInterrupt):
        _search(path, _Valley(60.0, broken_at), 12)
    on = _Valley(60.0)
    found, tries = _search(path, on, 12)
    usual, whole = _search(next(files), _Valley(60.0), 12)
    assert tries == whole
    assert (found.config, score(found.best), score(found.usual)) == (usual.config, score(usual.best), score(usual.usual))
    # What was done is not done again, but for the losses of two tries that a study does not keep.
    assert len(on.judged) <= 12 - (broken_at - 1) + 2


def test_a_search_that_is_done_tries_nothing_more(files: Iterator[Path]) -> None:
    """Called again, it says the same; with more tries, it goes further."""
    path = next(files)
    before, tries = _search(path, _Valley(60.0), 8)
    again, same = _search(path, _Valley(60.0), 8)
    assert (tries, before.config, before.tries) == (same, again.config, again.tries)
    more, further = _search(path, _Valley(60.0), 10)
    assert (more.tries, further[:8]) == (10, tries)


def test_where_nothing_is_better_the_settings_in_use_stay(files: Iterator[Path]) -> None:
    """They lie on the floor of the valley."""
    found, _ = _search(next(files), _Valley(20.0), 10)
    assert not found.is_new
    assert found.config is USUAL
    assert "none was better than the settings in use: they stay" in report("ghost", USUAL, found)
    assert "none was better than the settings in use" in settings_file("ghost", USUAL, found).replace("\n# ", " ")


def test_no_try_begins_after_the_minutes(files: Iterator[Path]) -> None:
    """Only the settings in use, which are always tried."""
    problem = _Valley(60.0)
    found, tries = _search(next(files), problem, 50, minutes=0.0)
    assert (found.tries, len(tries), problem.judged) == (1, 1, [USUAL])


def test_a_score_that_is_no_number_is_told(files: Iterator[Path]) -> None:
    """And not tried for ever."""

    class Empty(_Valley):
        def judge(self, config: Config, tell: Tell, jobs: int) -> list[Loss]:
            return [_loss(np.array([np.nan]))]

    with pytest.raises(DataError, match="the score is no number: the data has too few rows"):
        _search(next(files), Empty(60.0), 3)


def test_two_runs_on_one_study_are_told(files: Iterator[Path]) -> None:
    """The one whose try was closed by the other says so."""
    path = next(files)

    class Closing(_Valley):
        def judge(self, config: Config, tell: Tell, jobs: int) -> list[Loss]:
            with open_study(path, "ghost", {}) as other:
                for trial in other.get_trials(states=(optuna.trial.TrialState.RUNNING,)):
                    other.tell(trial.number, state=optuna.trial.TrialState.FAIL)
            return super().judge(config, tell, jobs)

    with pytest.raises(CallError, match="another run works on the same study; wait for its end"):
        _search(path, Closing(60.0), 3)


def test_a_file_of_settings_says_what_it_is_worth(files: Iterator[Path]) -> None:
    """Both scores, and that the best of many flatters itself."""
    found, _ = _search(next(files), _Valley(60.0), 12)
    text = settings_file("ghost", USUAL, found)
    assert text.startswith("# Found by `bidworthy-train tune ghost`. Score in use ")
    assert "the best of many flatters itself" in text.replace("\n# ", " ")
    assert f"word_penalty = {found.config.ghost.word_penalty!r}\n" in text


def test_noise_is_called_noise() -> None:
    """A difference whose interval holds 0."""
    rng = np.random.default_rng(1)
    usual = rng.random(40)
    found = Found([_loss(usual)], [_loss(usual + rng.normal(-0.01, 0.3, 40))], USUAL, 5, 0)
    assert found.is_new
    assert "The interval holds 0: the best is no better than noise. And the best of many" in report("ghost", USUAL, found)
    surely = Found([_loss(usual)], [_loss(usual - 0.1)], USUAL, 5, 0)
    assert "The interval leaves 0 out, but it knows nothing of the choice" in report("ghost", USUAL, surely)
