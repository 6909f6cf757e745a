"""Moments: an instant in UTC, or a time before the observation. The two never mix, and no clock is read."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache

from features.reading.cleaning import cleaned, is_blank, plain_number, refusal
from features.reading.languages import MOST_CHARACTERS, foreign_moment

__all__ = ["Moment", "age", "read_moment"]

_FIRST_YEAR, _LAST_YEAR = 1990, 2100
_CURE = 'write a form such as "2026-11-20T10:00:00Z", "Jan 5, 2020" or "2 weeks ago"'
_NUMBER = re.compile(r"[0-9]{1,15}(?:\.[0-9]{1,9})?")
_ISO = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}(?:[T ].{2,30})?", re.IGNORECASE)
_UTC = re.compile(r" ?(?:utc|gmt|z)$", re.IGNORECASE)
_LABEL = re.compile(
    r"(?:(?:posted|published|renewed|(?:last )?viewed(?: by client)?|created|joined|(?:member )?since|on)[: ]+){1,2}",
    re.IGNORECASE,
)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = rf"(?P<month>{'|'.join(_MONTHS)})[a-z]{{0,6}}\.?"
_DATES = (
    re.compile(_MONTH + r" (?P<day>[0-9]{1,2}),? (?P<year>[0-9]{4})", re.IGNORECASE),
    re.compile(r"(?P<day>[0-9]{1,2}) " + _MONTH + r",? (?P<year>[0-9]{4})", re.IGNORECASE),
)
_DAY = timedelta(days=1)
#: A month counts 30 days and a year 365: the page's own rounding is coarser.
_WORDS = {
    "now": 0 * _DAY, "just now": 0 * _DAY, "moments ago": 0 * _DAY, "a moment ago": 0 * _DAY, "today": 0 * _DAY,
    "a few seconds ago": 0 * _DAY, "yesterday": _DAY, "last week": 7 * _DAY, "last month": 30 * _DAY,
    "last quarter": 91 * _DAY, "last year": 365 * _DAY,
}  # fmt: skip
_UNITS = {
    "s": timedelta(seconds=1), "sec": timedelta(seconds=1), "second": timedelta(seconds=1),
    "m": timedelta(minutes=1), "min": timedelta(minutes=1), "minute": timedelta(minutes=1),
    "h": timedelta(hours=1), "hr": timedelta(hours=1), "hour": timedelta(hours=1),
    "d": _DAY, "day": _DAY, "w": 7 * _DAY, "wk": 7 * _DAY, "week": 7 * _DAY,
    "mo": 30 * _DAY, "mon": 30 * _DAY, "mth": 30 * _DAY, "month": 30 * _DAY,
    "y": 365 * _DAY, "yr": 365 * _DAY, "year": 365 * _DAY,
}  # fmt: skip
_AGO = re.compile(r"(?:about |over |more than )?(?P<count>[0-9]{1,5}|an?|one)\+? ?(?P<unit>[a-z]{1,7})\.?(?: ago)?")
_OLDEST = timedelta(days=36_500)


@dataclass(frozen=True, slots=True)
class Moment:
    """When something was. Exactly one of the two is known.

    Parameters
    ----------
    at : datetime or None
        An instant, in UTC.
    ago : timedelta or None
        A time before the observation, never negative.
    """

    at: datetime | None
    ago: timedelta | None

    def __post_init__(self) -> None:
        if (self.at is None) == (self.ago is None):
            raise ValueError("a moment has either at or ago, and not both; give one of them")


def read_moment(value: object, *, relative: bool = True) -> Moment | None:
    """Return a moment.

    The forms of ISO 8601, Unix times and the marketplace's own English are read here, by closed patterns. Anything
    else goes to dateparser, with a fixed base so that it reads no clock (as it would by default); it is not used for
    the common forms because it costs a millisecond and more, a hundred times what they cost here.

    Parameters
    ----------
    value : object
        A text, a `datetime`, a `date`, or a Unix time in seconds or milliseconds. A time without a zone is UTC.
    relative : bool
        Whether "3 hours ago" is allowed; without it, only an instant is.

    Raises
    ------
    ValueError
        For what is no moment, for years outside 1990 to 2099, and for a relative one where it is not allowed.

    Examples
    --------
    >>> read_moment("2 weeks ago").ago.days
    14
    >>> read_moment("Member since Jan 5, 2020").at.isoformat()
    '2020-01-05T00:00:00+00:00'
    """
    moment = None if is_blank(value) else _read(value)
    if moment is not None and moment.at is None and not relative:
        raise refusal(value, "depends on when it is read", 'write an instant such as "2026-11-20T10:00:00Z"')
    return moment


def age(moment: Moment, observed_at: Moment | None) -> timedelta | None:
    """Return the time from a moment to the observation; ``None`` when that is not known.

    Clocks differ, so a moment slightly after the observation has the age zero.

    Examples
    --------
    >>> age(read_moment("2026-11-19"), read_moment("2026-11-20T12:00:00Z")).total_seconds() / 3600
    36.0
    """
    if moment.ago is not None:
        return moment.ago
    if moment.at is None or observed_at is None or observed_at.at is None:
        return None
    return max(timedelta(0), observed_at.at - moment.at)


def _read(value: object) -> Moment | None:
    if isinstance(value, Moment):
        return value
    if isinstance(value, str):
        return _from_text(value)
    if isinstance(value, date):
        return _at(value, value)
    number = plain_number(value, "is not a time", _CURE)
    return None if number is None else _from_unix(number, value)


@lru_cache(maxsize=1_024)  # a file of postings was often read within a minute, and a page says "2 days ago" again and again
def _from_text(value: str) -> Moment | None:
    text = cleaned(value, _CURE)
    if text is None:
        return None
    if _NUMBER.fullmatch(text):
        return _from_unix(float(text), value)
    if _ISO.fullmatch(text):
        return _from_iso(text, value)
    text = _LABEL.sub("", text, count=1) if _LABEL.match(text) else text
    moment = _from_words(text.lower()) or _from_date(text, value) or _from_elsewhere(text, value)
    if moment is None:
        raise refusal(value, "is not a time", _CURE)
    return moment


def _from_unix(number: float, value: object) -> Moment:
    # Seconds of our era have 9 or 10 digits, milliseconds 12 or 13.
    seconds = number / 1000 if number >= 1e11 else number
    if not 6e8 <= seconds <= 5e9:
        raise refusal(value, f"is not a Unix time of the years {_FIRST_YEAR} to {_LAST_YEAR - 1}", _CURE)
    return _at(datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=seconds), value)


def _from_iso(text: str, value: object) -> Moment:
    try:
        when = datetime.fromisoformat(_UTC.sub("+00:00", text))
    except ValueError:
        raise refusal(value, "is not a time", _CURE) from None
    return _at(when, value)


def _from_words(text: str) -> Moment | None:
    if text in _WORDS:
        return Moment(at=None, ago=_WORDS[text])
    match = _AGO.fullmatch(text)
    unit = (_UNITS.get(match["unit"]) or _UNITS.get(match["unit"].removesuffix("s"))) if match else None
    if match is None or unit is None:
        return None
    ago = (int(match["count"]) if match["count"].isdecimal() else 1) * unit
    return Moment(at=None, ago=ago) if ago <= _OLDEST else None


def _from_date(text: str, value: object) -> Moment | None:
    match = next((found for pattern in _DATES if (found := pattern.fullmatch(text))), None)
    if match is None:
        return None
    month = _MONTHS.index(match["month"].lower()) + 1
    try:
        day = date(int(match["year"]), month, int(match["day"]))
    except ValueError:
        raise refusal(value, "is not a day of the calendar", _CURE) from None
    return _at(day, value)


def _from_elsewhere(text: str, value: object) -> Moment | None:
    if len(text) > MOST_CHARACTERS:
        return None
    found = foreign_moment(text)
    if isinstance(found, timedelta):
        return Moment(at=None, ago=found) if timedelta(0) <= found <= _OLDEST else None
    return None if found is None else _at(found, value)


def _at(when: date, value: object) -> Moment:
    if not _FIRST_YEAR <= when.year < _LAST_YEAR:
        raise refusal(value, f"is not in the years {_FIRST_YEAR} to {_LAST_YEAR - 1}", _CURE)
    instant = when if isinstance(when, datetime) else datetime(when.year, when.month, when.day)
    return Moment(at=instant.replace(tzinfo=UTC) if instant.tzinfo is None else instant.astimezone(UTC), ago=None)
