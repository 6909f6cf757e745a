"""The written requests are what ``data/README.md`` says of them."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from features.rules import ruleset
from features.rules.files import TYPES

WRITTEN = Path(__file__).parents[1] / "data" / "sample" / "written"
FILES = sorted(path for path in WRITTEN.glob("*.jsonl") if path.name != "postings.jsonl")


def _rows(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").split("\n") if line]


def test_there_is_one_file_a_type() -> None:
    """Each type of danger but the catch-all has its texts."""
    assert {path.stem for path in FILES} == set(TYPES) - {"other"}


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_half_of_each_is_harmless(path: Path) -> None:
    """Both kinds are there in about equal number, and no text stands twice."""
    rows = _rows(path)
    assert {row["risk"] for row in rows} == {0, 2}
    assert 0.4 <= sum(row["risk"] == 2 for row in rows) / len(rows) <= 0.6
    assert len({row["text"] for row in rows}) == len(rows)


def test_the_evidence_of_a_posting_is_a_part_of_it() -> None:
    """It can be quoted."""
    rows = _rows(WRITTEN / "postings.jsonl")
    assert all(row["evidence"] in row["text"] for row in rows)
    assert all(bool(row["types"]) == (row["risk"] == 2) for row in rows)


def test_the_readme_counts_right() -> None:
    """The numbers in the card are those of the files."""
    text = (WRITTEN.parents[1] / "README.md").read_text(encoding="utf-8")
    assert f"{sum(len(_rows(path)) for path in FILES):,} short texts" in text
    assert f"{len(_rows(WRITTEN / 'postings.jsonl'))} whole postings" in text


def test_addresses_are_nobodys() -> None:
    """Mail addresses stand under the example domains."""
    text = "".join(path.read_text(encoding="utf-8") for path in WRITTEN.glob("*.jsonl"))
    found = re.findall(r"[\w.]+@([\w-]+\.\w{2,})", text)
    assert [domain for domain in found if not domain.startswith("example.")] == []


def test_no_rule_example_is_a_written_text() -> None:
    """The rules' own examples are not counted twice."""
    written = {row["text"] for path in FILES for row in _rows(path)}
    assert not written & {text for rule in ruleset().rules for text in (*rule.fires, *rule.quiet)}
