"""``GET /healthz``, ``/readyz`` and ``/v1/model``."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter

from features.rules import finder
from serving.live import Live
from serving.scorer import SCHEMA

__all__ = ["router"]


def router(live: Live) -> APIRouter:
    """Return the health and model endpoints."""
    api = APIRouter(tags=["about"])

    @api.get("/healthz")
    async def healthz() -> dict[str, str]:
        """Tell that the process runs."""
        return {"status": "ok"}

    @api.get("/readyz")
    async def readyz() -> dict[str, str]:
        """Tell that the scorer has its bundle and answers, and whether a suspicious sentence would still wait for spaCy."""
        # Scoring does not wait for it: most postings never need it, and it comes in the background.
        return {
            "status": "ready",
            "bundle": live.scorer.bundle.label,
            "suspicious_sentences": "confirmed at once" if finder().is_warm else "confirmed once spaCy is loaded",
        }

    @api.get("/v1/model")
    async def model() -> dict[str, Any]:
        """Return versions, held-out figures, assumptions and the model card."""
        scorer = live.scorer
        manifest = scorer.bundle.manifest
        kept = ("figures", "training_data", "libraries", "commit", "features", "settings")
        return {
            "versions": {"bundle": scorer.bundle.label, "rules": manifest["rules"], "schema": SCHEMA},
            **{name: manifest.get(name) for name in kept},
            "assumptions": [_record(a) for a in scorer.assumptions.records.values()],
            "card": scorer.bundle.card,
        }

    return api


def _record(assumption: Any) -> dict[str, Any]:
    return {name: getattr(assumption, name) for name in assumption.__slots__}
