"""Why: one reason for each thing that moved the answer, each naming the field it rests on.

Weights are on one scale: US dollars of expected value gained (``+``) or lost (``-``), and with their signs they add up to
the printed expected value. A reason of weight 0 moves no dollar; it is something to know.
"""

from __future__ import annotations

from serving.answer import Boost, Reason
from serving.judge.case import Case
from serving.judge.reasons.bid import worth_reasons
from serving.judge.reasons.danger import scam_reasons
from serving.judge.reasons.hire import ghost_reasons
from serving.judge.reasons.pay import pay_reasons
from serving.judge.reasons.reason import Found
from serving.judge.reasons.seen import seen_reasons
from serving.judge.reasons.total import sum_lines
from serving.texts import Texts
from serving.worth.ledger import ledger_of

__all__ = ["reasons_of"]


def reasons_of(case: Case, boosts: tuple[Boost, ...], texts: Texts) -> tuple[Reason, ...]:
    """Return the reasons of a case: what decides alone, danger, then what moves most, then the lines of the sum."""
    ledger = ledger_of(case.bid, case.evidence.ghost, case.assumptions)
    found: list[Found] = [
        *scam_reasons(case, ledger, texts["scam"]),
        *ghost_reasons(case, ledger, texts["ghost"]),
        *seen_reasons(case, ledger, texts["ghost"]),
        *pay_reasons(case, ledger, texts["low_budget"]),
        *worth_reasons(case, ledger, boosts, texts["worth"]),
    ]
    found = sorted((one for one in found if one.counts), key=lambda one: (one.place, -one.size))
    lines = list(sum_lines(case, ledger, found, texts["worth"]))
    return tuple(one.reason for one in (*found, *lines))
