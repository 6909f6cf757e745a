"""The figures of a report as JSON values."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from training.drift.compare import Shift
from training.drift.judge import LEVEL
from training.drift.run import Drift
from training.drift.shares import Rate

__all__ = ["figures"]

_DIGITS = 6


def figures(drift: Drift) -> dict[str, Any]:
    """Return everything that the report shows, numbers to six digits behind the point."""
    found = {
        "drift": bool(drift.drifted),
        "level": LEVEL,
        "draws": drift.draws,
        "training": dict(zip(("postings", "clients"), drift.training, strict=True)),
        "ledger": dict(zip(("postings", "clients"), drift.ledger, strict=True)),
        "findings": [
            {
                "part": one.part,
                "name": one.name,
                "found": one.said,
                "p": one.p,
                "p_corrected": one.corrected,
                "drift": one.is_drift,
                "large": one.large,
            }
            for one in drift.findings
        ],
        "never_known": drift.compared.never_known,
        "fields": _shifts(drift.compared.fields),
        "unknown": [
            {"name": one.name, "training": _rate(one.training), "ledger": _rate(one.ledger)}
            for one in drift.compared.unknown
        ],
        "text": [
            {"name": one.name, "training": _rate(one.training), "ledger": _rate(one.ledger), "words": list(one.words)}
            for one in drift.text
        ],
        "chances": _shifts(drift.compared.chances),
        "calibration": _calibration(drift),
    }
    return _rounded(found)  # type: ignore[no-any-return]


def _shifts(shifts: Sequence[Shift]) -> list[dict[str, Any]]:
    return [
        {
            "name": one.name,
            "stability_index": one.index.found,
            "expected_without_drift": one.index.expected,
            "bins": list(one.labels),
            "training": list(one.training),
            "ledger": list(one.ledger),
        }
        for one in shifts
    ]


def _rate(rate: Rate) -> dict[str, Any]:
    low, high = rate.interval
    return {"count": rate.count, "of": rate.of, "share": rate.share, "low": low, "high": high}


def _calibration(drift: Drift) -> dict[str, Any]:
    of = drift.calibration
    return {
        "outcomes": len(of.matured.ghost),
        "old_enough": of.matured.old_enough,
        "young": of.matured.young,
        "missing": of.missing,
        "gap": None if of.gap is None else {"value": of.gap, "low": of.low, "high": of.high, "p": of.p_gap},
        "slope": None
        if of.slope is None
        else {"value": of.slope, "low": of.slope_low, "high": of.slope_high, "p": of.p_slope},
        "parts": [{"stated": stated, "postings": n, "without_hire": ghosts} for stated, n, ghosts in of.parts],
        "bundles": [
            {"bundle": name, "postings": n, "stated": stated, "without_hire": real} for name, n, stated, real in of.bundles
        ],
    }


def _rounded(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _rounded(one) for name, one in value.items()}
    if isinstance(value, list):
        return [_rounded(one) for one in value]
    return round(value, _DIGITS) if isinstance(value, float) else value
