"""Every posting of the research data is judged, none is rejected, and every answer keeps the contract."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema_rs
import pandas as pd
import pytest

from features.importers import to_contract as imported
from features.posting import read_posting
from features.profile import Profile
from serving.schema import score_schema
from serving.scorer import Scorer
from tests.support.promises import check_identity, check_quotes
from training.sources.postings import to_contract

pytestmark = [pytest.mark.shared, pytest.mark.slow]
ALL_ROWS = 29_641


@pytest.fixture(scope="module")
def rows(shared_data: Path) -> list[dict[str, Any]]:
    """Return every row of the table, mapped to the contract."""
    frame = pd.read_parquet(shared_data / "postings.parquet")
    return [to_contract({str(key): value for key, value in row.items()}) for row in frame.to_dict("records")]


def test_every_row_is_judged_and_keeps_the_contract(scorer: Scorer, rows: list[dict[str, Any]]) -> None:
    """No reject; the schema, the identity of worth and the quotes hold on each."""
    validator = jsonschema_rs.validator_for(score_schema())
    profile = Profile()
    for raw in rows:
        answer = scorer.score(read_posting(imported(raw)), profile)
        validator.validate(json.loads(answer.to_json()))
        check_identity(answer, profile)
        check_quotes(answer, raw)
    assert len(rows) == ALL_ROWS
