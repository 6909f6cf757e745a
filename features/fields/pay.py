"""Features of the stated pay."""

from __future__ import annotations

from features.fields.facts import Facts
from features.fields.record import Feature, log10_1p

__all__ = ["FEATURES"]


def _is_hourly(facts: Facts) -> float | None:
    pay = facts.posting.pay
    return None if pay is None or pay.type is None else float(pay.type == "hourly")


def _log10_of(kind: str, facts: Facts) -> float | None:
    pay = facts.posting.pay
    return log10_1p(facts.pay_usd) if pay is not None and pay.type == kind else None


FEATURES = (
    Feature("pay_is_hourly", "pay.type", "1 hourly, 0 fixed price.", _is_hourly),
    Feature("pay_hourly_log10_usd", "pay, source", "log10(1 + hourly pay in US dollars).", lambda f: _log10_of("hourly", f)),
    Feature("pay_fixed_log10_usd", "pay, source", "log10(1 + fixed price in US dollars).", lambda f: _log10_of("fixed", f)),
)
