"""What ``bidworthy score`` does: check the call, open the files, score, rename, tell.

The flow: `ScoreCall` → names checked → scorer loaded → `score_rows` → outputs renamed → a summary on standard error.
"""

from __future__ import annotations

import sys
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from features.errors import CallError, InputError
from features.profile import Profile, read_profile
from serving.batch.files import check_apart, open_input, output_of, standard_stream
from serving.batch.formats import format_of, layout_of
from serving.batch.progress import progress_bar
from serving.batch.rejects import RejectFile, RejectPipe
from serving.batch.run import Counts, score_rows

if TYPE_CHECKING:
    from serving.history.memory import Memory
    from serving.scorer import Scorer

__all__ = ["ScoreCall", "load_profile", "load_scorer", "open_source", "rejects_path", "run_score"]

_STANDARD = "-"


@dataclass(frozen=True, slots=True)
class ScoreCall:
    """The arguments of ``bidworthy score``; ``-`` stands for standard input or output."""

    source: str
    target: str = _STANDARD
    profile: Path | None = None
    bundle: Path | None = None
    assumptions: Path | None = None
    history: str | None = None
    columns: tuple[str, ...] | None = None
    nested: bool | None = None
    verbose: bool = False


def run_score(call: ScoreCall) -> int:
    """Score one file and return the exit status: 0, or 3 when rows were rejected.

    Raises
    ------
    CallError
        When the call is wrong; nothing has been written then.
    BundleError
        When the bundle cannot be trusted.
    HistoryError
        When the history cannot be used.
    """
    _check_names(call)
    layout = layout_of(call.target, call.columns, call.nested)
    with ExitStack() as stack:
        stream = open_source(call.source, stack)
        size = 0 if call.source == _STANDARD else Path(call.source).stat().st_size  # a pipe has no known length
        profile = load_profile(call.profile) if call.profile else None
        scorer = load_scorer(call.bundle, call.assumptions)
        memory = load_memory(call.history, stack) if call.history is not None else None
        output, rejects = output_of(call.target), _rejects(call.target)
        stack.enter_context(output)
        stack.enter_context(rejects)
        # On one terminal, rejects and a bar would write over each other.
        wanted = size > 0 and call.target != _STANDARD and sys.stderr.isatty()
        step = stack.enter_context(progress_bar(stream, size, wanted=wanted))
        rows = format_of(call.source).read(stream, call.source)
        writer = format_of(call.target).write(output.stream, layout)
        counts = score_rows(rows, scorer, profile, writer, rejects, step, memory, layout.parts)
        output.keep()
        rejects.keep()
    _tell(call, counts)
    return counts.exit_status


def open_source(source: str, stack: ExitStack) -> BinaryIO:
    """Open what is read until the stack ends: a file, or ``-`` for standard input."""
    return standard_stream("stdin") if source == _STANDARD else stack.enter_context(open_input(Path(source)))


def _rejects(target: str) -> RejectFile | RejectPipe:
    return RejectPipe(standard_stream("stderr")) if target == _STANDARD else RejectFile(rejects_path(target))


def rejects_path(target: str) -> Path:
    """Return where the rejects of an output go: ``out.csv`` → ``out.csv.rejects.jsonl``."""
    return Path(f"{target}.rejects.jsonl")


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


def _check_names(call: ScoreCall) -> None:
    format_of(call.source)
    format_of(call.target)
    if call.target == _STANDARD:
        return
    inputs = [(Path(call.source), "IN")] if call.source != _STANDARD else []
    inputs += [(call.profile, "the profile")] if call.profile else []
    inputs += [(Path(call.history), "the history")] if call.history is not None else []
    check_apart(Path(call.target), "OUT", inputs)
    check_apart(rejects_path(call.target), "the file of rejects", inputs)


def _tell(call: ScoreCall, counts: Counts) -> None:
    said = str(counts)
    if counts.rejected and call.target != _STANDARD:
        said += f" → {rejects_path(call.target)}"
    if counts.rejected or not counts.scored or call.verbose or sys.stderr.isatty():
        print(said, file=sys.stderr)  # noqa: T201 - the summary is this command's voice
