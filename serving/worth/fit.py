"""The fit: your skills, your level and your rate beside what the client asks for and is used to pay."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from math import log

from features.fields.facts import Facts
from features.posting import Posting
from features.profile import TIERS, Profile
from serving.assumptions import Assumptions
from serving.models.ramp import ramp
from serving.models.standing import Standing
from serving.texts import usd
from serving.worth.factor import Factor

__all__ = ["TWICE", "asked_factors", "rate_factors", "skills_you_have"]

#: The 75th percentile: a rate above it asks for more than three of four such postings pay.
_P75 = 3
#: A rate of twice what the client pays has the whole weight.
TWICE = 2.0
#: C++, C# and .NET are words of their own.
_WORD = re.compile(r"[^\W_]+[+#]*")


def asked_factors(posting: Posting, profile: Profile, a: Assumptions) -> Iterator[Factor]:
    """Yield the factors of skills and level; what either side does not tell makes none."""
    yield from _skills(posting, profile, a)
    yield from _tier(posting, profile, a)


def rate_factors(facts: Facts, pay: Standing, profile: Profile, a: Assumptions) -> Iterator[Factor]:
    """Yield the factor of your rate."""
    if pay.market is not None and pay.market.kind == "hourly" and profile.hourly_rate_usd:
        high = None if facts.offer is None else facts.offer.high
        top = high or pay.market.usd(_P75)
        penalties = list(_rate(facts.posting, top, profile.hourly_rate_usd, high is not None, a))
        # Both say that the client pays less than you ask: the stronger one counts, not their product.
        yield from sorted(penalties, key=lambda factor: factor.log)[:1]


def skills_you_have(asked: tuple[str, ...], yours: tuple[str, ...]) -> int:
    """Return how many of the skills asked for are yours: all words of the one stand in the other.

    Examples
    --------
    >>> skills_you_have(("React.js", "Java", "Data Analysis"), ("react", "JavaScript", "Analysis of data"))
    2
    """
    own = [words for skill in yours if (words := _words(skill))]
    wanted = [words for skill in asked if (words := _words(skill))]
    return sum(any(words <= mine or mine <= words for mine in own) for words in wanted)


@lru_cache(maxsize=4_096)  # the freelancer's own are the same for every posting
def _words(skill: str) -> frozenset[str]:
    return frozenset(_WORD.findall(skill.casefold()))


def _skills(posting: Posting, profile: Profile, a: Assumptions) -> Iterator[Factor]:
    asked = tuple({_words(skill): skill for skill in posting.skills or () if _words(skill)}.values())
    if not asked or not any(_words(skill) for skill in profile.skills):
        return
    have = skills_you_have(asked, profile.skills)
    none, every = log(a["skills_none_factor"]), log(a["skills_all_factor"])
    by_share = none + (every - none) * have / len(asked)
    code = "skills_fit" if by_share > 0 else "skills_miss"
    yield Factor(code, by_share, "skills", "skills_fit", {"have": have, "asked": len(asked)}, f"{have} of {len(asked)}")


def _tier(posting: Posting, profile: Profile, a: Assumptions) -> Iterator[Factor]:
    if posting.tier is None or profile.tier is None:
        return
    steps = TIERS.index(profile.tier) - TIERS.index(posting.tier)
    if steps:
        code, name = ("tier_over", "tier_over_factor") if steps > 0 else ("tier_under", "tier_under_factor")
        yield Factor(code, abs(steps) * log(a[name]), "tier", name, {"asked": posting.tier, "yours": profile.tier})


def _rate(posting: Posting, top: float, own: float, stated: bool, a: Assumptions) -> Iterator[Factor]:
    over = ramp(log(own / top), 0.0, log(TWICE))
    if over:
        code, field = ("rate_over_range", "pay") if stated else ("rate_over_market", "tier")
        values = {"yours": usd(own), "top": usd(top)}
        yield Factor(code, over * log(a["rate_over_factor"]), field, "rate_over_factor", values)
    usual = posting.client.avg_hourly_usd
    over = ramp(log(own / usual), 0.0, log(TWICE)) if usual else 0.0
    if usual and over:
        values = {"yours": usd(own), "usual": usd(usual)}
        name = "rate_over_average_factor"
        yield Factor("rate_over_average", over * log(a[name]), "client.avg_hourly_usd", name, values)
