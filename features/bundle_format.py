"""The bundle's format: what training writes and serving reads. ``models/README.md`` tells it in full.

A bundle is a folder: ``manifest.json``, ``vocabulary.json``, ``risk.json``, ``pay.json``, ``ghost.json``, the arrays in
``risk.safetensors`` and ``pay.safetensors``, and ``card.md`` for people. Nothing in it is ever executed.
"""

from __future__ import annotations

import hashlib

from features.fields.registry import MARKET_FEATURES, RISK_FEATURES
from features.rules import ruleset

__all__ = ["FILES", "FORMAT", "KIND", "PAY_HEADS", "QUANTILES", "TREE_ARRAYS", "feature_names", "sha256"]

KIND = "bidworthy-bundle"
#: Raised when a reader of the old number would misread a new bundle.
FORMAT = 2
FILES = ("vocabulary.json", "risk.json", "risk.safetensors", "pay.json", "pay.safetensors", "ghost.json", "card.md")
QUANTILES = (0.10, 0.25, 0.50, 0.75, 0.90)
#: The last inputs of the pay trees, from linear models of terms. The first four estimate log pay, from all terms, from the
#: title's, from those of description and skills, and from category, tier, duration and hours. The others estimate how
#: likely the pay is to lie under the 10th, 25th, 75th and 90th percentile of all pay, in deviations from that share.
PAY_HEADS = ("log_pay", "title_log_pay", "body_log_pay", "work_log_pay", "under_p10", "under_p25", "under_p75", "under_p90")
#: Arrays of one forest; see ``models/README.md`` for the walk.
TREE_ARRAYS = ("feature", "threshold", "nan_left", "left", "right", "value", "root")


def feature_names() -> dict[str, list[str]]:
    """Return the input names of each model, in order. A bundle made for other names is refused."""
    return {
        "risk": [f.name for f in RISK_FEATURES]
        + [f"rule_{rule.id}" for rule in ruleset().rules]
        + ["excused_rules", "request_score"],
        "pay": [f.name for f in MARKET_FEATURES] + list(PAY_HEADS),
    }


def sha256(data: bytes) -> str:
    """Return the digest of a file's bytes, as the manifest writes it."""
    return hashlib.sha256(data).hexdigest()
