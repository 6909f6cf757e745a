"""From start to ready, beside importing what training needs."""

from __future__ import annotations

import subprocess
import sys
import time

from tests.benchmarks.service.servers import Server, running

__all__ = ["import_s", "start_s"]

_TRAINING = "import mlflow, pandas, sklearn, lightgbm, spacy"


def start_s(server: Server) -> float:
    """Return seconds from the start of a server until it says that it is ready."""
    start = time.perf_counter()
    with running(server):
        return time.perf_counter() - start


def import_s() -> float:
    """Return seconds that Python takes to import the training stack."""
    start = time.perf_counter()
    subprocess.run([sys.executable, "-c", _TRAINING], check=True)
    return time.perf_counter() - start
