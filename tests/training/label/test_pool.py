"""Which postings may be asked."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from features.errors import DataError
from tests.conftest import ROOT
from training.label.pool import keys_of_labels, pool_of_file, pool_of_folder
from training.sources.folder import DataFolder

SAMPLE = ROOT / "data" / "sample"


def test_the_folder_is_the_sample_where_none_is_named(sample: list[dict[str, Any]]) -> None:
    """All 40, by their ids."""
    pool = pool_of_folder({})
    assert list(pool.postings) == [raw["id"] for raw in sample]
    assert pool.told == "40 postings of 40 rows; 0 sealed rows are left out"


def test_sealed_rows_are_not_asked(research: DataFolder) -> None:
    """They are kept for a last exam."""
    frame = pd.read_parquet(research.path / "postings.parquet")
    frame["pay_sealed"] = [number % 2 == 0 for number in range(len(frame))]
    frame.to_parquet(research.path / "postings.parquet")
    pool = pool_of_folder({"BIDWORTHY_DATA_DIR": str(research.path)})
    assert set(pool.postings) == set(frame["posting_key"][1::2])
    assert f"{(len(frame) + 1) // 2} sealed rows are left out" in pool.told


def test_files_are_read_in_any_known_shape(tmp_path: Path, sample: list[dict[str, Any]]) -> None:
    """The contract as lines and as a table, and what scrapers write."""
    lines = pool_of_file(SAMPLE / "postings.jsonl")
    table = tmp_path / "postings.parquet"
    pd.DataFrame(sample)[["id", "title", "description", "skills"]].to_parquet(table)
    assert list(pool_of_file(table).postings) == list(lines.postings) == [raw["id"] for raw in sample]
    scraped = pool_of_file(SAMPLE / "scraper.csv")
    assert len(scraped.postings) == 5
    assert all(posting.title for posting in scraped.postings.values())


def test_a_posting_without_an_id_has_the_same_name_each_time(tmp_path: Path) -> None:
    """That of its words; another row changes nothing, and the same words are one posting."""
    path = tmp_path / "rows.jsonl"
    row = {"title": "Sort photos", "description": "By place."}
    path.write_text(json.dumps(row) + "\n", encoding="utf-8")
    (key,) = pool_of_file(path).postings
    path.write_text("".join(json.dumps(each) + "\n" for each in ({"id": "a"} | row, row, row)), encoding="utf-8")
    assert list(pool_of_file(path).postings) == ["a", key]


def test_rows_that_cannot_be_read_are_counted_and_told(tmp_path: Path) -> None:
    """The first with its reason; their words are not shown."""
    path = tmp_path / "rows.jsonl"
    path.write_text('{"title": "a", "description": "b"}\nno json\n[1]\n{"title": 5}\n', encoding="utf-8")
    pool = pool_of_file(path)
    assert len(pool.postings) == 1
    assert pool.told.startswith("1 postings of 4 rows, 3 left out (first row 2: is not JSON in UTF-8")


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("rows.txt", b"", "no file of postings by its name"),
        ("none.jsonl", None, "cannot be read"),
        ("rows.parquet", b"no table", "cannot be read as .parquet"),
        ("rows.csv", b"\xff\xfe,", "cannot be read as .csv"),
        ("rows.jsonl", b"\n", "no posting that can be read;"),
        ("rows.jsonl", b"[]\n", r"no posting that can be read \(row 1"),
    ],
)
def test_a_file_that_cannot_be_read_is_told(tmp_path: Path, name: str, data: bytes | None, words: str) -> None:
    """One sentence, with the next step."""
    if data is not None:
        (tmp_path / name).write_bytes(data)
    with pytest.raises(DataError, match=words):
        pool_of_file(tmp_path / name)


def test_labels_that_there_are_name_their_postings(tmp_path: Path) -> None:
    """The sample's by id, research labels by key; others are refused by name."""
    keys = keys_of_labels([SAMPLE / "labels.jsonl"])
    assert len(keys) == 40
    other = tmp_path / "risk_labels.jsonl"
    other.write_text('{"posting_key": "k1", "risk": 0}\n', encoding="utf-8")
    assert keys_of_labels([SAMPLE / "labels.jsonl", other]) == keys | {"k1"}
    shutil.copy(SAMPLE / "profile.json", tmp_path / "wrong.jsonl")
    for name in ("wrong.jsonl", "none.jsonl"):
        with pytest.raises(DataError, match=name):
            keys_of_labels([tmp_path / name])
