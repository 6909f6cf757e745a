"""``bidworthy ledger``: what is there, out and in again, and gone."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from serving.cli import main
from serving.ledger.events import feedback_of, outcome_of
from serving.ledger.store import Ledger
from tests.serving.ledger.conftest import NOON, Look
from tests.support.databases import Database, database_in


def _run(database: Database, *words: str, **more: Any) -> Result:
    return CliRunner().invoke(main, ["ledger", *words], env={"BIDWORTHY_HISTORY": database.where}, **more)


@pytest.fixture
def filled(database: Database, look: Look) -> Database:
    """Return a ledger with two postings, of which one was sent to and one is called too cheap."""
    ledger = Ledger.open(database.where)
    ledger.keep([look("a", NOON, connects=8), look("a", NOON + 60_000, connects=12), look("b", client={"id": "c"})])
    for event in (
        outcome_of({"id": "a", "outcome": "sent", "connects": 12, "boost_connects": 5}),
        feedback_of({"id": "b", "label": "budget_too_low", "note": "ünder half"}),
    ):
        ledger.tell(event)
    undone = outcome_of({"id": "b", "outcome": "hired"})
    ledger.tell(undone)
    ledger.undo(undone.name)
    ledger.close()
    return database


def test_showing_says_what_is_there(filled: Database) -> None:
    """In a sentence each."""
    found = _run(filled, "show")
    assert found.exit_code == 0
    assert "Postings: 2; snapshots of their pages: 3;" in found.output
    assert "Proposals sent: 1. " in found.output
    assert "Connects spent on proposals 12, on their boosts 5, on a boosted profile 0" in found.output
    one = json.loads(_run(filled, "show", "--id", "a").output)
    assert [shot["connects"] for shot in one["snapshots"]] == [8, 12]


def test_out_and_in_again_is_the_same(filled: Database, tmp_path: Path) -> None:
    """Byte for byte, and taking it twice doubles nothing."""
    out, other, again = tmp_path / "out.jsonl", database_in(tmp_path / "other.sqlite3"), tmp_path / "again.jsonl"
    assert _run(filled, "export", str(out)).exit_code == 0
    assert out.read_text(encoding="utf-8").count("\n") == 2
    for _ in range(2):
        taken = _run(other, "import", str(out))
        assert (taken.exit_code, "Postings taken: 2; lines refused: 0" in taken.stderr) == (0, True)
    assert _run(other, "export", str(again)).exit_code == 0
    assert again.read_bytes() == out.read_bytes()


def test_connects_without_a_posting(filled: Database, tmp_path: Path) -> None:
    """Told, counted, taken back, out and in again, forgotten by their date."""
    for words in (
        ["bought", "100", "--usd", "15"],
        ["spent", "Boosted profile", "60", "--note", "for a week"],
        ["spent", "availability_badge", "8", "--at", "2025-01-31"],
    ):
        told = _run(filled, *words)
        assert told.exit_code == 0
    event = re.findall(r"[0-9a-f-]{36}", _run(filled, "spent", "boosted_profile", "500").output)[0]
    undone = _run(filled, "undo", event)
    assert (undone.exit_code, undone.output) == (0, f"Taken back: {event}.\n")
    shown = _run(filled, "show").output
    assert "on a boosted profile 60, on an availability badge 8; came back 0. In all 85, which is $12.75 at $0.15" in shown
    assert "without a posting: 4." in shown
    out, other, again = tmp_path / "out.jsonl", database_in(tmp_path / "other.sqlite3"), tmp_path / "again.jsonl"
    _run(filled, "export", str(out))
    assert [json.loads(line).get("spending") for line in out.read_text(encoding="utf-8").splitlines()][2:] == [
        "bought",
        "boosted_profile",
        "availability_badge",
        "boosted_profile",
    ]
    for _ in range(2):
        assert "refused: 0" in _run(other, "import", str(out)).stderr
    _run(other, "export", str(again))
    assert again.read_bytes() == out.read_bytes()
    assert "without a posting: 1 forgotten." in _run(filled, "forget", "--before", "2025-02-01").output
    assert "without a posting: 0 forgotten." in _run(filled, "forget", "--before", "2030-01-01", "--client", "c").output
    assert "without a posting: 3 forgotten." in _run(filled, "forget", "--before", "2030-01-01").output


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (["bought", "many"], "connects: is 'many'"),
        (["bought", "5", "--usd", "free"], "usd: is 'free'"),
        (["bought", "5", "--at", "soon"], "at: "),
        (["spent", "bought", "5"], "send one of boosted_profile, availability_badge"),
        (["spent", "boosted_profile", "0"], "connects: is 0; send a whole number from 1"),
        (["undo", "it"], "event: is 'it'"),
        (["undo", "5f0c6a0e-6a1e-4a57-9a64-6f0d7a2f9f11"], "is not in "),
    ],
)
def test_what_cannot_be_told_is_a_wrong_call(filled: Database, words: list[str], why: str) -> None:
    """In one line, and nothing is kept."""
    refused = _run(filled, *words)
    assert (refused.exit_code, refused.stderr.count("\n")) == (2, 1)
    assert why in refused.stderr
    assert filled.rows("SELECT count(*) FROM spending") == [(0,)]


def test_lines_that_cannot_be_taken_are_named_and_the_rest_goes_on(filled: Database, tmp_path: Path) -> None:
    """With their number; exit status 3."""
    out, other = tmp_path / "out.jsonl", database_in(tmp_path / "other.sqlite3")
    _run(filled, "export", str(out))
    good = out.read_text(encoding="utf-8").splitlines()
    bad = [
        "{",
        "[]",
        '{"posting": 5}',
        '{"posting": {"id": "x"}, "snapshots": 5}',
        '{"posting": {"id": "x"}, "snapshots": [{"connects": 5}]}',
        '{"posting": {"id": "x", "title": "t"}, "scores": [{"at": "2026-11-20T10:00:00Z"}]}',
        '{"posting": {"title": "t"}, "snapshots": [{"at": "2026-11-20T10:00:00Z"}]}',
        '{"posting": {"id": "x"}, "events": [{"kind": "outcome", "what": "sent"}]}',
        '{"posting": {"id": "x"}, "events": [{"event": "5f0c6a0e-6a1e-4a57-9a64-6f0d7a2f9f11", "kind": "gossip"}]}',
        '{"spending": "bought", "connects": 5}',
        '{"event": "5f0c6a0e-6a1e-4a57-9a64-6f0d7a2f9f11", "spending": "bought"}',
    ]
    mixed = tmp_path / "mixed.jsonl"
    mixed.write_text("\n".join([good[0], *bad, "", good[1]]) + "\n", encoding="utf-8")
    taken = _run(other, "import", str(mixed))
    assert taken.exit_code == 3
    told = taken.stderr.splitlines()
    assert [line.partition(":")[0] for line in told[:-1]] == [f"line {number}" for number in range(2, 2 + len(bad))]
    assert "Traceback" not in taken.stderr
    assert "Postings taken: 2; lines refused: 11" in told[-1]


def test_forgetting(filled: Database) -> None:
    """A client, and nothing without a name."""
    assert _run(filled, "forget").exit_code == 2
    assert _run(filled, "forget", "--before", "soon").exit_code == 2
    assert "told of them: 1." in _run(filled, "forget", "--client", "c").output
    assert _run(filled, "show", "--id", "b").exit_code == 2
    assert "told of them: 1." in _run(filled, "forget", "--before", "2030-01-01").output


def test_without_a_history_it_says_so(tmp_path: Path) -> None:
    """Off, or a file that is not there."""
    assert "off" in CliRunner().invoke(main, ["ledger", "show", "--history", "off"]).stderr
    missing = _run(database_in(tmp_path / "none.sqlite3"), "show")
    assert missing.exit_code == 2
    assert "there is no such history" in missing.stderr
