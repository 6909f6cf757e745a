"""Tests of `serving.batch.columns`."""

from __future__ import annotations

import orjson

from serving.answer import Answer
from serving.batch.columns import COLUMNS
from tests.support.cells import cells_of


def test_nested_names_are_joined_by_dots() -> None:
    """Nested fields are columns of their own, down to the market's quantiles."""
    wanted = {
        "id",
        "ghost.probability",
        "scam.types",
        "low_budget.market.p50",
        "worth.expected_value_usd",
        "versions.schema",
    }
    assert wanted <= set(COLUMNS)


def test_each_column_has_its_kind() -> None:
    """Numbers are numbers, and lists are text."""
    kinds = [COLUMNS[name] for name in ("ghost.low", "worth.max_connects", "reasons", "verdict", "low_budget.probability")]
    assert kinds == [float, int, str, str, float]


def test_a_full_answer_fills_every_cell(answer: Answer) -> None:
    """No cell is empty when no field is null, and every cell has its column's type."""
    cells = cells_of(answer)
    assert [name for name, cell in cells.items() if type(cell) is not COLUMNS[name]] == []


def test_lists_are_json_text(answer: Answer) -> None:
    """A list comes back from its cell as it stands in the answer."""
    tree, cells = orjson.loads(answer.to_json()), cells_of(answer)
    for name in ("reasons", "missing", "would_change"):
        assert orjson.loads(str(cells[name])) == tree[name]


def test_null_stays_null(bare_answer: Answer) -> None:
    """A null field, and every field of a null part, is an empty cell."""
    cells = cells_of(bare_answer)
    assert cells["low_budget.market.p50"] is cells["worth.max_connects"] is cells["id"] is None
    assert cells["reasons"] == "[]"
