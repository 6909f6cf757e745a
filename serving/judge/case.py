"""A case: everything a verdict and its reasons may look at."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from features.fields.facts import Facts
from features.posting import Posting
from features.profile import Profile
from features.rules import BAD_DEALS
from serving.answer import Band
from serving.assumptions import Assumptions
from serving.history.copies import Copies
from serving.models.ghost import GhostView
from serving.models.pay import MarketBand
from serving.models.risk import Danger, Explanation
from serving.models.standing import Standing
from serving.worth.bid import Bid

__all__ = ["Case", "Evidence", "band", "danger_band"]


#: A text is unlike real postings when the request models decide for more than half.
_MOSTLY = 0.5


@dataclass(frozen=True, slots=True)
class Evidence:
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


@dataclass(frozen=True, slots=True)
class Case:
    """The evidence with the freelancer's side and the arithmetic."""

    evidence: Evidence
    profile: Profile
    bid: Bid
    assumptions: Assumptions

    def at_price(self, connects: int) -> Case:
        """Return the case, were the price so many Connects: nothing else rests on it."""
        return replace(self, bid=replace(self.bid, prices=replace(self.bid.prices, connects=connects)))

    @property
    def client_id(self) -> str | None:
        """The client's id, where the page shows one."""
        return self.evidence.posting.client.id


def band(name: str, probability: float | None, assumptions: Assumptions) -> Band:
    """Return the band of a chance: ``name`` is ghost, scam or low_budget."""
    if probability is None:
        return "unknown"
    if probability >= assumptions[f"{name}_high"]:
        return "high"
    return "medium" if probability >= assumptions[f"{name}_medium"] else "low"


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
