"""A progress bar on standard error, for a person who watches; a pipe hears nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import BinaryIO

__all__ = ["Step", "progress_bar"]

#: Called with the rows scored and rejected so far.
Step = Callable[[int, int], None]


@contextmanager
def progress_bar(stream: BinaryIO, total_bytes: int, *, wanted: bool) -> Iterator[Step]:
    """Show how far ``stream`` has been read while the rows go through.

    Parameters
    ----------
    stream : BinaryIO
        What is being read; its position moves the bar.
    total_bytes : int
        How long it is.
    wanted : bool
        False: show nothing.
    """
    if not wanted:
        yield lambda scored, rejected: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (BarColumn(), TextColumn("{task.description}"), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("reading", total=total_bytes)

        def step(scored: int, rejected: int) -> None:
            bar.update(task, completed=stream.tell(), description=f"{scored:,} scored, {rejected:,} rejected")

        yield step
