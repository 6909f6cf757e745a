"""How much clients differ: the beta distribution that made the records comes back."""

from __future__ import annotations

import numpy as np
import pytest

from features.client_level import no_hire_log_odds
from features.client_record import Record
from tests.support.snapshots import look
from training.fit.records import LEAST_CLIENTS, fit_clients, fit_records
from training.snapshots.read import Snapshot, snapshots_of


def _snapshots(clients: int, posts: int = 4, **more: object) -> list[Snapshot]:
    rows = [
        look(1, id=f"p{i}", client={"id": f"c{i}", "jobs_posted": posts + 1, "hires": i % (posts + 1)} | more)
        for i in range(clients)
    ]
    return snapshots_of(rows).snapshots


def test_mean_and_strength_come_back() -> None:
    """Of 5,000 clients with a known distribution, inside narrow intervals."""
    rng = np.random.default_rng(3)
    posts = rng.integers(0, 20, 5_000).astype(np.float64)
    fit = fit_records(posts, rng.binomial(posts.astype(int), rng.beta(1.5, 4.5, 5_000)).astype(np.float64))
    assert fit.mean.holds(0.25)
    assert fit.strength.holds(6.0)
    assert fit.mean.high - fit.mean.low < 0.02
    assert fit.strength.high - fit.strength.low < 1.0


def test_clients_who_are_all_alike_weigh_much() -> None:
    """Where every rate is the same, a single record tells little against the mean."""
    rng = np.random.default_rng(3)
    posts = np.full(500, 10.0)
    assert fit_records(posts, rng.binomial(10, 0.3, 500).astype(np.float64)).strength.value > 30


def test_no_posts_teach_nothing() -> None:
    """The prior alone: a strength of 5, and any mean at all."""
    fit = fit_records(np.zeros(0), np.zeros(0))
    assert fit.strength.value == pytest.approx(5.0, rel=1e-3)
    assert fit.mean.value == pytest.approx(0.5, abs=1e-3)
    assert fit.mean.high - fit.mean.low > 0.9


def test_a_client_counts_once() -> None:
    """However many looks there are at however many of its postings; a client without an id cannot be told from others."""
    snapshots = _snapshots(LEAST_CLIENTS)
    assert fit_clients(snapshots * 3) == fit_clients(snapshots)
    assert fit_clients([*snapshots, *_snapshots(50, id=None)]) == fit_clients(snapshots)


def test_too_few_clients_say_nothing() -> None:
    """Under 100 with a counted record; a rate without a count is none."""
    assert fit_clients(_snapshots(LEAST_CLIENTS - 1)) is None
    assert fit_clients(_snapshots(500, jobs_posted=None, hire_rate_percent=50)) is None


def test_the_level_puts_new_clients_at_the_mean() -> None:
    """What sets them apart is a weight of the hazards, not of the record."""
    fit = fit_clients(_snapshots(300))
    assert fit is not None
    new, unknown = (no_hire_log_odds(Record(kind, 0.0, 0.0), fit.level()) for kind in ("new", "unknown"))
    assert new == unknown == pytest.approx(np.log(1 / fit.mean.value - 1))
