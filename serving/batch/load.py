"""What a run needs beside its rows: the scorer, the profile and the history, from where the call names them."""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

from features.errors import CallError, InputError
from features.profile import Profile, read_profile
from serving.batch.files import open_input

if TYPE_CHECKING:
    from serving.history.memory import Memory
    from serving.scorer import Scorer

__all__ = ["load_memory", "load_profile", "load_scorer"]


def load_profile(path: Path) -> Profile:
    """Read a profile from a JSON file.

    Raises
    ------
    CallError
        Naming the file, the field and the next step.
    """
    with open_input(path) as stream:
        try:
            return read_profile(stream.read())
        except InputError as error:
            raise CallError(f"{path}: {error}") from None


def load_scorer(bundle: Path | None, assumptions: Path | None) -> Scorer:
    """Load the scorer; ``None`` is the default bundle and the default assumptions."""
    from serving.assumptions import load_assumptions
    from serving.bundle import load_bundle
    from serving.scorer import Scorer

    return Scorer(load_bundle(bundle), load_assumptions(assumptions))


def load_memory(where: str, stack: ExitStack) -> Memory:
    """Open a history to be read until the stack ends.

    Raises
    ------
    HistoryError
        If there is none, or it cannot be used.
    """
    from serving.history.memory import Memory
    from serving.history.store import History

    return Memory(stack.enter_context(History.open(where, create=False)))
