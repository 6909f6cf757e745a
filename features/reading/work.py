"""The work asked for: tier, duration, hours a week."""

from __future__ import annotations

import re
from functools import lru_cache

from features.reading.cleaning import SHORT, cleaned, is_blank, plain_number, refusal
from features.reading.texts import read_text

__all__ = ["duration_weeks", "read_hours_text", "read_tier", "weekly_hours"]

_TEXT_LIMIT = 2_000

Span = tuple[float, float | None]

_TIER = re.compile("entry|intermediate|expert")
#: The marketplace's contractor tier codes.
_TIER_CODES = {"1": "entry", "2": "intermediate", "3": "expert"}

_WEEKS_PER_MONTH = 365.25 / 12 / 7
_UNITS = {"day": 1 / 7, "week": 1.0, "month": _WEEKS_PER_MONTH, "year": 365.25 / 7}
# "3 days per week" says how much, not how long.
_DURATION = re.compile(
    r"(?:(?P<low>[0-9]{1,4}) ?(?:to|-|–) ?)?(?P<high>[0-9]{1,4}|\ban?\b|\bone\b)(?P<open>\+)? ?"
    r"(?P<unit>day|week|month|year)s?\b(?! ?(?:per|/|an?) )(?P<less> or less)?(?P<more> or (?:more|longer))?"
)
#: The marketplace's longest bucket, more than 6 months; its older name was "Ongoing".
_ONGOING = (6 * _WEEKS_PER_MONTH, None)
_LONG = re.compile(r"\bongoing\b|\blong[- ]term\b")
_HOURS = re.compile(
    r"(?:(?P<low>[0-9]{1,3}) ?(?:to|-|–) ?)?(?<![0-9])(?P<high>[0-9]{1,3})(?P<open>\+)? ?(?:(?:hrs?|hours?|h)\b|$)"
)
_PART_TIME = re.compile(r"\bpart[- ]?time\b")
_FULL_TIME = re.compile(r"\bfull[- ]?time\b")
#: "30 hours or more" is what the marketplace calls full time; 40 is its usual week.
_FULL_WEEK = (30.0, 40.0)
_HOURS_IN_A_WEEK = 168
_BELOW = re.compile(r"(?:less than|under|up to|<=?) ?$")
_ABOVE = re.compile(r"(?:more than|over|at least|>=?) ?$")


def read_tier(value: object) -> str | None:
    """Return ``"entry"``, ``"intermediate"`` or ``"expert"``, from the page's words or the codes 1, 2 and 3.

    Raises
    ------
    ValueError
        For anything else.

    Examples
    --------
    >>> read_tier("Expert ($$$)"), read_tier("EntryLevel"), read_tier("not specified")
    ('expert', 'entry', None)
    """
    cure = 'write "entry", "intermediate" or "expert"'
    if is_blank(value):
        return None
    if isinstance(value, (int, float)) and not isinstance(value, bool) and value in (1, 2, 3):
        value = str(int(value))
    text = cleaned(value, cure) if isinstance(value, str) else ""
    if text is None:
        return None
    named: set[str] = set(_TIER.findall(text.lower()))
    if text in _TIER_CODES:
        return _TIER_CODES[text]
    if len(named) != 1:
        raise refusal(value, "is not a tier", cure)
    return named.pop()


def read_hours_text(value: object) -> str | None:
    """Return the hours a week as the page's text; a bare number is that many hours.

    Examples
    --------
    >>> read_hours_text(40), read_hours_text("Less than 30 hrs/week")
    ('40', 'Less than 30 hrs/week')
    """
    if isinstance(value, str) or is_blank(value):
        return read_text(value, limit=_TEXT_LIMIT)
    number = plain_number(value, "is not a number of hours", "write for example 40, or Less than 30 hrs/week")
    return None if number is None else f"{number:g}"


@lru_cache(maxsize=4_096)  # a marketplace shows the same few texts again and again
def duration_weeks(text: str) -> Span | None:
    """Return a stated duration as (least, most) weeks; ``most`` is ``None`` for "or more".

    A month is 365.25 / 84 weeks. "Ongoing" is read as the longest bucket, more than 6 months. Text that states no
    duration is ``None``, never an error.

    Examples
    --------
    >>> duration_weeks("Less than 1 week"), duration_weeks("2 to 4 weeks, 30+ hrs/week"), duration_weeks("soon")
    ((0.0, 1.0), (2.0, 4.0), None)
    """
    plain = _lower(text)
    match = _DURATION.search(plain)
    if match is None:
        return _ONGOING if _LONG.search(plain) else None
    weeks = _UNITS[match["unit"]]
    low, high = _ends(match)
    return _span(plain, match, low * weeks, high * weeks)


@lru_cache(maxsize=4_096)
def weekly_hours(text: str) -> Span | None:
    """Return stated hours a week as (least, most); ``most`` is ``None`` for "or more".

    Text that states none, or "to be determined", is ``None``, never an error.

    Examples
    --------
    >>> weekly_hours("1 to 3 months, Less than 30 hrs/week"), weekly_hours("30+ hrs/week"), weekly_hours("fullTime")
    ((0.0, 30.0), (30.0, None), (30.0, 40.0))
    """
    plain = _lower(text)
    match = _HOURS.search(plain)
    if match is None:
        if _PART_TIME.search(plain):
            return 0.0, 30.0
        return _FULL_WEEK if _FULL_TIME.search(plain) else None
    low, high = _ends(match)
    return _span(plain, match, low, high) if high <= _HOURS_IN_A_WEEK else None


def _lower(text: str) -> str:
    return " ".join(text[:SHORT].lower().replace("_", " ").split())


def _ends(match: re.Match[str]) -> tuple[float, float]:
    high = float(match["high"]) if match["high"].isdecimal() else 1.0
    low = float(match["low"]) if match["low"] else high
    return min(low, high), max(low, high)


def _span(text: str, match: re.Match[str], low: float, high: float) -> Span:
    groups, before = match.groupdict(), text[: match.start()]
    if groups.get("less") or _BELOW.search(before):
        return 0.0, high
    if groups["open"] or groups.get("more") or _ABOVE.search(before):
        return high, None
    return low, high
