"""The client's record: what the page's fields amount to, by hand."""

from __future__ import annotations

from typing import Any

import pytest

from features.client_record import Record, record_of
from features.posting import Client

POSTS_WHEN_UNKNOWN = 5.0


@pytest.mark.parametrize(
    ("client", "record"),
    [
        ({"jobs_posted": 10, "hires": 3}, Record("counted", 9.0, 3.0, (3, 10))),  # this posting has no outcome yet
        ({"jobs_posted": 10, "hires": 3, "open_jobs": 4}, Record("counted", 6.0, 3.0, (3, 10))),  # nor have the open ones
        ({"jobs_posted": 10, "hires": 8, "open_jobs": 4}, Record("counted", 8.0, 8.0, (8, 10))),  # at least the hires ended
        ({"jobs_posted": 10, "hires": 25}, Record("counted", 10.0, 10.0, (10, 10))),  # one posting may hire several
        ({"jobs_posted": 10, "hire_rate_percent": 40, "hires": 9}, Record("counted", 9.0, 4.0, (4, 10))),  # the rate first
        ({"jobs_posted": 10, "hire_rate_percent": 101}, Record("counted", 10.0, 10.0, (10, 10))),
        ({"jobs_posted": 10, "total_spent_usd": 0}, Record("counted", 9.0, 0.0, (0, 10))),
        ({"jobs_posted": 1, "hire_rate_percent": 0}, Record("new", 0.0, 0.0)),
        ({"jobs_posted": 3, "hires": 0, "open_jobs": 3}, Record("new", 0.0, 0.0)),
        ({"jobs_posted": 1, "hire_rate_percent": 0, "total_spent_usd": 900}, Record("hired_before", 0.0, 0.0)),
        ({"jobs_posted": 0, "hire_rate_percent": 0, "reviews": 20}, Record("hired_before", 0.0, 0.0)),
        ({"hire_rate_percent": 40}, Record("rate_only", 5.0, 2.0)),
        ({"hire_rate_percent": 0, "total_spent_usd": 0}, Record("new", 0.0, 0.0)),
        ({"hire_rate_percent": 0}, Record("rate_only", 5.0, 0.0)),
        ({"jobs_posted": 10}, Record("unknown", 0.0, 0.0)),
        ({"total_spent_usd": 300}, Record("hired_before", 0.0, 0.0)),
        ({"total_spent_usd": 0}, Record("new", 0.0, 0.0)),
        ({}, Record("unknown", 0.0, 0.0)),
    ],
)
def test_records_by_hand(client: dict[str, Any], record: Record) -> None:
    """Kind, finished postings, hires, and what the page counts."""
    assert record_of(Client(**client), POSTS_WHEN_UNKNOWN) == record
