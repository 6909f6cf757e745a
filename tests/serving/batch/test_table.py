"""Tests of `Scorer.score_table`."""

from __future__ import annotations

from typing import Any

import orjson
import pyarrow as pa
import pytest

from features.posting import read_posting
from features.profile import Profile
from serving.answer import PARTS
from serving.batch.run import GROUP
from serving.scorer import Scorer
from tests.support.cells import cells_of


def _rows(count: int) -> list[dict[str, Any]]:
    return [
        {"title": f"Logo number {n}", "description": "Draw a logo for my bakery.", "pay.type": "fixed", "pay.min": 40.0 + n}
        for n in range(count)
    ]


def _table(rows: list[dict[str, Any]]) -> pa.Table:
    return pa.Table.from_pylist(rows)


def test_each_row_is_its_answer(scorer: Scorer) -> None:
    """A row of the table is what the posting is answered by itself."""
    postings: list[dict[str, Any]] = [
        {"title": "Logo", "description": "Draw a logo.", "pay": {"type": "fixed", "min": 40, "max": 40}, "id": "a"},
        {"title": "Shop", "description": "Mend my shop. Write me on Telegram.", "pay": None, "id": "b"},
    ]
    table, who = _table(postings), Profile(hourly_rate_usd=45, skills=("Python",))
    answers = [scorer.score(read_posting(posting), who) for posting in postings]
    assert scorer.score_table(table, who).drop(["error"]).to_pylist() == [cells_of(answer) for answer in answers]
    nested = scorer.score_table(table, who, nested=True).to_pylist()
    assert [row["reasons"][0]["text"] for row in nested] == [answer.reasons[0].text for answer in answers]


def test_what_cannot_be_read_keeps_its_row(scorer: Scorer) -> None:
    """A row is never lost, and says why it was not scored; its neighbours are scored."""
    rows = _rows(2 * GROUP + 3)
    rows[GROUP]["pay.type"] = "barter"
    scored = scorer.score_table(_table(rows), columns=["verdict"])
    assert scored.num_rows == len(rows)
    errors = scored["error"].to_pylist()
    assert [number for number, error in enumerate(errors) if error] == [GROUP]
    assert "barter" in errors[GROUP]
    assert [verdict is None for verdict in scored["verdict"].to_pylist()] == [error is not None for error in errors]


def test_how_the_table_is_cut_moves_nothing(scorer: Scorer) -> None:
    """Chunks of Arrow are no part of what is said."""
    whole = _table(_rows(GROUP + 7))
    cut = pa.concat_tables([whole.slice(0, 3), whole.slice(3, GROUP), whole.slice(GROUP + 3)])
    assert scorer.score_table(cut, columns=["verdict", "worth"]).equals(
        scorer.score_table(whole, columns=["verdict", "worth"])
    )


def test_a_table_without_rows_has_its_columns(scorer: Scorer) -> None:
    """Whoever joins tables needs the schema."""
    empty = _table(_rows(1)).slice(0, 0)
    assert scorer.score_table(empty).schema == scorer.score_table(_table(_rows(1))).schema


@pytest.mark.parametrize(
    "parts", [frozenset({"verdict"}), PARTS - {"missing"}, PARTS - {"would_change"}, PARTS - {"reasons"}]
)
def test_what_is_not_looked_at_moves_nothing_else(
    scorer: Scorer, sample: list[dict[str, Any]], parts: frozenset[str]
) -> None:
    """All that is looked at is the same, above all the verdict, which counts what is unknown."""
    postings = [read_posting(posting) for posting in sample]
    for whole, part in zip(scorer.score_many(postings), scorer.score_many(postings, parts=parts), strict=True):
        told, some = orjson.loads(whole.to_json()), orjson.loads(part.to_json())
        assert {name: some[name] for name in parts} == {name: told[name] for name in parts}
        assert part.verdict == whole.verdict


def test_rows_without_columns_are_as_many(scorer: Scorer) -> None:
    """Each says that it has no title."""
    errors = scorer.score_table(_table(_rows(3)).select([]), columns=["verdict"])["error"].to_pylist()
    assert [error.split(":")[0] for error in errors] == ["title"] * 3
