"""The executors of a cluster on this machine, as processes that can be killed."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pyspark import SparkContext

__all__ = ["await_true", "executors_of", "kill", "tasks_done"]

_LONGEST_S = 120.0
_EXECUTOR = b"CoarseGrainedExecutorBackend"


def executors_of(context: SparkContext) -> list[int]:
    """Return the process ids of an application's executors."""
    application = str(context.applicationId).encode()
    return [pid for pid, words in _processes() if application in words and any(_EXECUTOR in word for word in words)]


def _processes() -> list[tuple[int, list[bytes]]]:
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            found.append((int(folder.name), (folder / "cmdline").read_bytes().split(b"\0")))
        except OSError:  # it ended meanwhile
            continue
    return found


def kill(pid: int) -> None:
    """End a process at once, without a word to it."""
    os.kill(pid, signal.SIGKILL)


def tasks_done(context: SparkContext) -> int:
    """Return how many tasks of the stages at work are done."""
    tracker = context.statusTracker()
    stages = filter(None, map(tracker.getStageInfo, tracker.getActiveStageIds()))
    return max((stage.numCompletedTasks for stage in stages), default=0)


def await_true(holds: Callable[[], bool]) -> None:
    """Ask until something holds.

    Raises
    ------
    TimeoutError
        When it does not for two minutes.
    """
    until = time.monotonic() + _LONGEST_S
    while not holds():
        if time.monotonic() > until:
            raise TimeoutError("it never came")
        time.sleep(0.02)
