"""``bidworthy serve`` as a person runs it: a process, its address and its end."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

__all__ = ["ROOT", "serve_command", "serving"]

ROOT = Path(__file__).parents[2]

Server = tuple[subprocess.Popen[str], str]


def serve_command(*arguments: str) -> list[str]:
    """Return the words of the command."""
    return [sys.executable, "-m", "serving.cli", "serve", *arguments]


@contextmanager
def serving(*arguments: str, token: str = "") -> Iterator[Server]:
    """Give a running server on a free port and its address; stop it if it still runs."""
    with subprocess.Popen(
        serve_command("--port", "0", *arguments),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd=ROOT,
        env=os.environ | {"BIDWORTHY_TOKEN": token},
    ) as process:
        try:
            assert process.stdout
            first = process.stdout.readline()
            assert first.startswith("Bidworthy is ready: http://"), first
            yield process, first.split()[-1]
        finally:
            process.kill()
