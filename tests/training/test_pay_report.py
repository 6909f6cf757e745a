"""The report of pay: its figures on invented answers, and a page that loads nothing from anywhere."""

from __future__ import annotations

import re

import numpy as np
import pytest
from scipy.sparse import csr_matrix

from training.config import Config
from training.fit.fair import fair_figures, far_below_auc, fit_fair, judged_pay
from training.fit.pay import Shift, _jackknife_error
from training.fit.pay_data import PayData
from training.fit.pay_figures import PayAnswers, coverage, large_sources, model_comparison, pay_figures
from training.report.pay import pay_report
from training.sources.labels import PAY_LABELS

ROWS = 400
LEVELS = np.array([-1.2816, -0.6745, 0.0, 0.6745, 1.2816])


@pytest.fixture(scope="module")
def answers() -> PayAnswers:
    """Return perfect answers: pay is drawn around a middle that the answers know, and category and tier do not."""
    rng = np.random.default_rng(1)
    middle = rng.normal(3.0, 1.0, ROWS)
    log_pay = middle + rng.normal(0.0, 1.0, ROWS)
    data = PayData(
        "hourly", csr_matrix((0, 0)), np.zeros((0, 0)), log_pay, np.where(np.arange(ROWS) < 300, 2023.1, 2025.6),
        [str(i) for i in range(ROWS)], [str(i // 2) for i in range(ROWS)], ["one"] * 300 + ["two"] * 100,
        ["<b>Design</b>|entry"] * ROWS, ["<b>Design</b>"] * ROWS, [300] * ROWS,
    )  # fmt: skip
    quantiles = middle[:, None] + LEVELS
    return PayAnswers(data, quantiles, quantiles + 0.5, np.arange(ROWS) % 2)


def test_true_quantiles_cover_what_they_state(answers: PayAnswers) -> None:
    """Within what chance allows, and the loss is under that of category and tier and of a shifted line."""
    assert coverage(answers, np.ones(ROWS, dtype=np.bool_)) == pytest.approx([0.1, 0.25, 0.5, 0.75, 0.9, 0.8], abs=0.06)
    losses = {name: loss for name, loss, *_ in model_comparison(answers, seed=1)}
    assert losses["ours: the lines and forests"] == min(losses.values())
    assert len(set(losses.values())) >= 3


def test_sources_have_numbers_and_no_names(answers: PayAnswers) -> None:
    """Largest first, with the year in which most of their postings were made."""
    assert {name: int(rows.sum()) for name, rows in large_sources(answers.data).items()} == {
        "source 1 (2023)": 300,
        "source 2 (2026)": 100,
    }
    assert not [figure for figure in pay_figures(answers, seed=1) if "one" in figure.what.split()]


def test_an_era_with_many_rows_has_a_shift_of_its_own() -> None:
    """Drawn towards that of all; a small one and an unknown time have the common one."""
    rng = np.random.default_rng(2)
    gap = np.concatenate([rng.normal(0, 1, 1_000), rng.normal(2, 1, 200), rng.normal(9, 1, 5)])
    era = np.repeat([8092, 8101, 8103], [1_000, 200, 5])
    shift = Shift.fit(gap, np.zeros((len(gap), 5)), era)
    assert set(shift.of_era) == {8092, 8101}
    assert shift.constant[2] < shift.of_era[8101][2] < 2.0
    assert shift.at(np.array([8103, -1])).tolist() == [shift.constant.tolist()] * 2


def test_judged_pay_is_ranked_by_percentile(answers: PayAnswers) -> None:
    """Labels that follow the percentile give a high correlation and a perfect separation."""
    place = answers.data.log_pay - answers.log_quantiles[:, 2]
    labels = {str(i): PAY_LABELS[int(np.searchsorted([-1.0, 0.0, 1.0], place[i]))] for i in range(0, ROWS, 3)}
    judged = judged_pay([answers], labels)
    assert len(judged.labels) == len(labels)
    assert far_below_auc(judged.labels, -judged.percentile) == 1.0


def test_judgements_teach_a_chance(answers: PayAnswers) -> None:
    """Far below is what lies a deviation under the middle: held out it is foretold, and the shipped model agrees."""
    place = answers.data.log_pay - answers.log_quantiles[:, 2]
    labels = {str(i): PAY_LABELS[int(np.searchsorted([-1.0, 0.0, 1.0], place[i]))] for i in range(ROWS)}
    judged = judged_pay([answers], labels)
    auc, error = fair_figures(judged, Config(folds=5))
    assert auc.ours > 0.97
    assert error.ours < error.baseline / 2
    model = fit_fair(judged)
    assert model is not None
    log_odds = judged.inputs @ np.array(model["weights"]) + model["intercept"]
    assert far_below_auc(judged.labels, log_odds) > 0.97


@pytest.mark.parametrize("far_below", [0, 9])
def test_few_judgements_teach_nothing(answers: PayAnswers, far_below: int) -> None:
    """No model, no figure, and no error."""
    judged = judged_pay([answers], {str(i): "far_below" if i < far_below else "fair" for i in range(ROWS)})
    assert (fit_fair(judged), fair_figures(judged, Config()), judged.far_below(5, 1)) == (None, [], None)
    assert fit_fair(judged_pay([answers], {})) is None


def test_the_page_stands_alone_and_escapes(answers: PayAnswers) -> None:
    """Pictures are inside it, nothing is loaded, and a category is text and never markup."""
    html = pay_report({"hourly": answers, "fixed": answers}, {"1": "fair"}, Config(seed=1))
    assert html.count("<svg") == 4
    assert not re.search(r"<script|<link|<img|src=|@import", html)
    assert "<b>Design" not in html
    assert html == pay_report({"hourly": answers, "fixed": answers}, {"1": "fair"}, Config(seed=1))


def test_models_that_share_data_disagree_less_than_fresh_ones() -> None:
    """The jackknife error of a mean is that of the mean, whatever the number of groups."""
    rng = np.random.default_rng(3)
    draws = rng.normal(0.0, 1.0, (500, 40))  # 500 means of 40 rows each; its standard error is 1 / sqrt(40)
    for groups in (5, 10):
        parts = draws.reshape(500, groups, -1)
        without = np.array([np.delete(parts, i, axis=1).reshape(500, -1).mean(axis=1) for i in range(groups)])
        assert _jackknife_error(without) == pytest.approx(1 / np.sqrt(40), rel=0.1)
