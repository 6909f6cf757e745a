"""What scoring costs against reading words alone, side by side: ``python tests/benchmarks/scoring.py``."""

from __future__ import annotations

import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path

from features.posting import read_posting
from features.text.tokens import words
from serving.bundle import load_bundle
from serving.scorer import Scorer

_ROUNDS = 7


def main() -> None:
    """Print the median time of each step for the sample postings, and its ratio to the words alone."""
    sample = Path(__file__).parents[2] / "data" / "sample" / "postings.jsonl"
    read = [read_posting(line) for line in sample.read_text(encoding="utf-8").split("\n") if line]
    scorer = Scorer(load_bundle())
    steps: dict[str, Callable[[], object]] = {
        "words alone": lambda: [words(p.title + p.description) for p in read],
        "answers": lambda: scorer.score_many(read),
    }
    times: dict[str, list[float]] = {name: [] for name in steps}
    for _ in range(_ROUNDS):
        for name, step in steps.items():
            start = time.perf_counter()
            step()
            times[name].append(time.perf_counter() - start)
    base = statistics.median(times["words alone"])
    for name, seconds in times.items():
        middle = statistics.median(seconds)
        sys.stdout.write(f"{name}: {1e3 * middle / len(read):.3f} ms a posting, {middle / base:.1f} times the words alone\n")


if __name__ == "__main__":
    main()
