"""The replay: outcomes of neighbouring marketplaces, judged as they were posted by a scorer that never saw them.

Assumed, for these marketplaces have neither: a proposal costs 6 to 16 Connects, evenly by where the pay ranks in its
marketplace (the middle where it is not known), none come back, and it is you in 8 of 100 hires (``win_given_hire``). The
value is the stated pay; where none is stated the median of the marketplace stands in (1,000 dollars where no posting states
any), the same for every policy.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np
from scipy.stats import rankdata
from threadpoolctl import threadpool_limits

from features.fields.facts import Facts
from serving.answer import Answer
from serving.bundle import Bundle
from serving.scorer import Scorer
from tests.benchmarks.backtest.deals import Deals
from tests.benchmarks.backtest.figures import Played
from tests.benchmarks.backtest.play import play
from tests.benchmarks.backtest.policies import policies
from tests.benchmarks.ghost import carried_scorer, middle_by, rows_of, unnamed
from training.config import Config
from training.fit.ghost import fit_ghost
from training.fit.ghost_held_out import Split, splits_of
from training.fit.ghost_rivals import Rows
from training.fit.hiring import HiringInputs
from training.fit.hiring_inputs import hiring_inputs
from training.metrics import Array
from training.sources.outcomes import Outcomes

__all__ = ["CARRIED", "OURS", "Replay", "replays"]

#: The scorer as it judges a marketplace whose own outcomes it learnt, and as it judges one of which it has none.
OURS, CARRIED = "ours", "ours, all carried over"
_FEWEST, _MOST = 6, 16
_YOU, _NET = 0.08, 0.9
#: One marketplace states no pay at all; then every contract counts the same.
_WHERE_NONE_USD = 1_000.0


class Replay:
    """Held-out postings of one marketplace in the order that they came, with the answers of each scorer."""

    def __init__(self, name: str, deals: Deals, answers: Mapping[str, Sequence[Answer]]) -> None:
        self.name, self.deals, self.answers = name, deals, answers

    def played(self, rows: Rows | None = None) -> Played:
        """Return what every policy gets, of all rows or of some (a row may come more than once)."""
        taken = np.arange(len(self.deals)) if rows is None else rows
        deals = _taken(self.deals, taken)
        scored = {name: [answers[row] for row in taken.tolist()] for name, answers in self.answers.items()}
        return Played(deals, {name: play(deals, policy) for name, policy in policies(deals, scored).items()})


def replays(bundle: Bundle, markets: Sequence[Outcomes], config: Config) -> list[Replay]:
    """Return one replay a marketplace: the latest rows where times are known, else all of them by client in folds."""
    inputs = {market.market: hiring_inputs(market, middle_by(bundle)) for market in markets}
    return [_replay(bundle, market, markets, inputs, splits_of(market, config)[-1], config) for market in markets]


def _replay(
    bundle: Bundle,
    market: Outcomes,
    markets: Sequence[Outcomes],
    inputs: Mapping[str, HiringInputs],
    split: Split,
    config: Config,
) -> Replay:
    deals = _deals(market)
    answers: dict[int, Answer] = {}
    with threadpool_limits(1):
        for train, test in split.parts():
            seen = [rows_of(market, train), *(other for other in markets if other is not market)]
            read = dict(inputs) | {market.market: inputs[market.market].take(train)}
            scorer = Scorer(replace(bundle, ghost=fit_ghost(seen, read, config).settings))
            answers |= zip(test.tolist(), scorer.score_many([deals.postings[row] for row in test.tolist()]), strict=True)
    rows = np.array(sorted(answers))
    held_out = _taken(deals, rows)
    scored = {OURS: [answers[row] for row in rows.tolist()]}
    if len(markets) > 1:  # else there is nothing to carry
        carried = carried_scorer(bundle, market, markets, inputs, config)
        scored[CARRIED] = carried.score_many(unnamed(held_out.postings))
    return Replay(f"{market.market}, {split.name}", held_out, scored)


def _deals(market: Outcomes) -> Deals:
    pay = np.array([Facts(posting).pay_usd or np.nan for posting in market.postings])
    median = _WHERE_NONE_USD if np.isnan(pay).all() else float(np.nanmedian(pay))
    value = np.where(np.isnan(pay), median, pay)
    connects = np.round(_FEWEST + (_MOST - _FEWEST) * (rankdata(value) - 0.5) / len(value))
    postings = [
        posting.model_copy(update={"connects": int(price)}) for posting, price in zip(market.postings, connects, strict=True)
    ]
    return Deals(
        market.market,
        postings,
        connects,
        market.ghost == 0,
        np.zeros(len(value), dtype=np.bool_),
        np.full(len(value), _YOU),
        _NET * value,
        _NET * value,
        market.client.tolist(),
    )


def _taken(deals: Deals, rows: Rows) -> Deals:
    def of(part: Array) -> Array:
        return part[rows]

    return Deals(
        deals.name,
        [deals.postings[row] for row in rows.tolist()],
        of(deals.connects),
        deals.hired[rows],
        deals.refunded[rows],
        of(deals.you),
        of(deals.value),
        of(deals.shown),
        [deals.clients[row] for row in rows.tolist()],
    )
