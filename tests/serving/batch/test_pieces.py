"""Tests of `serving.batch.encode` and `serving.batch.pieces`: answers in pieces to a file."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import replace

import orjson
import pyarrow.parquet as pq
import pytest

from serving.answer import Answer
from serving.batch.columns import COLUMNS
from serving.batch.formats import FORMATS
from tests.support.cells import cells_of, file_of

NAMES = [f"x{known.extension}" for known in FORMATS]


def test_each_answer_is_one_line(answer: Answer, bare_answer: Answer) -> None:
    """The lines are the answers' own JSON."""
    data = file_of("x.jsonl", [[answer, bare_answer]])
    assert data == answer.to_json() + b"\n" + bare_answer.to_json() + b"\n"


def test_answers_make_one_array(answer: Answer, bare_answer: Answer) -> None:
    """The array holds the answers in order."""
    answers = [answer, bare_answer, answer]
    assert orjson.loads(file_of("x.json", [answers])) == [orjson.loads(one.to_json()) for one in answers]


def test_no_answers_make_an_empty_array() -> None:
    """Without an answer the file is still JSON."""
    assert orjson.loads(file_of("x.json", [])) == orjson.loads(file_of("x.json", [[]])) == []


def test_rows_come_back_from_csv(answer: Answer, bare_answer: Answer) -> None:
    """Each answer is a row under the header; null is an empty cell, a list is JSON text."""
    text = file_of("x.csv", [[answer, bare_answer]]).decode()
    full, bare = csv.DictReader(io.StringIO(text, newline=""))
    assert list(full) == list(COLUMNS)
    assert {name: str(value) for name, value in cells_of(answer).items()} == full
    assert orjson.loads(full["reasons"])[0]["quote"] == answer.reasons[0].quote
    assert bare["id"] == bare["low_budget.market.p50"] == bare["worth.max_connects"] == ""


@pytest.mark.parametrize("count", [0, 2, 5000])
def test_rows_come_back_from_parquet(answer: Answer, bare_answer: Answer, count: int) -> None:
    """Each answer is a row, in row groups of one size, with the declared types even where all is null."""
    file = pq.ParquetFile(io.BytesIO(file_of("x.parquet", [[bare_answer, answer]] * (count // 2))))
    table = file.read()
    assert table.schema.names == list(COLUMNS)
    assert str(table.schema.field("worth.max_connects").type) == "int64"
    assert str(table.schema.field("low_budget.probability").type) == "double"
    sizes = [file.metadata.row_group(number).num_rows for number in range(file.num_row_groups)]
    assert sizes == [size for size in (min(count, 4096), count - 4096) if size > 0]
    assert table.slice(max(count - 2, 0)).to_pylist() == [cells_of(bare_answer), cells_of(answer)][:count]


@pytest.mark.parametrize("name", NAMES)
def test_how_answers_are_cut_moves_no_byte(answer: Answer, bare_answer: Answer, name: str) -> None:
    """Pieces of any size, empty ones included, make the same file."""
    answers = [replace((answer, bare_answer)[number % 2], id=f"{number}") for number in range(8300)]
    files = {file_of(name, [[], *_cut(answers, size)]) for size in (7, 256, 8300)}
    assert len(files) == 1


def _cut(answers: Sequence[Answer], size: int) -> list[Sequence[Answer]]:
    return [answers[at : at + size] for at in range(0, len(answers), size)]
