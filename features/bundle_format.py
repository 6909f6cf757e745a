"""The bundle's format: what training writes and serving reads. ``models/README.md`` tells it in full.

A bundle is a folder: ``manifest.json``, ``vocabulary.json``, ``risk.json``, ``pay.json``, ``ghost.json``, the arrays in
``risk.safetensors`` and ``pay.safetensors``, and ``card.md`` for people. Nothing in it is ever executed.
"""

from __future__ import annotations

import hashlib

from features.fields.registry import MARKET_FEATURES, RISK_FEATURES
from features.rules import ruleset

__all__ = ["FILES", "FORMAT", "KIND", "QUANTILES", "TEXT_SCORE", "TREE_ARRAYS", "feature_names", "sha256"]

KIND = "bidworthy-bundle"
#: Raised when a reader of the old number would misread a new bundle.
FORMAT = 1
FILES = ("vocabulary.json", "risk.json", "risk.safetensors", "pay.json", "pay.safetensors", "ghost.json", "card.md")
QUANTILES = (0.10, 0.25, 0.50, 0.75, 0.90)
#: The last input of the pay trees: the linear text model's estimate of log pay.
TEXT_SCORE = "text_log_pay"
#: Arrays of one forest; see ``models/README.md`` for the walk.
TREE_ARRAYS = ("feature", "threshold", "nan_left", "left", "right", "value", "root")


def feature_names() -> dict[str, list[str]]:
    """Return the input names of each model, in order. A bundle made for other names is refused."""
    return {
        "risk": [f.name for f in RISK_FEATURES]
        + [f"rule_{rule.id}" for rule in ruleset().rules]
        + ["excused_rules", "request_score"],
        "pay": [f.name for f in MARKET_FEATURES] + [TEXT_SCORE],
    }


def sha256(data: bytes) -> str:
    """Return the digest of a file's bytes, as the manifest writes it."""
    return hashlib.sha256(data).hexdigest()
