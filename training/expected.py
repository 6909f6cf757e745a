"""What the fitted pipelines say of the sample postings: kept in the bundle, so that whoever serves it can be held to it.

A feature that is computed at training and not, or otherwise, where the bundle is served shows here, whatever the held-out
figures say.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import orjson

from features.bundle_format import sha256
from features.posting import read_posting
from features.text.terms import Vocabulary
from training.fit.pay import KINDS, pipeline_log_quantiles
from training.fit.result import rounded
from training.fit.risk import pipeline_log_odds

__all__ = ["EXPECTED", "expected_of", "sample_fields"]

#: Its name in a bundle. Serving does not read it.
EXPECTED = "expected.json"
_SAMPLE = Path(__file__).parents[1] / "data" / "sample" / "postings.jsonl"


def sample_fields() -> list[dict[str, Any]]:
    """Return the sample postings, in the shape of the contract."""
    return [orjson.loads(line) for line in _SAMPLE.read_bytes().splitlines() if line]


def expected_of(pipelines: Mapping[str, Any], vocabulary: Vocabulary) -> dict[str, Any]:
    """Return what the pipelines of a run say.

    ``danger`` is the chance of each sample posting, ``hourly`` and ``fixed`` the quantiles of its pay in US dollars were it
    of that kind; ``postings`` is the digest of the sample.
    """
    postings = [read_posting(fields) for fields in sample_fields()]
    danger = 1 / (1 + np.exp(-pipeline_log_odds(pipelines["risk"], postings, vocabulary)))
    markets = {kind: np.exp(pipeline_log_quantiles(pipelines["pay"][kind], postings, vocabulary)) for kind in KINDS}
    return {
        "postings": sha256(_SAMPLE.read_bytes()),
        "danger": [rounded(chance, 5) for chance in danger.tolist()],
        **{kind: [[rounded(usd, 5) for usd in row] for row in of.tolist()] for kind, of in markets.items()},
    }
