"""What ships is what was trained: serving repeats the fitted estimators, within the rounding of the bundle."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, Literal

import numpy as np
import pytest

from features.fields.facts import Facts
from features.posting import Pay, Posting, read_posting
from serving.bundle import Bundle, load_bundle
from serving.models.pay import PayModel
from serving.models.reader import Reader
from serving.models.risk import RiskModel
from serving.scorer import Scorer
from tests.conftest import ROOT
from tests.training.conftest import Trained
from training.config import Config
from training.fit.ghost import fit_ghost
from training.fit.ghost_market import fit_market
from training.fit.hiring_inputs import hiring_inputs
from training.fit.pay import pipeline_log_quantiles
from training.fit.pay_data import Kind
from training.fit.risk import pipeline_log_odds
from training.metrics import Array
from training.sources.folder import DataFolder
from training.sources.outcomes import load_outcomes


@pytest.fixture(scope="module")
def bundle(trained: Trained) -> Bundle:
    """Return the trained bundle as serving reads it."""
    return load_bundle(trained.bundle)


@pytest.fixture(scope="module")
def postings(sample: list[dict[str, Any]]) -> list[Posting]:
    """Return the sample postings, read."""
    return [read_posting(raw) for raw in sample]


def test_danger_is_what_the_pipeline_says(trained: Trained, bundle: Bundle, postings: list[Posting]) -> None:
    """The regression with its calibration, in log odds, to 1e-4: weights are rounded to six digits."""
    fitted = pipeline_log_odds(trained.run.pipelines["risk"], postings, bundle.vocabulary)
    reader = Reader(bundle)
    judged = RiskModel(bundle, reader).judge(reader.read([Facts(posting) for posting in postings]))
    served = np.array([danger.probability for danger in judged.dangers])
    assert np.log(served / (1 - served)) == pytest.approx(fitted, abs=1e-4)
    assert np.std(fitted) > 0.1


@pytest.mark.parametrize("kind", ["hourly", "fixed"])
def test_the_market_is_what_the_pipeline_says(
    trained: Trained, bundle: Bundle, postings: list[Posting], kind: Literal["hourly", "fixed"]
) -> None:
    """LightGBM's own quantiles plus the shift, sorted, in log pay, to 1e-6."""
    fitted = pipeline_log_quantiles(trained.run.pipelines["pay"][kind], postings, bundle.vocabulary)
    paid = [posting.model_copy(update={"pay": Pay(type=kind)}) for posting in postings]
    reader = Reader(bundle)
    bands = PayModel(bundle, reader).bands(reader.read([Facts(posting) for posting in paid]))
    served = [band.log_quantiles for band in bands if band is not None]
    assert np.array(served) == pytest.approx(fitted, abs=1e-6)
    assert np.std(fitted[:, 2]) > 0.1


def test_the_kept_marketplaces_are_those_of_the_bundle(trained: Trained, bundle: Bundle) -> None:
    """The kept numbers of each marketplace are those of the bundle."""
    assert bundle.ghost["markets"] == trained.run.pipelines["ghost"]


def test_the_chance_of_no_hire_is_what_the_fit_says(bundle: Bundle) -> None:
    """Record, layer and slope of a marketplace, through the scorer, to 1e-4: weights are rounded to six digits."""
    folder, reader = DataFolder(ROOT / "data" / "sample", is_sample=True), Reader(bundle)
    [market] = load_outcomes(folder)

    def middle(kind: Kind, postings: Sequence[Posting]) -> Array:
        bands = PayModel(bundle, reader).bands(reader.read([Facts(posting) for posting in postings]))
        return np.array([band.log_middle for band in bands if band is not None])

    inputs, rows = hiring_inputs(market, middle), np.arange(len(market.ghost))
    fit = fit_market(market, inputs, rows, Config())
    settings = fit_ghost([market], {market.market: inputs}, Config()).settings
    answers = Scorer(replace(bundle, ghost=settings)).score_many(market.postings)
    served = np.array([answer.ghost.probability for answer in answers])
    assert served == pytest.approx(fit.ghost(market.prior_posts, market.prior_hires, inputs), abs=1e-4)
    assert np.std(inputs.numbers, axis=0).min() > 0.1
    assert np.std(served) > 0.05
