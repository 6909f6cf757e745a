"""A case: everything a verdict and its reasons may look at."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from features.fields.facts import Facts
from features.posting import Posting
from features.profile import Profile
from features.rules import BAD_DEALS
from serving.answer import Band, Level
from serving.assumptions import Assumptions
from serving.history.copies import Copies
from serving.judge.limits import Limits, band
from serving.models.ghost import GhostView
from serving.models.pay import MarketBand
from serving.models.risk import Danger, Explanation
from serving.models.standing import Standing
from serving.worth.bid import Bid

__all__ = ["Case", "Evidence", "danger_band", "level_of"]


#: A text is unlike real postings when the request models decide for more than half.
_MOSTLY = 0.5


class Evidence(NamedTuple):
    """What the models say.

    ``explanation`` is ``None`` when the chance of danger is low. ``band`` is the market for the kind of pay that the form
    states, ``pay`` where the pay stands. ``copies`` is what the history knows of the text; it moves no chance of danger.
    """

    facts: Facts
    danger: Danger
    explanation: Explanation | None
    band: MarketBand | None
    pay: Standing
    ghost: GhostView
    copies: Copies

    @property
    def posting(self) -> Posting:
        """The posting that was judged."""
        return self.facts.posting


class Case(NamedTuple):
    """The evidence with the freelancer's side and the arithmetic."""

    evidence: Evidence
    profile: Profile
    bid: Bid
    limits: Limits
    assumptions: Assumptions

    @property
    def over_limit(self) -> bool:
        """Whether the posting costs more Connects than the freelancer ever pays."""
        connects, most = self.bid.prices.connects, self.profile.max_connects
        return connects is not None and most is not None and connects > most


def level_of(posting: Posting) -> Level:
    """Return ``tile`` when there is no hire rate and no activity beyond the proposals bucket."""
    client, activity = posting.client, posting.activity
    seen = (
        activity.last_viewed,
        activity.hires,
        activity.interviewing,
        activity.invites_sent,
        activity.unanswered_invites,
    )
    return "tile" if client.hire_rate_percent is None and all(value is None for value in seen) else "page"


def danger_band(danger: Danger, types: Sequence[str], assumptions: Assumptions) -> Band:
    """Return the band of a danger of the types named.

    High is kept for what may cost money, an identity, an account or trouble with the law. Unpaid work and recruitment alone
    are medium however sure the models are; the verdict looks at the chance and not at the band.
    """
    found = band("scam", danger.probability, assumptions)
    if found != "high":
        return found
    by_rule = any(hit.rule.type not in BAD_DEALS for hit in danger.hits)
    # Where the market's own model does not know the text, the request models name the type.
    by_request = danger.unlike > _MOSTLY and not BAD_DEALS.issuperset(types)
    return "high" if by_rule or by_request else "medium"
