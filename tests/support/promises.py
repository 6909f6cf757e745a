"""What must hold of every answer (contract, section 3)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from features.profile import Profile
from serving.answer import Answer, Worth

__all__ = ["check_identity", "check_market", "check_quotes"]


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
