"""The score of the settings in use is the figure of the model card, and some at a time find the same as one by one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest
from threadpoolctl import threadpool_limits

from tests.training.conftest import QUICK, Trained
from training.config import Config
from training.sources.folder import find_data
from training.tune.losses import Loss, gap, score
from training.tune.problems import PROBLEMS, Problem


def _quiet(line: object) -> None:
    """Say nothing."""


@pytest.fixture(scope="module")
def problems() -> dict[str, Problem]:
    """Return the data of each part made ready, from the sample."""
    with threadpool_limits(1):
        return {part: kind.prepare(find_data({}), QUICK, _quiet) for part, kind in PROBLEMS.items()}


class _Heard:
    """Keeps the score that was told after each fold."""

    def __init__(self) -> None:
        self.scores: list[float] = []
        self.rows: list[int] = []

    def __call__(self, losses: Sequence[Loss]) -> None:
        self.scores.append(score(losses))
        self.rows.append(sum(len(loss.ours) for loss in losses))


def _judged(problem: Problem, config: Config = QUICK, jobs: int = 1) -> tuple[list[Loss], _Heard]:
    heard = _Heard()
    with threadpool_limits(1):
        return problem.judge(config, heard, jobs), heard


def _figures(trained: Trained, model: str, begins: str, ends: str = "") -> list[float]:
    found = [figure for figure in trained.run.figures if figure.model == model and figure.what.startswith(begins)]
    return [figure.ours / (figure.baseline if model == "ghost" else 1.0) for figure in found if figure.what.endswith(ends)]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("part", "begins", "ends"),
    [("risk", "Brier", ""), ("pay", "pinball loss over", ""), ("ghost", "Brier", "held out by client")],
)
def test_the_score_is_the_figure_of_the_card(
    problems: dict[str, Problem], trained: Trained, part: str, begins: str, ends: str
) -> None:
    """What is searched by is what is published; the last fold told has all rows."""
    losses, heard = _judged(problems[part])
    figures = _figures(trained, part, begins, ends)
    assert len(figures) == len(losses)
    assert score(losses) == pytest.approx(sum(figures) / len(figures), rel=1e-9)
    assert heard.scores[-1] == pytest.approx(score(losses), rel=1e-12)
    assert heard.rows == sorted(set(heard.rows))


@pytest.mark.slow
def test_requests_are_judged_on_written_and_on_real_postings(problems: dict[str, Problem], trained: Trained) -> None:
    """The real ones by the figure of the card over its baseline, the written ones better than by a constant."""
    losses, heard = _judged(problems["requests"])
    (figure,) = [f for f in trained.run.figures if f.model == "risk" and f.what.startswith("Brier")]
    written, real = losses
    assert score([real]) == pytest.approx(figure.ours / figure.baseline, rel=1e-6)
    assert score([written]) < 0.9
    assert len(heard.scores) == QUICK.folds


@pytest.mark.slow
@pytest.mark.parametrize("part", ["risk", "pay", "ghost"])
def test_two_at_a_time_find_the_same(problems: dict[str, Problem], part: str) -> None:
    """To the last bit: which score is the lowest must not depend on --jobs."""
    assert score(_judged(problems[part])[0]) == score(_judged(problems[part], jobs=2)[0])


@pytest.mark.slow
@pytest.mark.parametrize(
    ("part", "other"),
    [
        ("risk", replace(QUICK, risk=replace(QUICK.risk, inverse_regularisation=0.05))),
        ("pay", replace(QUICK, pay=replace(QUICK.pay, head_penalty=40.0))),
        ("ghost", replace(QUICK, ghost=replace(QUICK.ghost, category_penalty=2.0))),
    ],
)
def test_a_setting_changes_the_score_of_the_same_rows(problems: dict[str, Problem], part: str, other: Config) -> None:
    """The data made ready is not tied to the settings it was made with, and the two scores can be paired."""
    usual, changed = (_judged(problems[part], config)[0] for config in (QUICK, other))
    assert score(usual) != score(changed)
    assert [loss.groups for loss in usual] == [loss.groups for loss in changed]
    assert gap(changed, usual, seed=1).value == pytest.approx(score(changed) - score(usual))
