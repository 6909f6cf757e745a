"""The back-test: what is played adds up, is the same each time, and nobody beats who knows what came."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from features.posting import read_posting
from serving.bundle import load_bundle
from serving.scorer import Scorer
from tests.benchmarks.backtest.deals import CONNECT_USD, Deals
from tests.benchmarks.backtest.figures import SHARES, Played, mean_of, regret, saved, saved_against
from tests.benchmarks.backtest.market import draw_deals
from tests.benchmarks.backtest.play import play
from tests.benchmarks.backtest.policies import EVERYTHING, HIRES, ORACLE, POINTS, VALUE, VERDICT, Policy, policies
from tests.benchmarks.backtest.replay import replays
from tests.benchmarks.backtest.world import OTHERS, USUAL
from training.config import Config
from training.fit.ghost import fit_ghost
from training.fit.ghost_held_out import splits_of
from training.sources.folder import DataFolder
from training.sources.outcomes import load_outcomes


def _deals(hired: list[bool], connects: list[float] | None = None, refunded: list[bool] | None = None) -> Deals:
    n = len(hired)
    return Deals(
        "by hand",
        [read_posting({"title": f"Task {i}", "description": ""}) for i in range(n)],
        np.array(connects or [10.0] * n),
        np.array(hired),
        np.array(refunded or [False] * n),
        np.full(n, 0.1),
        np.full(n, 200.0),
        np.full(n, 200.0),
        [str(i) for i in range(n)],
    )


@pytest.fixture(scope="module")
def played(scorer: Scorer) -> Played:
    """Return one small market, played."""
    deals = draw_deals(USUAL, 300, seed=3)
    scored = {"ours": scorer.score_many(deals.postings)}
    return Played(deals, {name: play(deals, policy) for name, policy in policies(deals, scored).items()})


def test_an_order_by_hand() -> None:
    """Four postings, two hires: the first is met at once, the second after a loss of 20 Connects."""
    run = play(
        _deals([True, False, True, False], [10, 20, 5, 8]), Policy(np.ones(4, dtype=np.bool_), np.array([4.0, 3, 2, 1]))
    )
    assert run.hires.tolist() == [0, 1, 1, 2, 2]
    assert run.wasted.tolist() == [0, 0, 20, 20, 28]
    assert run.spent.tolist() == [0, 10, 30, 35, 43]
    assert run.wasted_at(2) == pytest.approx(20)
    assert run.net_usd[-1] == pytest.approx(2 * 0.1 * 200 - 43 * CONNECT_USD)


def test_without_an_order_a_part_is_a_share_of_all() -> None:
    """Half of the hires cost half of the losses, on average; more hires than it meets it never meets."""
    run = play(_deals([True, False, True, False]), Policy(np.ones(4, dtype=np.bool_)))
    assert run.wasted_at(1) == pytest.approx(10)
    assert np.isnan(run.wasted_at(3))


def test_what_comes_back_is_not_lost() -> None:
    """Of three postings without a hire one gives its Connects back."""
    deals = _deals([False, False, False], refunded=[True, False, False])
    assert deals.wasted.tolist() == [0, 10, 10]
    assert deals.spent_usd.tolist() == [0, pytest.approx(1.5), pytest.approx(1.5)]


def test_all_that_is_spent_is_for_hires_lost_or_back(played: Played) -> None:
    """Connects are conserved, whoever spends them."""
    deals = played.deals
    kept = deals.connects[deals.hired | deals.refunded].sum()
    run = played.runs[EVERYTHING]
    assert run.spent[-1] == pytest.approx(run.wasted[-1] + kept)
    for other in played.runs.values():
        assert all((np.diff(part) >= -1e-9).all() for part in (other.spent, other.wasted, other.hires))
        assert other.hires[-1] <= run.hires[-1] + 1e-9


def test_nobody_beats_who_knows_what_came(played: Played) -> None:
    """For the same Connects, and in what is lost."""
    for name in played.runs:
        assert regret(played, name) >= -1e-6
    assert played.runs[ORACLE].wasted[-1] == 0


def test_ours_is_better_than_any_order(played: Played) -> None:
    """On one small market already; the figures are in the benchmark's README."""
    for share in SHARES:
        assert saved(played, HIRES.format("ours"), share) > saved(played, EVERYTHING, share) == pytest.approx(0)
    assert regret(played, VALUE.format("ours")) < regret(played, POINTS)


def test_a_policy_answers_what_it_says(played: Played, scorer: Scorer) -> None:
    """Each filter by its own rule."""
    deals = played.deals
    answers = scorer.score_many(deals.postings)
    found = policies(deals, {"ours": answers})
    for number, posting in enumerate(deals.postings):
        client = posting.client
        assert found["payment verified"].chosen[number] == (client.payment_verified is True)
        assert found["hire rate over 50%"].chosen[number] == ((client.hire_rate_percent or 0) > 50)
        assert found[VERDICT.format("ours")].chosen[number] == (answers[number].verdict == "apply")
        if "Telegram" in posting.description:
            assert not found["keyword filter"].chosen[number]
    assert any("Telegram" in posting.description for posting in deals.postings)


def test_the_same_seed_is_the_same_market() -> None:
    """Byte for byte; another seed or another world is another one."""
    one, same, other = (draw_deals(USUAL, 120, seed=seed) for seed in (1, 1, 2))
    assert list(one.postings) == list(same.postings)
    assert (one.hired == same.hired).all()
    assert list(one.postings) != list(other.postings)
    assert list(draw_deals(OTHERS[0], 120, seed=1).postings) != list(one.postings)


def test_the_market_is_as_it_says() -> None:
    """Postings met late are hired less often than all; prices lie from 6 to 16."""
    deals = draw_deals(USUAL, 4_000, seed=5)
    assert 0.3 < deals.hired.mean() < 0.4
    assert deals.connects.min() >= 6
    assert deals.connects.max() <= 16


@given(st.lists(st.booleans(), min_size=1, max_size=12), st.integers(0, 12))
def test_equal_hires_never_compare_unequal(hired: list[bool], more: int) -> None:
    """A policy is no better than itself, and where no Connects are lost nothing can be saved."""
    deals = _deals(hired)
    chosen = np.arange(len(hired)) < more
    played = Played(
        deals, {EVERYTHING: play(deals, Policy(np.ones(len(hired), dtype=np.bool_))), "part": play(deals, Policy(chosen))}
    )
    own = saved_against(played, "part", "part")
    assert np.isnan(own) or own == pytest.approx(0)
    # Without a hire nothing is met, and nothing had to be lost to meet it.
    assert np.isnan(own) == (len(set(hired[:more])) < 2)


def test_a_mean_by_hand() -> None:
    """Student's t for three seeds; none where a seed has no figure."""
    mean = mean_of([1.0, 2.0, 3.0])
    assert mean.value == 2
    assert mean.high - mean.value == pytest.approx(4.302652729911275 / 3**0.5)
    assert np.isnan(mean_of([1.0, float("nan")]).value)


@pytest.mark.shared
@pytest.mark.slow
def test_a_replay_judges_only_what_it_never_saw(shared_data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every held-out posting once, in the order that they came, and none among those learnt from."""
    markets = load_outcomes(DataFolder(shared_data, is_sample=False))
    learnt: list[set[int]] = []

    def watched(seen: Any, *rest: Any) -> Any:
        learnt.append({id(posting) for market in seen for posting in market.postings})
        return fit_ghost(seen, *rest)

    monkeypatch.setattr("tests.benchmarks.backtest.replay.fit_ghost", watched)
    config = Config()
    timed = [market for market in markets if market.timed]
    for market in timed:
        [found] = replays(load_bundle(), [market], config)
        rows = np.flatnonzero(splits_of(market, config)[-1].fold >= 0)
        assert len(found.deals) == len(rows)
        assert found.deals.hired.tolist() == (market.ghost[rows] == 0).tolist()
        assert len(learnt[-1]) == len(market.ghost) - len(rows)
        assert not learnt[-1] & {id(market.postings[row]) for row in rows.tolist()}
