"""Processes that keep and tell the same at once keep it once."""

from __future__ import annotations

import subprocess
import sys
import uuid
from contextlib import ExitStack

from serving.ledger.store import Ledger
from tests.support.databases import Database
from tests.support.server import ROOT

_PROCESSES, _TIMES = 3, 40
#: Keeps the same looks and tells the same of them as every other such process, one by one, as soon as it may.
_TELLER = """
import sys
from serving.ledger.events import outcome_of
from serving.ledger.seen import Seen
from serving.ledger.spending import spending_of
from serving.ledger.store import Ledger

ledger = Ledger.open(sys.argv[1], wait_s=60)
print("ready", flush=True)
sys.stdin.readline()
told, spent = sys.argv[2::2], sys.argv[3::2]
for number, event in enumerate(told):
    ledger.keep([Seen(f"upwork:n{number}", None, 1, b"{}", b"{}", 0, "bundle", b"{}")])
    ledger.tell(outcome_of({"id": f"m{number}", "outcome": "sent", "event": event}))
    ledger.spend(spending_of({"spending": "boosted_profile", "connects": 1, "event": spent[number]}))
ledger.close()
"""


def test_processes_that_keep_and_tell_the_same_keep_it_once(database: Database) -> None:
    """Postings that nobody has seen before included; none of them fails over another."""
    Ledger.open(database.where).close()
    events = [str(uuid.uuid4()) for _ in range(2 * _TIMES)]
    with ExitStack() as stack:
        tellers = [stack.enter_context(_teller(database, events)) for _ in range(_PROCESSES)]
        for teller in tellers:
            assert teller.stdout
            assert teller.stdout.readline() == "ready\n"
        for teller in tellers:
            assert teller.stdin
            teller.stdin.write("go\n")
            teller.stdin.flush()
        assert [teller.communicate() for teller in tellers] == [("", "")] * _PROCESSES
    ledger = Ledger.open(database.where, create=False)
    counts = ledger.counts()
    ledger.close()
    once = {"snapshot": _TIMES, "score": _TIMES, "event": _TIMES, "spending": _TIMES}
    assert counts == {"seen_posting": 2 * _TIMES, **once}


def _teller(database: Database, events: list[str]) -> subprocess.Popen[str]:
    pipe = subprocess.PIPE
    command = [sys.executable, "-c", _TELLER, database.where, *events]
    return subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=pipe, text=True, cwd=ROOT)
