"""The verdict: your own lists first, danger second, your own limits third, money last.

Money is judged by the expected value and its doubt. The gain is lognormal about its mean, so what a proposal may bring
beyond its cost, and what it may lose, have closed forms; "apply" needs the first to outweigh the second by the cost of being
wrong (``wasted_dollar`` in ``serving/assumptions.toml``; there the bands of the risks are settings, too).
"""

from __future__ import annotations

from math import erfc, log, sqrt

from serving.answer import Verdict
from serving.judge.case import Case

__all__ = ["decide", "is_about_money"]


def decide(case: Case) -> Verdict:
    """Return the verdict of a case by what is known; `serving.judge.missing` tells whether the unknown could turn it."""
    return _first(case) or _money(case)


def is_about_money(case: Case) -> bool:
    """Return whether neither the freelancer's lists nor danger nor their limits decide: only then can money turn it."""
    return _first(case) is None


def _first(case: Case) -> Verdict | None:
    """Return what is decided before money is looked at; None where nothing is."""
    limits = case.limits
    if limits.client == "blocked":
        return "skip"
    if limits.client == "trusted":
        # What somebody said of a price goes on holding for a client whom they trust.
        return "consider" if case.over_limit else "apply"
    if limits.danger or limits.refused_pay or case.over_limit:
        return "skip"
    return "not_enough_evidence" if case.bid.value is None else None


def _money(case: Case) -> Verdict:
    bid = case.bid
    gain, prices = bid.gain_usd or 0.0, bid.prices
    if gain <= prices.least_usd:
        return "skip"
    if case.limits.doubtful or case.evidence.ghost.probability >= case.assumptions["ghost_high"]:
        return "consider"
    loss = _expected_loss(gain, bid.doubt, prices.most_usd)
    surplus = gain - prices.most_usd + loss
    return "apply" if surplus >= case.assumptions["wasted_dollar"] * loss else "consider"


def _expected_loss(gain: float, doubt: float, cost: float) -> float:
    """Return by how much the gain falls short of the cost on average, counting 0 where it does not.

    The gain is lognormal with this mean, ``doubt`` being the deviation of its log.
    """
    if cost <= 0:
        return 0.0
    if doubt <= 0:
        return max(0.0, cost - gain)
    above = log(gain / cost) / doubt + doubt / 2
    return cost * _normal(doubt - above) - gain * _normal(-above)


def _normal(deviations: float) -> float:
    return 0.5 * erfc(-deviations / sqrt(2.0))
