"""Settings of the service: typed, checked once, passed in; nothing reads the environment at import."""

from __future__ import annotations

import ipaddress
import os
import re
from dataclasses import dataclass
from pathlib import Path

from features.errors import CallError, shown
from serving.logs import LogFormat

__all__ = ["Settings", "is_loopback", "workers_of"]

#: As browsers send it: scheme and host, never a path or a final slash.
_ORIGIN = re.compile(r"[a-z][a-z0-9+.-]{0,40}://[^\s/*?#@]{1,300}")

#: Somebody who turns pages by hand sends one or two.
_USUAL_RATE = 20.0
_MOST_RATE = 100_000
#: Each process holds a bundle and spaCy.
_MOST_WORKERS = 64
#: Seconds between two looks at a bundle: more often is of no use, and a day is long enough.
_LEAST_LOOK_S, _MOST_LOOK_S = 0.1, 86_400


@dataclass(frozen=True, slots=True)
class Settings:
    """How the scorer serves.

    Parameters
    ----------
    host, port : str, int
        Where it listens. Beyond loopback a token is required.
    token : str, optional
        Callers must send ``Authorization: Bearer TOKEN``.
    bundle, assumptions : Path, optional
        Other than the project's own.
    history : str, optional
        File or URL in which it remembers the postings it judged, to find near-copies of them. ``None`` remembers nothing.
    keep_days : int, optional
        Postings that were not seen for so many days are forgotten in the background. ``None`` keeps all.
    forget_told : bool
        Then also those of which something was told, and Connects bought or spent.
    allowed_origins : tuple of str
        Browser origins that may read answers, by name, for example ``chrome-extension://…``.
    body_limit : int
        Most bytes of a request: 100 postings at the contract's limits, escapes included.
    most_at_once : int
        Requests in work at once; one more is told to come again.
    recent : int
        Postings whose answers are kept in memory, for a page that is opened again; 0 keeps none.
    rate : float, optional
        Requests a second that one address may send on average. Where it is left out none is counted on loopback, and 20
        beyond it.
    log_format : str, optional
        ``json`` or ``plain`` for a line an event on standard error; warnings and faults alone when left out.
    workers : int
        Processes that serve the address. Limits hold for each of them.
    watch_bundle : float, optional
        Seconds from one look at the bundle's files to the next; another one that stands still takes the place of the present
        one. ``None`` looks at none.

    Raises
    ------
    CallError
        If a setting cannot be used, before anything starts.
    """

    host: str = "127.0.0.1"
    port: int = 8765
    token: str | None = None
    bundle: Path | None = None
    assumptions: Path | None = None
    history: str | None = None
    keep_days: int | None = None
    forget_told: bool = False
    allowed_origins: tuple[str, ...] = ()
    body_limit: int = 16_000_000
    most_at_once: int = 64
    recent: int = 1_000
    rate: float | None = None
    log_format: LogFormat | None = None
    workers: int = 1
    watch_bundle: float | None = None

    def __post_init__(self) -> None:
        if not 0 <= self.port <= 65_535:
            raise CallError(f"--port is {self.port}; name a port from 1 to 65535, or 0 for any free one")
        if not is_loopback(self.host) and not self.token:
            raise CallError(
                f"--host {shown(self.host)} can be reached from other machines, and no token is set; set BIDWORTHY_TOKEN "
                "to a long random text (or leave --host out to serve this machine only)"
            )
        if self.most_at_once < 1:
            raise CallError(f"--most-at-once is {self.most_at_once}; name a number of requests from 1 on")
        if self.recent < 0:
            raise CallError(f"--recent is {self.recent}; name a number of postings from 1 on, or 0 to keep none in memory")
        if self.rate is not None and not 0 < self.rate <= _MOST_RATE:
            raise CallError(f"--rate is {self.rate:g}; name requests a second, above 0 and up to {_MOST_RATE:,}")
        if self.keep_days is not None and self.keep_days < 1:
            raise CallError(f"--keep-days is {self.keep_days}; name a number of days from 1 on, or leave it out to keep all")
        if self.forget_told and self.keep_days is None:
            raise CallError("--forget-told says what --keep-days forgets, and that is missing; add --keep-days DAYS")
        if self.watch_bundle is not None and not _LEAST_LOOK_S <= self.watch_bundle <= _MOST_LOOK_S:
            raise CallError(
                f"--watch-bundle is {self.watch_bundle:g}; name seconds from {_LEAST_LOOK_S:g} to {_MOST_LOOK_S:,}, "
                "or leave it out to look at none"
            )
        if not 1 <= self.workers <= _MOST_WORKERS:
            raise CallError(f"--workers is {self.workers}; name a number of processes from 1 to {_MOST_WORKERS}, or auto")
        for origin in self.allowed_origins:
            if not _ORIGIN.fullmatch(origin):
                raise CallError(
                    f"--allow-origin is {shown(origin)}; name one origin in full and without a final slash, "
                    "for example https://example.com"
                )

    @property
    def rate_per_s(self) -> float | None:
        """Requests a second of one address; None where they are not counted."""
        return self.rate or (None if is_loopback(self.host) else _USUAL_RATE)

    @property
    def allowed_hosts(self) -> tuple[str, ...]:
        """Names that a request's Host header may carry: a page on another name that resolves here is refused."""
        return ("127.0.0.1", "localhost", "[::1]", self.host)


def is_loopback(host: str) -> bool:
    """Return whether an address is reachable from this machine only."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def workers_of(said: str) -> int:
    """Return how many processes are meant: a number, or ``auto`` for one for each core that this program may use.

    Raises
    ------
    CallError
        If it is neither.
    """
    if said == "auto":
        known = hasattr(os, "sched_getaffinity")  # not on macOS and Windows
        return min(len(os.sched_getaffinity(0)) if known else os.cpu_count() or 1, _MOST_WORKERS)
    try:
        return int(said)
    except ValueError:
        raise CallError(
            f"--workers is {shown(said)}; name a number of processes from 1 to {_MOST_WORKERS}, or auto"
        ) from None
