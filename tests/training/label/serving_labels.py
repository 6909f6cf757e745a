"""``bidworthy-train label`` as a person runs it: a process, its address and its token."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx2

from tests.conftest import ROOT
from training.label.guard import TOKEN

__all__ = ["Labelling", "labelling"]


@dataclass(frozen=True)
class Labelling:
    """A running session."""

    process: subprocess.Popen[str]
    address: str

    @property
    def home(self) -> str:
        """Return the address without the token."""
        return self.address.partition("#")[0]

    def client(self) -> httpx2.Client:
        """Return a client that knows the token."""
        return httpx2.Client(base_url=self.home, headers={TOKEN: self.address.partition("#")[2]})


@contextmanager
def labelling(out: Path, *arguments: str, annotator: str = "anna") -> Iterator[Labelling]:
    """Give a running session on a free port; stop it if it still runs."""
    words = ["label", "--annotator", annotator, "--out", str(out), "--no-browser", *arguments]
    with subprocess.Popen(
        [sys.executable, "-m", "training.cli", *words],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd=ROOT,
        env={name: value for name, value in os.environ.items() if name != "BIDWORTHY_DATA_DIR"},
    ) as process:
        try:
            assert process.stdout
            first = process.stdout.readline()
            if not first.startswith("Label here: http://127.0.0.1:"):
                process.kill()
                raise AssertionError((first, process.communicate()))
            yield Labelling(process, first.split()[-1])
        finally:
            process.kill()
