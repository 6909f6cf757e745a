"""What the service writes to standard error: nothing but faults, or by choice a line for each event, for people or as JSON.

No line has a posting's text, a name, a query, a header or an address: a route is told as the code has it, and of what other
packages say (the server, asyncio) only what stands before the values in it.
"""

from __future__ import annotations

import json
import logging
import re
import sys
import traceback
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal

from serving.plain import plain

__all__ = ["LogFormat", "set_up"]

LogFormat = Literal["json", "plain"]
_OURS, _SERVER = "serving", ("uvicorn", "uvicorn.error")
#: Where asyncio tells of what broke, it quotes calls with what was passed to them, and whatever stood in a task.
_VALUES = re.compile(r"\s*(?:\((?!\))|<|\n).*", re.DOTALL)
#: Characters of a sentence of ours.
_LONGEST = 2_000
#: What a record may carry beside its words.
_FIELDS = ("request", "route", "status", "ms")


class _Json(logging.Formatter):
    """One JSON object a line."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line."""
        row = {"at": _at(record), "level": record.levelname.lower(), "from": record.name, "said": _said(record)}
        row |= {name: value for name in _FIELDS if (value := getattr(record, name, None)) is not None}
        if fault := _fault(record):
            row["fault"] = fault
        return json.dumps(row)


class _Plain(logging.Formatter):
    """One line for a person."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line."""
        known = {name: getattr(record, name, None) for name in _FIELDS} | {"fault": _fault(record)}
        more = "".join(f" {name}={value}" for name, value in known.items() if value is not None)
        return f"{_at(record)} {record.levelname.lower()} {_said(record)}{more}"


def _said(record: logging.LogRecord) -> str:
    """Return the words of a record in one line, those of other packages without values."""
    said = record.getMessage()
    # Ours may name a file or a bundle, as somebody else wrote it.
    return plain(said, _LONGEST) if record.name.partition(".")[0] == _OURS else _VALUES.sub("", said.strip())


def _fault(record: logging.LogRecord) -> str | None:
    """Return the kind of a fault and where it came up, never its text: that could quote a posting."""
    if not record.exc_info or record.exc_info[0] is None:
        return None
    frames = traceback.extract_tb(record.exc_info[2])
    where = f" at {Path(frames[-1].filename).name}:{frames[-1].lineno}" if frames else ""
    return f"{record.exc_info[0].__name__}{where}"


def _at(record: logging.LogRecord) -> str:
    return datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")


def set_up(form: LogFormat | None) -> None:
    """Write events to standard error in a form; without one, warnings and faults in plain lines."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(_Json() if form == "json" else _Plain())
    # All other packages by way of the root: none of them has another way to standard error then. Of the server only faults:
    # it warns of all that is no request, and whoever sends such things without end would fill the log, or stop the service
    # where nobody reads that.
    levels = {"": logging.WARNING, _OURS: logging.INFO if form else logging.WARNING, **dict.fromkeys(_SERVER, logging.ERROR)}
    for name, level in levels.items():
        logger = logging.getLogger(name)
        logger.handlers, logger.propagate = [handler] if not name else [], True
        logger.setLevel(level)
