"""How many processes may score."""

from __future__ import annotations

import os

from features.errors import CallError, shown

__all__ = ["jobs_of"]

#: More than any one machine's cores that this was tried on; each takes some 200 MB.
_MOST = 256


def jobs_of(said: str) -> int:
    """Return how many processes are meant: a number, or ``auto`` for one for each core that this program may use.

    Raises
    ------
    CallError
        If it is neither.

    Examples
    --------
    >>> jobs_of("2")
    2
    """
    if said == "auto":
        known = hasattr(os, "sched_getaffinity")  # not on macOS and Windows
        return min(len(os.sched_getaffinity(0)) if known else os.cpu_count() or 1, _MOST)
    # Not by int(), which also takes "-3", "8_0" and digits of other scripts.
    number = int(said) if said.isascii() and said.isdigit() and len(said) <= len(str(_MOST)) else 0
    if not 1 <= number <= _MOST:
        raise CallError(f"--jobs is {shown(said)}; name a number of processes from 1 to {_MOST}, or auto for one a core")
    return number
