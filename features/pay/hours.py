"""The hours that a whole piece of work takes, where its text states them."""

from __future__ import annotations

import re
from functools import lru_cache

from features.pay.amounts import folded

__all__ = ["stated_hours"]

_N = r"(?P<low>[0-9]{1,4}(?:\.[0-9]{1,2})?|an?|one|two|three|four|five|six|eight|ten|half an|a couple(?: of)?)"
_RANGE = (
    rf"{_N}(?: ?(?:-|–|—|to|or) ?(?P<high>[0-9]{{1,4}}(?:\.[0-9]{{1,2}})?|two|three|four|five|six|eight|ten))?"
    r"[ -]?(?P<unit>hours?|hrs?|minutes?|mins?)(?![a-z])"
)
_ABOUT = (
    r"(?:(?:about|around|approx(?:imately|\.)?|roughly|only|just|you|us|me|someone|a good|between|maybe|"
    r"probably|anywhere|from|~|an? total of|an? estimated|not) ?){0,4}+"
)
_TAKES = re.compile(
    rf"\b(?:(?:should|will|would|may|might|could|can|shouldn't|won't|expected to|estimated to|likely to"
    rf"|project|job|task|work|this|it) (?:only |not |probably |likely |really )?takes?"
    rf"|take|requires?|need(?:s|ed)?|estimate(?:d)?(?: total)?(?: time| hours| effort| duration"
    rf"| work)?(?: is| of)?|total(?: time| hours| of| work)?(?: is| of)?|time (?:needed|required|estimate))"
    rf"(?: ?[:=-])? ?{_ABOUT}{_RANGE}"
)
_OF_WORK = re.compile(rf"{_RANGE}(?: of (?:total )?work| worth of work|' work| work| in total| total)(?![a-z])")
_JOB = re.compile(rf"\b{_RANGE}[ -](?:long )?(?:fixed[- ]price )?(?:job|task|project|gig|assignment)(?![a-z])")
_OTHER = re.compile(
    r" ?(?:/|p/)| ?(?:of work |work )?(?:work ?week|\(?(?:per|a|an|each|every|/|p/)|weekly|daily|monthly|overlap|of overlap"
    r"|notice|of (?:video|footage|audio|content|experience|recording|training)|"
    r"to (?:respond|reply|deliver|answer|get back)|video|audio|of (?:the )?(?:day|release)|turnaround"
    r"|delivery|deadline|after|before|ago|time ?zone|response|or (?:less|more)|"
    r"max|maximum|tops|at most|minimum|\+)(?![a-z])|\+"
)
_NOT_TOTAL = re.compile(
    r"\b(?:each|every|per|video|call|article|page|episode|within|respond|reply|available|availability|survey|pre-survey|interview|application|loading|duration|conversation|meeting|form"
    r"|overlap|less than|no more than|not more than|up to|at least|under|maximum|"
    r"minimum|more than|over|daily|weekly|currently|usually|day|shift|a week|sleep|minutes? of)\b"
)
_SMALL = {
    "a": 1.0, "an": 1.0, "one": 1.0, "two": 2.0, "three": 3.0, "four": 4.0, "five": 5.0, "six": 6.0, "eight": 8.0,
    "ten": 10.0,
    "half an": 0.5, "a couple": 2.0, "a couple of": 2.0,
}  # fmt: skip
_HINTS = ("hour", "hr", "minute", "mins")
_HINT = re.compile(r"hours?|hrs?(?![a-z])|minutes?|mins?(?![a-z])")
#: How much of the text round the word for an hour is looked at, in characters; and how many such words at most.
_BEFORE, _AFTER, _MOST_HINTS = 90, 20, 100
#: More is a time of years, which no posting means as its whole work.
_MOST = 2000.0


@lru_cache(maxsize=256)  # one posting is looked at again for each change that might turn its verdict
def stated_hours(description: str) -> tuple[float, float] | None:
    """Return the fewest and most hours of the whole work, ``None`` where the text does not state them plainly.

    Two statements that differ are parts of the work, or a doubt: unknown.

    Examples
    --------
    >>> stated_hours("Fix one page. It should take 2-3 hours."), stated_hours("20 hours a week")
    ((2.0, 3.0), None)
    """
    text = folded(description)
    if not any(hint in text for hint in _HINTS):
        return None
    found: set[tuple[float, float]] = set()
    for count, hint in enumerate(_HINT.finditer(text)):
        if len(found) > 1 or count == _MOST_HINTS:
            return None
        floor, stop = max(0, hint.start() - _BEFORE), hint.end() + _AFTER
        for pattern in (_TAKES, _OF_WORK, _JOB):
            for match in pattern.finditer(text, floor, stop):
                hours = _hours(text, match)
                if hours is not None:
                    found.add(hours)
    return found.pop() if len(found) == 1 else None


def _hours(text: str, match: re.Match[str]) -> tuple[float, float] | None:
    floor = max(0, match.start() - 40)
    before = text[floor : match.start()]
    before = before[max(before.rfind("\n"), before.rfind(". "), before.rfind("!"), before.rfind(",")) + 1 :]
    if _NOT_TOTAL.search(before) or _OTHER.match(text, match.end()):
        return None
    after = text[match.end() : match.end() + 24].split("\n")[0].split(".")[0]
    if re.search(r"\b(?:each|every|per|a (?:day|week|month)|weekly|daily)\b", after):
        return None
    low = _number(match["low"])
    high = _number(match["high"]) if match["high"] else low
    scale = 1 / 60 if match["unit"].startswith("m") else 1.0
    low, high = low * scale, high * scale
    return (low, high) if 0 < low <= high <= _MOST else None


def _number(word: str) -> float:
    return _SMALL[word] if word in _SMALL else float(word)
