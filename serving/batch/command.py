"""What ``bidworthy score`` does: check the call, score what is named, tell.

The flow: `ScoreCall` → `serving.batch.plan`: which inputs go to which output → scorer loaded → each output made
(`serving.batch.making`) → a summary on standard error.
"""

from __future__ import annotations

import sys
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from serving.batch.inputs import STANDARD
from serving.batch.jobs import jobs_of
from serving.batch.making import Making
from serving.batch.plan import Planned, check_call, planned
from serving.batch.progress import progress_bar
from serving.batch.reading import Reading
from serving.batch.run import Counts
from serving.batch.scoring import Scoring, crew_of
from serving.bundle import DEFAULT_BUNDLE

__all__ = ["ScoreCall", "run_score"]


@dataclass(frozen=True, slots=True)
class ScoreCall(Scoring):
    """The arguments of ``bidworthy score``; ``-`` stands for standard input or output."""

    sources: tuple[str, ...]
    target: str = STANDARD
    resume: bool = False
    verbose: bool = False


def run_score(call: ScoreCall) -> int:
    """Score what is named and return the exit status: 0, or 3 when rows were rejected.

    Raises
    ------
    CallError
        When the call is wrong; nothing has been written then.
    BrokenOff
        When a process that scored was ended from outside.
    BundleError
        When the bundle cannot be trusted.
    HistoryError
        When the history cannot be used.
    """
    jobs_of(call.jobs)  # a wrong number is told before anything else is looked at
    outputs = planned(call.sources, call.target, call.columns, call.nested)
    settings = [
        (call.profile, "the profile"),
        (call.history and Path(call.history), "the history"),
        (call.assumptions, "the file of assumptions"),
        *((path, "a file of the bundle") for path in sorted((call.bundle or DEFAULT_BUNDLE).glob("*"))),
    ]
    check_call(outputs, [(path, name) for path, name in settings if path], resume=call.resume)
    with ExitStack() as stack:
        crew, work = crew_of(call, stack)
        reading, total = Reading(), sum(source.size for output in outputs for source in output.sources)
        # On one terminal, rejects and a bar would write over each other. A pipe has no known length.
        wanted = total > 0 and call.target != STANDARD and sys.stderr.isatty()
        step = stack.enter_context(progress_bar(reading.position, total, wanted=wanted))
        making = stack.enter_context(Making(crew, work, call.history, reading, step, resume=call.resume))
        for output in outputs:
            making.make(output)
    for line in making.told if call.verbose else ():
        _say(line)
    _tell(call, outputs, making.counts)
    return making.counts.exit_status


def _tell(call: ScoreCall, outputs: list[Planned], counts: Counts) -> None:
    said = str(counts)
    if counts.rejected and call.target != STANDARD:
        said += f" → {outputs[0].target}.rejects.jsonl" if len(outputs) == 1 else f" → {call.target} (*.rejects.jsonl)"
    if counts.rejected or not counts.scored or call.verbose or sys.stderr.isatty():
        _say(said)


def _say(line: str) -> None:
    print(line, file=sys.stderr)  # noqa: T201 - the summary is this command's voice
