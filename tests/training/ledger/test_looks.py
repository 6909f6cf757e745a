"""Looks: rows that ``bidworthy-train refit`` reads, and one posting each for the other models."""

from __future__ import annotations

from pathlib import Path

from tests.support.ledgers import KeptLedger
from tests.training.ledger.conftest import day, page
from training.ledger.looks import postings_of, snapshots_of
from training.ledger.read import read_export
from training.snapshots.read import snapshots_of as as_snapshots
from training.snapshots.spells import spells_of


def test_an_unchanged_page_is_seen_twice(kept: KeptLedger, tmp_path: Path) -> None:
    """The ledger keeps it once; without the second row its spell would end on day 1, censored."""
    kept.look(page("a", 1), page("a", 31))
    rows = snapshots_of(read_export(kept.export(tmp_path / "ledger.jsonl")).postings)
    assert [row["observed_at"] for row in rows] == [day(1).isoformat(), day(31).isoformat()]
    (spell,) = spells_of(as_snapshots(rows).snapshots)[0]
    assert (spell.outcome, spell.entry_days, spell.end_days) == ("expired", 1, 30)


def test_what_was_told_ends_a_spell(kept: KeptLedger, tmp_path: Path) -> None:
    """A hire as filled, Connects that came back as cancelled; a proposal that was sent ends nothing."""
    kept.look(page("a", 1), page("b", 1), page("c", 1))
    for id_, what in (("a", "other_hired"), ("b", "refunded"), ("c", "sent")):
        kept.outcome(id_, what, day(8))
    rows = snapshots_of(read_export(kept.export(tmp_path / "ledger.jsonl")).postings)
    assert [(row["id"], row.get("status")) for row in rows if row["observed_at"] == day(8).isoformat()] == [
        ("a", "filled"),
        ("b", "cancelled"),
    ]
    spells, _ = spells_of(as_snapshots(rows).snapshots)
    assert [(spell.outcome, spell.end_days) for spell in spells] == [("hired", 8), ("withdrawn", 8), ("censored", 1)]


def test_a_posting_is_taken_as_on_the_fullest_look(kept: KeptLedger, tmp_path: Path) -> None:
    """A tile of a list shows little; of two pages that show as much the earlier is meant, before anything happened."""
    kept.look(page("a", 0))
    kept.look(page("a", 1, connects=8), page("a", 2, connects=12), page("b", 0, source="elsewhere"))
    rows = postings_of(read_export(kept.export(tmp_path / "ledger.jsonl")).postings)
    assert [(row["id"], row["source"], row.get("connects")) for row in rows] == [
        ("a", "upwork", 8),
        ("elsewhere:b", "elsewhere", None),
    ]
