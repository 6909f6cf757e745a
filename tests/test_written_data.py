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
FILES = sorted(WRITTEN.glob("*.jsonl"))
HANDS = sorted((WRITTEN / "postings").glob("*.jsonl"))


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


@pytest.mark.parametrize("path", HANDS, ids=lambda path: path.stem)
def test_a_hand_has_both_kinds_and_evidence_that_can_be_quoted(path: Path) -> None:
    """Half is harmless; what is dangerous has a type of the contract and quotes its own text."""
    rows = _rows(path)
    assert sum(row["risk"] == 2 for row in rows) * 2 == len(rows)
    for row in rows:
        assert bool(row["types"]) == bool(row["evidence"]) == (row["risk"] == 2)
        assert set(row["types"]) <= set(TYPES)
        assert all(quote in row["text"] for quote in row["evidence"])


def test_no_posting_stands_twice() -> None:
    """Not even in two hands."""
    texts = [row["text"] for path in HANDS for row in _rows(path)]
    assert len(set(texts)) == len(texts)


def test_the_readme_counts_right() -> None:
    """The numbers in the card are those of the files."""
    text = (WRITTEN.parents[1] / "README.md").read_text(encoding="utf-8")
    assert f"{sum(len(_rows(path)) for path in FILES):,} short texts" in text
    assert f"{sum(len(_rows(path)) for path in HANDS):,} whole postings" in text
    assert f"{len(HANDS)} hands" in text


def test_addresses_are_nobodys() -> None:
    """Mail addresses stand under the example domains, which nobody can own."""
    text = "".join(path.read_text(encoding="utf-8") for path in (*FILES, *HANDS))
    found = re.findall(r"[\w.]+@([\w-]+(?:\.[\w-]+)*\.\w{2,})", text)
    assert [domain for domain in found if not re.search(r"(^|\.)example(\.(com|org|net))?$", domain)] == []


def test_no_rule_example_is_a_written_text() -> None:
    """The rules' own examples are not counted twice."""
    written = {row["text"] for path in FILES for row in _rows(path)}
    assert not written & {text for rule in ruleset().rules for text in (*rule.fires, *rule.quiet)}
