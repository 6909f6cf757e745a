"""Run the services one after the other, round by round, and print what they took beside the echo."""

from __future__ import annotations

import statistics
import sys
import tempfile
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path

import click

from tests.benchmarks.service import pyfunc
from tests.benchmarks.service.bodies import PAGE, write_bodies
from tests.benchmarks.service.load import Sent, send
from tests.benchmarks.service.memory import memory
from tests.benchmarks.service.servers import Server, echo, mlflow, ours, plain, running
from tests.benchmarks.service.start import import_s, start_s

_MANY = 32
_WORKERS = 2


@click.command()
@click.option("--rounds", default=5, show_default=True, type=click.IntRange(1, 100))
@click.option("--seconds", default=3, show_default=True, type=click.IntRange(1, 60), help="Of each service in each round.")
@click.option("--requests", default=0, type=click.IntRange(0), help="Send so many more, and watch the memory.")
def main(rounds: int, seconds: int, requests: int) -> None:
    """Set the service beside others, on this machine, in one run."""
    with tempfile.TemporaryDirectory() as folder, ExitStack() as stack:
        bodies, model = write_bodies(Path(folder)), Path(folder) / "model"
        pyfunc.save(model)
        kept = ours(str(Path(folder) / "first.sqlite3")), ours(str(Path(folder) / "again.sqlite3"), again=True)
        servers = [echo(), ours(), ours(again=True), *kept, plain(), mlflow(model)]
        found = {server.name: stack.enter_context(running(server)) for server in servers}
        for page in (False, True):
            measured = _rounds(servers, found, bodies, page=page, rounds=rounds, seconds=seconds)
            _print(f"a page of {PAGE}" if page else "a single posting", measured)
        with running(ours(workers=_WORKERS)) as (several, _):
            crowds = [
                [send(f"{address}/v1/score", bodies["plain", False], 2 * seconds, _MANY) for address in (alone, several)]
                for alone in [found["ours"][0]] * (rounds + 1)
            ][1:]  # the first warms up
        sys.stdout.write(_crowd_told(crowds))
        if requests:
            address, pid = found["ours, with its ledger, seen a moment ago"]
            sys.stdout.write(memory(f"{address}/v1/score", pid, bodies["many", False], requests))
    starts = [(start_s(ours()), import_s()) for _ in range(rounds)]
    own, training = (statistics.median(of) for of in zip(*starts, strict=True))
    sys.stdout.write(f"\nstart to ready {own:.2f} s, importing the training stack {training:.2f} s: {own / training:.2f}\n")


def _rounds(
    servers: Sequence[Server],
    found: Mapping[str, tuple[str, int]],
    bodies: Mapping[tuple[str, bool], Path],
    *,
    page: bool,
    rounds: int,
    seconds: int,
) -> dict[str, list[Sent]]:
    """Return what each server did in each round; they take turns, and a first round warms up and is not counted."""
    measured: dict[str, list[Sent]] = {server.name: [] for server in servers}
    for number in range(rounds + 1):
        for server in servers:
            url = found[server.name][0] + (server.page if page else server.single)
            sent = send(url, bodies[server.takes, page], seconds)
            if number:
                measured[server.name].append(sent)
    return measured


def _crowd_told(crowds: Sequence[Sequence[Sent]]) -> str:
    """Return what one process and several did for many connections, round by round in turn."""
    lines = [f"\n{_MANY} connections, single postings"]
    for name, sent in zip(("one process", f"{_WORKERS} workers"), zip(*crowds, strict=True), strict=True):
        per_second, p50 = (statistics.median(getattr(one, what) for one in sent) for what in ("per_second", "p50_us"))
        p99, errors = statistics.median(one.p99_us / one.p50_us for one in sent), sum(one.errors for one in sent)
        lines.append(
            f"{name:24} {per_second:6.0f} a second, p50 {p50 / 1000:5.1f} ms, p99 {p99:.1f} times that, {errors} errors"
        )
    ratio = statistics.median(several.per_second / alone.per_second for alone, several in crowds)
    return "\n".join([*lines, f"{_WORKERS} workers beside one: {ratio:.2f} times as many a second"]) + "\n"


def _print(title: str, measured: Mapping[str, Sequence[Sent]]) -> None:
    first = next(iter(measured.values()))
    lines = [
        f"\n{title}, one connection",
        f"{'service':36} {'p50':>9} {'slowest':>9} {'p99':>9} {'times echo':>11} {'errors':>7}",
    ]
    for name, sent in measured.items():
        p50 = statistics.median(one.p50_us for one in sent)
        slowest, p99 = max(one.p50_us for one in sent), statistics.median(one.p99_us for one in sent)
        # Round by round: a busy moment falls on neighbours alike.
        ratio = statistics.median(one.p50_us / base.p50_us for one, base in zip(sent, first, strict=True))
        errors = sum(one.errors for one in sent)
        times = " ".join(f"{us / 1000:6.2f} ms" for us in (p50, slowest, p99))
        lines.append(f"{name:36} {times} {ratio:10.1f}x {errors:7d}")
    sys.stdout.write("\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
