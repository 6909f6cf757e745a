"""How long a signature and a lookup take, in histories of growing size.

Run ``python tests/benchmarks/copies.py [rows …]`` (default: 0 10000 100000). Texts are drawn from a seeded list of invented
words, 150 words each. Wall time of one process, median of the rounds.
"""

from __future__ import annotations

import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from features.folding import fold_posting
from features.posting import Posting, read_posting
from features.text.copies import signature
from serving.history.store import History

_WORDS, _PAGE, _ROUNDS = 150, 100, 9
_SYLLABLES = ["ba", "co", "du", "fe", "gi", "ha", "jo", "ku", "le", "mi", "no", "pa", "ri", "so", "tu", "ve"]
#: As skewed as words are: the first of a list of 2,000 come most often.
_VOCABULARY = [a + b + c for a in _SYLLABLES for b in _SYLLABLES for c in _SYLLABLES[:8]][:2_000]
_WEIGHTS = [1 / (rank + 5) for rank in range(len(_VOCABULARY))]


def page(draw: random.Random, first: int) -> list[Posting]:
    """Return a page of postings whose ids count up from ``first``."""
    return [_posting(first + n, " ".join(draw.choices(_VOCABULARY, _WEIGHTS, k=_WORDS))) for n in range(_PAGE)]


def median_us(work: Callable[[], object], postings: int) -> float:
    """Return the microseconds that one posting takes, over the rounds after one that is not counted."""
    work()
    seconds = []
    for _ in range(_ROUNDS):
        start = time.perf_counter()
        work()
        seconds.append(time.perf_counter() - start)
    return 1e6 * statistics.median(seconds) / postings


def main() -> None:
    """Measure and print."""
    sizes = [int(word) for word in sys.argv[1:]] or [0, 10_000, 100_000]
    draw = random.Random(1)  # noqa: S311 - invented texts
    asked = page(draw, 10**9)
    folded = [fold_posting(posting) for posting in asked]
    sys.stdout.write(
        f"signature of {_WORDS} words       {median_us(lambda: [signature(f) for f in folded], _PAGE):8.1f} µs\n"
    )
    sys.stdout.write("rows        lookup, one   lookup, of 100   remember, of 100   bytes a row\n")
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "history.sqlite3"
        with History.open(file) as history:
            rows = 0
            for size in sizes:
                seconds = 0.0
                while rows < size:
                    new = page(draw, rows)
                    start = time.perf_counter()
                    history.remember(new)
                    seconds = time.perf_counter() - start
                    rows += _PAGE
                sys.stdout.write(_line(history, asked, rows, seconds, file))
            hot = [_posting(2 * 10**9 + n, asked[0].description) for n in range(10_000)]
            history.remember(hot)
            one = median_us(lambda: history.copies(asked[:1]), 1)
            sys.stdout.write(f"one text seen {len(hot):,} times: lookup {one:8.1f} µs\n")


def _line(history: History, asked: list[Posting], rows: int, seconds: float, file: Path) -> str:
    one = median_us(lambda: [history.copies([posting]) for posting in asked], _PAGE)
    many = median_us(lambda: history.copies(asked), _PAGE)
    wrote = 1e6 * seconds / _PAGE
    return f"{rows:9,} {one:10.1f} µs {many:13.1f} µs {wrote:15.1f} µs {file.stat().st_size / max(1, rows):13.0f}\n"


def _posting(number: int, text: str) -> Posting:
    return read_posting({"id": f"b{number}", "title": "", "description": text, "client": {"id": f"c{number % 997}"}})


if __name__ == "__main__":
    main()
