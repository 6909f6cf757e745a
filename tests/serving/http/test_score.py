"""The scoring endpoints answer as the library does, and say what they cannot read."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest
from starlette.testclient import TestClient

from features.importers.page_text import read_page_text
from features.posting import read_posting
from features.profile import Profile, read_profile
from serving.schema import FILES
from serving.scorer import Scorer
from tests.support.problem import check_problem

ROOT = Path(__file__).parents[3]
SAMPLE = ROOT / "data" / "sample"
SCORE_SCHEMA = json.loads((ROOT / "serving" / "schema" / FILES[1]).read_text(encoding="utf-8"))
PROFILE = json.loads((SAMPLE / "profile.json").read_text(encoding="utf-8"))
POSTING = {"title": "Tidy a spreadsheet", "description": "Ten rows are attached."}


def test_one_posting_gets_the_bytes_of_the_library(client: TestClient, scorer: Scorer, sample: list[dict[str, Any]]) -> None:
    """By HTTP or by call: the same answer, and the published schema describes it."""
    validator = jsonschema_rs.validator_for(SCORE_SCHEMA)
    for raw in sample:
        got = client.post("/v1/score", json=raw)
        assert (got.status_code, got.headers["content-type"]) == (200, "application/json")
        assert got.content == scorer.score(read_posting(raw)).to_json()
        validator.validate(got.json())


@pytest.mark.parametrize("profile", [None, PROFILE])
def test_a_page_is_the_list_of_its_answers(
    client: TestClient, scorer: Scorer, sample: list[dict[str, Any]], profile: dict[str, Any] | None
) -> None:
    """A page's bytes are those of its postings one by one, in order, for the same profile."""
    who = Profile() if profile is None else read_profile(profile)
    alone = b",".join(scorer.score(read_posting(raw), who).to_json() for raw in sample)
    got = client.post("/v1/score/page", json={"postings": sample, "profile": profile})
    assert got.content == b'{"scores":[' + alone + b'],"rejects":[]}'


def test_a_page_without_profile_is_one_with_a_null_profile(client: TestClient) -> None:
    """Absent means unknown."""
    bodies: list[dict[str, Any]] = [{"postings": [POSTING]}, {"postings": [POSTING], "profile": None}]
    assert len({client.post("/v1/score/page", json=body).content for body in bodies}) == 1


def test_a_profile_changes_the_answer(client: TestClient) -> None:
    """What a Connect costs this freelancer reaches the sum."""
    body = {"postings": [{**POSTING, "connects": 10}], "profile": {"connect_price_usd": 0.5}}
    (score,) = client.post("/v1/score/page", json=body).json()["scores"]
    assert score["worth"]["connects_cost_usd"] == pytest.approx(10 * 0.5 * (1 - score["worth"]["refund_probability"]))


def test_a_page_keeps_order_and_names_its_rejects(client: TestClient, sample: list[dict[str, Any]]) -> None:
    """What cannot be read is named by its index and its field; the rest goes on."""
    postings = [sample[2], {"description": ""}, 3, sample[0], {**POSTING, "client": {"rating": [5]}}, None, sample[1]]
    got = client.post("/v1/score/page", json={"postings": postings}).json()
    assert [score["id"] for score in got["scores"]] == [sample[n]["id"] for n in (2, 0, 1)]
    assert [(r["index"], r["field"]) for r in got["rejects"]] == [(1, "title"), (2, ""), (4, "client.rating"), (5, "")]
    assert all(reject["error"] for reject in got["rejects"])


def test_an_empty_page_is_no_fault(client: TestClient) -> None:
    """Nothing in, nothing out."""
    assert client.post("/v1/score/page", json={"postings": []}).json() == {"scores": [], "rejects": []}


def test_a_page_holds_a_hundred(client: TestClient) -> None:
    """A hundred are judged, each under its own id."""
    postings = [{**POSTING, "id": f"p-{n}"} for n in range(100)]
    got = client.post("/v1/score/page", json={"postings": postings}).json()
    assert [score["id"] for score in got["scores"]] == [f"p-{n}" for n in range(100)]


def test_a_page_of_a_hundred_and_one_is_refused(client: TestClient) -> None:
    """Before any of them is read."""
    got = client.post("/v1/score/page", json={"postings": [5] * 101})
    check_problem(got, 422, "101", "100", field="postings")


@pytest.mark.parametrize(
    ("more", "field", "words"),
    [
        ({}, "postings", ["missing"]),
        ({"postings": {}}, "postings", ["a dict of 0"]),
        ({"postings": "x" * 9_000}, "postings", ["9,000 characters"]),
        ({"postings": [], "profile": []}, "profile", ["a list of 0"]),
        ({"postings": [], "profile": "{}"}, "profile", ["'{}'"]),
        ({"postings": [], "profile": {"hires": -1}}, "profile.hires", ["-1"]),
        ({"postings": [], "profile": {"hourly_rate_usd": "a" * 9_000}}, "profile.hourly_rate_usd", ["9,000"]),
        ({"postings": [], "profile": {"skills": [5]}}, "profile.skills.0", ["5"]),
        ({"postings": [], "profile": {"hires": 3, "proposals_sent": 2}}, "profile", ["hires is 3"]),
    ],
)
def test_a_bad_page_is_refused(client: TestClient, more: dict[str, Any], field: str, words: list[str]) -> None:
    """The list and the profile are of the whole page: without them nothing is judged."""
    check_problem(client.post("/v1/score/page", json=more), 422, *words, field=field)


@pytest.mark.parametrize(
    "profile",
    [{"connect_price_usd": 1e-308}, {"connect_price_usd": 1e308}, {"hourly_rate_usd": 1e308, "minutes_per_proposal": 9_000}],
)
def test_extreme_profile_numbers_do_no_harm(client: TestClient, profile: dict[str, float]) -> None:
    """Either they are refused or the answer is whole."""
    posting = {**POSTING, "pay": {"type": "fixed", "min": 300, "max": 300}, "connects": 10}
    got = client.post("/v1/score/page", json={"postings": [posting], "profile": profile})
    assert got.status_code in (200, 422)
    for score in got.json().get("scores", ()):
        jsonschema_rs.validator_for(SCORE_SCHEMA).validate(score)
        assert score["worth"]["expected_value_usd"] is not None


@pytest.mark.parametrize("pay", [1e-300, 5e-324, 0.0001, 1e15, 1e300])
@pytest.mark.parametrize("kind", ["hourly", "fixed"])
def test_extreme_pay_does_no_harm(client: TestClient, pay: float, kind: str) -> None:
    """Either it is refused or the answer is whole."""
    got = client.post("/v1/score", json={**POSTING, "pay": {"type": kind, "min": pay, "max": pay}, "connects": 10})
    assert got.status_code in (200, 422)
    if got.status_code == 200:
        jsonschema_rs.validator_for(SCORE_SCHEMA).validate(got.json())


def test_a_copied_page_is_read(client: TestClient) -> None:
    """Text in, the importer's posting out, and that posting scores."""
    text = (SAMPLE / "page.txt").read_text(encoding="utf-8")
    got = client.post("/v1/read", json={"text": text})
    assert got.json() == {"posting": read_page_text(text)}
    assert client.post("/v1/score", json=got.json()["posting"]).status_code == 200


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ({}, ["missing"]),
        ({"text": None}, ["missing"]),
        ({"text": 5}, ["5"]),
        ({"text": " \n"}, ["' \\n'"]),
        ({"text": "a" * 200_001}, ["200,001", "200,000"]),
    ],
)
def test_a_text_that_is_none_is_refused(client: TestClient, body: dict[str, Any], words: list[str]) -> None:
    """No text, another type, only blanks, or more than four descriptions' length."""
    check_problem(client.post("/v1/read", json=body), 422, *words, field="text")


def test_foreign_shapes_are_read_as_they_are(client: TestClient) -> None:
    """A GraphQL node and flat columns are postings, too."""
    node = {"node": {"title": "Fix a shop", "description": "", "ciphertext": "~021898377891861965802"}}
    flat = {"title": "Fix a shop", "description": "", "client.rating": "9 of 5"}
    assert client.post("/v1/score", json=node).json()["id"] == "~021898377891861965802"
    check_problem(client.post("/v1/score", json=flat), 422, "9 of 5", field="client.rating")
