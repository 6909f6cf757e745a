"""Features of the stated pay. The amount is none of them: in another currency it would be another danger."""

from __future__ import annotations

from features.fields.facts import Facts
from features.fields.record import Feature

__all__ = ["FEATURES"]


def _is_hourly(facts: Facts) -> float | None:
    pay = facts.posting.pay
    return None if pay is None or pay.type is None else float(pay.type == "hourly")


FEATURES = (Feature("pay_is_hourly", "pay.type", "1 hourly, 0 fixed price.", _is_hourly),)
