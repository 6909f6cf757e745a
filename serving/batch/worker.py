"""A process that scores chunks for another one: how it begins, and when it ends."""

from __future__ import annotations

import atexit
import os
import signal
from contextlib import ExitStack
from dataclasses import dataclass
from multiprocessing import parent_process
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING

from features.errors import BidworthyError, BundleError
from serving.batch.chunks import Chunk, Piece
from serving.batch.load import load_memory
from serving.batch.run import Work
from serving.batch.sameness import digest_of
from serving.garbage import begin_looking, put_off_looking

if TYPE_CHECKING:
    from features.profile import Profile
    from serving.assumptions import Assumptions
    from serving.batch.formats import Shape

__all__ = ["Setup", "begin", "piece"]


@dataclass(frozen=True, slots=True)
class Setup:
    """What a worker begins with. ``digest`` is that of the bundle which the first process has read."""

    bundle: Path | None
    digest: str
    assumptions: Assumptions
    profile: Profile | None
    history: str | None


class _Here:
    """What scores in this process, or why nothing does."""

    work: Work | None = None
    fault: BidworthyError | None = None
    stack = ExitStack()


def begin(setup: Setup) -> None:
    """Load what scores. A fault is kept for the first chunk: whoever asks for that can tell it."""
    # Ctrl-C reaches all processes of a terminal; the first one ends the others.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    Thread(target=_end_with_the_first, daemon=True).start()
    # Everything it made is in the first one's hands by then: taking its objects apart one by one takes half a second.
    atexit.register(os._exit, 0)
    put_off_looking()
    try:
        _Here.work = _work(setup)
    except BidworthyError as error:
        _Here.fault = error
    begin_looking()


def _end_with_the_first() -> None:
    first = parent_process()
    if first is not None:
        first.join()
        os._exit(1)


def _work(setup: Setup) -> Work:
    from serving.bundle import load_bundle
    from serving.scorer import Scorer

    bundle = load_bundle(setup.bundle)
    if digest_of(bundle.manifest) != setup.digest:
        raise BundleError(f"{bundle.label} took the place of another bundle while this run began; run it again")
    memory = None if setup.history is None else load_memory(setup.history, _Here.stack)
    return Work(Scorer(bundle, setup.assumptions), setup.profile, memory)


def piece(chunk: Chunk, shape: Shape) -> Piece:
    """Score a chunk with what this process loaded."""
    if _Here.fault:
        raise _Here.fault
    assert _Here.work, "begin() comes first"  # noqa: S101 - the pool sees to it
    return _Here.work.piece(chunk, shape)
