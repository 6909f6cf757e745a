"""The ghost model beside simpler ones on held-out outcomes, judged by the scorer as it ships.

Run: ``BIDWORTHY_DATA_DIR=... python tests/benchmarks/ghost.py [report.html]``. For each of the five splits the ghost part is
fitted to the rows learnt from (the other marketplaces in full), put into the shipped bundle, and `Scorer` judges the rows
held out, as contract postings. Rivals are fitted to the same rows and judge the same ones.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np

from features.fields.facts import Facts
from features.posting import Posting
from serving.assumptions import Assumptions, load_assumptions
from serving.bundle import Bundle, load_bundle
from serving.models.pay import PayModel
from serving.models.reader import Reader
from serving.scorer import Scorer
from training.config import Config
from training.fit.ghost import fit_ghost
from training.fit.ghost_held_out import Answer, HeldOut, all_held_out
from training.fit.ghost_rivals import RIVALS, Rows
from training.fit.hiring import HiringInputs
from training.fit.hiring_inputs import LogMiddle, hiring_inputs
from training.fit.pay_data import Kind
from training.metrics import Array
from training.report.ghost import ghost_report, ghost_tables
from training.sources.folder import find_data
from training.sources.outcomes import Outcomes, load_outcomes

__all__ = ["carried_scorer", "five_splits", "left_out_marketplaces", "middle_by", "rows_of", "unnamed"]

#: The assumption that an anchor sets.
_LEVEL = "marketplace_hire_rate"


def five_splits(bundle: Bundle, markets: Sequence[Outcomes], config: Config) -> list[HeldOut]:
    """Return what the scorer and its rivals say on every split of every marketplace."""
    inputs = {market.market: hiring_inputs(market, middle_by(bundle)) for market in markets}
    answers: dict[str, Answer] = {"ours": _by_scorer(bundle, markets, inputs, config)} | RIVALS
    return all_held_out(markets, inputs, answers, config)


def left_out_marketplaces(bundle: Bundle, markets: Sequence[Outcomes], config: Config) -> list[HeldOut]:
    """Return what the scorer says of a marketplace that it has no outcomes of, as it judges the freelance one.

    All is carried over from the other marketplaces; only the share of postings with a hire is told, as an anchor tells it.
    The constant knows the same share.
    """
    inputs = {market.market: hiring_inputs(market, middle_by(bundle)) for market in markets}
    found = []
    for market in markets:
        answers = carried_scorer(bundle, market, markets, inputs, config).score_many(unnamed(market.postings))
        said = {
            "ours": np.array([answer.ghost.probability for answer in answers]),
            "constant": np.full(len(market.ghost), market.ghost.mean()),
        }
        fold = np.zeros(len(market.ghost), dtype=np.int64)
        found.append(HeldOut(market.market, "as a marketplace", market.ghost, fold, market.client.tolist(), said))
    return found


def carried_scorer(
    bundle: Bundle, market: Outcomes, markets: Sequence[Outcomes], inputs: Mapping[str, HiringInputs], config: Config
) -> Scorer:
    """Return the scorer with all carried over to a marketplace from the others; the share of hires there is told."""
    assumed = dict(load_assumptions().records)
    settings = fit_ghost([other for other in markets if other is not market], inputs, config).settings
    rate = float(1 - market.ghost.mean())
    return Scorer(replace(bundle, ghost=settings), Assumptions(assumed | {_LEVEL: replace(assumed[_LEVEL], value=rate)}))


def unnamed(postings: Sequence[Posting]) -> list[Posting]:
    """Return postings that do not say where they are from."""
    return [posting.model_copy(update={"source": None}) for posting in postings]


def _by_scorer(bundle: Bundle, markets: Sequence[Outcomes], inputs: Mapping[str, HiringInputs], config: Config) -> Answer:
    """Return the answers of the scorer, with the ghost part of the bundle fitted to the rows learnt from."""

    def answer(market: Outcomes, _: HiringInputs, train: Rows, test: Rows) -> Array:
        seen = [rows_of(market, train), *(other for other in markets if other is not market)]
        read = dict(inputs) | {market.market: inputs[market.market].take(train)}
        scorer = Scorer(replace(bundle, ghost=fit_ghost(seen, read, config).settings))
        answers = scorer.score_many([market.postings[row] for row in test.tolist()])
        return np.array([found.ghost.probability for found in answers])

    return answer


def rows_of(market: Outcomes, rows: Rows) -> Outcomes:
    """Return some rows of a marketplace, as if it had no others."""
    return replace(
        market,
        postings=[market.postings[row] for row in rows.tolist()],
        prior_posts=market.prior_posts[rows],
        prior_hires=market.prior_hires[rows],
        ghost=market.ghost[rows],
        client=market.client[rows],
    )


def middle_by(bundle: Bundle) -> LogMiddle:
    """Return the middle of the market as the scorer knows it."""
    reader = Reader(bundle)
    pay = PayModel(bundle, reader)

    def middle(kind: Kind, postings: Sequence[Posting]) -> Array:
        return np.array(
            [
                band.log_middle
                for band in pay.bands(reader.read([Facts(posting) for posting in postings]))
                if band is not None
            ]
        )

    return middle


def main() -> None:
    """Print the tables; with a file name, write the report with its pictures, too."""
    config = Config()
    bundle, markets = load_bundle(), load_outcomes(find_data())
    held, left_out = (judge(bundle, markets, config) for judge in (five_splits, left_out_marketplaces))
    sys.stdout.write(ghost_tables(held, config.seed))
    sys.stdout.write("\n# A marketplace without outcomes\n\n" + ghost_tables(left_out, config.seed))
    if len(sys.argv) > 1:
        Path(sys.argv[1]).write_text(ghost_report(held, config.seed), encoding="utf-8")


if __name__ == "__main__":
    main()
