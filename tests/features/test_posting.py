from __future__ import annotations

import json
import math
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from features.errors import InputError, shown
from features.posting import Posting, read_posting
from features.reading.counts import CountRange

BASE: dict[str, Any] = {"title": "Clean a sheet", "description": "Twelve columns."}
FULL: dict[str, Any] = {
    **BASE,
    "id": "021898377891861965802",
    "url": None,
    "source": "upwork",
    "observed_at": "2026-11-20T10:00:00Z",
    "posted_at": "2 weeks ago",
    "skills": ["Python"],
    "category": "Data",
    "tier": "Expert ($$$)",
    "pay": {"type": "hourly", "min": "$15-$30"},
    "duration": "1 to 3 months",
    "weekly_hours": "30+ hrs/week",
    "connects": "12 Connects",
    "boost_bids": [40, 35],
    "invited": False,
    "questions": ["Who, and when?"],
    "client": {
        "payment_verified": "Payment method verified",
        "rating": "4.9 of 13 reviews",
        "jobs_posted": "179 jobs posted",
        "hire_rate_percent": "101%",
        "total_spent_usd": "$4.3K",
        "member_since": "Jan 5, 2020",
    },
    "activity": {"proposals": "50+", "last_viewed": "3 hours ago", "interviewing": 2},
    "something_else": {"ignored": True},
}


def test_full() -> None:
    """The strings of a page become typed values."""
    posting = read_posting(FULL)
    assert posting.pay is not None
    assert (posting.pay.type, posting.pay.min, posting.pay.max) == ("hourly", 15, 30)
    assert (posting.tier, posting.connects, posting.boost_bids) == ("expert", 12, (40, 35))
    assert (posting.client.rating, posting.client.hire_rate_percent, posting.client.total_spent_usd) == (4.9, 101, 4300)
    assert posting.activity.proposals == CountRange(50, None)
    assert posting.questions == ("Who, and when?",)


def test_json_and_mapping_agree() -> None:
    """Bytes, text and mapping give the same posting."""
    text = json.dumps(FULL)
    assert read_posting(text) == read_posting(text.encode()) == read_posting(FULL)


def test_absent_is_unknown() -> None:
    """What is not given is unknown: no field but the texts has a value."""
    posting = read_posting(BASE)
    told = posting.model_dump(exclude={"title", "description", "client", "activity"})
    assert set(told.values()) == {None}
    assert set(posting.client.model_dump().values()) == set(posting.activity.model_dump().values()) == {None}


@pytest.mark.parametrize("field", ["pay", "client", "activity", "skills", "id", "posted_at", "tier"], ids=shown)
def test_null_is_absent(field: str) -> None:
    """Null means the same as not given."""
    assert read_posting({**BASE, field: None}) == read_posting(BASE)


def test_missing_spend_is_unknown_and_zero_is_known() -> None:
    """Missing spend and missing hire rate are both unknown, and zero of either is a fact."""
    hidden = read_posting({**BASE, "client": {"total_spent_usd": "hidden", "hire_rate_percent": math.nan}}).client
    zero = read_posting({**BASE, "client": {"total_spent_usd": "$0 spent", "hire_rate_percent": "0%"}}).client
    assert (hidden.total_spent_usd, hidden.hire_rate_percent) == (None, None)
    assert (zero.total_spent_usd, zero.hire_rate_percent) == (0, 0)


def test_one_text_is_enough() -> None:
    """Either text may be empty."""
    assert read_posting({"title": "", "description": "x"}).title == ""
    assert read_posting({"title": "x", "description": ""}).description == ""


BAD: list[tuple[dict[str, Any], str, str]] = [
    ({"title": None}, "title", "is missing"),
    ({"description": None}, "description", "is missing"),
    ({"title": 5}, "title", "5 is not a text"),
    ({"title": "x" * 1001}, "title", "has 1,001 characters and at most 1,000 are read"),
    ({"description": "x" * 10_000_000}, "description", "has 10,000,000 characters and at most 50,000 are read"),
    ({"description": "a\x00"}, "description", "NUL"),
    ({"description": "a\ud800"}, "description", "surrogate"),
    ({"title": " ", "description": ""}, "", "title and description are both empty"),
    ({"skills": ["x"] * 1_000_000}, "skills", "has 1,000,000 items and at most 100 are read"),
    ({"questions": ["x"] * 51}, "questions", "has 51 items and at most 50 are read"),
    ({"skills": 5}, "skills", "5 is not a list"),
    ({"id": 1.5}, "id", "1.5 is not an identifier"),
    ({"connects": 10**5000}, "connects", "is far too large"),
    ({"connects": -1}, "connects", "is negative"),
    ({"connects": True}, "connects", "is not a count"),
    ({"observed_at": "3 hours ago"}, "observed_at", "depends on when it is read"),
    ({"posted_at": 2}, "posted_at", "is not a Unix time"),
    ({"tier": "guru"}, "tier", "is not a tier"),
    ({"invited": "perhaps"}, "invited", "is neither yes nor no"),
    ({"boost_bids": [1, "x"]}, "boost_bids", "item 2"),
    ({"category": ["Data"]}, "category", "is not a text"),
    ({"duration": 4}, "duration", "is not a text"),
    ({"pay": 15}, "pay", "15 is not a pay"),
    ({"pay": {"type": "weekly"}}, "pay.type", "is not a kind of pay"),
    ({"pay": {"min": -1}}, "pay.min", "is negative"),
    ({"pay": {"min": 30, "max": 15}}, "pay", "min is 30 but max is 15"),
    ({"pay": {"currency": "beads"}}, "pay.currency", "is not a currency"),
    ({"client": []}, "client", "a list of 0"),
    ({"client": "x" * 10_000_000}, "client", "10,000,000 characters"),
    ({"client": {"total_spent_usd": "lots"}}, "client.total_spent_usd", "'lots' is not an amount of money"),
    ({"client": {"rating": 6}}, "client.rating", "6 is not between 0 and 5 stars"),
    ({"client": {"hire_rate_percent": math.inf}}, "client.hire_rate_percent", "is not finite"),
    ({"activity": {"proposals": "10 to 5"}}, "activity.proposals", "goes down"),
    ({"activity": {"hires": {}}}, "activity.hires", "a dict of 0"),
]


@pytest.mark.parametrize(("change", "field", "problem"), BAD, ids=shown)
def test_bad_field(change: dict[str, Any], field: str, problem: str) -> None:
    """A bad field is named with its value and the next step, in a short message."""
    with pytest.raises(InputError) as caught:
        read_posting({**BASE, **change})
    assert caught.value.field == field
    assert problem in caught.value.problem
    assert "; " in caught.value.problem
    assert len(str(caught.value)) < 500
    str(caught.value).encode()


@pytest.mark.parametrize("field", ["title", "description"], ids=shown)
def test_absent_text(field: str) -> None:
    """An absent title or description is named."""
    with pytest.raises(InputError, match=f'{field}: is missing; give a text, or "" if there is none'):
        read_posting({name: text for name, text in BASE.items() if name != field})


def test_other_faults_are_counted() -> None:
    """Only the first fault is told; the others are counted."""
    with pytest.raises(InputError, match=r"^connects: .*\(and 2 more\)$"):
        read_posting({**BASE, "connects": -1, "invited": "perhaps", "client": {"rating": 9}})


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"{",
        "[]",
        "null",
        "5",
        b"\xff",
        '{"title": NaN}',
        '{"title": "\\ud800"}',
        "[" * 100_000,
        "\ud800",
        '{"a": 1e999}',
        '{"connects": 1' + "0" * 500 + "}",
    ],
    ids=shown,
)
def test_bad_json(data: bytes | str) -> None:
    """What is no JSON object is an InputError with a next step."""
    with pytest.raises(InputError, match=r"; (?:write|correct)|is missing"):
        read_posting(data)


def test_last_of_two_equal_keys_counts() -> None:
    """JSON may give a key twice; the last value counts."""
    assert read_posting('{"title": "a", "title": "b", "description": ""}').title == "b"


_names = st.sampled_from([*Posting.model_fields, "min", "max", "type", "rating", "hires", "proposals", "member_since", "x"])
_leaves = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=40)
    | st.sampled_from(["$4.3K", "50+", "Less than 5", "37%", "2 weeks ago", "", "\x00", "\ud800", 10**400])
)
_values = st.recursive(
    _leaves,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(_names | st.text(max_size=5), inner, max_size=6),
)


@settings(deadline=None)
@given(st.dictionaries(_names | st.text(max_size=5), _values, max_size=12))
def test_any_mapping(fields: dict[str, Any]) -> None:
    """Any mapping is a posting or an InputError, and nothing else."""
    for mapping in (fields, {**BASE, **fields}, {**fields, **BASE}):
        try:
            assert isinstance(read_posting(mapping), Posting)
        except InputError as error:
            assert len(str(error)) < 600


@settings(deadline=None)
@given(st.binary(max_size=200) | st.text(max_size=100))
def test_any_bytes(data: bytes | str) -> None:
    """Any bytes are a posting or an InputError, and nothing else."""
    with pytest.raises(InputError):
        read_posting(data)


@settings(deadline=None)
@given(_values)
def test_any_json(value: object) -> None:
    """Any JSON is a posting or an InputError, and nothing else."""
    try:
        read_posting(json.dumps(value))
    except InputError as error:
        assert len(str(error)) < 600


def test_posting_is_frozen() -> None:
    """A posting cannot be changed after it was read."""
    with pytest.raises(ValueError, match="frozen"):
        read_posting(BASE).title = "other"  # type: ignore[misc]
