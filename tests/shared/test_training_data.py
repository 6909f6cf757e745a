"""What training reads of the research data, and what it leaves alone."""

from __future__ import annotations

import json
from pathlib import Path

import pandas as pd
import pytest

from training.sources.folder import DataFolder
from training.sources.outcomes import load_outcomes
from training.sources.postings import PostingRow, load_postings
from training.sources.risk import load_risk

pytestmark = [pytest.mark.shared, pytest.mark.slow]


@pytest.fixture(scope="module")
def rows(shared_data: Path) -> list[PostingRow]:
    """Return every posting."""
    return load_postings(DataFolder(shared_data, is_sample=False))


@pytest.fixture(scope="module")
def table(shared_data: Path) -> pd.DataFrame:
    """Return the table as it is."""
    return pd.read_parquet(shared_data / "postings.parquet", columns=["posting_key", "client_key", "pay_sealed"])


def test_no_sealed_row_has_a_price(rows: list[PostingRow], table: pd.DataFrame) -> None:
    """Every sealed row is marked, and there is no price in it to learn from."""
    sealed = [row for row in rows if row.sealed]
    assert len(sealed) == table["pay_sealed"].sum() > 0
    assert not [row.key for row in sealed if row.posting.pay and (row.posting.pay.min or row.posting.pay.max)]


def test_one_clients_postings_are_one_group(rows: list[PostingRow], table: pd.DataFrame) -> None:
    """No client and no posting is in two groups; and groups are many."""
    group = pd.Series([row.group for row in rows])
    for column in ("client_key", "posting_key"):
        assert group.groupby(table[column]).nunique().max() == 1
    assert group.nunique() > len(rows) / 4


def test_no_case_kept_for_measuring_is_read(rows: list[PostingRow], shared_data: Path) -> None:
    """The texts of the measuring part are in no row of the risk data; those of the other part are."""
    lines = (shared_data / "challenge.jsonl").read_text(encoding="utf-8").split("\n")
    cases = [json.loads(line) for line in lines if line]
    read = {row.group for row in load_risk(DataFolder(shared_data, is_sample=False), rows)}
    assert {f"case:{case['id']}" for case in cases if case["part"] == "develop"} <= read
    assert not {f"case:{case['id']}" for case in cases if case["part"] == "measure"} & read


def test_no_sealed_outcome_is_read(shared_data: Path) -> None:
    """As many outcomes as there are mature, known and unsealed rows."""
    table = pd.read_parquet(shared_data / "outcomes.parquet")
    record = table["client_prior_resolved"].notna() | table["client_prior_hire_rate"].notna()
    usable = table["mature"] & table["outcome_hired"].notna() & record
    markets = load_outcomes(DataFolder(shared_data, is_sample=False))
    assert sum(len(m.ghost) for m in markets) == (usable & ~table["outcome_sealed"].astype(bool)).sum() > 0
