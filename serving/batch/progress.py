"""A progress bar on standard error, for a person who watches; a pipe hears nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

__all__ = ["Step", "progress_bar"]

#: Called with the rows scored and rejected so far.
Step = Callable[[int, int], None]


@contextmanager
def progress_bar(position: Callable[[], int], total_bytes: int, *, wanted: bool) -> Iterator[Step]:
    """Show how far the inputs have been read while the rows go through, how fast, and what time is left.

    Parameters
    ----------
    position : callable
        Returns how many bytes were read; they move the bar.
    total_bytes : int
        How many there are.
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
        first: int | None = None

        def step(scored: int, rejected: int) -> None:
            nonlocal first
            rows, said = scored + rejected, f"{scored:,} scored, {rejected:,} rejected"
            if first is None:
                # What an earlier run did took none of this time: it is neither in the rate nor in the time left.
                first = rows
                bar.reset(task, completed=position(), description=said)
                return
            elapsed_s = bar.tasks[0].elapsed
            rate = f", {(rows - first) / elapsed_s:,.0f} rows/s" if elapsed_s else ""
            bar.update(task, completed=position(), description=said + rate)

        yield step
