"""Tests of `serving.batch.progress`: a bar for a person, and nothing for a pipe."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from serving.batch.progress import progress_bar
from tests.support.server import ROOT


def test_a_pipe_hears_nothing(capfd: pytest.CaptureFixture[str]) -> None:
    """Not wanted, nothing is written."""
    with progress_bar(lambda: 5, 10, wanted=False) as step:
        step(1, 2)
    assert capfd.readouterr() == ("", "")


def test_a_terminal_sees_how_far_it_is_and_how_fast(tmp_path: Path) -> None:
    """Over all inputs: rows that went either way, rows a second, and at the end the summary alone."""
    pty = pytest.importorskip("pty", reason="this system has no terminals of its own to try it on")
    posting = json.dumps({"title": "Tidy a sheet", "description": "Ten rows."}).encode() + b"\n"
    (tmp_path / "a.jsonl").write_bytes(posting * 300)
    (tmp_path / "b.jsonl").write_bytes(posting * 600 + b"{broken\n")
    ours, theirs = pty.openpty()
    command = [sys.executable, "-m", "serving.cli", "score", "a.jsonl", "b.jsonl", "-o", "out.csv", "--columns", "id"]
    environment = os.environ | {"PYTHONPATH": str(ROOT), "TERM": "xterm", "COLUMNS": "120"}
    with subprocess.Popen(command, cwd=tmp_path, env=environment, stderr=theirs) as process:
        os.close(theirs)
        seen = b""
        try:
            while block := os.read(ours, 65_536):
                seen += block
        except OSError:  # Linux tells the end of a terminal so
            pass
        assert process.wait() == 3
    os.close(ours)
    assert b"900 scored, 1 rejected, " in seen
    assert b" rows/s" in seen
    assert seen.endswith("900 scored, 1 rejected → out.csv.rejects.jsonl\r\n".encode())
