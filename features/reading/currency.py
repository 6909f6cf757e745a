"""What an amount is in: a sign or a code of a currency becomes its ISO 4217 code."""

from __future__ import annotations

import re

from features.reading.cleaning import cleaned, is_blank, refusal

__all__ = ["COMMA_DECIMALS", "currency_in", "read_currency"]

#: Signs that mean one currency. ``$`` alone is the US dollar, as on the marketplace; ``kr`` is three currencies: none.
_SIGNS = {
    "US$": "USD", "CA$": "CAD", "C$": "CAD", "AU$": "AUD", "A$": "AUD", "NZ$": "NZD", "HK$": "HKD", "S$": "SGD",
    "R$": "BRL", "MX$": "MXN", "$": "USD", "£": "GBP", "€": "EUR", "¥": "JPY", "₹": "INR", "₽": "RUB", "₩": "KRW",
    "₴": "UAH", "₺": "TRY", "₱": "PHP", "₫": "VND", "₪": "ILS", "₦": "NGN", "zł": "PLN", "Rs": "INR",
}  # fmt: skip
_CODES = frozenset(
    [
        "AED",
        "ARS",
        "AUD",
        "BDT",
        "BGN",
        "BRL",
        "CAD",
        "CHF",
        "CLP",
        "CNY",
        "COP",
        "CZK",
        "DKK",
        "EGP",
        "EUR",
        "GBP",
        "GEL",
        "GHS",
        "HKD",
        "HUF",
        "IDR",
        "ILS",
        "INR",
        "JPY",
        "KES",
        "KRW",
        "KZT",
        "LKR",
        "MAD",
        "MXN",
        "MYR",
        "NGN",
        "NOK",
        "NPR",
        "NZD",
        "PEN",
        "PHP",
        "PKR",
        "PLN",
        "QAR",
        "RON",
        "RSD",
        "RUB",
        "SAR",
        "SEK",
        "SGD",
        "THB",
        "TND",
        "TRY",
        "TWD",
        "TZS",
        "UAH",
        "UGX",
        "USD",
        "UYU",
        "VND",
        "XAF",
        "XOF",
        "ZAR",
    ]
)
#: Currencies whose countries write ``1.234`` for one thousand two hundred and thirty-four.
COMMA_DECIMALS = frozenset(
    [
        "ARS",
        "BRL",
        "CLP",
        "COP",
        "CZK",
        "DKK",
        "EUR",
        "IDR",
        "NOK",
        "PLN",
        "RON",
        "RSD",
        "RUB",
        "SEK",
        "TRY",
        "UAH",
        "VND",
    ]
)
_ANY = re.compile(r"(?<![A-Za-z])(?:" + "|".join(sorted(map(re.escape, _SIGNS), key=len, reverse=True)) + r")|\b[A-Z]{3}\b")
_CURE = 'write an ISO code such as "USD"'


def currency_in(text: str) -> str | None:
    """Return the code of the first currency that a page string names, ``None`` when it names none.

    Examples
    --------
    >>> currency_in("1.234,56 €")
    'EUR'
    """
    for match in _ANY.finditer(text):
        code = _SIGNS.get(match[0]) or (match[0] if match[0] in _CODES else None)
        if code:
            return code
    return None


def read_currency(value: object) -> str | None:
    """Return the ISO 4217 code of a currency given as a code or a sign.

    Raises
    ------
    ValueError
        For anything else.

    Examples
    --------
    >>> read_currency("$"), read_currency("eur")
    ('USD', 'EUR')
    """
    if is_blank(value):
        return None
    if not isinstance(value, str):
        raise refusal(value, "is not a currency", _CURE)
    text = cleaned(value, _CURE)
    if text is None:
        return None
    code = _SIGNS.get(text) or text.upper()
    if code not in _CODES:
        raise refusal(value, "is not a currency that is known here", _CURE)
    return code
