"""How much memory ``bidworthy score`` takes for many rows: the most that all of its processes held at once.

A file of a size is made of the sample postings, each with another id and another text, and scored. Two sizes are compared:
memory that grows with the file would show in the ratio.

Usage: ``python tests/benchmarks/batch/memory.py [ROWS ROWS] [--jobs N]``; 100,000 and 1,000,000 rows take half an hour
and more. It reads ``/proc``, which Linux has.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

ROOT = Path(__file__).parents[3]
_SAMPLE = ROOT / "data" / "sample" / "postings.jsonl"
_LOOKS_APART_S = 0.1
#: What the larger file may take more.
_MOST_RATIO = 1.2


def write_rows(path: Path, count: int) -> None:
    """Write so many postings, no two alike."""
    postings = [json.loads(line) for line in _SAMPLE.read_text(encoding="utf-8").splitlines() if line]
    with path.open("w", encoding="utf-8") as file:
        for number in range(count):
            posting = postings[number % len(postings)]
            text = f"{posting['description']} Reference {number}."
            file.write(json.dumps(posting | {"id": f"p-{number}", "description": text}) + "\n")


def peak_mib(process: subprocess.Popen[bytes]) -> float:
    """Return the most memory that a process and those that it began held at once, until it ends."""
    most_pages = 0
    while process.poll() is None:
        most_pages = max(most_pages, _pages(process.pid))
        time.sleep(_LOOKS_APART_S)
    return most_pages * os.sysconf("SC_PAGE_SIZE") / 2**20


def _pages(pid: int) -> int:
    """Return the resident pages of a process and all below it; those that just ended hold none."""
    try:
        pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    except (FileNotFoundError, ProcessLookupError):
        return 0
    return pages + sum(_pages(int(child)) for child in children)


def measured(folder: Path, count: int, jobs: str) -> float:
    """Score a file of so many rows, print how it went, and return the peak in MiB."""
    source = folder / f"{count}.jsonl"
    write_rows(source, count)
    command = [sys.executable, "-m", "serving.cli", "score", str(source), "-o", str(folder / "out.jsonl")]
    began_s = time.perf_counter()
    process = subprocess.Popen([*command, "--columns", "id,verdict", "--jobs", jobs], cwd=ROOT)
    peak, took_s = peak_mib(process), time.perf_counter() - began_s
    if process.returncode:
        raise SystemExit(f"bidworthy score ended with {process.returncode}")
    print(f"{count:>10,} rows: {peak:6.0f} MiB at most, {took_s:6.0f} s, {count / took_s:5.0f} rows/s")  # noqa: T201
    source.unlink()
    return peak


def main() -> None:
    """Measure both sizes and print their ratio."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("rows", nargs="*", type=int, default=[100_000, 1_000_000])
    parser.add_argument("--jobs", default="2")
    given = parser.parse_args()
    with TemporaryDirectory() as folder:
        first, *_, last = [measured(Path(folder), count, given.jobs) for count in given.rows]
    print(f"ratio {last / first:.2f}, at most {_MOST_RATIO} is flat")  # noqa: T201


if __name__ == "__main__":
    main()
