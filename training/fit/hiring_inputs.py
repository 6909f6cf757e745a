"""Outcome postings as the learned layer reads them, their pay measured against the market by the pay models."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np

from features.bundle_format import QUANTILES
from features.client_record import record_of
from features.fields.facts import Facts
from features.hiring import HIRING_NUMBERS, hiring_labels, hiring_numbers
from features.posting import Posting
from features.text.terms import Vocabulary
from training.fit.hiring import HiringInputs
from training.fit.pay import KINDS, pipeline_log_quantiles
from training.fit.pay_data import Kind
from training.metrics import Array
from training.sources.outcomes import POSTS_WHEN_UNKNOWN, Outcomes

__all__ = ["LogMiddle", "hiring_inputs", "middle_by"]

_P50 = QUANTILES.index(0.50)
#: From a kind of pay and postings of it to the natural log of the middle of their markets, shape (n,).
LogMiddle = Callable[[Kind, Sequence[Posting]], Array]


def middle_by(models: Mapping[str, Any], vocabulary: Vocabulary) -> LogMiddle:
    """Return the middle of the market as the kept pipelines of `training.fit.pay.fit_pay` tell it."""

    def middle(kind: Kind, postings: Sequence[Posting]) -> Array:
        quantiles: Array = pipeline_log_quantiles(models[kind], postings, vocabulary)[:, _P50]
        return quantiles

    return middle


def hiring_inputs(market: Outcomes, log_middle: LogMiddle) -> HiringInputs:
    """Return what the layer reads of the postings of a marketplace."""
    against: list[float | None] = [None] * len(market.postings)
    for kind in KINDS:
        priced = {row: pay for row, posting in enumerate(market.postings) if (pay := _log_pay(posting, kind)) is not None}
        middle = log_middle(kind, [market.postings[row] for row in priced]).tolist() if priced else []
        for (row, log_pay), at in zip(priced.items(), middle, strict=True):
            against[row] = log_pay - at
    records = [record_of(posting.client, POSTS_WHEN_UNKNOWN) for posting in market.postings]
    numbers = [hiring_numbers(record, ratio) for record, ratio in zip(records, against, strict=True)]
    return HiringInputs(
        np.array(numbers).reshape(-1, len(HIRING_NUMBERS)), [hiring_labels(posting) for posting in market.postings]
    )


def _log_pay(posting: Posting, kind: Kind) -> float | None:
    """Return the natural log of what a posting of this kind pays, in US dollars."""
    if posting.pay is None or posting.pay.type != kind:
        return None
    pay = Facts(posting).pay_usd
    return None if pay is None else math.log(pay)
