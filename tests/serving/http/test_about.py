"""Health, readiness and the model's own account of itself."""

from __future__ import annotations

import pytest
from starlette.testclient import TestClient

from features.rules import finder
from serving.scorer import Scorer


def test_health_and_readiness(client: TestClient, scorer: Scorer) -> None:
    """The process runs, and it has its bundle."""
    assert client.get("/healthz").json() == {"status": "ok"}
    told = client.get("/readyz").json()
    assert (told["status"], told["bundle"]) == ("ready", scorer.bundle.label)


@pytest.mark.parametrize(("there", "said"), [(False, "confirmed once spaCy is loaded"), (True, "confirmed at once")])
def test_readiness_tells_of_spacy_without_waiting_for_it(
    client: TestClient, monkeypatch: pytest.MonkeyPatch, there: bool, said: str
) -> None:
    """It comes in the background; what asks whether it is there does not load it."""
    own = finder()
    monkeypatch.delitem(own.__dict__, "matching", raising=False)
    if there:
        own.warm()
    assert client.get("/readyz").json()["suspicious_sentences"] == said
    assert ("matching" in own.__dict__) is there


def test_the_model_has_the_versions_of_its_answers(client: TestClient) -> None:
    """What made an answer can be looked up."""
    answer = client.post("/v1/score", json={"title": "Tidy a spreadsheet", "description": ""}).json()
    assert client.get("/v1/model").json()["versions"] == answer["versions"]


def test_the_model_shows_its_figures_and_its_card(client: TestClient, scorer: Scorer) -> None:
    """Held-out figures each beside their baseline, and the card as it ships."""
    told = client.get("/v1/model").json()
    assert told["card"] == scorer.bundle.card
    assert told["figures"]
    assert all({"what", "ours", "baseline"} <= set(figure) for figure in told["figures"])


def test_the_model_shows_every_assumption(client: TestClient, scorer: Scorer) -> None:
    """With its value, so that anybody can check the sum."""
    told = {item["name"]: item for item in client.get("/v1/model").json()["assumptions"]}
    assert set(told) == set(scorer.assumptions.records)
    assert told["withdrawn_share"]["value"] == scorer.assumptions["withdrawn_share"]
