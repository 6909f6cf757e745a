"""Features of the stated pay. The amount is none of them: in another currency it would be another danger."""

from __future__ import annotations

from features.fields.facts import Facts
from features.fields.record import Family, Feature

__all__ = ["FAMILY"]


def _values(facts: Facts) -> tuple[float | None]:
    pay = facts.posting.pay
    return (None if pay is None or pay.type is None else float(pay.type == "hourly"),)


FAMILY = Family((Feature("pay_is_hourly", "pay.type", "1 hourly, 0 fixed price."),), _values)
