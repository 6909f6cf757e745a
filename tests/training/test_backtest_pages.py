"""The simulated pages look like measured ones, and follow what becomes of a posting no more than their world says."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from numpy.typing import NDArray

from features.fields.facts import Facts
from tests.benchmarks.backtest.deals import Deals
from tests.benchmarks.backtest.market import draw_deals
from tests.benchmarks.backtest.world import OTHERS, USUAL
from training.metrics import Array

#: Open postings of early 2025 by age in days: nobody in interviews.
_NOBODY = (((0.0, 0.5), 0.50), ((0.5, 1.0), 0.49), ((1.0, 3.0), 0.45), ((3.0, 30.0), 0.378))
#: The same postings from half a day on, by the least number of proposals of their bucket.
_PROPOSALS = {0: 0.19, 5: 0.19, 10: 0.14, 15: 0.10, 20: 0.28, 50: 0.10}


@pytest.fixture(scope="module")
def deals() -> Deals:
    """Return postings that are met at all ages."""
    return draw_deals(replace(USUAL, mean_age=4.0, most_age=29.0), 12_000, seed=11)


def _ages(deals: Deals) -> Array:
    return np.array([Facts(posting).age_days for posting in deals.postings])


def _nobody(deals: Deals) -> NDArray[np.bool_]:
    return np.array([posting.activity.interviewing == 0 for posting in deals.postings])


@pytest.mark.parametrize(("ages", "share"), _NOBODY)
def test_interviews_are_as_measured(deals: Deals, ages: tuple[float, float], share: float) -> None:
    """By age; the measured shares have errors of 2 to 4 percentage points themselves."""
    age = _ages(deals)
    assert _nobody(deals)[(age > ages[0]) & (age <= ages[1])].mean() == pytest.approx(share, abs=0.05)


def test_many_interviews_are_as_measured(deals: Deals) -> None:
    """24% of postings older than 3 days have five or more."""
    many = np.array([(posting.activity.interviewing or 0) >= 5 for posting in deals.postings])
    assert many[_ages(deals) > 3].mean() == pytest.approx(0.24, abs=0.04)


def test_proposals_are_as_measured(deals: Deals) -> None:
    """By bucket, which hardly changes after the first hours."""
    late = _ages(deals) > 0.5
    least = np.array([posting.activity.proposals.low if posting.activity.proposals else -1 for posting in deals.postings])
    for low, share in _PROPOSALS.items():
        assert (least[late] == low).mean() == pytest.approx(share, abs=0.05)


def test_clients_are_as_measured(deals: Deals) -> None:
    """Of clients who spent nothing 25% have a verified payment, and all who hired; 47.5% had spent nothing."""
    client = [posting.client for posting in deals.postings]
    nothing = np.array([not of.total_spent_usd for of in client])
    verified = np.array([of.payment_verified is True for of in client])
    assert verified[nothing].mean() == pytest.approx(0.25, abs=0.04)
    assert verified[~nothing].all()
    assert nothing.mean() == pytest.approx(0.475, abs=0.12)


def test_proposals_become_contracts_as_rarely_as_is_told(deals: Deals) -> None:
    """2 to 4% of them."""
    assert 0.02 < (deals.hired * deals.you).mean() < 0.04


def test_pay_is_hidden_and_worth_is_not_what_the_page_says(deals: Deals) -> None:
    """Hourly postings often state no rate, and what a contract brings is not its page's hours and weeks times its rate."""
    hourly = np.array([posting.pay is not None and posting.pay.type == "hourly" for posting in deals.postings])
    stated = np.array([posting.pay is not None and posting.pay.max is not None for posting in deals.postings])
    assert stated[~hourly].all()
    assert stated[hourly].mean() == pytest.approx(0.62, abs=0.04)
    ratio = np.log(deals.value / deals.shown)[hourly & stated]
    assert ratio.std() > 0.7
    assert np.median(ratio) < -0.5


def test_activity_follows_the_outcome_only_where_the_world_says_so(deals: Deals) -> None:
    """At ``tells`` 0 neither interviews nor a verified payment know what will come."""
    [silent] = [world for world in OTHERS if world.tells == 0]
    deaf = draw_deals(replace(silent, mean_age=4.0, most_age=29.0), 6_000, seed=11)
    for of, apart in ((deals, 0.25), (deaf, 0.0)):
        nobody, honest = _nobody(of), ~_scams(of)
        gap = nobody[honest & ~of.hired].mean() - nobody[honest & of.hired].mean()
        assert gap == pytest.approx(apart, abs=0.06)


def test_records_tell_less_where_clients_mean_otherwise_today() -> None:
    """The share of hires is the same, and what a record says of it less."""
    [ageing] = [world for world in OTHERS if world.redrawn]
    told, hired = {}, {}
    for world in (replace(ageing, redrawn=0.0), ageing):
        deals = draw_deals(world, 6_000, seed=11)
        clients = [posting.client for posting in deals.postings]
        posts, hires = (
            np.array([of or 0 for of in each]) for each in zip(*((c.jobs_posted, c.hires) for c in clients), strict=True)
        )
        known = posts >= 5
        told[world.redrawn] = np.corrcoef(hires[known] / posts[known], deals.hired[known])[0, 1]
        hired[world.redrawn] = deals.hired.mean()
    assert hired[ageing.redrawn] == pytest.approx(hired[0.0], abs=0.02)
    assert told[ageing.redrawn] == pytest.approx(told[0.0] / 2, abs=0.08)


def _scams(deals: Deals) -> NDArray[np.bool_]:
    lines = ("Telegram", "refundable deposit", "crypto outside", "photo of your ID")
    return np.array([any(line in posting.description for line in lines) for posting in deals.postings])


def test_scams_are_few_new_and_never_hire(deals: Deals) -> None:
    """And look as busy as clients who mean to hire."""
    scam = _scams(deals)
    assert 0.01 < scam.mean() < 0.04
    assert not deals.hired[scam].any()
    assert not any(deals.postings[row].client.hires for row in np.flatnonzero(scam).tolist())
