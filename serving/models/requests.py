"""The request models of a bundle."""

from __future__ import annotations

import numpy as np

from features.text.lexicon import Lexicon
from features.text.requests import RequestModel, TermModel
from serving.bundle import Bundle

__all__ = ["request_model"]


def request_model(bundle: Bundle, lexicon: Lexicon) -> RequestModel:
    """Return the request models, over a lexicon that has their terms.

    Raises
    ------
    ValueError
        If the parts do not fit each other.
    """
    settings, arrays = bundle.risk, bundle.risk_arrays
    terms, types = tuple(settings["request_terms"]), tuple(settings["request_types"])
    parts = []
    for name, columns in (("sentence", 1 + len(types)), ("posting", 2 + len(types))):
        part = TermModel(
            arrays[f"request_{name}_idf"].astype(np.float64),
            np.hstack([arrays[f"request_{name}_{kind}"].astype(np.float64) for kind in ("weights", "type_weights")]),
            np.array(settings[f"request_{name}_intercept"], dtype=np.float64),
        )
        if (
            part.idf.shape != (len(terms),)
            or part.weights.shape != (len(terms), columns)
            or part.intercept.shape != (columns,)
        ):
            raise ValueError(f"the {name} model of requests does not fit {len(terms):,} terms and {len(types)} types")
        parts.append(part)
    sentence, posting, rules, intercept = settings["request_mix"]
    return RequestModel(terms, types, parts[0], parts[1], (sentence, posting, rules, intercept), lexicon)
