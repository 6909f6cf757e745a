"""What your Connects brought: bought and spent by kind, their price, hires and the value of contracts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from features.profile import Profile
from serving.ledger.spending import BOUGHT, SPENDING

__all__ = ["Returns", "returns_of"]


@dataclass(frozen=True, slots=True)
class Returns:
    """Connects and what they brought. What was undone counts nowhere.

    Parameters
    ----------
    bought : int
        Connects that you told you bought.
    paid_usd : float
        Their price: as told, and the usual one for those whose price was not told.
    price_known : int
        How many of them have a price that was told.
    spent : dict
        Connects by what they went to: ``proposals``, ``boosts`` (of proposals), ``boosted_profile``, ``availability_badge``.
    returned : int
        Connects of proposals that came back.
    price_usd : float
        Of one Connect: as they were bought, or the usual one where none was.
    hired : int
        Postings on which you were hired.
    contracts_usd : float or None
        The value of their contracts; None where none was told.
    """

    bought: int
    paid_usd: float
    price_known: int
    spent: dict[str, int]
    returned: int
    price_usd: float
    hired: int
    contracts_usd: float | None

    @property
    def net(self) -> int:
        """Connects that are gone."""
        return max(0, sum(self.spent.values()) - self.returned)

    @property
    def net_usd(self) -> float:
        """What they cost."""
        return self.net * self.price_usd

    @property
    def usd_per_connect(self) -> float | None:
        """What a Connect brought, of the contracts that were told; None where none was, or none is gone."""
        return self.contracts_usd / self.net if self.contracts_usd is not None and self.net else None

    @property
    def connects_per_hire(self) -> float | None:
        """How many are gone for each hire; None without a hire."""
        return self.net / self.hired if self.hired else None


def returns_of(
    outcomes: Iterable[tuple[int, str, Mapping[str, Any]]], spending: Iterable[tuple[str, int, Mapping[str, Any]]]
) -> Returns:
    """Return what Connects brought.

    Parameters
    ----------
    outcomes : iterable of (int, str, mapping)
        Posting, outcome and details of each outcome that stands, in the order of time.
    spending : iterable of (str, int, mapping)
        What, Connects and details of each spending that stands.
    """
    usual = Profile().connect_price_usd
    spent = dict.fromkeys(("proposals", "boosts", *(what for what in SPENDING if what != BOUGHT)), 0)
    bought = known = 0
    paid = 0.0
    for what, connects, details in spending:
        if what == BOUGHT:
            bought += connects
            known += connects if "usd" in details else 0
            paid += details.get("usd", connects * usual)
        else:
            spent[what] += connects
    by_posting: defaultdict[int, dict[str, dict[str, Any]]] = defaultdict(dict)
    for posting, outcome, details in outcomes:
        if outcome == "sent":
            spent["proposals"] += details.get("connects", 0)
            spent["boosts"] += details.get("boost_connects", 0)
        # A posting is one proposal: what was told of it later completes what was told before.
        by_posting[posting].setdefault(outcome, {}).update(details)
    hires = [told["hired"] for told in by_posting.values() if "hired" in told]
    values = [hire["value_usd"] for hire in hires if "value_usd" in hire]
    return Returns(
        bought,
        paid,
        known,
        spent,
        sum(_returned(told) for told in by_posting.values()),
        paid / bought if bought else usual,
        len(hires),
        sum(values) if values else None,
    )


def _returned(told: Mapping[str, Mapping[str, Any]]) -> int:
    """Return the Connects that came back: as told, or else the proposal's, without its boost."""
    if "refunded" not in told:
        return 0
    return int(told["refunded"].get("connects", told.get("sent", {}).get("connects", 0)))
