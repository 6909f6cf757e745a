"""Every posting of the research data is judged, none is rejected, and every answer keeps the contract."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema_rs
import pandas as pd
import pytest

from features.importers import to_contract as imported
from features.posting import Posting, read_posting
from features.profile import Profile
from serving.schema import score_schema
from serving.scorer import Scorer
from tests.support.conditions import applied
from tests.support.promises import check_identity, check_quotes, check_weights
from tests.support.verdicts import RANK
from training.sources.postings import to_contract

pytestmark = [pytest.mark.shared, pytest.mark.slow]
ALL_ROWS = 29_641
_PART = 500
#: Were there next to none, nothing would be tested.
_LEAST_PROMISED = 2_000


@pytest.fixture(scope="module")
def rows(shared_data: Path) -> list[dict[str, Any]]:
    """Return every row of the table, mapped to the contract."""
    frame = pd.read_parquet(shared_data / "postings.parquet")
    return [to_contract({str(key): value for key, value in row.items()}) for row in frame.to_dict("records")]


def test_every_row_is_judged_and_keeps_the_contract(scorer: Scorer, rows: list[dict[str, Any]]) -> None:
    """No reject; the schema, the identity of worth and the quotes hold on each."""
    validator = jsonschema_rs.validator_for(score_schema())
    profile = Profile()
    for start in range(0, len(rows), _PART):
        part = rows[start : start + _PART]
        answers = scorer.score_many([read_posting(imported(raw)) for raw in part], profile)
        for raw, answer in zip(part, answers, strict=True):
            validator.validate(json.loads(answer.to_json()))
            check_identity(answer, profile)
            check_quotes(answer, raw)
            check_weights(answer)
    assert len(rows) == ALL_ROWS


def test_each_thing_moves_the_sum_its_way(scorer: Scorer, rows: list[dict[str, Any]]) -> None:
    """On every row: dearer is never worth more, a better record never less, a better own record never less Connects."""
    who, luckier = (Profile(proposals_sent=60, hires=hires) for hires in (2, 5))
    for start in range(0, len(rows), _PART):
        part = [read_posting(imported(raw)) for raw in rows[start : start + _PART]]
        dearer = [posting.model_copy(update={"connects": (posting.connects or 0) + 7}) for posting in part]
        cheaper = [posting.model_copy(update={"connects": posting.connects or 0}) for posting in part]
        better = [_one_more_hire(posting) for posting in part]
        cheap, dear, good = (scorer.score_many(postings, who) for postings in (cheaper, dearer, better))
        lucky = scorer.score_many(cheaper, luckier)
        for plain, price, record, own in zip(cheap, dear, good, lucky, strict=True):
            value = plain.worth.expected_value_usd
            assert (value is None) == (plain.worth.value_if_hired_usd is None)
            if value is not None:
                assert (price.worth.expected_value_usd or 0.0) <= value <= (record.worth.expected_value_usd or 0.0)
                assert (own.worth.max_connects or 0) >= (plain.worth.max_connects or 0)


def _one_more_hire(posting: Posting) -> Posting:
    """Return the posting of a client with one more hire of as many postings, at the price of the plain one."""
    client = posting.client
    rate, hires = client.hire_rate_percent, client.hires
    jobs = client.jobs_posted
    fields: dict[str, Any] = {}
    if rate is not None:
        fields["hire_rate_percent"] = min(100.0, rate + 10)
    elif jobs is not None and hires is not None:
        fields["hires"] = min(jobs, hires + 1) if hires <= jobs else hires
    else:
        fields["hires"] = (hires or 0) + 1
    changed = client.model_copy(update=fields)
    return posting.model_copy(update={"client": changed, "connects": posting.connects or 0})


@pytest.mark.parametrize("who", [Profile(), Profile(hourly_rate_usd=40, min_fixed_usd=60, minutes_per_proposal=5)])
def test_every_change_that_is_promised_is_true(scorer: Scorer, rows: list[dict[str, Any]], who: Profile) -> None:
    """Applied as its words say, and scored anew."""
    promised = 0
    for start in range(0, len(rows), _PART):
        contract = [imported(raw) for raw in rows[start : start + _PART]]
        answers = scorer.score_many([read_posting(raw) for raw in contract], who)
        found = [
            (answer.verdict, change, read_posting(applied(raw, change["if"])))
            for raw, answer in zip(contract, answers, strict=True)
            for change in answer.would_change
        ]
        then = scorer.score_many([changed for _, _, changed in found], who)
        for (verdict, change, _), after in zip(found, then, strict=True):
            assert after.verdict == change["verdict"] or RANK[after.verdict] > RANK[change["verdict"]], change
            assert RANK[after.verdict] > RANK[verdict]
        promised += len(found)
    assert promised > _LEAST_PROMISED
