"""Where the time of an answer goes, side by side with the least that any reader must do.

Run ``python tests/benchmarks/scoring.py``; ``tests/benchmarks/README.md`` tells how to read it.
"""

from __future__ import annotations

import re
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path

import orjson

from features.posting import read_posting
from serving.bundle import load_bundle
from serving.scorer import Scorer

_SAMPLE = Path(__file__).parents[2] / "data" / "sample" / "postings.jsonl"
_ROUNDS = 15
_WORD = re.compile(r"\w+")

Step = Callable[[], object]


def steps() -> dict[str, Step]:
    """Return what is timed, by name: each does the whole sample once. The first is the base of the ratios."""
    lines = [line for line in _SAMPLE.read_bytes().split(b"\n") if line]
    postings = [read_posting(line) for line in lines]
    scorer = Scorer(load_bundle())
    answers = [scorer.score(posting) for posting in postings]
    return {
        "orjson and re": lambda: [_words(line) for line in lines],
        "read_posting": lambda: [read_posting(line) for line in lines],
        "Scorer.score": lambda: [scorer.score(posting) for posting in postings],
        "to_json": lambda: [answer.to_json() for answer in answers],
    }


def measure(timed: dict[str, Step], rounds: int = _ROUNDS) -> dict[str, list[float]]:
    """Return the seconds of each step in each round. Steps take turns, so that a busy moment falls on all of them."""
    seconds: dict[str, list[float]] = {name: [] for name in timed}
    for number in range(rounds + 1):
        for name, step in timed.items():
            start = time.perf_counter()
            step()
            if number:  # the first round warms caches up and is not counted
                seconds[name].append(time.perf_counter() - start)
    return seconds


def report(seconds: dict[str, list[float]], postings: int) -> str:
    """Return one line a step: the median of a posting, the spread of the rounds, the ratio to the first step."""
    base = statistics.median(next(iter(seconds.values())))
    lines = [
        f"{postings} postings, {_ROUNDS} rounds",
        f"{'step':16} {'median':>10} {'fastest':>10} {'slowest':>10} {'ratio':>7}",
    ]
    for name, found in seconds.items():
        median, fastest, slowest = (1e6 * f(found) / postings for f in (statistics.median, min, max))
        ratio = statistics.median(found) / base
        lines.append(f"{name:16} {median:7.1f} µs {fastest:7.1f} µs {slowest:7.1f} µs {ratio:6.1f}x")
    return "\n".join(lines) + "\n"


def _words(line: bytes) -> list[str]:
    posting = orjson.loads(line)
    return _WORD.findall(f"{posting['title']} {posting['description']}".lower())


def main() -> None:
    """Measure and print."""
    postings = sum(bool(line) for line in _SAMPLE.read_bytes().split(b"\n"))
    sys.stdout.write(report(measure(steps()), postings))


if __name__ == "__main__":
    main()
