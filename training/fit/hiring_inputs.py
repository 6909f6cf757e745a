"""Outcome postings as the learned layer reads them, their pay measured against the market by the pay models."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

import numpy as np

from features.bundle_format import QUANTILES
from features.client_record import record_of
from features.fields.facts import Facts
from features.hiring import hiring_labels, hiring_numbers
from features.posting import Posting
from features.text.terms import Vocabulary
from training.fit.hiring import HiringInputs
from training.fit.pay import KINDS, pipeline_log_quantiles
from training.sources.outcomes import POSTS_WHEN_UNKNOWN, Outcomes

__all__ = ["hiring_inputs"]

_P50 = QUANTILES.index(0.50)


def hiring_inputs(market: Outcomes, models: Mapping[str, Any], vocabulary: Vocabulary) -> HiringInputs:
    """Return what the layer reads of the postings of a marketplace.

    Parameters
    ----------
    market : Outcomes
    models : mapping of str to dict
        The pipelines of `training.fit.pay.fit_pay`, by kind.
    vocabulary : Vocabulary
    """
    against: list[float | None] = [None] * len(market.postings)
    for kind in KINDS:
        priced = {row: pay for row, posting in enumerate(market.postings) if (pay := _log_pay(posting, kind)) is not None}
        middle = pipeline_log_quantiles(models[kind], [market.postings[row] for row in priced], vocabulary) if priced else ()
        for (row, log_pay), quantiles in zip(priced.items(), middle, strict=True):
            against[row] = log_pay - float(quantiles[_P50])
    records = [record_of(posting.client, POSTS_WHEN_UNKNOWN) for posting in market.postings]
    numbers = [hiring_numbers(record, ratio) for record, ratio in zip(records, against, strict=True)]
    return HiringInputs(np.array(numbers).reshape(-1, 2), [hiring_labels(posting) for posting in market.postings])


def _log_pay(posting: Posting, kind: str) -> float | None:
    """Return the natural log of what a posting of this kind pays, in US dollars."""
    if posting.pay is None or posting.pay.type != kind:
        return None
    pay = Facts(posting).pay_usd
    return None if pay is None else math.log(pay)
