"""SECURITY.md promises nothing without a test that holds it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
_NAMED = re.compile(r"`(tests/[\w/]+\.py)`")
_HEAD = "| attacker | attempt | defence | tests |"


def _promises() -> list[str]:
    """Return the rows of the table of defences."""
    lines = (ROOT / "SECURITY.md").read_text(encoding="utf-8").splitlines()
    start = lines.index(_HEAD) + 2
    return lines[start : lines.index("", start)]


@pytest.mark.parametrize("row", _promises())
def test_a_promise_names_the_tests_that_hold_it(row: str) -> None:
    """In a cell of its own; each file is there and has tests."""
    _, _, attempt, defence, tests, _ = (cell.strip() for cell in row.split("|"))
    assert attempt
    assert defence
    named = _NAMED.findall(tests)
    assert ", ".join(f"`{name}`" for name in named) == tests != ""
    for name in named:
        assert "\ndef test_" in (ROOT / name).read_text(encoding="utf-8")


def test_the_table_is_there() -> None:
    """With a row for each thing that an attacker may try."""
    assert len(_promises()) > 10
