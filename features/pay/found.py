"""The pay that a posting's title and description state, and the hours of the whole work."""

from __future__ import annotations

import re
from dataclasses import dataclass

from features.pay.amounts import Amount, amounts_in, folded
from features.pay.ends import ends_of, is_capped
from features.pay.evidence import LABELS, heading, label_after, label_before, names_bare, rated_before
from features.pay.hours import stated_hours
from features.pay.other import is_far_other, is_other_money, is_placeholder, whose_after
from features.pay.units import Per, Unit, hours_of, unit_after, unit_before

__all__ = ["FoundPay", "find_pay", "stated_hours"]

#: How far round an amount its words are looked for, in characters.
_WINDOW = 110
#: Above this it is the money of a business, whatever stands beside it.
_MOST = 200_000.0
_BIG_CURRENCIES = frozenset(
    {"INR", "PKR", "NGN", "JPY", "KRW", "VND", "IDR", "PHP", "RUB", "KES", "UGX", "TZS", "HUF", "LKR", "BDT"}
)
_DIGIT = re.compile(r"\d")
_BREAK = re.compile(r"[\n!?;]|(?<!approx)(?<!max)(?<!min)(?<!rs)\.(?![0-9])(?=\s)")
# What may follow a bare number that is an amount: its end, or words about an amount; never another noun.
_BARE_ENDS = re.compile(
    r"\]? ?(?:\Z|[\n.,;)!?(|]|(?:max|only|total|negotiable|fixed|flat|tops|for (?:the|this|all"
    r"|everything|whole|each|every)|and|but|or|if|so|per|depending|based|as|with|"
    r"in total|which|please|-)(?![a-z]))"
)
# "Pay: 50" and "payment is 50" state pay; "pay 3 times" does not.
_PAY_NOUN = re.compile(r"[^\n]{0,20}[:=-]|pay(?:ment|out)? (?:is|will|of)")
_RATE = re.compile(r"(?:rate|salary|wage|stipend|base pay)")
_WHOLE = re.compile(r"fixed|flat|project|total|one[- ]time|budget|whole|price|task|job")
_YEAR = range(2015, 2036)
# Units that work is paid by, so that an amount beside one needs no word for pay.
_PERIODS = frozenset({"day", "week", "month", "year"})
_OFTEN_WORK = frozenset({"day", "video", "image"})
_APART = re.compile(r"(?:\A|[-–—|:(\[,/]) ?\Z")
_FIXED = re.compile("fixed (?:price|fee|rate)")
_WORK = frozenset({"hour", "word", "article", "page"})


@dataclass(frozen=True, slots=True)
class FoundPay:
    """One statement of pay.

    Parameters
    ----------
    low, high : float or None
        The amounts in ``currency``: equal for one amount; ``low`` is `None` in "up to $500", ``high`` in "from $20".
    currency : str or None
        ISO code; "$" is the US dollar; `None` where only pay words say that a number is money.
    per : str
        What one amount pays for: "project" is the whole work, "unit" another thing or one that is not said ("salary: $800").
    words : float or None
        How many words that unit has: 1500 in "$5 per article of 1,500 words", and 1000 in "$5 per 1000 words".
    hours : tuple of float or None
        The fewest and most hours that the amount is for, in the same period; those of a week count 52/12 times in a month.
    field : str
        "title" or "description".
    start, end : int
        The quote, in code points of the original text.
    """

    low: float | None
    high: float | None
    currency: str | None
    per: Per
    words: float | None
    hours: tuple[float, float] | None
    field: str
    start: int
    end: int


def find_pay(title: str, description: str) -> tuple[FoundPay, ...]:
    """Return the pay for the work that a posting's own text states, in reading order, the title first.

    Parameters
    ----------
    title, description : str
        The texts as they came.

    Examples
    --------
    >>> pay = find_pay("Blog writer", "We sell $40 mugs. We pay $5 per article of 1,500 words.")
    >>> [(p.low, p.high, p.currency, p.per, p.words) for p in pay]
    [(5.0, 5.0, 'USD', 'article', 1500.0)]
    """
    return (*_in_field("title", title), *_in_field("description", description))


def _in_field(field: str, original: str) -> list[FoundPay]:
    if not _DIGIT.search(original):
        return []
    text = folded(original)
    near = tuple(label for label in LABELS if label in text)
    found: list[FoundPay] = []
    last = 0
    for amount in amounts_in(text, near=near):
        pay = _judged(field, text, amount, last) if _plausible(amount) else None
        if amount.currency is not None or pay is not None:
            last = amount.end if pay is None else pay.end
        if pay is not None:
            found.append(pay)
    return found


def _plausible(amount: Amount) -> bool:
    if amount.high <= 0:
        return False
    return amount.high <= _MOST * (1 if amount.currency not in _BIG_CURRENCIES else 100)


def _judged(field: str, text: str, amount: Amount, last: int) -> FoundPay | None:
    start = _clause_start(text, max(last, amount.start - _WINDOW), amount.start)
    if amount.currency is None and amount.scale == 1 and names_bare(text, start, amount.start) is None:
        return None  # most numbers end here
    stop = _clause_stop(text, amount.end)
    unit = unit_after(text, amount.end, stop)
    label = _label(field, text, start, amount, unit, stop)
    if label is None:
        return None
    begin, finish = label
    before = unit_before(text, start, begin, amount.start) if begin < amount.start and unit is None else None
    if before is not None:
        unit, begin = before[0], min(begin, before[1])
    elif unit is not None:
        finish = max(finish, unit.end)
    low, high, finish = ends_of(text, amount, finish)
    if (
        unit is not None
        and unit.per == "word"
        and unit.words is None
        and amount.high > 10
        and amount.currency in {None, "USD", "EUR", "GBP"}
    ):
        return None
    per = unit.per if unit is not None else _silent(text[max(0, begin - 12) : finish])
    if text[begin:finish].count("(") > text[begin:finish].count(")") and text[finish : finish + 1] == ")":
        finish += 1
    hours = hours_of(text, finish, min(stop, finish + 60), per) or hours_of(text, start, amount.start, per)
    return FoundPay(low, high, amount.currency, per, unit.words if unit else None, hours, field, begin, finish)


def _label(field: str, text: str, start: int, amount: Amount, unit: Unit | None, stop: int) -> tuple[int, int] | None:
    """Return where the statement that an amount is the pay begins and ends, ``None`` where nothing says so."""
    after = unit.end if unit is not None else amount.end
    if amount.currency is None:
        return _bare(text, start, amount, unit, stop)
    before = label_before(text, start, amount.start)
    if before is None and field == "title" and _titled(text, start, amount, unit):
        before = amount.start, False
    headed = before is None and _under_heading(text, start, amount.start)
    rated = None if before is not None or headed else rated_before(text, start, amount.start)
    starts = rated is not None and text.startswith(("we", "i ", "pay", "rate", "salary"), rated)
    tight = headed or starts or (before is not None and before[1])
    thing = unit.thing if unit is not None and not (tight or unit.per == "hour") else ""
    if is_other_money(text, amount.end, stop, thing) or is_other_money(text, after, stop, ""):
        return None
    if whose_after(text, after, min(stop, after + 60), far=not tight) or is_placeholder(text, after):
        return None
    if before is not None:
        return before[0], amount.end
    named = label_after(text, after, stop)
    if named is not None and (_FIXED.search(text, after, named) or not is_far_other(text, start, amount.start)):
        return amount.start, named
    if is_far_other(text, start, amount.start):
        return None
    if headed:
        return amount.start, amount.end
    if rated is not None and _is_rate(text, rated, amount.start, unit):
        return rated, amount.end
    if (
        unit is not None
        and unit.sure
        and (_is_work(text, start, amount.start, unit) or (unit.per == "project" and "for" in text[amount.end : unit.end]))
    ):
        return amount.start, amount.end
    return None


def _titled(text: str, start: int, amount: Amount, unit: Unit | None) -> bool:
    """Return whether an amount stands in a title as titles state pay: "[$250] ...", "... - $600 per month"."""
    if amount.start == 1 and text.startswith("[") and text.startswith("]", amount.end):
        return True
    if unit is None or not unit.sure or amount.scale > 1 or is_far_other(text, start, amount.start):
        return False
    return unit.per not in _PERIODS or bool(_APART.search(text, start, amount.start))


def _is_work(text: str, start: int, end: int, unit: Unit) -> bool:
    """Return whether work alone is paid by this unit; a day's or a video's money must also begin its sentence."""
    return unit.per in _WORK or (unit.per in _OFTEN_WORK and not any(char.isalnum() for char in text[start:end]))


def _is_rate(text: str, rated: int, end: int, unit: Unit | None) -> bool:
    """Return whether the unit fits the words before the amount: "at $49 a month" may be what a product costs."""
    if unit is None:
        return unit_before(text, rated, rated, end) is not None
    starts = text.startswith(("we", "i ", "pay", "rate", "salary"), rated)
    return starts or unit.thing == "each" or (unit.sure and unit.per not in _PERIODS)


def _bare(text: str, start: int, amount: Amount, unit: Unit | None, stop: int) -> tuple[int, int] | None:
    if amount.low == amount.high and amount.low in _YEAR:
        return None
    known = unit is not None and unit.sure
    thousand = amount.scale > 1
    if known and thousand and unit is not None and unit.per == "project":
        return amount.start, amount.end
    if not known and not is_capped(text, amount.end) and not _BARE_ENDS.match(text, amount.end):
        return None
    begin = names_bare(text, start, amount.start)
    if begin is None:
        return None
    if text.startswith("pay", begin) and not known and not _PAY_NOUN.match(text, begin, amount.start):
        return None
    return begin, amount.end


def _under_heading(text: str, start: int, end: int) -> bool:
    """Return whether an amount begins its line and the line before is the heading of the pay."""
    if start == 0 or text[start - 1] != "\n" or any(char.isalnum() for char in text[start : max(start, end - 24)]):
        return False
    floor = max(0, start - 70)
    close = start
    while close > floor and not text[close - 1].isalnum():
        close -= 1
    line = text.rfind("\n", floor, close) + 1 or floor
    return close - line <= 60 and heading(text, max(line - 1, 0), close)


def _silent(quote: str) -> Per:
    """Return what an amount without a unit pays for: a budget is for the whole work, a rate or salary does not say."""
    rate = _RATE.search(quote)
    return "unit" if rate and (rate[0] != "rate" or not _WHOLE.search(quote)) else "project"


def _clause_start(text: str, floor: int, end: int) -> int:
    start = floor
    for match in _BREAK.finditer(text, floor, end):
        start = match.end()
    return start


def _clause_stop(text: str, start: int) -> int:
    match = _BREAK.search(text, start, start + _WINDOW)
    return match.start() if match else min(len(text), start + _WINDOW)
