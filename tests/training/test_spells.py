"""Snapshots into spells: what was seen, and no more."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from tests.support.snapshots import PUBLISHED, look, spell
from training.snapshots.read import snapshots_of
from training.snapshots.spells import spells_of

OPEN = [look(1)]
SPELLS = {
    "a young open posting is censored, and no ghost": ([look(0.5), look(7)], (0.5, 7, 7, "censored")),
    "one look says nothing yet": ([look(3)], (3, 3, 3, "censored")),
    "open without a hire on day 30": ([look(1), look(31)], (1, 30, 30, "expired")),
    "exactly on day 30": ([look(1), look(30)], (1, 30, 30, "expired")),
    "just before it is not yet known": ([look(1), look(29.9)], (1, 29.9, 29.9, "censored")),
    "a hire fell between two looks": ([look(1), look(7), look(12, hires=2)], (1, 7, 12, "hired")),
    "filled without a counter": ([look(1), look(7, None, "filled")], (1, 1, 7, "hired")),
    "a hire first seen after day 30 fell before": ([look(1), look(40, hires=1)], (1, 1, 30, "hired")),
    "a hire after day 30 saves no ghost": ([look(1), look(31), look(40, hires=1)], (1, 30, 30, "expired")),
    "the client closed it": ([look(1), look(7, status="cancelled")], (1, 1, 7, "withdrawn")),
    "the marketplace took it down": ([look(1), look(7, None, "removed")], (1, 1, 7, "withdrawn")),
    "closed after a hire is a hire": ([look(1), look(7, 1, "cancelled")], (1, 1, 7, "hired")),
    "expired early, as told": ([look(1), look(20, status="expired")], (1, 30, 30, "expired")),
    "expired, counter unknown": ([look(1), look(35, None, "expired")], (1, 30, 30, "expired")),
    "a look without its counter says nothing": ([look(1), look(5, None, "open"), look(9, 1)], (1, 1, 9, "hired")),
    "first seen on day 5": ([look(5), look(9)], (5, 9, 9, "censored")),
    "the order of the rows does not matter": ([look(9, 1), look(1), look(4)], (1, 4, 9, "hired")),
}


@pytest.mark.parametrize("name", SPELLS)
def test_a_spell(name: str) -> None:
    """Age at the first look, at the last without the change, at the first with it, and the outcome."""
    rows, expected = SPELLS[name]
    found = spell(*rows)
    assert (found.entry_days, found.last_days, found.end_days, found.outcome) == (
        *map(pytest.approx, expected[:3]),
        expected[3],
    )
    assert found.matured == (expected[3] != "censored")


@pytest.mark.parametrize(
    ("rows", "why"),
    [
        ([look(2, hires=1), look(7, hires=1)], "never seen open with its hires known"),
        ([look(2, status="cancelled")], "never seen open with its hires known"),
        ([look(2, None, "open")], "never seen open with its hires known"),
        ([look(33), look(40)], "first seen after day 30"),
        ([look(2, posted_at=None)], "age unknown"),
    ],
)
def test_what_was_never_at_risk_is_left_out(rows: list[dict[str, Any]], why: str) -> None:
    """A posting first seen after its outcome tells nothing of those that were open: it is counted aside."""
    assert spells_of(snapshots_of(rows).snapshots) == ([], {why: 1})


def test_a_renewal_makes_no_posting_young() -> None:
    """The earliest publication that any row tells counts, though a later row states a later one."""
    renewed = look(25, posted_at=(PUBLISHED + timedelta(days=20)).isoformat())
    assert spell(look(1), renewed).last_days == pytest.approx(25)


def test_the_id_tells_the_age_where_it_can() -> None:
    """A marketplace's id carries its time, and one posting written in two ways is one."""
    digits = "1700000000000000000"  # 2023-09-08T04:15:59Z
    rows = [
        look(0, id=f"~02{digits}", posted_at=None, observed_at="2023-09-09T04:15:59Z"),
        look(0, id=digits, posted_at=None, observed_at="2023-09-12T04:15:59Z"),
    ]
    found = spell(*rows)
    assert (found.entry_days, found.last_days) == pytest.approx((1, 4), abs=1e-4)


def test_the_posting_is_as_first_seen() -> None:
    """A record that changed later, because of this very posting, is no input."""
    first, later = look(1, client={"jobs_posted": 3, "hires": 1}), look(9, 1, client={"jobs_posted": 3, "hires": 2})
    assert spell(later, first).posting.client.hires == 1


def test_who_keeps_postings_together() -> None:
    """The client's id; without one a posting stands by itself."""
    assert spell(look(1, client={"id": "c1"})).client == "client c1"
    assert spell(look(1)).client == "posting p1"


@pytest.mark.parametrize(
    ("rows", "seen"),
    [([look(1), look(31)], True), ([look(1), look(7, 1)], False), ([look(1), look(7, 1), look(31, 1)], True),
     ([look(1), look(20, status="expired")], True)],
)  # fmt: skip
def test_whether_anybody_looked_on_day_30(rows: list[dict[str, Any]], seen: bool) -> None:
    """However it ended: that is what the Brier may be measured on."""
    assert spell(*rows).seen_at_30 is seen
