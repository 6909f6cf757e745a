"""The amounts of a text: numbers with or without a currency, two of them joined where they are a range."""

from __future__ import annotations

import functools
import re
import unicodedata
from dataclasses import dataclass, replace

from features.reading.currency import COMMA_DECIMALS, currency_in
from features.reading.numerals import numerals

__all__ = ["Amount", "amounts_in", "folded"]

#: No honest posting names more numbers than this; the rest is left unread, which bounds the work of hostile text.
_MOST_NUMBERS = 400
#: Digits and marks of the longest number that is read; more is an account, a phone or noise.
_LONGEST = 16
_ODD = re.compile(r"[^\x00-\x7f]")
_NUMBER = re.compile(r"[0-9]++(?:[.,'’][0-9]++){0,6}+(?: 000(?![0-9])){0,2}")
_CODE = "usd|eur|gbp|inr|aud|cad|nzd|sgd|hkd|chf|php|pkr|ngn|zar|aed|kes|bdt|brl|pln|sek|nok|dkk|myr|thb|jpy|uah|idr|mxn"
_BEFORE = re.compile(
    rf"(?:\b(?:(?:us|usd|cad|aud) ?|ca|c|au|a|nz|hk|s|r|mx)\$|[$£€¥₹₽₩₴₺₱₫₪₦]|\b(?:{_CODE})\b"
    rf"|(?<![a-z])rs\.?)[ \u00a0]?[\[(]?[ ~]?\Z"
)
_ENDINGS = (*"$£€¥₹₽₩₴₺₱₫₪₦", *_CODE.split("|"), "rs", "rs.")
_SUFFIX = re.compile(
    r" ?(?:(?P<k>k|grand|thousand)|(?P<m>mm?|mln|million|mil|bn?|billion|tn?|trillion|cr|crores?|lakhs?))(?![a-z0-9])"
)
_OPEN = re.compile(r" ?\+(?! ?[0-9$])")
_AFTER = re.compile(
    rf"(?:/-)?[ \u00a0-]?(?:(?P<code>us ?\$|(?:us|u\.s\.|canadian|australian) dollars?|[$£€₹₱](?![0-9])"
    rf"|(?:{_CODE}|zł)(?![a-z]))"
    r"|(?P<word>dollars?|bucks|quid|pounds?(?: sterling)?|sterling|euros?|rupees?|rs|¢|cents?|pesos?|naira)(?![a-z]))"
)
# A quick look behind a number: may it be an amount or the first end of a range?
_PAID_IN = re.compile(
    rf" ?(?:k|grand|thousand)?(?: ?\+)?(?:/-)?[ \u00a0-]?(?:[$£€₹₱¢]|us ?\$|(?:{_CODE}|zł|us dollar"
    rf"|u\.s\.|canadian|australian|dollar|bucks|quid|pound|"
    r"sterling|euro|rupee|rs|cent|peso|naira)|(?<=k)(?![a-z])|[-–—−~] ?[$£€¥₹0-9]|(?:to|till|until|and"
    r"|&) ?[$£€¥₹0-9])"
    r"| ?(?:k|grand|thousand)(?![a-z])| ?(?:-|–|—|−|~|to|till|until|and|&) ?~?[$£€¥₹a-z0-9]"
)
# What makes a number no amount: a per cent, a time, a letter that touches it.
_NO_AMOUNT = re.compile(r"(?: ?%|:[0-9]|(?:st|nd|rd|th)(?![a-z])|[a-z_]|[-/][0-9]{1,2}[-/]| ?x ?[0-9]|\*[0-9])")
_JOINT = re.compile(
    r"(?: ?(?:/|per|an?) ?(?:hr?|hour|month|mo|week|day|year|video|article|word|page))?\]? ?(?:-|–|—|−"
    r"|~|to|till|until) ?~?"
)
_BETWEEN_AND = re.compile(r" ?(?:and|&) ?")
_BETWEEN = re.compile(r"between[ :]{0,2}\Z")
#: How far before a bare number a word about pay may stand, in characters.
_NEAR = 70
#: How far the second end of a range may stand behind the first, in characters.
_CLOSE = 16
_RANGE_LEFT = re.compile(r"(?:[0-9]k?|[^a-z0-9]|\A)-\Z")
_WORDS = {
    "d": "USD", "b": "USD", "q": "GBP", "po": "GBP", "st": "GBP", "e": "EUR", "r": "INR", "c": "USD", "¢": "USD",
    "pe": None, "n": "NGN",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Amount:
    """One amount, or the two ends of a range.

    Parameters
    ----------
    low, high : float
        The ends, equal for one amount.
    currency : str or None
        Its ISO code, `None` for a bare number.
    scale : float
        What the suffix of ``high`` stands for; the other end may share it.
    open : bool
        Whether a plus follows.
    start, end : int
        Its place, the currency and a suffix included.
    """

    low: float
    high: float
    currency: str | None
    scale: float
    open: bool
    start: int
    end: int


def folded(text: str) -> str:
    """Return a text in small plain letters, each character in the place of the original one.

    Examples
    --------
    >>> folded("Budget: ４０ €")
    'budget: 40 €'
    """
    plain = text if text.isascii() else _ODD.sub(lambda match: _plain(match[0]), text)
    small = plain.lower()
    return small if len(small) == len(text) else "".join(c if len(c.lower()) != 1 else c.lower() for c in plain)


@functools.lru_cache(maxsize=4096)
def _plain(char: str) -> str:
    form = unicodedata.normalize("NFKC", char)
    return form if len(form) == 1 else char


def amounts_in(text: str, *, near: tuple[str, ...] = ()) -> list[Amount]:
    """Return the amounts of a folded text in order, ranges joined.

    Parameters
    ----------
    text : str
        From `folded`.
    near : tuple of str
        Words, one of which must stand before a number without a currency; without any only money counts.

    Examples
    --------
    >>> [(a.low, a.high, a.currency) for a in amounts_in("5-10k eur, then $7")]
    [(5000.0, 10000.0, 'EUR'), (7.0, 7.0, 'USD')]
    """
    found: list[Amount] = []
    last: Amount | None = None
    for count, match in enumerate(_NUMBER.finditer(text)):
        if count == _MOST_NUMBERS:
            break
        amount = _single(text, match, near, last)
        if amount is None:
            last = None
            continue
        joined = None if last is None else _range(text, last, amount)
        if joined is not None:
            if found and found[-1] is last:
                found.pop()
            amount, last = joined, None
        else:
            last = amount
        if amount.currency is not None or near:
            found.append(amount)
    return found


def _single(text: str, match: re.Match[str], near: tuple[str, ...], last: Amount | None) -> Amount | None:
    start, end = match.span()
    digits = match[0]
    if end - start > _LONGEST:
        return None
    sign = _sign(text, start)
    close = last is not None and start - last.end <= _CLOSE
    # Most numbers of a text are far from money and from words about pay: they cost three looks.
    if sign is None and not close and not _is_near(text, start, end, near) and not _PAID_IN.match(text, end):
        return None
    if start and text[start - 1] == "." and not text[max(0, start - 2) : start - 1].isalnum():
        start, digits = start - 1, "." + digits
        sign = _sign(text, start)
    if sign is None and start and (text[start - 1].isalnum() or text[start - 1] in "._#@/-:"):
        # The 8 of "utf-8" and the tail of an address are no amounts; the end of "20-30" and of "20k-30k" is.
        touching = text[start - 1]
        if touching not in "-:/" or (touching == "-" and not _RANGE_LEFT.search(text, max(0, start - 3), start)):
            return None
    suffix = _SUFFIX.match(text, end)
    if suffix is not None and suffix["m"]:
        return None  # millions are no pay of one posting
    scale = 1000.0 if suffix is not None else 1.0
    end = suffix.end() if suffix is not None else end
    plus = _OPEN.match(text, end)
    end = plus.end() if plus else end
    after = _AFTER.match(text, end)
    if after is None and sign is None and _NO_AMOUNT.match(text, end):
        return None
    currency, cents = _currency(sign[0] if sign else "", after)
    numeral = numerals(digits, dot_groups=currency in COMMA_DECIMALS, most=1)
    if not numeral:
        return None
    value = numeral[0].value * scale * (0.01 if cents else 1.0)
    end = after.end() if after else end
    return Amount(value, value, currency, scale, plus is not None, sign.start() if sign else start, end)


def _sign(text: str, start: int) -> re.Match[str] | None:
    """Return the sign or code right before a number; the pattern is asked only where one may end."""
    left = text[max(0, start - 8) : start]
    return _BEFORE.search(text, max(0, start - 8), start) if left.rstrip(" \u00a0~[(").endswith(_ENDINGS) else None


def _is_near(text: str, start: int, end: int, near: tuple[str, ...]) -> bool:
    """Return whether one of the words stands before a number, or a K behind it ("1k for the site")."""
    window = text[max(0, start - _NEAR) : start]
    return any(word in window for word in near) or text.startswith(("k ", " k "), end)


def _currency(before: str, after: re.Match[str] | None) -> tuple[str | None, bool]:
    """Return the currency, and whether the number counts cents; a code says more than the sign before it."""
    code = after["code"] if after else None
    word = after["word"] if after else None
    said = None
    if code:
        said = "CAD" if code.startswith("can") else "AUD" if code.startswith("aus") else "USD" if "dollar" in code else None
        said = said or ("PLN" if code == "zł" else currency_in(code.upper().replace(" ", "")))
    if word:
        cents = word[0] == "¢" or word.startswith("cent")
        named = currency_in(_upper(before)) if before else None
        return named or _WORDS.get(word[:2], _WORDS.get(word[0])), cents
    if before and (said is None or said == "USD"):
        return currency_in(_upper(before)) or said, False
    return said, False


def _upper(sign: str) -> str:
    sign = sign.strip(" \u00a0[(~.")
    return (
        "Rs"
        if sign == "rs"
        else sign.upper().replace(" ", "").replace("USD$", "US$").replace("CAD$", "CA$").replace("AUD$", "AU$")
    )


def _range(text: str, first: Amount, second: Amount) -> Amount | None:
    if second.start - first.end > _CLOSE or first.low != first.high:
        return None
    if first.currency and second.currency and first.currency != second.currency and "$" not in text[first.start : first.end]:
        return None
    joint = _JOINT.fullmatch(text, first.end, second.start)
    if joint is not None and first.currency is None and not text[second.start].isdigit() and joint[0].startswith(" "):
        return None  # "Milestone 1 - $500" is a number and an amount
    if joint is None:
        between = _BETWEEN.search(text, max(0, first.start - 10), first.start)
        if between is None or not _BETWEEN_AND.fullmatch(text, first.end, second.start):
            return None
    # "$5-10K" is five to ten thousand.
    shared = second.scale if first.scale == 1.0 and first.low < second.low / second.scale else 1.0
    low = first.low * shared
    if low > second.high:
        return None
    currency = second.currency if second.currency and (first.currency in {None, "USD"}) else first.currency
    return replace(second, low=low, currency=currency, start=first.start, open=second.open)
