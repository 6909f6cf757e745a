from __future__ import annotations

from typing import Any

import pytest

from features.errors import shown
from features.posting import Pay
from features.reading.pay import read_pay, read_pay_type


def pay(value: object) -> tuple[str | None, float | None, float | None, str | None]:
    """Return the pay as the posting has it."""
    read = Pay.model_validate(value)
    return read.type, read.min, read.max, read.currency


LINES = [
    ("Hourly: $15-$30", ("hourly", 15, 30, "USD")),
    ("Hourly:\u00a0$15.00\u2013$30.00", ("hourly", 15, 30, "USD")),
    ("$15.00 - $30.00", (None, 15, 30, "USD")),
    ("$15.00 - $30.00 Hourly", ("hourly", 15, 30, "USD")),
    ("$10/hr - $20/hr", ("hourly", 10, 20, "USD")),
    ("15 USD - 30 USD", (None, 15, 30, "USD")),
    ("€15 to €30 per hour", ("hourly", 15, 30, "EUR")),
    ("$30/hr", ("hourly", 30, 30, "USD")),
    ("Est. budget:\n$18.00", ("fixed", 18, 18, "USD")),
    ("Fixed-price $500", ("fixed", 500, 500, "USD")),
    ("Fixed-price\n$1,500.00", ("fixed", 1500, 1500, "USD")),
    ("Less than $15.00", (None, None, 15, "USD")),
    ("Hourly: less than $15.00", ("hourly", None, 15, "USD")),
    ("$30+", (None, 30, None, "USD")),
    ("$5-10K", (None, 5000, 10_000, "USD")),
    ("Hourly", ("hourly", None, None, None)),
    ("Hidden budget", (None, None, None, None)),
    ("", (None, None, None, None)),
]
MAPPINGS: list[tuple[dict[str, Any], tuple[Any, ...]]] = [
    ({"type": "hourly", "min": 15, "max": 30, "currency": "USD"}, ("hourly", 15, 30, "USD")),
    ({"type": "HOURLY", "min": "$15-$30"}, ("hourly", 15, 30, "USD")),
    ({"type": "hourly", "min": "$15.00 - $30.00", "max": None}, ("hourly", 15, 30, "USD")),
    ({"type": "hourly", "min": "Less than $15.00"}, ("hourly", None, 15, "USD")),
    ({"type": "hourly", "min": "15"}, ("hourly", 15, None, None)),
    ({"type": "hourly", "amount": "€15-€30", "currency": None}, ("hourly", 15, 30, "EUR")),
    ({"type": "fixed", "amount": "$500"}, ("fixed", 500, 500, "USD")),
    ({"type": "fixed", "budget": 500}, ("fixed", 500, 500, None)),
    ({"type": "fixed", "amount": "hidden"}, ("fixed", None, None, None)),
    ({"type": "fixed", "min": float("nan"), "max": float("nan")}, ("fixed", None, None, None)),
    ({}, (None, None, None, None)),
]


@pytest.mark.parametrize(("line", "expected"), LINES, ids=shown)
def test_line(line: str, expected: tuple[Any, ...]) -> None:
    """Each line of a page is the pay it states, and no more."""
    assert pay(line) == expected


@pytest.mark.parametrize(("mapping", "expected"), MAPPINGS, ids=[str(mapping) for mapping, _ in MAPPINGS])
def test_mapping(mapping: dict[str, Any], expected: tuple[Any, ...]) -> None:
    """A mapping may carry a whole line in one of its fields."""
    before = dict(mapping)
    assert pay(mapping) == expected
    assert str(mapping) == str(before)


@pytest.mark.parametrize(
    ("value", "problem"),
    [
        ({"min": 30, "max": "$15"}, "min is 30 but max is '$15'"),
        ("$30-$15", "has min 30 over max 15"),
        ("-$5", "is negative"),
        ("Hourly: -$5", "is negative"),
        ("a good deal", "names no pay"),
        ({"amount": "a lot"}, "is not an amount of money"),
        (30, "30 is not a pay"),
        (True, "True is not a pay"),
        (["$15"], "a list of 1 is not a pay"),
        ("$" * 10_000_000, "is longer than 200 characters"),
    ],
    ids=shown,
)
def test_refused(value: object, problem: str) -> None:
    """What is no pay is refused, with both ends named when they cross."""
    with pytest.raises(ValueError, match=r"; (?:write|correct)") as caught:
        read_pay(value)
    assert problem in str(caught.value)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Hourly", "hourly"),
        ("HOURLY", "hourly"),
        ("hourly_no_rate", "hourly"),
        ("Fixed-price", "fixed"),
        ("fixed price", "fixed"),
        ("FIXED", "fixed"),
        ("FIXED_PRICE", "fixed"),
        (None, None),
        ("not specified", None),
    ],
    ids=shown,
)
def test_type(text: object, kind: str | None) -> None:
    """Each spelling of the marketplace is hourly or fixed."""
    assert read_pay_type(text) == kind


@pytest.mark.parametrize("value", ["weekly", "free", 1, True, ["hourly"]], ids=shown)
def test_type_refused(value: object) -> None:
    """Another kind of pay is refused."""
    with pytest.raises(ValueError, match='write "hourly" or "fixed"'):
        read_pay_type(value)
