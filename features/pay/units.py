"""What one amount pays for: the unit after it or before it, the words in that unit, and the hours that belong to it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal, get_args

from features.reading.numerals import numerals

__all__ = ["Per", "Unit", "hours_of", "unit_after", "unit_before"]

Per = Literal[
    "hour", "day", "week", "month", "year", "project", "word", "article", "page", "video", "image", "minute", "unit"
]  # fmt: skip

_NAMES: dict[str, Per] = {
    "hr": "hour", "h": "hour", "hora": "hour", "hourly": "hour", "p/h": "hour", "ph": "hour", "d": "day",
    "daily": "day", "wk": "week", "weekly": "week", "w": "week", "mo": "month",
    "mth": "month", "mnth": "month", "monthly": "month",
    "m": "month", "pm": "month",
    "p.m": "month", "yr": "year", "annum": "year", "yearly": "year", "annually": "year", "annual": "year",
    "job": "project",
    "gig": "project", "blog post": "article", "blog": "article", "blog article": "article",
    "photo": "image", "picture": "image",
    "pic": "image", "min": "minute", "clip": "video",
}  # fmt: skip
_KNOWN = frozenset(get_args(Per)) | frozenset(_NAMES)
_PERIODS = "hour|hr|day|week|wk|month|mo|mth|year|yr"
_THINGS = (
    "words?(?![a-z])(?! (?:blog|article|post|stor|page|script|essay))|blog articles?|articles?|blog posts?|blogs?|posts?|"
    "pages?|videos?|clips?|images?|photos?|pictures?|pics?|minutes?|mins?"
)
_MORE = (
    "scripts?|stor(?:y|ies)|chapters?|books?|logos?|designs?|leads?|tasks?|items?|products?|calls?|reports?|interviews?|funnels?|"
    "websites?|sites?|apps?|reels?|shorts?|episodes?|sessions?|persons?|people|contacts?|reviews?|slides?|songs?|models?|records?|emails?|"
    "hits?|links?|milestones?|languages?|feature|lessons?|voice[ -]?overs?|class(?:es)?|files?|profiles?|listings?|"
    "illustrations?|thumbnails?|entries|entry"
)
_GAP = r"[ \u00a0]?\]?(?:/-)?[ \u00a0]?(?:\([^()\n]{1,14}\) ?|(?:in )?usd ?)?"
_UNIT = re.compile(
    rf"{_GAP}(?:"
    r"(?P<short>p[/.]?h(?:r|our)?|ph|/? ?(?:hourly|weekly|monthly|daily|yearly|annually)|p\.?m"
    r"|/ ?(?:[hdwm](?![a-z]))|p/(?:w|m|d)k?)(?![a-z/])"
    rf"|(?:(?:paid |fixed |flat |in )?(?:/ ?|per |each |every |p[/.] ?|for (?:each|every) "
    rf"|(?P<one>for (?:one|an?|1) )|a[ -]|an "
    rf"|for (?:around |about |approx\.? |~ ?)?(?=[0-9][0-9,.]{{0,7}}k?[ -]?words)))"
    rf"(?:(?P<count>[0-9][0-9,.]{{0,7}}+k?)(?![0-9])[ -]?)?(?:completed |single |finished |edited "
    rf"|full |whole |successful |approved |published |short |"
    rf"new |qualified |verified |written |final |audio |working |work "
    rf"|(?P<adjwords>[0-9][0-9,.]{{0,7}}k?)[ -]words? )?"
    rf"(?P<unit>{_PERIODS}|{_THINGS}|{_MORE}|project|job|gig|piece|unit)s?(?![a-z])"
    r"|(?:for|per) (?P<the>the|an?|this|one|1) (?P<period>month|week|day|year)(?![a-z])"
    r"|h(?![a-z])|(?P<bare>hour|hr|month|week)(?![a-z])(?! ?[0-9])"
    r"|on an? (?P<basis>hourly|daily|weekly|monthly) basis"
    r"|(?P<each>each|a ?piece|apiece)(?![a-z])"
    r"|(?:/ ?|per |p/)(?:\w{1,20} )?(?P<other>[a-z]{2,20})"
    r")"
)
_PROJECT = re.compile(
    rf"{_GAP}[(,-]? ?(?:(?:total|fixed|flat|max|maximum|budget|price|all in|in total|paid"
    rf"|altogether) ?){{0,3}}\)? ?(?:for|per|on) "
    r"(?:(?:the|this|a|all|my|whole|entire|full|complete|one|of|initial|first|single) ){1,4}"
    r"(?:[a-z]{2,14} ){0,2}?(?:project|job|task|work|thing|site|website|app|gig|mvp|phase|script|logo"
    r"|bot|build|series|game|design|lot|set|edit)"
    r"(?![a-z])"
)
_WORDS_AFTER = re.compile(
    r"(?:[^\n.;!?$£€0-9]{0,24}[^\n.;!?$£€0-9,])?(?P<words>[0-9][0-9,.]{0,6}k?)(?P<to> ?(?:-|–"
    r"|to) ?[0-9][0-9,.]{0,6}k?)? ?-?words?(?![a-z])"
)
_UNIT_BEFORE = re.compile(
    rf"\b(?:(?P<ly>hourly|daily|weekly|monthly|yearly|annual|annually)|(?:(?P<exact>per|each|every)|for an?|an?) ?-?"
    rf"(?:(?P<adjwords>[0-9][0-9,.]{{0,7}}k?)[ -]?words? |edited |single "
    rf"|completed )?(?P<unit>{_PERIODS}|{_THINGS}|{_MORE}|piece|unit))(?![a-z])"
)
_HOURS = re.compile(
    r"(?<![0-9.$£€])(?P<low>[0-9]{1,3}(?:\.[0-9])?)(?: ?(?:-|–"
    r"|to) ?(?P<high>[0-9]{1,3}(?:\.[0-9])?))? ?\+?[ -]?(?:hours?|hrs?|h)(?![a-z])"
    r"(?: of work| work)? ?(?:/ ?|per |an? |each |every |in (?:a|the) )?(?P<unit>day|week|wk|month|mo"
    r"|weekly|daily|monthly|total)?(?![a-z])"
)
_FOR = re.compile(r"(?:\bfor|[(/]) ?(?:about |around |approx(?:imately|\.)? |an? |estimated |the |total |~ ?){0,3}\Z")
_TIMED = frozenset({"project", "day", "week", "month"})
#: How many of a shorter period a longer one has, where the calendar alone says it; a week's working days it does not say.
_IN = {("week", "month"): 52 / 12, ("week", "year"): 52.0, ("month", "year"): 12.0}


@dataclass(frozen=True, slots=True)
class Unit:
    """What one amount pays for.

    Parameters
    ----------
    per : str
        One of `Per`.
    words : float or None
        How many words the unit has.
    end : int
        Where it ends in the text.
    thing : str
        The unit as the text calls it.
    sure : bool
        Whether it is a unit of work, such as a page or an hour, and no unknown noun.
    """

    per: Per
    words: float | None
    end: int
    thing: str
    sure: bool


def unit_after(text: str, end: int, stop: int) -> Unit | None:
    """Return the unit right after an amount, ``None`` when there is none."""
    match = _UNIT.match(text, end, stop)
    if match is None:
        whole = _PROJECT.match(text, end, stop)
        return Unit("project", None, whole.end(), "project", True) if whole else None
    if match["other"]:
        return Unit("unit", None, match.end(), match["other"], False)
    if match["each"]:
        return Unit("unit", None, match.end(), "each", False)
    bare = match["bare"] or match["basis"]
    if bare:
        return Unit(_name(bare), None, match.end(), bare, True)
    if match["period"]:
        return Unit(_name(match["period"]), None, match.end(), match["period"], True)
    if match[0].strip("]-/ ") == "h":
        return Unit("hour", None, match.end(), "h", True)
    if match["short"]:
        short = match["short"].strip("/ ")
        short = (
            {"p": "hour"}.get(short[0], short)
            if short not in {"p/w", "p/m", "p/d", "p/wk", "pm", "p.m"}
            else short.removeprefix("p/")
        )
        return Unit(_name(short), None, match.end(), short, True)
    thing = match["unit"].removesuffix("s")
    count = _count(match["count"] or match["adjwords"])
    per = _name(thing)
    end = match.end()
    if match["one"] and (count is not None or (per == "unit" and thing != "unit")):
        count = None
        per = "project"  # "$500 for a website" is the whole; "$5 for each logo" is not
    if match["adjwords"] or (count is not None and per == "word"):
        return Unit(per, count, end, thing, True)
    if count is not None and count != 1:
        # "$10 per 3 pages" pays for three of them, which is another unit than a page.
        return Unit("unit", None, end, thing, True)
    if per in {"article", "unit", "page", "video"} and count is None:
        return _with_words(text, Unit(per, None, end, thing, True), stop)
    return Unit(per, None, end, thing, True)


def words_after(text: str, end: int, stop: int) -> tuple[float, int] | None:
    """Return how many words are named soon after ``end``, and where that ends."""
    match = _WORDS_AFTER.match(text, end, stop)
    words = _count(match["words"]) if match and not match["to"] else None
    return (words, match.end()) if match and words else None


def unit_before(text: str, start: int, label: int, end: int) -> tuple[Unit, int] | None:
    """Return the unit that the clause before an amount names ("hourly rate is", "per video I pay"), and where it begins.

    Before the pay words themselves only what stands close to them belongs to them.
    """
    last: re.Match[str] | None = None
    for match in _UNIT_BEFORE.finditer(text, max(start, label - 25), end):
        close = match.start() >= label or match["exact"] or (match["ly"] and label - match.end() <= 12)
        if close and (match["exact"] or match["ly"] or _name(match["unit"].removesuffix("s")) != "unit"):
            last = match
    if last is None:
        return None
    thing = (last["ly"] or last["unit"]).removesuffix("s")
    return Unit(_name(thing), _count(last["adjwords"]), end, thing, True), last.start()


def hours_of(text: str, start: int, end: int, per: Per) -> tuple[float, float] | None:
    """Return the hours named between two places, for the period that an amount pays for."""
    if per == "hour":
        return None
    for match in _HOURS.finditer(text, start, end):
        low = float(match["low"])
        high = float(match["high"] or low)
        unit = match["unit"]
        if unit in {None, "total"}:
            # "deliver in 24 hours" is a deadline; "$20 a day for 3 hours" is the work that is paid.
            factor = 1.0 if _FOR.search(text, max(start, match.start() - 24), match.start()) and per in _TIMED else None
        else:
            named = _name(unit)
            factor = 1.0 if named == per else _IN.get((named, per))
        if factor is not None and 0 < low <= high:
            return low * factor, high * factor
    return None


def _with_words(text: str, unit: Unit, stop: int) -> Unit:
    words = words_after(text, unit.end, stop)
    return unit if words is None else Unit(unit.per, words[0], words[1], unit.thing, unit.sure)


def _count(digits: str | None) -> float | None:
    if not digits:
        return None
    found = numerals(digits.strip(" -.,"), most=1)
    return found[0].value if found else None


def _name(thing: str) -> Per:
    if thing in _NAMES:
        return _NAMES[thing]
    return thing if thing in _KNOWN else "unit"  # type: ignore[return-value]
