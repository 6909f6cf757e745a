"""Endings: a posting's outcome is known once somebody saw it, and not before."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.support.ledgers import KeptLedger
from tests.training.ledger.conftest import PUBLISHED, day, page
from training.ledger.ending import begun, ending_of
from training.ledger.read import read_export

HIRED, CLOSED, SEEN = "somebody was hired", "closed without a hire", "seen on day 30 or later without a hire"
YOUNG, UNSEEN = "not 30 days old yet", "30 days old, but not looked at since"
#: Looks as days and hires, what was told and when, the day on which one asks; whether hired, mature, and how.
CASES: dict[str, tuple[list[tuple[float, int | None]], list[tuple[str, float]], float | None, tuple[Any, ...]]] = {
    "a young open posting": ([(1, 0)], [], None, (None, False, YOUNG)),
    "a young one of which a proposal was told": ([(1, 0)], [("sent", 1), ("interviewed", 9)], None, (None, False, YOUNG)),
    "29 days later": ([(1, 0), (29.9, 0)], [], 29.9, (None, False, YOUNG)),
    "seen on day 30": ([(1, 0), (30, 0)], [], None, (False, True, SEEN)),
    "seen on day 30, the counter unknown": ([(1, 0), (30, None)], [], None, (None, True, UNSEEN)),
    "nobody looked since day 1": ([(1, 0)], [], 60, (None, True, UNSEEN)),
    "a page counts a hire": ([(1, 0), (3, 2)], [], None, (True, True, HIRED)),
    "you were hired": ([(1, 0)], [("hired", 4)], None, (True, True, HIRED)),
    "another was hired": ([(1, 0)], [("other_hired", 4)], None, (True, True, HIRED)),
    "the Connects came back": ([(1, 0)], [("refunded", 4)], None, (False, True, CLOSED)),
    "it expired": ([(1, 0)], [("expired", 31)], None, (False, True, CLOSED)),
    "hired in spite of a refund": ([(1, 0), (3, 1)], [("refunded", 2)], None, (True, True, HIRED)),
}


@pytest.mark.parametrize("name", CASES)
def test_endings(kept: KeptLedger, tmp_path: Path, name: str) -> None:
    """Whether somebody was hired, whether its time is over, and how that is known."""
    looks, told, asked, expected = CASES[name]
    for days, hires in looks:
        kept.look(page("a", days, hires))
    for what, days in told:
        kept.outcome("a", what, day(days))
    (seen,) = read_export(kept.export(tmp_path / "ledger.jsonl")).postings
    found = ending_of(seen, None if asked is None else day(asked))
    assert (found.hired, found.mature, found.how) == expected


def test_an_unchanged_page_was_seen_until_its_last_look(kept: KeptLedger, tmp_path: Path) -> None:
    """The ledger keeps it once; that nothing changed by day 31 is known all the same."""
    kept.look(page("a", 1), page("a", 31))
    (seen,) = read_export(kept.export(tmp_path / "ledger.jsonl")).postings
    assert (len(seen.looks), ending_of(seen).how) == (1, SEEN)


def test_without_a_posting_time_the_first_look_counts(kept: KeptLedger, tmp_path: Path) -> None:
    """So day 30 is later, never earlier."""
    kept.look(page("a", 5, posted_at=None), page("a", 34, posted_at=None))
    (seen,) = read_export(kept.export(tmp_path / "ledger.jsonl")).postings
    assert begun(seen) == day(5)
    assert ending_of(seen).how == YOUNG
    assert ending_of(seen, day(35)).how == UNSEEN


def test_a_renewal_makes_no_posting_young(kept: KeptLedger, tmp_path: Path) -> None:
    """The earliest publication counts."""
    kept.look(page("a", 1), page("a", 20, posted_at=(PUBLISHED + timedelta(days=19)).isoformat()))
    (seen,) = read_export(kept.export(tmp_path / "ledger.jsonl")).postings
    assert begun(seen) == PUBLISHED


def test_one_that_was_only_told_of_has_no_time(kept: KeptLedger, tmp_path: Path) -> None:
    """Unless what was told ends it."""
    kept.outcome("a", "sent")
    kept.outcome("b", "hired")
    sent, hired = read_export(kept.export(tmp_path / "ledger.jsonl")).postings
    assert ending_of(sent, day(900)).how == "never seen, only told of"
    assert ending_of(hired).hired is True
