"""``GET /healthz``, ``/readyz`` and ``/v1/model``."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from fastapi import APIRouter

from features.rules import finder
from serving.live import Live
from serving.scorer import SCHEMA

__all__ = ["router"]


def router(live: Live) -> APIRouter:
    """Return the health and model endpoints.

    Parameters
    ----------
    live : Live
        Of which they tell.
    """
    api = APIRouter(tags=["about"])
    # The documents describe the answers. From their types the framework would make models, and load half of another library.
    undescribed: dict[str, Any] = {"response_model": None}

    @api.get("/healthz", **undescribed)
    async def healthz() -> dict[str, str]:
        """Tell that the process runs."""
        return {"status": "ok"}

    @api.get("/readyz", **undescribed)
    async def readyz() -> dict[str, Any]:
        """Tell that the scorer answers, whether suspicious sentences wait for spaCy, and what bundle was last refused."""
        # Scoring does not wait for it: most postings never need it, and it comes in the background.
        return {
            "status": "ready",
            "bundle": live.scorer.bundle.label,
            "suspicious_sentences": "confirmed at once" if finder().is_warm else "confirmed once spaCy is loaded",
            "last_refusal": _refusal(live),
        }

    @api.get("/v1/model", **undescribed)
    async def model() -> dict[str, Any]:
        """Return versions, held-out figures, assumptions, the model card and the last bundle that was refused."""
        scorer = live.scorer
        manifest = scorer.bundle.manifest
        kept = ("figures", "training_data", "libraries", "commit", "features", "settings")
        return {
            "versions": {"bundle": scorer.bundle.label, "rules": manifest["rules"], "schema": SCHEMA},
            **{name: manifest.get(name) for name in kept},
            "assumptions": [_record(a) for a in scorer.assumptions.records.values()],
            "card": scorer.bundle.card,
            "last_refusal": _refusal(live),
        }

    return api


def _refusal(live: Live) -> dict[str, str] | None:
    return None if live.refusal is None else asdict(live.refusal)


def _record(assumption: Any) -> dict[str, Any]:
    return {name: getattr(assumption, name) for name in assumption.__slots__}
