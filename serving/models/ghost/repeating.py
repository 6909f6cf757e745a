"""Whether the posting is an earlier one again: its date renewed, or its text posted before by the same client."""

from __future__ import annotations

from collections.abc import Iterator

from features.fields.facts import Facts
from serving.assumptions import Assumptions
from serving.history.copies import MOST, Copies
from serving.models.ghost.view import Step
from serving.models.ramp import ramp
from serving.texts import phrase, span

__all__ = ["WHOLE_FROM", "repeating_steps"]

#: In days: a date renewed by a week or more makes the whole weight.
WHOLE_FROM = 7.0


def repeating_steps(facts: Facts, copies: Copies, a: Assumptions) -> Iterator[Step]:
    """Yield the steps of the log odds of no hire."""
    days = facts.renewed_days
    if days:
        shown = phrase("a_day_after") if round(days) == 1 else phrase("days_after", days=round(days))
        weight = a["renewed_log_odds"] * ramp(days, 0, WHOLE_FROM)
        yield Step("renewed", weight, "posted_at", {"after": shown})
    if copies.same_client:
        number = span(str(MOST), None) if copies.same_client >= MOST else str(copies.same_client)
        shown = phrase("one_other") if copies.same_client == 1 else phrase("others", number=number)
        yield Step("reposted", a["reposted_log_odds"], "description", {"copies": shown})
