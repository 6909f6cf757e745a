"""Labels: which words of feedback say something of danger."""

from __future__ import annotations

from pathlib import Path

import pytest

from serving.ledger.events import LABELS
from tests.support.ledgers import KeptLedger
from tests.training.ledger.conftest import page
from training.ledger.labels import RISK, labels_of
from training.ledger.read import read_export


@pytest.mark.parametrize("word", LABELS)
def test_every_word_that_serving_takes(kept: KeptLedger, tmp_path: Path, word: str) -> None:
    """Dangerous is 2, worth it is 0, and the others give no label; the docstring names each of them."""
    kept.look(page("a", 1))
    kept.feedback("a", word)
    found = labels_of(read_export(kept.export(tmp_path / "ledger.jsonl")).postings)
    assert [label["risk"] for label in found] == ([RISK[word]] if word in RISK else [])
    assert f"``{word}``" in (labels_of.__doc__ or "")


def test_the_last_word_counts(kept: KeptLedger, tmp_path: Path) -> None:
    """Whatever stood before it."""
    kept.look(page("a", 1))
    kept.feedback("a", "worth_it", at="2026-09-02T10:00:00Z")
    kept.feedback("a", "dangerous", at="2026-09-03T10:00:00Z")
    kept.feedback("a", "overqualified", at="2026-09-04T10:00:00Z")
    kept.outcome("a", "hired")
    (label,) = labels_of(read_export(kept.export(tmp_path / "ledger.jsonl")).postings)
    assert label == {"id": "a", "risk": 2, "types": [], "evidence": [], "lookalike": False, "pay": "unknown"}


def test_a_posting_without_a_text_gives_none(kept: KeptLedger, tmp_path: Path) -> None:
    """There is nothing to learn from it."""
    kept.feedback("a", "dangerous")
    assert labels_of(read_export(kept.export(tmp_path / "ledger.jsonl")).postings) == []
