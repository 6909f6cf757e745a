"""Memory over many requests: what a process holds after each tenth of them."""

from __future__ import annotations

from pathlib import Path

from tests.benchmarks.service.load import send

__all__ = ["memory"]

_PARTS = 10
_A_LOOK_S = 5


def memory(url: str, process: int, bodies: Path, requests: int) -> str:
    """Send so many requests, going on where the last ended, and return the memory after each tenth, as text."""
    sent, held, errors = 0, [(0, _resident_mb(process))], 0
    while sent < requests:
        part = send(url, bodies, _A_LOOK_S, connections=4, first=sent)
        sent, errors = sent + round(part.per_second * _A_LOOK_S), errors + part.errors
        if sent >= len(held) * requests / _PARTS:
            held.append((sent, _resident_mb(process)))
    told = ", ".join(f"{mb:.0f} MB after {number:,}" for number, mb in held)
    return f"\nmemory: {told}; {errors} errors\n"


def _resident_mb(process: int) -> float:
    status = Path(f"/proc/{process}/status").read_text(encoding="ascii")
    line = next(line for line in status.splitlines() if line.startswith("VmRSS:"))
    return int(line.split()[1]) / 1024
