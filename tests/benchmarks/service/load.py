"""Load: wrk sends bodies to a service for some seconds."""

from __future__ import annotations

import json
import subprocess
from dataclasses import dataclass
from pathlib import Path

__all__ = ["Sent", "send"]

_SCRIPT = Path(__file__).with_name("send.lua")


@dataclass(frozen=True, slots=True)
class Sent:
    """What wrk measured: microseconds of the middle and of the slowest of 100 answers, answers a second, and errors."""

    p50_us: float
    p99_us: float
    per_second: float
    errors: int


def send(url: str, bodies: Path, seconds: int, connections: int = 1, first: int = 0) -> Sent:
    """Send the lines of a file in turn, beginning after so many, over so many connections at once."""
    command = [
        "wrk",
        "-t1",
        f"-c{connections}",
        f"-d{seconds}s",
        "--timeout",
        "30s",
        "-s",
        str(_SCRIPT),
        url,
        "--",
        str(bodies),
        str(first),
    ]
    out = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    found = json.loads(out.strip().splitlines()[-1])
    return Sent(found["p50"], found["p99"], found["requests"] / found["seconds"], found["errors"])
