"""Tests of `serving.batch.layout`."""

from __future__ import annotations

from copy import copy
from typing import Any

import orjson
import pyarrow as pa
import pytest

from features.errors import CallError
from serving.answer import PARTS, Answer
from serving.batch.columns import COLUMNS
from serving.batch.layout import FLAT, NESTED, Layout

SOME = ("worth.p_win", "verdict", "low_budget.market", "scam.types", "reasons")


def test_all_is_the_answer_itself(answer: Answer, bare_answer: Answer) -> None:
    """Nothing is left out unless something is asked for."""
    assert [NESTED.json(one) for one in (answer, bare_answer)] == [answer.to_json(), bare_answer.to_json()]
    assert FLAT.columns == tuple(COLUMNS)
    assert NESTED.parts == FLAT.parts == PARTS


def test_what_is_asked_for_keeps_its_place_and_its_shape(answer: Answer) -> None:
    """Columns come in the order of an answer, however they are named, a part with all that is in it."""
    whole, some = orjson.loads(answer.to_json()), Layout(SOME, nested=True)
    assert orjson.loads(some.json(answer)) == {
        "verdict": whole["verdict"],
        "scam": {"types": whole["scam"]["types"]},
        "low_budget": {"market": whole["low_budget"]["market"]},
        "worth": {"p_win": whole["worth"]["p_win"]},
        "reasons": whole["reasons"],
    }
    assert list(orjson.loads(some.json(answer))) == ["verdict", "scam", "low_budget", "worth", "reasons"]
    assert some.parts == {"verdict", "scam", "low_budget", "worth", "reasons"}


def test_a_line_may_be_flat(answer: Answer) -> None:
    """One cell a column, lists as JSON text."""
    line = orjson.loads(Layout(("verdict", "scam"), nested=False).json(answer))
    assert line == {
        "verdict": "consider",
        "scam.probability": 0.3,
        "scam.band": "medium",
        "scam.types": '["off_platform_contact"]',
    }


def test_a_part_that_is_null_stays_null(bare_answer: Answer) -> None:
    """Nested, the part is null; flat, each of its cells."""
    market = ("low_budget.market.p50", "low_budget.market.p90")
    assert orjson.loads(Layout(market, nested=True).json(bare_answer)) == {"low_budget": {"market": None}}
    assert Layout(market, nested=False).cells(bare_answer) == [None, None]


@pytest.mark.parametrize("names", [None, SOME], ids=["all", "some"])
@pytest.mark.parametrize("nested", [True, False])
def test_a_table_says_the_same(answer: Answer, bare_answer: Answer, names: tuple[str, ...] | None, nested: bool) -> None:
    """A row of the table is the line, whatever its shape; no answer is a row of nulls."""
    layout = Layout(names, nested=nested)
    table = layout.table([answer, None, bare_answer])
    table.validate(full=True)
    assert table.schema == layout.schema
    first, none, last = table.to_pylist()
    assert [first, last] == [_as_arrow(orjson.loads(layout.json(one)), layout) for one in (answer, bare_answer)]
    assert set(none.values()) == {None}


def _as_arrow(line: dict[str, Any], layout: Layout) -> dict[str, Any]:
    """Return a line with the fields that Arrow adds as nulls to parts that lack them."""
    return pa.Table.from_pylist([line], schema=layout.schema).to_pylist()[0]  # type: ignore[no-any-return]


def test_a_table_of_no_answers_has_its_columns() -> None:
    """An empty file of answers still says what stands in it."""
    for layout in (FLAT, NESTED, Layout(SOME, nested=False)):
        assert layout.table([]).schema == layout.schema


@pytest.mark.parametrize(
    ("names", "said"),
    [
        (["ghost.probabilty"], "did you mean ghost.probability?"),
        (["verdict", "gost"], "did you mean ghost?"),
        (["€"], "name some of id, verdict, level"),
        ([""], "name some of id, verdict, level"),
        ([], "names no column"),
    ],
)
def test_what_no_answer_has_is_named(names: list[str], said: str) -> None:
    """The message says which one, and what to write."""
    with pytest.raises(CallError, match=said.replace("?", r"\?")):
        Layout(names, nested=True)


def test_it_travels(answer: Answer) -> None:
    """A copy, made as for another process, writes the same."""
    layout = Layout(SOME, nested=True)
    assert copy(layout).json(answer) == layout.json(answer)
