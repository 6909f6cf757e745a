"""The expected value in parts that add up: what a usual proposal brings, and what each thing known makes of it.

The gain is a product, so each factor's part of the way from the usual gain to this one is its natural log times the
logarithmic mean of the two gains (the additive decomposition by the logarithmic mean Divisia index). The parts add up
without a rest, whatever their order. Of the chance of a hire, whose steps are log odds, and of that of danger, each step has
the share of the log that its log odds have.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import expm1, isclose, log

from features.log_odds import logit, sigmoid
from serving.assumptions import Assumptions
from serving.models.ghost import GhostView
from serving.worth.bid import Bid

__all__ = ["Ledger", "ledger_of"]

_LEAST = 1e-12
_MOST_LOG = 500.0
#: Below it what the parts move is less than what rounding does.
_TELLING = 0.01


@dataclass(frozen=True, slots=True)
class Ledger:
    """What a step is worth in US dollars.

    Parameters
    ----------
    usual_usd : float
        The gain of a usual proposal for such work, before costs.
    per_log : float
        US dollars that a unit of the natural log of the gain is worth.
    per_hire_odds, per_danger_odds : float
        By how much the log of the gain moves with the log odds of no hire, and of danger.
    danger_odds : float
        By how much the log odds of danger lie above those of a usual posting.
    known : bool
        Whether the amounts are dollars; where the kind of pay is not known they only tell which is more.
    """

    usual_usd: float
    per_log: float
    per_hire_odds: float
    per_danger_odds: float
    danger_odds: float
    known: bool

    def factor(self, log_factor: float) -> float:
        """Return what a factor gains or loses."""
        return self.per_log * log_factor

    def no_hire(self, log_odds: float) -> float:
        """Return what a step of the log odds of no hire gains or loses."""
        return self.per_log * self.per_hire_odds * log_odds

    def danger(self, log_odds: float) -> float:
        """Return what a step of the log odds of danger gains or loses."""
        return self.per_log * self.per_danger_odds * log_odds


def ledger_of(bid: Bid, ghost: GhostView, a: Assumptions) -> Ledger:
    """Return the ledger of a bid."""
    usual_hire, usual_safe = sigmoid(-ghost.level_log_odds), 1 - a["usual_danger"]
    steps = ghost.record_log_odds + sum(step.log_odds for step in (*ghost.layer, *ghost.steps))
    danger = logit(1 - bid.safe) - logit(a["usual_danger"])
    # Not as the answer rounds it: where steps nearly cancel out, rounding would be all that is left.
    per_hire = _per_step(log(max(_LEAST, 1 - ghost.probability) / usual_hire), steps, -ghost.probability)
    per_danger = _per_step(log(max(_LEAST, bid.safe) / usual_safe), danger, -(1 - bid.safe))
    gain = bid.gain_usd
    if gain is None or bid.value is None:
        return Ledger(0.0, 1.0, per_hire, per_danger, danger, known=False)
    usual = usual_hire * bid.you.own.usual * usual_safe * bid.value.usual_usd
    logs = per_hire * steps + per_danger * danger
    logs += sum(factor.log for factor in (*bid.you.factors, *bid.value.factors))
    return Ledger(usual, _per_log(usual, gain, logs), per_hire, per_danger, danger, known=True)


def _per_step(moved: float, steps: float, at_rest: float) -> float:
    """Return the log moved per log odds of its steps, or the slope where they cancel out."""
    return at_rest if abs(steps) < 1e-4 else moved / steps


def _per_log(usual: float, gain: float, logs: float) -> float:
    """Return the dollars of a unit of the log: the logarithmic mean of two gains whose ratio has the log ``logs``.

    Where the printed gain is rounded, down to nothing at the worst, it is what makes the parts add up to it all the same.
    """
    if isclose(logs, 0.0, abs_tol=1e-9):
        return usual
    by_logs = usual * expm1(min(_MOST_LOG, logs)) / logs
    return (gain - usual) / logs if abs(logs) > _TELLING else by_logs
