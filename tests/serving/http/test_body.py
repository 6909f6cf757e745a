"""Hostile bodies: each gets a short problem document, and never a fault of ours."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from starlette.testclient import TestClient

from tests.support.problem import check_problem
from tests.support.strategies import postings

JSON = {"Content-Type": "application/json"}
PATHS = ["/v1/score", "/v1/score/page", "/v1/read"]


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize(
    ("body", "word"),
    [
        (b"", "not JSON"),
        (b"{", "not JSON"),
        (b'{"title": ', "not JSON"),
        (b"title=x", "not JSON"),
        (b'{"title": NaN}', "not JSON"),
        (b'{"title": "\xff"}', "not JSON"),
        (b'{"title": "\x00"}', "not JSON"),
        (b'\xef\xbb\xbf{"title": ""}', "not JSON"),
        (b'{"title": "\\ud800", "text": "\\ud800"}', "surrogate"),
        (b'{"connects": 1' + b"0" * 5_000 + b"}", "number"),
        (b"[" * 100_000 + b"]" * 100_000, "depth"),
        (b'{"a":' * 100_000 + b"1" + b"}" * 100_000, "depth"),
        (b"null", "null"),
        (b"true", "True"),
        (b"3", "3"),
        (b'"' + b"x" * 9_000 + b'"', "9,000 characters"),
        (b"[1, 2]", "a list of 2"),
    ],
)
def test_a_body_that_is_no_object_is_refused(client: TestClient, path: str, body: bytes, word: str) -> None:
    """The message says what it is and what to send."""
    check_problem(client.post(path, content=body, headers=JSON), 400, word, "send one JSON object")


def _posting(**fields: Any) -> bytes:
    return json.dumps({"title": "Tidy a sheet", "description": "", **fields}).encode()


@pytest.mark.parametrize(
    ("body", "field", "word"),
    [
        (b"{}", "title", "missing"),
        (_posting(title=None), "title", "missing"),
        (_posting(title=5), "title", "5"),
        (_posting(title={"a": 1}), "title", "a dict of 1"),
        (_posting(title="a\0b"), "title", "NUL"),
        (_posting(description="x" * 10_000_000), "description", "10,000,000"),
        (_posting(skills=["a"] * 1_000_000), "skills", "1,000,000"),
        (_posting(skills="a," * 1_000_000), "skills", "2,000,000"),
        (_posting(connects=10**30), "connects", "1e+30"),
        (_posting(connects=-1), "connects", "-1"),
        (_posting(pay={"min": 1e308}), "pay.min", "1e+308"),
        (_posting(client="x" * 9_000), "client", "9,000 characters"),
        (_posting(activity=[]), "activity", "a list of 0"),
        (_posting(client={"country": "x" * 9_000}), "client.country", "9,000"),
        (_posting(id="9" * 9_000), "id", "9,000"),
        (_posting(tier="x" * 9_000), "tier", "9,000"),
        (_posting(observed_at="x" * 9_000), "observed_at", "9,000"),
        (_posting(questions=[[[]]]), "questions", "item 1"),
    ],
)  # fmt: skip
def test_a_bad_value_is_named(client: TestClient, body: bytes, field: str, word: str) -> None:
    """The field, its value or its size, and no more of it."""
    check_problem(client.post("/v1/score", content=body, headers=JSON), 422, field, word, field=field)


def test_a_posting_that_says_nothing_is_refused(client: TestClient) -> None:
    """Both texts are there and empty: no single field is at fault."""
    check_problem(client.post("/v1/score", content=_posting(title=""), headers=JSON), 422, "title and description")


def test_deep_extras_do_no_harm(client: TestClient) -> None:
    """An unknown field is not looked into."""
    deep = b'{"title": "Tidy a sheet", "description": "", "extra": ' + b"[" * 1_000 + b"]" * 1_000 + b"}"
    assert client.post("/v1/score", content=deep, headers=JSON).status_code == 200


def _parts() -> Iterator[bytes]:
    for _ in range(17):
        yield b" " * 1_000_000


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("chunked", [False, True])
def test_seventeen_megabytes_are_too_large(client: TestClient, path: str, chunked: bool) -> None:
    """Whether the length is stated or only comes out while reading."""
    content = _parts() if chunked else b" " * 17_000_000
    check_problem(client.post(path, content=content, headers=JSON), 413, "16,000,000", "send fewer")


@pytest.mark.parametrize("stated", [b"\xb2", b"-1", b"9" * 400, b"many"])
def test_a_strange_stated_length_does_no_harm(client: TestClient, stated: bytes) -> None:
    """The bytes that come are what counts."""
    got = client.post("/v1/score", content=_posting(), headers=[(b"Content-Length", stated), *_raw(JSON)])
    assert got.status_code in (200, 413)


def _raw(headers: dict[str, str]) -> list[tuple[bytes, bytes]]:
    return [(name.encode(), value.encode()) for name, value in headers.items()]


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize(
    ("kind", "word"),
    [
        (None, "missing"),
        ("text/plain", "'text/plain'"),
        ("application/x-www-form-urlencoded", "form"),
        ("multipart/form-data; boundary=x", "'multipart/form-data'"),
        ("application/jsonp", "jsonp"),
        ("x" * 9_000, "9,000 characters"),
    ],
)
def test_another_content_type_is_refused(client: TestClient, path: str, kind: str | None, word: str) -> None:
    """Types that a page of another origin may send without asking are not read at all."""
    headers = {} if kind is None else {"Content-Type": kind}
    check_problem(client.post(path, content=_posting(), headers=headers), 415, word, "application/json")


@pytest.mark.parametrize("kind", ["application/json", "Application/JSON; charset=utf-8", "application/json ; x=y"])
def test_json_by_any_spelling_is_read(client: TestClient, kind: str) -> None:
    """Parameters and letter case do not matter."""
    assert client.post("/v1/score", content=_posting(), headers={"Content-Type": kind}).status_code == 200


_SCALARS = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(allow_nan=False, allow_infinity=False), st.text(max_size=30),
    st.sampled_from(["$4.3K", "50+", "101%", "2 weeks ago", "Hourly: $15-$30", "\ud800", "\0", "9" * 400, 10**400]),
)  # fmt: skip
_VALUES = st.recursive(
    _SCALARS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=12,
)
_NAMES = [
    "id", "url", "observed_at", "posted_at", "title", "description", "skills", "tier", "pay", "duration", "weekly_hours",
    "connects", "boost_bids", "invited", "questions", "client", "activity", "node", "ciphertext", "hourlyBudgetMin",
    "amount", "client.rating", "pay.min", "job_id", "hourly_min", "applicants", "ts_create", "hires", "min", "type",
]  # fmt: skip
_OBJECTS = st.dictionaries(st.sampled_from(_NAMES), _VALUES, max_size=6)
_POSTINGS = st.one_of(
    _VALUES,
    _OBJECTS,
    # One good posting with one field gone wrong comes furthest.
    st.builds(lambda good, name, bad: {**good, name: bad}, postings(), st.sampled_from(_NAMES), _VALUES | _OBJECTS),
)
_RATES = st.one_of(
    st.none(), st.text(max_size=8), st.lists(st.none(), max_size=1), st.integers(-3, 10**6).map(lambda n: n / 100)
)
_PROFILES = st.one_of(
    _VALUES,
    st.dictionaries(
        st.sampled_from(
            ["hourly_rate_usd", "min_fixed_usd", "hires", "proposals_sent", "connect_price_usd", "max_connects"]
        ),
        _RATES,
        max_size=4,
    ),
)
_PAGES = st.fixed_dictionaries({"postings": st.lists(_POSTINGS, max_size=3) | _VALUES}, optional={"profile": _PROFILES})


def _check(client: TestClient, path: str, value: object) -> None:
    got = client.post(path, content=json.dumps(value).encode(), headers=JSON)
    if got.status_code != 200:
        assert 400 <= got.status_code < 500, (got.text, value)
        check_problem(got, got.status_code, field=got.json().get("field"))


@given(value=_POSTINGS)
@settings(max_examples=200, deadline=None)
def test_no_posting_is_a_fault_of_ours(client: TestClient, value: object) -> None:
    """Any JSON to /v1/score gets an answer or a problem document."""
    _check(client, "/v1/score", value)


@given(value=_PAGES | _VALUES)
@settings(max_examples=150, deadline=None)
def test_no_page_is_a_fault_of_ours(client: TestClient, value: object) -> None:
    """Any JSON to /v1/score/page gets an answer or a problem document."""
    _check(client, "/v1/score/page", value)


_LINES = st.lists(
    st.sampled_from(
        ["Proposals:", "Posted 2 hours ago", "$5", "-", "$9", "About the client", "37% hire rate, 1 open job", "12", "4.9",
         "Skills", "Send a proposal for: 12 Connects", "\ud800", "\0", "\u202e", "🙂", "", "Summary", "Recent history"]
    )
).map("\n".join)  # fmt: skip


@given(value=st.fixed_dictionaries({"text": _LINES | st.text()}) | _VALUES)
@settings(max_examples=150, deadline=None)
def test_no_copied_text_is_a_fault_of_ours(client: TestClient, value: object) -> None:
    """Any JSON to /v1/read gets a posting or a problem document."""
    _check(client, "/v1/read", value)
