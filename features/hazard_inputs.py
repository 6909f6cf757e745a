"""What the hazards look at in a posting: the log odds of its client's record, its pay, and whether the client is new."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from features.client_level import Level, no_hire_log_odds
from features.client_record import Record, record_of
from features.fields.facts import Facts

__all__ = ["MOST_AGAINST", "HazardInputs"]

#: Log of pay against the middle of its kind, cut to about a twelfth and twelve times: beyond lie typing errors.
MOST_AGAINST = 2.5


@dataclass(frozen=True, slots=True)
class HazardInputs:
    """How a posting is read for the hazards; kept in the bundle with them, so that serving reads as training did.

    Parameters
    ----------
    level : Level
        The marketplace that records are held against.
    posts_when_unknown : float
        A hire rate without the number of postings counts as so many.
    pay_middle_usd : mapping of str to float
        Middle pay of each kind in the file that was fitted: ``hourly`` per hour, ``fixed`` in all.
    new_share : float
        Share of first-time clients there: how far a client of whom nothing is known counts as one.

    Raises
    ------
    ValueError
        If an amount is not above zero, or the share is none.
    """

    level: Level
    posts_when_unknown: float
    pay_middle_usd: Mapping[str, float]
    new_share: float

    def __post_init__(self) -> None:
        if not all(usd > 0 for usd in self.pay_middle_usd.values()):
            raise ValueError(f"middle pay is {dict(self.pay_middle_usd)}; every amount is above zero")
        if not 0 <= self.new_share <= 1:
            raise ValueError(f"the share of first-time clients is {self.new_share}; it lies between 0 and 1")

    @staticmethod
    def of(settings: Mapping[str, Any]) -> HazardInputs:
        """Return the inputs that a bundle holds."""
        level = Level(**{name: float(value) for name, value in dict(settings["level"]).items()})
        middle = {str(kind): float(usd) for kind, usd in dict(settings["pay_middle_usd"]).items()}
        return HazardInputs(level, float(settings["posts_when_unknown"]), middle, float(settings["new_share"]))

    def settings(self) -> dict[str, Any]:
        """Return what `of` reads, as JSON values."""
        return {
            "level": asdict(self.level),
            "posts_when_unknown": self.posts_when_unknown,
            "pay_middle_usd": dict(self.pay_middle_usd),
            "new_share": self.new_share,
        }

    def record(self, facts: Facts) -> Record:
        """Return the client's record."""
        return record_of(facts.posting.client, self.posts_when_unknown)

    def record_log_odds(self, facts: Facts) -> float:
        """Return the log odds of no hire by the client's record."""
        return no_hire_log_odds(self.record(facts), self.level)

    def inputs(self, facts: Facts) -> tuple[float, float]:
        """Return the values of `features.hazards.INPUTS`."""
        new = {"new": 1.0, "unknown": self.new_share}.get(self.record(facts).kind, 0.0)
        return self.pay_against(facts), new

    def pay_against(self, facts: Facts) -> float:
        """Return the log of pay against the middle of its kind; 0, which moves nothing, where either is unknown."""
        pay, kind = facts.pay_usd, None if facts.posting.pay is None else facts.posting.pay.type
        middle = self.pay_middle_usd.get(kind or "")
        if pay is None or pay <= 0 or middle is None:
            return 0.0
        return max(-MOST_AGAINST, min(MOST_AGAINST, math.log(pay / middle)))
