"""Health, readiness and the model's own account of itself."""

from __future__ import annotations

from starlette.testclient import TestClient

from serving.scorer import Scorer


def test_health_and_readiness(client: TestClient, scorer: Scorer) -> None:
    """The process runs, and it has its bundle."""
    assert client.get("/healthz").json() == {"status": "ok"}
    assert client.get("/readyz").json() == {"status": "ready", "bundle": scorer.bundle.label}


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
