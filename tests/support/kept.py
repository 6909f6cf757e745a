"""All that a history's file holds, read without our code, and as the command exports it."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

from tests.support.server import ROOT

__all__ = ["dumped", "exported"]


def dumped(file: Path) -> str:
    """Return every table and row as SQL."""
    with closing(sqlite3.connect(file)) as connection:
        return "\n".join(connection.iterdump())


def exported(file: Path) -> bytes:
    """Return what ``bidworthy ledger export`` writes."""
    command = [sys.executable, "-m", "serving.cli", "ledger", "export", "-", "--history", str(file)]
    return subprocess.run(command, check=True, capture_output=True, cwd=ROOT).stdout
