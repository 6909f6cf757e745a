"""What learning brings where the truth is known: a model fitted to many simulated postings of the same marketplace."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from lightgbm import LGBMClassifier

from features.fields.facts import Facts
from features.posting import Posting
from features.reading.moments import age
from tests.benchmarks.backtest.deals import Deals
from tests.benchmarks.backtest.market import draw_deals
from tests.benchmarks.backtest.world import World
from training.metrics import Array

__all__ = ["Taught"]

_POSTINGS = 30_000
_SEED = 1_000_000  # far from those that are played


class Taught:
    """Chances of a hire by everything a page shows but its words, learnt where the truth is known.

    No freelancer has such data. It is no bound: who knew how the pages are drawn would do a little better.
    """

    def __init__(self, world: World) -> None:
        seen = draw_deals(world, _POSTINGS, _SEED)
        self._model = LGBMClassifier(
            n_estimators=300, learning_rate=0.03, num_leaves=15, min_child_samples=100, n_jobs=1, verbose=-1, seed=0
        )
        self._model.fit(_inputs(seen.postings), seen.hired)

    def chances(self, deals: Deals) -> Array:
        """Return the chance of a hire of each posting."""
        return np.asarray(self._model.predict_proba(_inputs(deals.postings))[:, 1], dtype=np.float64)


def _inputs(postings: Sequence[Posting]) -> Array:
    return np.array([_row(posting) for posting in postings], dtype=np.float64)


def _row(posting: Posting) -> list[float]:
    client, activity, facts = posting.client, posting.activity, Facts(posting)
    seen = None if activity.last_viewed is None else age(activity.last_viewed, posting.observed_at)
    return [
        client.jobs_posted or 0,
        client.hires or 0,
        client.total_spent_usd or 0.0,
        float(bool(client.payment_verified)),
        client.rating or np.nan,
        facts.age_days or 0.0,
        np.nan if seen is None else seen.total_seconds() / 86_400,
        activity.interviewing or 0,
        activity.proposals.low if activity.proposals else np.nan,
        activity.unanswered_invites or 0,
        activity.invites_sent or 0,
        np.log(facts.pay_usd or np.nan),
        float(posting.pay is not None and posting.pay.type == "hourly"),
    ]
