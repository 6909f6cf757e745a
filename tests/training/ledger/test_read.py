"""Reading an exported ledger: what the service kept comes back, and a bad line is told."""

from __future__ import annotations

from pathlib import Path

import pytest

from features.errors import DataError
from tests.support.ledgers import KeptLedger
from tests.training.ledger.conftest import day, page
from training.ledger.read import export_of, read_export

#: A line, and what is said of it.
BAD = [
    ("{", "is not JSON in UTF-8"),
    ("[1]", "a list of 1 is no line"),
    ('{"posting": 5}', "posting: is 5"),
    ('{"posting": {"title": "t"}}', "posting.id: is missing"),
    ('{"posting": {"id": "x"}, "first_seen": "soon"}', "first_seen: "),
    ('{"posting": {"id": "x"}, "events": 5}', "events: is 5"),
    ('{"posting": {"id": "x"}, "events": [{"kind": "gossip", "what": "sent"}]}', "events: one is 'gossip'"),
    ('{"posting": {"id": "x"}, "events": [{"kind": "outcome", "what": "sent"}]}', "events.at: is missing"),
    ('{"posting": {"id": "x"}, "scores": [{"at": "2026-11-20"}]}', "scores: one has no bundle"),
    ('{"posting": {"id": "x", "title": "t"}, "snapshots": [{"connects": 5}]}', "snapshots.at: is missing"),
    ('{"posting": {"id": "x", "title": "t"}, "snapshots": [{"at": "2026-11-20", "connects": "few"}]}', "connects: 'few'"),
    ('{"spending": "bought", "connects": "many", "at": "2026-11-20"}', "spending: is 'bought' of 'many'"),
]
GOOD = '{"posting": {"id": "y"}, "events": [{"kind": "outcome", "what": "sent", "at": "2026-11-20"}]}'


def test_what_was_kept_is_read(kept: KeptLedger, tmp_path: Path) -> None:
    """Each look with the texts and the page of its time, each answer, and what was told."""
    kept.look(page("a", 1, connects=8), page("b", 1))
    kept.look(page("a", 2, connects=12))
    kept.outcome("a", "sent", day(2))
    kept.command("bought", "100")
    found = read_export(kept.export(tmp_path / "ledger.jsonl"))
    first, second = found.postings
    assert [(look.at, look.posting.connects, look.posting.title) for look in first.looks] == [
        (day(1), 8, "Sort a shelf of maps"),
        (day(2), 12, "Sort a shelf of maps"),
    ]
    assert first.looks[0].raw == page("a", 1, connects=8)
    assert 0 < (first.scores[0].chance("ghost") or 0) < 1
    assert (first.scores[0].level, second.events) == ("page", ())
    assert [(event.kind, event.what, event.at) for event in first.events] == [("outcome", "sent", day(2))]
    assert [(one.what, one.connects) for one in found.spending] == [("bought", 100)]
    assert found.told() == "3 lines, all read"


def test_what_was_taken_back_is_left_out(kept: KeptLedger, tmp_path: Path) -> None:
    """An event that was undone was never told."""
    kept.look(page("a", 1))
    kept.undo(kept.outcome("a", "hired"))
    assert read_export(kept.export(tmp_path / "ledger.jsonl")).postings[0].events == ()


def test_a_posting_without_a_source_is_of_the_marketplace(kept: KeptLedger, tmp_path: Path) -> None:
    """And one of another marketplace cannot be taken for it."""
    kept.look(page("a", 1), page("a", 1, source="elsewhere"))
    found = read_export(kept.export(tmp_path / "ledger.jsonl")).postings
    assert [(seen.source, seen.name) for seen in found] == [("upwork", "a"), ("elsewhere", "elsewhere:a")]


@pytest.mark.parametrize(("line", "why"), BAD)
def test_a_bad_line_is_told_and_the_rest_goes_on(line: str, why: str) -> None:
    """Its number and why; empty lines are none."""
    found = export_of([GOOD.encode(), b"\n", line.encode(), GOOD.encode()])
    assert (found.lines, len(found.postings), [number for number, _ in found.unread]) == (3, 2, [3])
    assert found.unread[0][1].startswith(why)
    assert found.told().startswith(f"3 lines, 1 left out (line 3: {why}")


@pytest.mark.parametrize("body", ["", "{}\n", '{"id": "a", "title": "t", "description": ""}\n'])
def test_a_file_of_something_else_is_refused(tmp_path: Path, body: str) -> None:
    """With the command that writes a right one."""
    path = tmp_path / "other.jsonl"
    path.write_text(body, encoding="utf-8")
    with pytest.raises(DataError, match=r"holds no posting: .*bidworthy ledger export"):
        read_export(path)
    with pytest.raises(DataError, match="cannot be read: No such file"):
        read_export(tmp_path / "none.jsonl")
