"""The ghost model of a bundle: from a posting to the chance that nobody is hired, with its doubt and its reasons."""

from __future__ import annotations

from collections.abc import Iterator
from math import exp, hypot

from features.client_record import record_of
from features.fields.facts import Facts
from serving.assumptions import Assumptions
from serving.bundle import Bundle
from serving.history.copies import NO_COPIES, Copies
from serving.models.beta import Z90, logit, sigmoid
from serving.models.ghost.activity import activity_steps
from serving.models.ghost.hazard import FittedHazards
from serving.models.ghost.marketplace import Marketplace, Standpoint
from serving.models.ghost.numbers import ManyGhosts
from serving.models.ghost.view import GhostView, Ground, Step
from serving.texts import part_of

__all__ = ["GhostModel"]

#: No chance beyond 1 in 1,000 either way: a billion postings without a hire are a mistake of the page, not knowledge.
_MOST_LOG_ODDS = 6.9
#: Natural log; a pay beyond 1,000 times the middle is shown as so much.
_MOST_SHOWN = 6.9


class GhostModel:
    """The ghost model of a bundle.

    A posting whose ``source`` is a marketplace that the bundle learnt from is judged at that marketplace's level, every
    other one at the level of the assumptions. A better record never raises the chance, more unanswered invites never lower
    it, and an unknown counter changes nothing.
    """

    def __init__(self, bundle: Bundle, assumptions: Assumptions) -> None:
        self._a, self._activity_doubt = assumptions, assumptions["activity_doubt"]
        self._own = Marketplace.carried(bundle.ghost, assumptions)
        self._fitted = FittedHazards.of(bundle)
        self._markets = {str(source): Marketplace.learnt(market) for source, market in bundle.ghost["markets"].items()}
        #: The same for many postings at once.
        self.many = ManyGhosts(self._own, self._markets, self._fitted, assumptions, _MOST_LOG_ODDS)

    def judge(
        self,
        facts: Facts,
        log_pay_to_market: float | None = None,
        copies: Copies = NO_COPIES,
    ) -> GhostView:
        """Return the chance that nobody is hired.

        Parameters
        ----------
        facts : Facts
        log_pay_to_market : float or None
            Natural log of the pay over the middle of its market; None where either is not known.
        copies : Copies
            What a history knows of the text.
        """
        ground = self._ground(facts, log_pay_to_market)
        return self._view(ground, self._steps(facts, copies), facts.posting.activity.hires)

    def _view(self, ground: Ground, steps: tuple[Step, ...], hires: int | None) -> GhostView:
        """Return the chance by what is known before any activity, by what the activity moves, and by who was hired."""
        at, moved = ground.at, sum([step.log_odds for step in steps])
        log_odds, doubt = at.log_odds + moved, Z90 * hypot(at.deviation, self._activity_doubt * moved)
        low, chance, high = _within(log_odds - doubt), _within(log_odds), _within(log_odds + doubt)
        if not hires:
            return GhostView(chance, low, high, ground, steps, False, ground.refund, 1 - chance)
        p = self._a["hired_already_ghost"]
        taken = Step("hired_already", logit(p) - at.log_odds, "activity.hires", {"hires": hires})
        return GhostView(p, 0.0, min(1.0, 3 * p), ground, (taken,), True, 0.0, 1 - chance)

    def _ground(self, facts: Facts, log_pay_to_market: float | None) -> Ground:
        """Return what is known before any activity: it rests on client, pay, source, texts and dates."""
        posting = facts.posting
        there = self._markets.get(posting.source or "")
        # At the level, not at this client's chance: a worse record must not make a proposal look cheaper.
        refund = self._a["withdrawn_share"] * (1 - (there or self._own).level.hire_rate)
        if self._fitted is not None and there is None:
            fitted = self._fitted.judge(facts)
            known = refund if fitted.refund_probability is None else fitted.refund_probability
            return Ground(fitted.record, fitted.at, fitted.steps, known)
        record = record_of(posting.client, self._a["record_posts_when_unknown"])
        at = (there or self._own).standpoint(posting, record, log_pay_to_market)
        return Ground(record, at, tuple(_layer_steps(at, log_pay_to_market, posting.source)), refund)

    def _steps(self, facts: Facts, copies: Copies) -> tuple[Step, ...]:
        """Return what the activity moves, as long as nobody is hired: it rests on activity, dates and copies."""
        steps = activity_steps(facts.posting.activity, facts, self._a, copies)
        if self._fitted is not None and (facts.posting.source or "") not in self._markets:
            # The age is in the hazards, so the assumed step for it goes.
            return tuple(step for step in steps if step.code != "old")
        return tuple(steps)


def _within(log_odds: float) -> float:
    return sigmoid(-_MOST_LOG_ODDS if log_odds < -_MOST_LOG_ODDS else min(_MOST_LOG_ODDS, log_odds))


def _layer_steps(at: Standpoint, log_pay_to_market: float | None, source: str | None) -> Iterator[Step]:
    if at.pay and log_pay_to_market is not None:
        share = part_of(exp(min(_MOST_SHOWN, log_pay_to_market)))
        yield Step("pays_less" if at.pay > 0 else "pays_more", at.pay, "pay", {"share": share})
    if at.rest:
        code = "like_unfilled" if at.rest > 0 else "like_filled"
        yield Step(code, at.rest, "title", {"source": source or "this marketplace"})
