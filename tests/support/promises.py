"""What must hold of every answer (contract, section 3)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from features.profile import Profile
from serving.answer import Answer, Worth

__all__ = ["check_identity", "check_market", "check_quotes", "check_weights"]


def check_identity(answer: Answer, profile: Profile) -> None:
    """Assert the sum from the printed numbers alone, and that ``max_connects`` is where it turns."""
    worth = answer.worth
    if worth.value_if_hired_usd is None:
        assert worth.expected_value_usd is None
        return
    gain = worth.p_win * (1 - answer.scam.probability) * worth.value_if_hired_usd
    if worth.connects_cost_usd is None:
        assert worth.expected_value_usd is None
    else:
        assert worth.expected_value_usd == pytest.approx(gain - worth.connects_cost_usd - worth.time_cost_usd, abs=1e-4)
    _check_turning_point(worth, gain - worth.time_cost_usd, profile.connect_price_usd * (1 - worth.refund_probability))


def _check_turning_point(worth: Worth, left: float, price: float) -> None:
    assert worth.max_connects is not None
    if 0 < worth.max_connects < 100_000 and price > 0:
        assert left - worth.max_connects * price >= -1e-6
        assert left - (worth.max_connects + 1) * price <= 1e-6


def check_weights(answer: Answer) -> None:
    """Assert that the weights of all reasons, with their signs, add up to the expected value, to the cent."""
    worth = answer.worth
    told = sum(reason.usd for reason in answer.reasons)
    assert all(reason.weight >= 0 for reason in answer.reasons)
    # What has no line of its own is little: the lines tell nearly all.
    rest = sum(abs(reason.usd) for reason in answer.reasons if reason.code == "rest")
    assert rest <= 0.05 + 0.12 * sum(reason.weight for reason in answer.reasons if reason.code != "rest")
    if worth.value_if_hired_usd is None:
        assert told == 0
        return
    gain = worth.p_win * (1 - answer.scam.probability) * worth.value_if_hired_usd
    value = worth.expected_value_usd
    assert abs(told - (gain - worth.time_cost_usd if value is None else value)) < 0.01 + 1e-9 * gain
    if value is not None:
        assert worth.expected_value_low_usd is not None
        assert worth.expected_value_high_usd is not None
        assert worth.expected_value_low_usd <= worth.expected_value_high_usd


def check_quotes(answer: Answer, raw: Mapping[str, Any]) -> None:
    """Assert that every quote is exactly the slice of the original text."""
    for reason in answer.reasons:
        if reason.quote is not None:
            assert raw[reason.field][reason.start : reason.end] == reason.quote


def check_market(answer: Answer) -> None:
    """Assert that the market's quantiles never cross."""
    market = answer.low_budget.market
    if market is not None:
        assert 0 < market.p10 <= market.p25 <= market.p50 <= market.p75 <= market.p90
