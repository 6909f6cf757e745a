"""Whose the copies are is said no more surely than it is known."""

from __future__ import annotations

import pytest

from serving.history.copies import MOST, NO_COPIES, Copies, count


@pytest.mark.parametrize(
    ("own", "clients", "expected"),
    [
        ("a", [], NO_COPIES),
        ("a", ["a", "a"], Copies(2, 0, 2, 0)),
        ("a", ["b", "b", "c"], Copies(3, 2, 0, 0)),
        ("a", [None, None], Copies(2, 0, 0, 2)),
        ("a", ["a", "b", None], Copies(3, 1, 1, 1)),
        (None, [None], Copies(1, 0, 0, 1)),
        # The one known client may be the posting's own.
        (None, ["b", "b"], Copies(2, 0, 0, 2)),
        # Of two known clients at least one is another.
        (None, ["b", "c"], Copies(2, 1, 0, 2)),
    ],
)
def test_counts(own: str | None, clients: list[str | None], expected: Copies) -> None:
    """Postings, other clients, the same client's, and those of nobody known."""
    assert count(own, clients) == expected


def test_counts_stop() -> None:
    """Beyond the most, nothing more is said."""
    assert count("a", [f"c{n}" for n in range(1_000)]) == Copies(MOST, MOST, 0, 0)
