from __future__ import annotations

import math
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from features.errors import InputError, shown
from features.importers import to_contract
from features.importers.graphql import FIELDS
from features.importers.scraper_csv import COLUMNS
from features.posting import Posting, read_posting
from features.reading.counts import CountRange

BASE: dict[str, Any] = {"title": "Clean a sheet", "description": "Twelve columns."}
SCRAPED: dict[str, Any] = {
    **BASE,
    "url": "https://example.com/jobs/~021898377891861965802",
    "job_id": "021898377891861965802",
    "type": "Hourly",
    "level": "Expert",
    "duration": "1 to 3 months",
    "category_name": "Data",
    "hourly_min": "15.0",
    "hourly_max": "30.0",
    "fixed_budget_amount": "",
    "connects_required": "12",
    "client_country": "Australia",
    "client_hires": "76",
    "client_rating": "4.9",
    "client_reviews": "13",
    "client_total_spent": "4300.5",
    "buyer_hire_rate_pct": "37",
    "buyer_avgHourlyJobsRate_amount": "22.125",
    "buyer_jobs_openCount": "1",
    "buyer_jobs_postedCount": "179",
    "buyer_stats_hoursCount": "310.5",
    "buyer_stats_activeAssignmentsCount": "8",
    "buyer_company_contractDate": "2020-01-05T00:00:00.000Z",
    "clientActivity_invitationsSent": "3",
    "clientActivity_totalHired": "0",
    "clientActivity_totalInvitedToInterview": "2",
    "clientActivity_unansweredInvites": "1",
    "lastBuyerActivity": "2026-11-20T09:00:00Z",
    "applicants": "24",
    "numberOfPositionsToHire": "1",
    "skills": "['Python', 'SQL']",
    "qualifications": "",
    "questions": "['Who, and when?']",
    "payment_verified": "True",
    "phone_verified": "",
    "premium": "False",
    "enterpriseJob": "False",
    "isContractToHire": "False",
    "ts_create": "2026-11-20T07:00:00Z",
    "ts_publish": "2026-11-20T10:00:00Z",
}
NODE: dict[str, Any] = {
    **BASE,
    "id": "1898377891861965802",
    "ciphertext": "~021898377891861965802",
    "createdDateTime": "2026-11-20T07:00:00+0000",
    "publishedDateTime": "2026-11-20T10:00:00+0000",
    "duration": "QUARTER",
    "engagement": "Less than 30 hrs/week",
    "amount": {"rawValue": "0.0", "currency": "USD"},
    "hourlyBudgetMin": {"rawValue": "15.0", "currency": "USD"},
    "hourlyBudgetMax": {"rawValue": "30.0", "currency": "USD"},
    "weeklyBudget": None,
    "experienceLevel": "EXPERT",
    "category": "data",
    "totalApplicants": 24,
    "freelancersToHire": 0,
    "skills": [{"name": "python", "prettyName": "Python"}, {"name": "sql"}],
    "client": {
        "totalHires": None,
        "totalPostedJobs": 179,
        "totalSpent": {"rawValue": "4300.5"},
        "verificationStatus": "VERIFIED",
        "totalReviews": 13,
        "totalFeedback": 4.9,
        "location": {"country": "Australia"},
    },
}


def imported(row: dict[str, Any]) -> Posting:
    """Return a row as the posting it becomes."""
    return read_posting(to_contract(row))


def test_contract_stays() -> None:
    """A row in the contract's shape is not changed."""
    row = {**BASE, "client": {"rating": 4.9}, "pay": "Hourly", "connects": None}
    assert to_contract(row) == row


def test_flat() -> None:
    """Dotted columns are folded, and an empty cell is unknown."""
    row = {
        **BASE,
        "client.rating": "4.9",
        "client.hires": "",
        "pay.min": 15.0,
        "pay.max": math.nan,
        "activity.proposals": "50+",
        "tier": "",
    }
    posting = imported(row)
    assert (posting.client.rating, posting.client.hires, posting.tier) == (4.9, None, None)
    assert posting.pay is not None
    assert (posting.pay.min, posting.pay.max) == (15, None)
    assert posting.activity.proposals == CountRange(50, None)


def test_flat_keeps_an_empty_description() -> None:
    """An empty description is a description, an absent one is missing."""
    assert imported({"title": "T", "description": "", "pay.min": 15}).description == ""
    with pytest.raises(InputError, match="description: is missing"):
        imported({"title": "T", "pay.min": 15})


def test_flat_does_not_change_its_row() -> None:
    """A nested part beside dotted columns is copied."""
    client = {"hires": 3}
    assert imported({**BASE, "client": client, "client.rating": 4.9}).client.hires == 3
    assert client == {"hires": 3}


def test_flat_part_that_is_no_part() -> None:
    """A part of the wrong type is told, not overwritten."""
    with pytest.raises(InputError, match="client: 'x'"):
        imported({**BASE, "client": "x", "client.rating": 4.9})


def test_scraper() -> None:
    """The scraper's columns arrive in their fields."""
    posting = imported(SCRAPED)
    client, activity = posting.client, posting.activity
    assert posting.pay is not None
    assert (posting.pay.type, posting.pay.min, posting.pay.max) == ("hourly", 15, 30)
    assert (posting.id, posting.tier, posting.connects) == ("021898377891861965802", "expert", 12)
    assert (posting.skills, posting.questions) == (("Python", "SQL"), ("Who, and when?",))
    assert (client.hire_rate_percent, client.jobs_posted, client.hires, client.active_hires) == (37, 179, 76, 8)
    assert (client.total_spent_usd, client.avg_hourly_usd, client.hours) == (4300.5, 22.125, 310.5)
    assert (client.payment_verified, client.phone_verified, client.enterprise) == (True, None, False)
    assert (activity.hires, activity.interviewing, activity.invites_sent, activity.unanswered_invites) == (0, 2, 3, 1)
    assert activity.proposals == CountRange(24, 24)


def test_scraper_published_time_counts() -> None:
    """The page shows the publishing, so that is when it was posted; without it, the creation."""
    published, created = imported(SCRAPED).posted_at, imported({**SCRAPED, "ts_publish": ""}).posted_at
    assert published is not None
    assert created is not None
    assert published.at is not None
    assert created.at is not None
    assert published.at - created.at == timedelta(hours=3)


def test_scraper_empty_row() -> None:
    """Empty cells are unknown, in text and as NaN, and never zero."""
    for blank in ("", None, math.nan):
        row = {**dict.fromkeys(SCRAPED, blank), "title": "T"}
        assert imported(row) == read_posting({"title": "T", "description": ""})


@pytest.mark.parametrize(
    "column", ["hourly_min", "client_total_spent", "ts_create", "buyer_hire_rate_pct", "job_id"], ids=shown
)
def test_scraper_is_known_by_one_column(column: str) -> None:
    """One of its own columns is enough to tell the shape."""
    assert column not in to_contract({**BASE, column: SCRAPED[column]})


def test_scraper_fixed_price() -> None:
    """The fixed budget is both ends; zero in the hourly columns is the form's empty value."""
    row = {**SCRAPED, "type": "Fixed", "hourly_min": "0", "hourly_max": 0.0, "fixed_budget_amount": "500"}
    pay = imported(row).pay
    assert pay is not None
    assert (pay.type, pay.min, pay.max) == ("fixed", 500, 500)
    untyped = imported({**row, "type": ""}).pay
    assert untyped is not None
    assert untyped.type == "fixed"


def test_scraper_no_reviews_no_rating() -> None:
    """Zero stars of zero reviews is no rating; zero stars of many is one."""
    assert imported({**SCRAPED, "client_rating": "0", "client_reviews": "0"}).client.rating is None
    assert imported({**SCRAPED, "client_rating": "0", "client_reviews": "9"}).client.rating == 0


def test_positions_to_hire_are_no_evidence() -> None:
    """Zero positions to hire means "not specified": it changes nothing."""
    assert imported({**SCRAPED, "numberOfPositionsToHire": "0"}) == imported({**SCRAPED, "numberOfPositionsToHire": "3"})
    assert imported({**NODE, "freelancersToHire": 0}) == imported({**NODE, "freelancersToHire": 3})


@pytest.mark.parametrize("row", [NODE, {"node": NODE}], ids=["node", "edge"])
def test_graphql(row: dict[str, Any]) -> None:
    """A search node, alone or in its edge, arrives in its fields; null counts stay unknown."""
    posting = imported(row)
    assert posting.pay is not None
    assert (posting.pay.type, posting.pay.min, posting.pay.max, posting.pay.currency) == ("hourly", 15, 30, "USD")
    assert (posting.id, posting.tier, posting.duration, posting.skills) == (
        "1898377891861965802",
        "expert",
        "1 to 3 months",
        ("Python", "sql"),
    )
    assert posting.activity.proposals == CountRange(24, 24)
    assert posting.activity.hires is None
    assert (posting.client.hires, posting.client.total_spent_usd, posting.client.payment_verified) == (
        None,
        4300.5,
        True,
    )
    assert (posting.client.rating, posting.client.reviews, posting.client.country) == (4.9, 13, "Australia")


def test_graphql_fixed_price() -> None:
    """An amount without hourly ends is a fixed price."""
    pay = imported({**NODE, "hourlyBudgetMin": None, "hourlyBudgetMax": None, "amount": {"rawValue": "500.0"}}).pay
    assert pay is not None
    assert (pay.type, pay.min, pay.max) == ("fixed", 500, 500)


def test_graphql_without_pay() -> None:
    """Neither is no pay, and both at once tell nothing."""
    assert imported({**NODE, "hourlyBudgetMin": None, "hourlyBudgetMax": None}).pay is None
    assert imported({**NODE, "amount": {"rawValue": "500.0"}}).pay is None


def test_graphql_client_of_the_wrong_type() -> None:
    """A client that is no object is told."""
    with pytest.raises(InputError, match="client: 'x'"):
        imported({**NODE, "client": "x"})


@pytest.mark.parametrize("field", sorted({field for _, field in (*COLUMNS, *FIELDS)}), ids=shown)
def test_fields_exist(field: str) -> None:
    """Every importer fills fields that the contract has."""
    model: Any = Posting
    for name in field.split("."):
        annotation = model.model_fields[name].annotation
        model = annotation
    assert model is not None


_cells = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=20)
    | st.lists(st.text(max_size=3), max_size=3)
)
_nested = _cells | st.dictionaries(st.sampled_from(["rawValue", "totalSpent", "currency", "name"]), _cells, max_size=3)
_names = st.sampled_from([*SCRAPED, *NODE, "client.rating", "pay.min", "activity.hires", "node", "client.", ".x"]) | st.text(
    max_size=5
)


@settings(deadline=None)
@given(st.dictionaries(_names, _nested, max_size=15))
def test_any_row(row: dict[str, Any]) -> None:
    """Any row becomes a posting or an InputError, and nothing else."""
    for fields in (row, {**row, **BASE}):
        try:
            imported(fields)
        except InputError as error:
            assert len(str(error)) < 600
