"""How rows are scored, whatever they come from: the options that ``score`` and ``watch`` share, and who scores by them."""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from serving.batch.crew import Crew
from serving.batch.jobs import jobs_of
from serving.batch.load import load_memory, load_profile, load_scorer
from serving.batch.run import Work
from serving.batch.sameness import digest_of
from serving.batch.worker import Setup
from serving.garbage import begin_looking

__all__ = ["Scoring", "crew_of"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Scoring:
    """How rows are scored, as the command line says it."""

    profile: Path | None = None
    bundle: Path | None = None
    assumptions: Path | None = None
    history: str | None = None
    columns: tuple[str, ...] | None = None
    nested: bool | None = None
    jobs: str = "1"


def crew_of(call: Scoring, stack: ExitStack) -> tuple[Crew, Work]:
    """Return who scores, until the stack ends, and what with.

    Raises
    ------
    CallError
        When the number of processes, the profile or the assumptions cannot be used.
    BundleError
        When the bundle cannot be trusted.
    HistoryError
        When the history cannot be used.
    """
    jobs = jobs_of(call.jobs)
    profile = load_profile(call.profile) if call.profile else None
    scorer = load_scorer(call.bundle, call.assumptions)
    work = Work(scorer, profile, load_memory(call.history, stack) if call.history is not None else None)
    setup = Setup(call.bundle, digest_of(scorer.bundle.manifest), scorer.assumptions, profile, call.history)
    begin_looking()
    return stack.enter_context(Crew(work, setup, jobs)), work
