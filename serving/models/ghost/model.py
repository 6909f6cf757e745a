"""Ghost: the chance that nobody is hired on this posting within 30 days of publication.

The client's record as a beta-binomial (strength learnt, level an anchor), then the activity on the page as named log-odds
steps. Everything is monotone: a better record never raises the chance, more unanswered invites never lower it, and an
unknown counter changes nothing.
"""

from __future__ import annotations

from features.client_record import record_of
from features.fields.facts import Facts
from serving.assumptions import Assumptions
from serving.bundle import Bundle
from serving.models.beta import log_odds_moments, logit, sigmoid
from serving.models.ghost.activity import activity_steps
from serving.models.ghost.hazard import FittedHazards
from serving.models.ghost.level import Level, mean_of_known, posterior
from serving.models.ghost.view import GhostView, Step

__all__ = ["GhostModel"]

#: Half width of a 90% normal interval, in deviations.
_Z90 = 1.645


class GhostModel:
    """The client-record model of a bundle.

    A posting whose ``source`` is a marketplace that the bundle learnt from is judged at that marketplace's level, every
    other one at the level of the assumptions.
    """

    def __init__(self, bundle: Bundle, assumptions: Assumptions) -> None:
        self._a = assumptions
        strength, offset = (float(bundle.ghost[name]) for name in ("strength_posts", "new_client_logit_offset"))
        rate = assumptions["marketplace_hire_rate"]
        mean = mean_of_known(rate, assumptions["new_client_share"], offset)
        self._own = Level(rate, mean, sigmoid(logit(mean) + offset), strength)
        self._fitted = FittedHazards.of(bundle)
        names = ("hire_rate", "mean", "new_client_mean", "strength_posts")
        self._markets = {
            str(source): Level(*(float(market[name]) for name in names))
            for source, market in bundle.ghost["markets"].items()
        }

    def judge(self, facts: Facts) -> GhostView:
        """Return the chance that nobody is hired."""
        client, activity = facts.posting.client, facts.posting.activity
        level = self._markets.get(facts.posting.source or "", self._own)
        record = record_of(client, self._a["record_posts_when_unknown"])
        hired, not_hired = posterior(record, level)
        chance = not_hired / (hired + not_hired)
        centre, deviation = log_odds_moments(not_hired, hired)
        against_level = logit(chance) - logit(1 - level.hire_rate)
        steps, refund = tuple(activity_steps(activity, facts, self._a)), None
        if self._fitted is not None and level is self._own:
            fitted = self._fitted.judge(facts)
            record, chance, against_level = fitted.record, fitted.chance, fitted.against_level
            centre, deviation, refund = fitted.centre, fitted.deviation, fitted.refund_probability
            # The age is in the hazards, so the assumed step for it goes.
            steps = (*fitted.steps, *(step for step in steps if step.code != "old"))
        if activity.hires:
            p = self._a["hired_already_ghost"]
            step = Step("hired_already", logit(p) - logit(chance), "activity.hires", {"hires": activity.hires})
            return GhostView(p, 0.0, min(1.0, 3 * p), record, against_level, (step,), taken=True)
        moved = sum(step.log_odds for step in steps)
        low, high = (sigmoid(centre + moved + sign * _Z90 * deviation) for sign in (-1, 1))
        p = sigmoid(logit(chance) + moved)
        return GhostView(p, min(low, p), max(high, p), record, against_level, steps, taken=False, refund_probability=refund)
