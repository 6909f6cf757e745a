"""Dates in other languages and rarer forms, through dateparser: kept away from the clock and from its own memory."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any

__all__ = ["MOST_CHARACTERS", "foreign_moment"]

#: Longer texts are no date, and dateparser's cost grows with the length.
MOST_CHARACTERS = 60
#: Any fixed instant will do: only the distance from it is used.
_BASE = datetime(2000, 6, 15)
#: The languages of the marketplace's own pages and its commonest translations. All of dateparser's 200 would make a
#: text that is no date cost a hundred times more.
_LANGUAGES = [
    "en", "es", "pt", "fr", "de", "it", "nl", "pl", "ru", "uk", "tr", "id", "ar", "hi", "zh", "ja", "ko", "vi",
]  # fmt: skip


@lru_cache(maxsize=1024)
def foreign_moment(text: str) -> timedelta | datetime | None:
    """Return how long ago a text says (negative when it lies ahead), or the instant it names, or ``None``.

    A date must be whole: "Jan 5" names no year, so no instant.

    Examples
    --------
    >>> foreign_moment("hace 2 semanas")
    datetime.timedelta(days=14)
    """
    relative, absolute = _parsers()
    try:
        when: datetime | None = relative.get_date_data(text).date_obj
        if when is not None:
            return _BASE - when
        instant = absolute.get_date_data(text).date_obj
    except Exception:
        # A third-party parser on hostile text: whatever it trips over, the text is no date.
        return None
    return instant if isinstance(instant, datetime) else None


@lru_cache(maxsize=1)
def _parsers() -> tuple[Any, Any]:
    # Imported here because most runs never meet such a text, and the import costs a tenth of a second.
    from dateparser.date import DateDataParser

    base = {"RELATIVE_BASE": _BASE, "TIMEZONE": "UTC", "TO_TIMEZONE": "UTC", "RETURN_AS_TIMEZONE_AWARE": False}
    relative = {**base, "PARSERS": ["relative-time"]}
    absolute = {**base, "PARSERS": ["absolute-time"], "STRICT_PARSING": True}
    # Trying the last text's language first would make an answer depend on the rows before it.
    options = {"languages": _LANGUAGES, "try_previous_locales": False}
    return DateDataParser(settings=relative, **options), DateDataParser(settings=absolute, **options)
