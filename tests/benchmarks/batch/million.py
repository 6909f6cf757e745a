"""A million rows, one in a hundred of them broken: how much memory ``bidworthy score`` takes, and whether all come out.

A file of a size is made of postings, each with another id and another text, and scored. Two sizes are compared: memory that
grows with the file would show in the ratio. Every good row must have an answer, in order, and every broken one, of twelve
kinds, a reject with its number and its field.

Usage: ``python -m tests.benchmarks.batch.million [ROWS ROWS] [--jobs N]``; 100,000 and 1,000,000 rows take a quarter of an
hour. It reads ``/proc``, which Linux has.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

import orjson

from tests.benchmarks.postings import sample_postings
from tests.support.broken import BROKEN

ROOT = Path(__file__).parents[3]
_LOOKS_APART_S = 0.1
_BROKEN_EVERY, _SOME_REJECTED = 100, 3
#: Two of the kinds take megabytes: they come once in so many turns, else the file would be of them.
_LARGE_BYTES, _LARGE_EVERY = 1_000_000, 2_000
#: What the larger file may take more.
_MOST_RATIO = 1.2


def write_rows(path: Path, count: int) -> dict[int, str]:
    """Write so many rows, no two alike; return the numbers of those that are broken, each with its field."""
    postings, broken = sample_postings(), {}
    small = [kind for kind in BROKEN.values() if len(kind[0]) < _LARGE_BYTES]
    with path.open("wb") as file:
        for number in range(1, count + 1):
            if number % _BROKEN_EVERY:
                posting = postings[number % len(postings)]
                text = f"{posting['description']} Reference {number}."
                file.write(orjson.dumps(posting | {"id": f"p-{number}", "description": text}) + b"\n")
                continue
            turn = number // _BROKEN_EVERY
            kinds = list(BROKEN.values()) if turn % _LARGE_EVERY < len(BROKEN) else small
            line, broken[number] = kinds[turn % len(kinds)]
            file.write(line + b"\n")
    return broken


def check(target: Path, count: int, broken: dict[int, str]) -> None:
    """Compare what came out with what went in.

    Raises
    ------
    SystemExit
        If a row is missing, doubled, out of its place, or rejected for another field.
    """
    rejects = {}
    with Path(f"{target}.rejects.jsonl").open("rb") as file:
        for line in file:
            said = orjson.loads(line)
            rejects[said["row"]] = said["field"] or ""
    good = (number for number in range(1, count + 1) if number not in broken)
    with target.open("rb") as file:
        same = all(orjson.loads(line)["id"] == f"p-{number}" for line, number in zip(file, good, strict=True))
    if not same or rejects != broken:
        raise SystemExit("what came out is not what went in")


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
    broken, target = write_rows(source, count), folder / "out.jsonl"
    command = [sys.executable, "-m", "serving.cli", "score", str(source), "-o", str(target)]
    began_s = time.perf_counter()
    process = subprocess.Popen([*command, "--columns", "id,verdict", "--jobs", jobs], cwd=ROOT)
    peak, took_s = peak_mib(process), time.perf_counter() - began_s
    if process.returncode != _SOME_REJECTED:
        raise SystemExit(f"bidworthy score ended with {process.returncode}")
    check(target, count, broken)
    sys.stdout.write(f"{count:>10,} rows, {len(broken):,} broken: {peak:6.0f} MiB at most, {took_s:6.0f} s, ")
    sys.stdout.write(f"{count / took_s:5.0f} rows/s\n")
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
    sys.stdout.write(f"ratio {last / first:.2f}, at most {_MOST_RATIO} is flat\n")


if __name__ == "__main__":
    main()
