"""Messages stay short and on one line, whatever they show."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from features.errors import InputError, shown


@given(st.one_of(st.text(), st.integers(), st.floats(), st.lists(st.text()), st.none(), st.booleans()))
def test_shown_is_short_printable_ascii(value: object) -> None:
    """No line ends, control characters or look-alikes reach a terminal."""
    text = shown(value).replace("…", "...")
    assert text.isascii()
    assert text.isprintable()


@pytest.mark.parametrize(
    "value",
    ["x" * 10_000_000, 10**100_000, ["a"] * 1_000_000, b"x" * 1_000_000],
    ids=["text", "number", "list", "bytes"],
)
def test_a_huge_value_is_shown_short(value: object) -> None:
    """Megabytes are not echoed; a number too long for Python to print is counted."""
    assert len(shown(value)) < 1_100


def test_an_input_error_names_its_field() -> None:
    """The field stands in front."""
    assert str(InputError("connects", "is -3; write 0 or more")) == "connects: is -3; write 0 or more"
