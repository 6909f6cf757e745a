"""A file of postings through the scorer and through others, in CPU time of one process, beside the least that one must do.

Run ``python -m tests.benchmarks.batch``; ``tests/benchmarks/README.md`` tells how to read it.
"""

from __future__ import annotations

import re
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import click
import orjson
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from serving.batch.command import ScoreCall, run_score
from serving.bundle import load_bundle
from serving.garbage import put_off_looking
from tests.benchmarks.batch.rival import Rival
from tests.benchmarks.postings import many_postings

_WORD = re.compile(r"\w+")
#: What a table of figures needs, and what tells the chances alone.
_FIGURES = ("id", "verdict", "ghost", "scam", "low_budget", "worth")
_CHANCES = ("id", "ghost.probability", "scam.probability", "low_budget")
_LOOPED_ROWS = 100


def flat(posting: dict[str, object]) -> dict[str, object]:
    """Return a posting with dotted columns."""
    parts = {name: value for name, value in posting.items() if isinstance(value, dict)}
    inner = {f"{part}.{name}": value for part, values in parts.items() for name, value in values.items()}
    return {name: value for name, value in posting.items() if name not in parts} | inner


def floor(source: Path, target: Path) -> None:
    """Read the file, find the words of its texts with one pattern, and write it: the least that a reader of text must do."""
    table = pq.ParquetFile(source, pre_buffer=False)
    with pq.ParquetWriter(target, table.schema_arrow, compression="zstd") as writer:
        for batch in table.iter_batches():
            for name in ("title", "description"):
                for text in batch.column(name).to_pylist():
                    _WORD.findall(text or "")
            writer.write_batch(batch)


def one_by_one(rival: Rival, frame: pd.DataFrame) -> None:
    """Score the first rows of a frame, each as a frame of its own."""
    for number in range(_LOOPED_ROWS):
        rival.answers(frame.iloc[[number]])


@click.command()
@click.option("--rows", default=10_000, show_default=True, type=click.IntRange(_LOOPED_ROWS))
@click.option("--rounds", default=3, show_default=True, type=click.IntRange(1, 100))
@click.option("--large", default=100_000, show_default=True, type=click.IntRange(0), help="Rows for two processes; 0: none.")
def main(rows: int, rounds: int, large: int) -> None:
    """Set the scorer of files beside others, on this machine, in one run."""
    put_off_looking()  # as the command does
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        source = folder / "in.parquet"
        table = pa.Table.from_pylist([flat(posting) for posting in many_postings(rows)])
        pq.write_table(table, source, row_group_size=4_096)
        lines = folder / "in.jsonl"
        lines.write_bytes(b"".join(orjson.dumps(row) + b"\n" for row in table.to_pylist()))
        table.to_pandas().to_csv(folder / "in.csv", index=False)
        frame = pd.read_parquet(source)
        rival = Rival(load_bundle(), frame)

        def ours(columns: tuple[str, ...] | None = None, kind: str = "parquet") -> Callable[[], object]:
            call = ScoreCall((str(folder / f"in.{kind}"),), str(folder / f"out.{kind}"), columns=columns)
            return lambda: run_score(call)

        steps: dict[str, Callable[[], object]] = {
            "read, find words, write": lambda: floor(source, folder / "floor.parquet"),
            "ours, the chances alone": ours(_CHANCES),
            "ours, all figures": ours(_FIGURES),
            "ours, whole answers": ours(),
            "ours, all figures, JSONL": ours(_FIGURES, "jsonl"),
            "ours, all figures, CSV": ours(_FIGURES, "csv"),
            "whole frame, predict_proba": lambda: rival.score(source, folder / "rival.parquet"),
            "row by row, predict_proba": lambda: one_by_one(rival, frame),
        }
        seconds: dict[str, list[float]] = {step: [] for step in steps}
        for number in range(rounds + 1):
            for step, run in steps.items():
                start = time.process_time()
                run()
                if number:  # the first round warms caches up and is not counted
                    seconds[step].append(time.process_time() - start)
    sys.stdout.write(_told(seconds, table.num_rows))
    if large:
        sys.stdout.write(_two_told(large, rounds))


def _two_told(rows: int, rounds: int) -> str:
    """Return how much faster two processes are than one, whole answers, by the clock; they take turns."""
    took: dict[str, list[float]] = {"1": [], "2": []}
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "in.parquet"
        pq.write_table(pa.Table.from_pylist([flat(posting) for posting in many_postings(rows)]), source)
        for _ in range(rounds):
            for jobs, seconds in took.items():
                words = ["score", str(source), "-o", str(Path(folder) / "out.parquet"), "--jobs", jobs]
                start = time.perf_counter()
                subprocess.run([sys.executable, "-m", "serving.cli", *words], check=True)
                seconds.append(time.perf_counter() - start)
    ratios = sorted(one / two for one, two in zip(took["1"], took["2"], strict=True))
    shown = ", ".join(f"{ratio:.2f}" for ratio in ratios)
    return f"\n{rows:,} postings, whole answers, by the clock: two processes {shown} times as fast as one\n"


def _told(seconds: dict[str, list[float]], rows: int) -> str:
    each = {step: statistics.median(of) / (_LOOPED_ROWS if "row by row" in step else rows) for step, of in seconds.items()}
    base = next(iter(each.values()))
    lines = [f"\n{rows:,} postings, µs a row in CPU time, and times the first\n"]
    lines += [f"{step:28} {1e6 * of:9.1f} {of / base:8.1f}\n" for step, of in each.items()]
    return "".join(lines)


if __name__ == "__main__":
    main()
