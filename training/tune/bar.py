"""A bar that shows how far a search is; on a terminal only."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

from training.tune.search import Seen

__all__ = ["bar"]


@contextmanager
def bar(total: int) -> Iterator[Seen]:
    """Yield what is to be told after each try."""
    console = Console(stderr=True)
    columns = (BarColumn(), TextColumn("{task.completed} of {task.total} tries{task.description}"), TimeElapsedColumn())
    with Progress(*columns, console=console, disable=not console.is_terminal) as shown:
        task = shown.add_task("", total=total)

        def seen(done: int, given_up: int, best: float) -> None:
            shown.update(task, completed=done, description=f", {given_up} given up, best {best:.5f}")

        yield seen
