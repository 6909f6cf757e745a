"""Ledgers kept by the service's own code and exported by its own command."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

import orjson
from click.testing import CliRunner

from features.posting import read_posting
from serving.cli import main
from serving.given import Given
from serving.ledger.events import feedback_of, outcome_of
from serving.ledger.seen import seen_of
from serving.ledger.store import Ledger
from serving.scorer import Scorer

__all__ = ["KeptLedger"]

_NOW_MS = 1_763_632_800_000


class KeptLedger:
    """A ledger in a file, filled as the service fills it."""

    def __init__(self, folder: Path, scorer: Scorer) -> None:
        self._file = folder / "history.sqlite3"
        self._ledger = Ledger.open(self._file)
        self._scorer = scorer

    def look(self, *postings: Mapping[str, Any], said: Callable[[Any], Any] = lambda answer: answer) -> None:
        """Judge postings and keep them with their answers; ``said`` changes an answer as JSON before it is kept."""
        self._ledger.keep([self._seen(dict(raw), said) for raw in postings])

    def feedback(self, id_: str, label: str, **more: Any) -> str:
        """Tell feedback and return the event's name."""
        event = feedback_of({"id": id_, "label": label, **more})
        self._ledger.tell(event)
        return event.name

    def outcome(self, id_: str, outcome: str, at: datetime | None = None, **more: Any) -> str:
        """Tell an outcome and return the event's name."""
        event = outcome_of({"id": id_, "outcome": outcome, "at": None if at is None else at.isoformat(), **more})
        self._ledger.tell(event)
        return event.name

    def outcomes(self, told: Iterable[tuple[str, str, datetime]]) -> None:
        """Tell many outcomes in one step: id, outcome, time."""
        events = [outcome_of({"id": id_, "outcome": what, "at": at.isoformat()}) for id_, what, at in told]
        self._ledger.take([], events)

    def undo(self, name: str) -> None:
        """Take back what was told."""
        assert self._ledger.undo(name)

    def command(self, *words: str) -> None:
        """Run another command of the ledger, such as ``bought 100``."""
        done = CliRunner().invoke(main, ["ledger", *words, "--history", str(self._file)])
        assert done.exit_code == 0, done.output

    def export(self, target: Path) -> Path:
        """Write it as ``bidworthy ledger export`` does, and return the file."""
        self._ledger.close()
        done = CliRunner().invoke(main, ["ledger", "export", str(target), "--history", str(self._file)])
        assert done.exit_code == 0, done.output
        return target

    def _seen(self, raw: dict[str, Any], said: Callable[[Any], Any]) -> Any:
        posting = read_posting(raw)
        given = Given.of(self._scorer.score(posting))
        given = replace(given, body=orjson.dumps(said(orjson.loads(given.body))))
        seen = seen_of(raw, posting, given, _NOW_MS)
        assert seen is not None
        return seen
