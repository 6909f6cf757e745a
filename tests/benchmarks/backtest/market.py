"""A simulated marketplace as a freelancer meets it: job pages of open postings at some age, with the truth behind them.

Intents, records, hires and withdrawals come from `training.simulate`; `works` and `pages` write the page.
"""

from __future__ import annotations

from datetime import timedelta

import numpy as np
from numpy.typing import NDArray

from features.posting import Posting, read_posting
from tests.benchmarks.backtest.deals import Deals
from tests.benchmarks.backtest.pages import SEEN_AT, activity_panel, client_panel
from tests.benchmarks.backtest.works import draw_work
from tests.benchmarks.backtest.world import World, truth_of
from training.metrics import Array
from training.simulate.marketplace import Marketplace, draw_marketplace

__all__ = ["draw_deals"]

_FEWEST_CONNECTS, _MOST_CONNECTS, _USUAL_CONNECTS = 6, 16, 10
#: Who will write in the end, the middle and spread of its log: as 3,172 measured pages show their buckets.
_RIVALS, _RIVALS_SPREAD, _RIVALS_BY_PAY = 14.0, 1.1, 0.3
#: The marketplace removes some scams, which gives the Connects back.
_SCAMS_REMOVED = 0.3


def draw_deals(world: World, postings: int, seed: int) -> Deals:
    """Return about so many open postings, as they are met; those hired or withdrawn earlier are not met."""
    rng = np.random.default_rng([20_260_501, seed])
    market = draw_marketplace(truth_of(world), round(2.5 * postings), rng)
    n = len(market.x)
    age = np.minimum(rng.exponential(world.mean_age, n), world.most_age)
    met = np.flatnonzero((market.hired_days > age) & (market.withdrawn_days > age))[:postings]
    return _deals(world, market, age, met, rng)


def _deals(world: World, market: Marketplace, age: Array, met: NDArray[np.int64], rng: np.random.Generator) -> Deals:
    scam = rng.random(len(age)) < world.scam_share
    pages = [_Page(world, market, int(i), float(age[i]), bool(scam[i]), rng) for i in met]
    hired = np.isfinite(market.hired_days[met]) & ~scam[met]
    removed = scam[met] & (rng.random(len(met)) < _SCAMS_REMOVED)
    refunded = (np.isfinite(market.withdrawn_days[met]) & ~hired) | removed
    rate, times = np.array([page.shown_rate for page in pages]), np.array([page.shown_times for page in pages])
    # Who sees no rate reckons with the usual one of the pages that state theirs.
    usual = float(np.nanmedian(rate[times > 1]))
    return Deals(
        world.name,
        [page.posting for page in pages],
        np.array([page.connects for page in pages], dtype=np.float64),
        hired,
        refunded,
        np.array([page.you for page in pages]),
        np.array([page.value_usd for page in pages]),
        np.where(np.isnan(rate), usual, rate) * times,
        [str(client) for client in market.client[met]],
    )


class _Page:
    """One job page, drawn from the truth of its posting."""

    def __init__(self, world: World, market: Marketplace, i: int, age: float, scam: bool, rng: np.random.Generator) -> None:
        log_pay = float(market.x[i, 0])
        work = draw_work(log_pay, scam, rng)
        self.value_usd, self.shown_rate, self.shown_times = work.value_usd, work.shown_rate, work.shown_times
        price = _USUAL_CONNECTS + world.price_slope * log_pay + rng.normal(0, 2)
        self.connects = int(np.clip(round(price), _FEWEST_CONNECTS, _MOST_CONNECTS))
        rivals = float(np.exp(rng.normal(np.log(_RIVALS) + _RIVALS_BY_PAY * log_pay, _RIVALS_SPREAD)))
        # One of those who write is hired, all of them alike: then 3 to 4% of proposals become a contract, as is told.
        self.you = 1 / (1 + rivals)
        # Scams come from new accounts, and are as busy as clients who mean to hire.
        posts, hires = (0, 0) if scam else (int(market.posts[i]), int(market.hires[i]))
        willing = scam or bool(np.isfinite(market.hired_days[i]))
        client = client_panel(posts, hires, float(market.intent[i]), scam, world, rng)
        self.posting: Posting = read_posting(
            work.fields
            | {
                "id": f"simulated-{i}",
                "observed_at": SEEN_AT.isoformat(),
                "posted_at": (SEEN_AT - timedelta(days=age)).isoformat(),
                "connects": self.connects,
                "client": client | {"id": f"client-{market.client[i]}"},
                "activity": activity_panel(willing, age, rivals, world, rng),
            }
        )
