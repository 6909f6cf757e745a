"""What the doctor says: a line for each thing, or JSON."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click
import orjson

from serving.doctor.checks import findings
from serving.doctor.finding import State
from serving.history.place import place

__all__ = ["examine"]

_SHOWN: dict[State, tuple[str, str]] = {
    "ok": ("ok", "green"),
    "look": ("look at this", "yellow"),
    "broken": ("broken", "red"),
}
_WIDTH = max(len(words) for words, _ in _SHOWN.values())


def examine(history: str | None, profile: Path | None, as_json: bool, arguments: dict[str, Any]) -> int:
    """Print what was found, a thing at a time, and return the exit status: 1 if something is broken."""
    status = 0
    for found in findings(arguments, place(history), profile):
        status = 1 if found.state == "broken" else status
        if as_json:
            row = {"what": found.what, "state": found.state, "said": found.said}
            click.echo(orjson.dumps(row).decode())
            continue
        words, colour = _SHOWN[found.state]
        click.echo(f"{click.style(f'{words:{_WIDTH}}', fg=colour)}  {found.what}: {found.said}")
    return status
