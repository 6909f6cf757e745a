"""A database that failed is left alone for a moment, and then asked again."""

from __future__ import annotations

from serving.history.rest import Rest


def test_a_rest_ends() -> None:
    """By a clock that nobody sets."""
    now = [5.0]
    rest = Rest(lambda: now[0])
    assert not rest.is_on
    rest.begin()
    assert rest.is_on
    now[0] += 1.9
    assert rest.is_on
    now[0] += 0.2
    assert not rest.is_on
