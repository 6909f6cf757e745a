"""Reasons of the chance that somebody is hired: the client's record, the layer, and the activity on the page."""

from __future__ import annotations

import math
from collections.abc import Iterator

from features.client_record import Record
from features.posting import Client
from serving.judge.case import Case
from serving.judge.reasons.reason import Found, moves
from serving.models.ghost.view import Step
from serving.texts import percent
from serving.worth.ledger import Ledger

__all__ = ["ghost_reasons"]

#: Taken is no ghost, and yet nothing for a freelancer: this step and the factor of the same name make one reason.
TAKEN = "hired_already"
#: Finished postings that are not few.
_MANY = 20


def ghost_reasons(case: Case, ledger: Ledger, texts: dict[str, str]) -> Iterator[Found]:
    """Yield the reasons."""
    ghost = case.evidence.ghost
    if ghost.record.kind != "unknown":
        code, field, values = _record_sentence(ghost.record, ghost.record_log_odds, case)
        usd = ledger.no_hire(ghost.record_log_odds)
        yield moves(ledger, f"record_{code}", "ghost", usd, texts[code].format(**values), field)
    for step in (*ghost.layer, *ghost.steps):
        yield moves(ledger, step.code, "ghost", _usd(case, ledger, step), texts[step.code].format(**step.values), step.field)


def _usd(case: Case, ledger: Ledger, step: Step) -> float:
    usd = ledger.no_hire(step.log_odds)
    if step.code == TAKEN:
        usd += sum(ledger.factor(factor.log) for factor in case.bid.you.factors if factor.code == TAKEN)
    return usd


def _record_sentence(record: Record, log_odds: float, case: Case) -> tuple[str, str, dict[str, object]]:
    client = case.evidence.posting.client
    # A short record is drawn towards the others: it may move the chance one way and stand on the other side of most.
    most = 1 / (1 + math.exp(case.evidence.ghost.level_log_odds))
    hires, posts = record.shown or (record.hires, record.posts)
    above = posts > 0 and hires / posts > most
    side = "bad" if log_odds > 0 and not above else "good" if log_odds < 0 and above else "short"
    side = "usual" if side == "short" and record.kind == "counted" and record.posts >= _MANY else side
    if record.kind == "counted" and record.shown is not None:
        field = "client.hire_rate_percent" if client.hire_rate_percent is not None else "client.hires"
        finished = round(record.posts)
        return f"counted_{side}", field, {"hires": record.shown[0], "jobs": record.shown[1], "finished": finished}
    if record.kind == "rate_only":
        return f"rate_only_{side}", "client.hire_rate_percent", {"rate": percent(client.hire_rate_percent or 0.0)}
    if record.kind == "new":
        return "new", "client.jobs_posted" if client.jobs_posted is not None else "client.total_spent_usd", {}
    return "hired_before", _paid_field(client), {}


def _paid_field(client: Client) -> str:
    """Return the field that tells that somebody was paid before."""
    if client.total_spent_usd:
        return "client.total_spent_usd"
    return "client.hires" if client.hires else "client.reviews"
