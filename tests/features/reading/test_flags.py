from __future__ import annotations

import math

import pytest

from features.errors import shown
from features.reading.flags import read_flag


@pytest.mark.parametrize(
    "value",
    [
        True,
        1,
        1.0,
        "1",
        "true",
        "TRUE",
        "yes",
        "Payment verified",
        "Payment method verified",
        "Phone number verified",
        "verified",
        "VERIFIED",
    ],
    ids=shown,
)
def test_yes(value: object) -> None:
    """Each form of yes is true."""
    assert read_flag(value) is True


@pytest.mark.parametrize(
    "value",
    [
        False,
        0,
        0.0,
        "0",
        "false",
        "no",
        "Payment unverified",
        "Payment method not verified",
        "unverified",
        "NOT_VERIFIED",
    ],
    ids=shown,
)
def test_no(value: object) -> None:
    """Each form of no is false; "not verified" is not read as "verified"."""
    assert read_flag(value) is False


@pytest.mark.parametrize("value", [None, math.nan, "", "unknown", "n/a"], ids=shown)
def test_unknown(value: object) -> None:
    """Unknown is neither."""
    assert read_flag(value) is None


@pytest.mark.parametrize("value", [2, -1, 0.5, "maybe", "verified by a friend", [], {}, b"yes", 10**5000], ids=shown)
def test_refused(value: object) -> None:
    """Another word is refused, not guessed."""
    with pytest.raises(ValueError, match="is neither yes nor no; write true or false"):
        read_flag(value)
