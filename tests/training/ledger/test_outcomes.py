"""Outcomes: the columns that training reads, with the record as it was when the posting was first seen."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.support.ledgers import KeptLedger
from tests.training.ledger.conftest import day, page
from training.ledger.outcomes import COLUMNS, outcomes_of
from training.ledger.read import read_export
from training.sources.folder import find_data

RECORDS: dict[str, tuple[dict[str, Any], tuple[Any, ...]]] = {
    "counts, itself left out": ({"jobs_posted": 10, "hires": 4}, (9, 9, 4, None)),
    "other open ones left out, too": ({"jobs_posted": 10, "hires": 4, "open_jobs": 3}, (9, 7, 4, None)),
    "a rate and a count": ({"jobs_posted": 11, "hire_rate_percent": 50, "open_jobs": 1}, (10, 10, 6, None)),
    "a rate alone": ({"hire_rate_percent": 40}, (None, None, None, 0.4)),
    "a first posting": ({"jobs_posted": 1, "hires": 0, "total_spent_usd": 0}, (0, 0, 0, None)),
    "nothing known": ({}, (None, None, None, None)),
    "reviews without a count": ({"reviews": 3}, (None, None, None, None)),
}


def _rows(kept: KeptLedger, tmp_path: Path) -> list[dict[str, Any]]:
    return outcomes_of(read_export(kept.export(tmp_path / "ledger.jsonl")).postings)


def test_the_columns_are_those_of_the_sample() -> None:
    """In their order, and then the two that the sample lacks."""
    head = (find_data({}).path / "outcomes.csv").read_text(encoding="utf-8").partition("\n")[0]
    assert ",".join(COLUMNS) == f"{head},client_prior_hire_rate,client_prior_value_usd"


@pytest.mark.parametrize("name", RECORDS)
def test_the_record_as_of_posting(kept: KeptLedger, tmp_path: Path, name: str) -> None:
    """What the page shows as finished before this posting; unknown stays empty."""
    client, expected = RECORDS[name]
    kept.look(page("a", 1, client=client))
    (row,) = _rows(kept, tmp_path)
    assert tuple(row.get(c) for c in (*COLUMNS[10:13], "client_prior_hire_rate")) == expected


def test_the_record_is_that_of_the_first_page(kept: KeptLedger, tmp_path: Path) -> None:
    """The hire on this posting is no part of it."""
    kept.look(page("a", 1, client={"jobs_posted": 5, "hires": 2}))
    kept.look(page("a", 9, 1, client={"jobs_posted": 5, "hires": 3}))
    (row,) = _rows(kept, tmp_path)
    assert (row["client_prior_hires"], row["outcome_hired"], row["mature"]) == (2, 1, "true")


def test_a_hire_on_the_first_page_empties_the_record(kept: KeptLedger, tmp_path: Path) -> None:
    """For the record counts it already: as an input it would tell the outcome."""
    kept.look(page("a", 9, 1, client={"jobs_posted": 5, "hires": 3}))
    (row,) = _rows(kept, tmp_path)
    assert (row["outcome_hired"], row.get("client_prior_resolved"), row.get("client_prior_hires")) == (1, None, None)


def test_a_young_open_posting_has_no_outcome(kept: KeptLedger, tmp_path: Path) -> None:
    """It is not mature, and no ghost."""
    kept.look(page("a", 2, pay={"type": "hourly", "min": 20, "max": 30, "currency": "USD"}))
    (row,) = _rows(kept, tmp_path)
    assert (row["outcome_hired"], row["mature"], row["posted_at"]) == (None, "false", "2026-09-01T12:00:00Z")
    assert (row["pay_type"], row["pay_min"], row["pay_max"], row["source"]) == ("hourly", 20, 30, "upwork")


def test_a_time_that_no_page_tells_stays_empty(kept: KeptLedger, tmp_path: Path) -> None:
    """The first look is not the posting time; maturity may count from it, the row may not claim it."""
    kept.look(page("a", 2, posted_at=None))
    (row,) = outcomes_of(read_export(kept.export(tmp_path / "ledger.jsonl")).postings, day(40))
    assert (row["posted_at"], row["mature"], row["outcome_hired"]) == (None, "true", None)
