from __future__ import annotations

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from features.errors import shown
from features.reading.currency import read_currency
from features.reading.money import read_money

AMOUNTS = [
    ("$1.5K+", 1500.0),
    ("$10k+", 10_000.0),
    ("$0 spent", 0.0),
    ("$100K+", 100_000.0),
    ("$4.3K total spent", 4300.0),
    ("$22.10/hr avg hourly rate paid", 22.1),
    ("$22.10 /hr avg hourly rate paid", 22.1),
    ("Est. budget:\n$18.00", 18.0),
    ("1.234,56 €", 1234.56),
    ("1.234 €", 1234.0),
    ("1 234,56", 1234.56),
    ("$1\u00a0234", 1234.0),
    ("1\u202f234,56\u00a0€", 1234.56),
    ("$2M+", 2_000_000.0),
    ("15,00", 15.0),
    ("0,5", 0.5),
    ("0.125", 0.125),
    ("$15.333", 15.333),
    ("$.50", 0.5),
    ("$1,234", 1234.0),
    ("12,34,567", 1_234_567.0),
    ("1'234.50", 1234.5),
    ("$1.5 million", 1_500_000.0),
    ("1.5E+3", 1500.0),
    ("310 hours", 310.0),
    ("Budget - $5", 5.0),
    (0, 0.0),
    (15, 15.0),
    (22.1, 22.1),
]
UNKNOWN = [
    None,
    math.nan,
    "",
    " ",
    "-",
    "—",
    "hidden",
    "Hidden budget",
    "n/a",
    "N/A",
    "private",
    "unknown",
    "None",
    "TBD",
    "not specified",
    "NOT_SPECIFIED",
    "not stated",
]
REFUSED = [
    (True, "is not an amount of money"),
    (math.inf, "is not finite"),
    (10**30, "is far too large"),
    (10**5000, "a whole number of 16,610 bits is far too large"),
    (-1, "is negative"),
    ("-5", "is negative"),
    ("-$5", "is negative"),
    ("$-5", "is negative"),
    ("\u2212$5", "is negative"),
    ("$15 - $30", "is a range"),
    ("abc", "is not an amount of money"),
    ("9" * 40, "is not an amount of money"),
    ("999999999999999", "is not an amount up to"),
    ("x" * 10_000_000, "(10,000,000 characters) is longer than 200 characters"),
    ([15], "a list of 1 is not an amount of money"),
    ({}, "a dict of 0 is not an amount of money"),
    (b"15", "is not an amount of money"),
]


@pytest.mark.parametrize(("value", "amount"), AMOUNTS, ids=shown)
def test_amount(value: object, amount: float) -> None:
    """Each form seen on a page is the amount it means."""
    assert read_money(value) == pytest.approx(amount, rel=1e-12)


@pytest.mark.parametrize("text", ["$500 spent on kitchen work", "$500 kept", "500 km", "$500 mostly", "$500kr"], ids=shown)
def test_letter_that_is_no_suffix(text: str) -> None:
    """A k or m that belongs to a word does not mean thousands or millions."""
    assert read_money(text) == 500.0


@pytest.mark.parametrize("value", UNKNOWN, ids=shown)
def test_unknown(value: object) -> None:
    """A word for unknown is unknown, never zero."""
    assert read_money(value) is None


@pytest.mark.parametrize(("value", "problem"), REFUSED, ids=shown)
def test_refused(value: object, problem: str) -> None:
    """What is no amount is refused in one short sentence with the next step."""
    with pytest.raises(ValueError, match="; write ") as caught:
        read_money(value)
    assert problem in str(caught.value)
    assert len(str(caught.value)) < 300


@settings(deadline=None)
@given(st.integers(0, 10**9), st.integers(0, 99))
def test_dollar_forms_agree(dollars: int, cents: int) -> None:
    """An amount is the same with and without thousands separators, in either convention."""
    amount = pytest.approx(dollars + cents / 100)
    assert read_money(f"${dollars}.{cents:02}") == amount
    assert read_money(f"${dollars:,}.{cents:02}") == amount
    assert read_money(f"{dollars:,}".replace(",", ".") + f",{cents:02} €") == amount


@settings(deadline=None)
@given(st.text(max_size=300))
def test_any_text(text: str) -> None:
    """Any text is an amount of zero or more, unknown, or a ValueError."""
    try:
        amount = read_money(text)
    except ValueError:
        return
    assert amount is None or 0 <= amount <= 1e12


@pytest.mark.parametrize(
    ("value", "code"),
    [
        ("USD", "USD"),
        ("usd", "USD"),
        ("$", "USD"),
        ("£", "GBP"),
        ("€", "EUR"),
        ("₹", "INR"),
        ("R$", "BRL"),
        (None, None),
        ("", None),
    ],
    ids=shown,
)
def test_currency(value: object, code: str | None) -> None:
    """A code or a sign is its ISO code."""
    assert read_currency(value) == code


@pytest.mark.parametrize("value", ["beads", "kr", "XYZ", 5, True, ["USD"]], ids=shown)
def test_currency_refused(value: object) -> None:
    """An unknown currency is refused, not passed on."""
    with pytest.raises(ValueError, match=r"is not a currency.*write an ISO code"):
        read_currency(value)
