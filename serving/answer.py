"""The answer: contract, section 3, as frozen types. The JSON Schema is generated from here."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Annotated, Literal

import orjson
from pydantic import Field
from typing_extensions import TypedDict

__all__ = [
    "PARTS",
    "Answer",
    "Boost",
    "Ghost",
    "LowBudget",
    "Market",
    "Missing",
    "Reason",
    "Scam",
    "Versions",
    "Worth",
    "WouldChange",
]

Verdict = Literal["apply", "consider", "skip", "not_enough_evidence"]
Band = Literal["low", "medium", "high", "unknown"]
Level = Literal["tile", "page"]
Group = Literal["ghost", "scam", "low_budget", "worth", "evidence"]
Chance = Annotated[float, Field(ge=0, le=1)]


@dataclass(frozen=True, slots=True)
class Ghost:
    """Chance that nobody is hired on this posting within 30 days of publication, with its 90% interval."""

    probability: Chance
    low: Chance
    high: Chance
    band: Band
    basis: str


@dataclass(frozen=True, slots=True)
class Scam:
    """Chance that a careful reader would call it a clear danger or a breach of the rules."""

    probability: Chance
    band: Band
    types: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Market:
    """What such work is paid: quantiles in ``unit``."""

    unit: Literal["usd_per_hour", "usd"]
    p10: float
    p25: float
    p50: float
    p75: float
    p90: float


@dataclass(frozen=True, slots=True)
class StatedPay:
    """What the posting pays, in US dollars (per hour for hourly work): from its field or, where that says nothing, its text.

    ``currency`` is that of the posting, ``field`` is pay, title or description.
    """

    usd_low: float
    usd_high: float
    currency: str
    field: str


@dataclass(frozen=True, slots=True)
class PerHour:
    """What a fixed or flat pay comes to per hour, and the hours it rests on.

    ``basis``: text_hours where the text states the hours, flat_pay where pay per week or month stands beside hours,
    text_words where it is pay for so many words, market where the hours follow from what such projects and such hours
    are paid.
    """

    usd_low: float
    usd_high: float
    hours_low: float
    hours_high: float
    basis: Literal["text_hours", "flat_pay", "text_words", "market"]


@dataclass(frozen=True, slots=True)
class LowBudget:
    """Chance that the pay is under the 25th percentile of such work; null when no pay is stated.

    ``far_below_fair``: chance that a careful reader calls it far below (under about half of) a fair price for the work
    described. Offers and fair prices differ: the usual offer for a whole app is judged far below.
    """

    probability: Chance | None
    band: Band
    percentile: int | None
    market: Market | None
    stated: StatedPay | None
    per_hour: PerHour | None
    far_below_fair: Chance | None


@dataclass(frozen=True, slots=True)
class Boost:
    """A boosted place: the Connects that it takes beside the proposal's own, and what they cost and bring on average.

    ``cost_usd`` counts that a bid is paid only when the client interacts; ``gain_usd`` is what the place adds to the
    expected value, less that cost. It pays where that is above zero.
    """

    place: int
    connects: int
    cost_usd: float
    gain_usd: float


@dataclass(frozen=True, slots=True)
class Worth:
    """The arithmetic of the bid, in US dollars. See `serving.worth` for the identity between these.

    The low and the high end are those of the 90% interval of the expected value. ``boosts`` are the boosted places, the
    cheapest first, where the page shows the bids that hold them.
    """

    expected_value_usd: float | None
    connects_cost_usd: float | None
    time_cost_usd: float
    value_if_hired_usd: float | None
    p_win: Chance
    break_even_p_win: float | None
    max_connects: int | None
    refund_probability: Chance
    assumptions: tuple[str, ...]
    expected_value_low_usd: float | None = None
    expected_value_high_usd: float | None = None
    boosts: tuple[Boost, ...] = ()


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason: what it rests on, and the exact words where there are any.

    ``weight`` is in US dollars of expected value, gained (``direction`` "+") or lost ("-"). With their signs the weights of
    all reasons add up to ``expected_value_usd``, to the cent; where the Connects are not known, to what is left of the gain
    after the price of the time. A reason of weight 0 moves no dollar, and so do all where the kind of pay is not known.
    ``start`` and ``end`` count Unicode code points of the original field text; ``quote`` is exactly that slice.
    """

    code: str
    group: Group
    direction: Literal["+", "-"]
    weight: float
    text: str
    field: str
    quote: str | None = None
    start: int | None = None
    end: int | None = None

    @property
    def usd(self) -> float:
        """The weight with its sign."""
        return self.weight if self.direction == "+" else -self.weight


@dataclass(frozen=True, slots=True)
class Missing:
    """A field that is not known, and what knowing it would decide.

    ``swing_usd`` is by how much the expected value differs between a plausible bad and a plausible good value.
    """

    field: str
    why: str
    swing_usd: float | None = None


# The smallest change found that gives another verdict; ``text`` says it in words. A TypedDict because the contract's name
# is a Python keyword.
WouldChange = TypedDict("WouldChange", {"if": str, "verdict": Verdict, "text": str})


@dataclass(frozen=True, slots=True)
class Versions:
    """What made this answer."""

    bundle: str
    rules: str
    schema: int


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer for one posting."""

    id: str | None
    verdict: Verdict
    level: Level
    ghost: Ghost
    scam: Scam
    low_budget: LowBudget
    worth: Worth
    reasons: tuple[Reason, ...]
    missing: tuple[Missing, ...]
    would_change: tuple[WouldChange, ...]
    versions: Versions

    def to_json(self) -> bytes:
        """Return the answer as UTF-8 JSON, one line without a line end; the same answer gives the same bytes."""
        return orjson.dumps(self, default=_unreachable)


#: Everything that an answer says.
PARTS = frozenset(field.name for field in fields(Answer))


def _unreachable(value: object) -> object:
    raise TypeError(f"an answer holds only contract types, not {type(value).__name__}")
