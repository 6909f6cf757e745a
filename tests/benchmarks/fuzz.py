"""Ask a scorer nonsense for as long as one likes: ``python -m tests.benchmarks.fuzz wire`` or ``bodies``, and ``--minutes``.

``wire`` sends streams of bytes through a socket to a running server, by the rules of ``tests/serving/http/test_wire.py``.
``bodies`` hands bodies to the service in this process and keeps to those that reach new lines of code (atheris, which is
installed for this alone: ``pip install atheris``).
"""

from __future__ import annotations

import argparse
import asyncio
import json
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from urllib.parse import urlsplit

from hypothesis import HealthCheck, Phase, given, seed, settings

ROOT = Path(__file__).parents[2]
_PATHS = ("/v1/score", "/v1/score/page", "/v1/read", "/v1/feedback", "/v1/outcomes", "/v1/undo", "/v1/spending")


def _wire(seconds: float) -> None:
    from tests.serving.http.test_wire import check_quiet, check_stream, streams
    from tests.support.server import serving

    statuses: Counter[int] = Counter()
    began, batch = time.monotonic(), 0
    with tempfile.TemporaryDirectory() as folder, serving("--history", f"{folder}/history.sqlite3") as (process, address):
        port = int(str(urlsplit(address).port))
        while time.monotonic() - began < seconds:
            batch += 1

            @seed(batch)
            @settings(
                max_examples=500,
                deadline=None,
                database=None,
                phases=[Phase.generate],
                suppress_health_check=list(HealthCheck),
            )
            @given(sent=streams())
            def ask(sent: bytes) -> None:
                found = check_stream(port, sent)
                statuses.update(found or [0])

            ask()
        minutes = (time.monotonic() - began) / 60
        check_quiet(process)
    sys.stdout.write(
        f"wire: {minutes:.1f} min, {batch * 500:,} streams, answers by status (0: none): {dict(statuses.most_common())}\n"
    )


def _bodies(seconds: float) -> None:
    import atheris

    with atheris.instrument_imports(include=["features", "serving"]):
        from serving.app import create_app
        from serving.settings import Settings

    folder = Path(tempfile.mkdtemp(prefix="fuzz-"))
    app = create_app(Settings(history=str(folder / "history.sqlite3")))
    loop = asyncio.new_event_loop()
    statuses: Counter[int] = Counter()
    host = [(b"host", b"127.0.0.1"), (b"content-type", b"application/json")]

    def ask(data: bytes) -> None:
        path = _PATHS[data[0] % len(_PATHS)] if data else _PATHS[0]
        sent: list[dict[str, object]] = []

        async def receive() -> dict[str, object]:
            return {"type": "http.request", "body": data[1:], "more_body": False}

        async def send(message: dict[str, object]) -> None:
            sent.append(message)

        scope = {
            "type": "http",
            "method": "POST",
            "path": path,
            "raw_path": path.encode(),
            "query_string": b"",
            "headers": host,
        }
        more = {
            "http_version": "1.1",
            "scheme": "http",
            "server": ("127.0.0.1", 80),
            "client": ("127.0.0.1", 9),
            "root_path": "",
        }
        loop.run_until_complete(app(scope | more, receive, send))  # type: ignore[arg-type]
        status = int(str(sent[0]["status"]))
        body = b"".join(bytes(message.get("body", b"")) for message in sent[1:])  # type: ignore[call-overload]
        statuses[status] += 1
        if statuses.total() % 5_000 == 0:  # atheris leaves without running what waits for the end
            sys.stdout.write(f"bodies: {statuses.total():,} requests, by status: {dict(statuses.most_common())}\n")
            sys.stdout.flush()
        if status >= 500:
            raise RuntimeError(f"{status} to {path}: {data!r}")
        if json.loads(body).get("status", status) != status:
            raise RuntimeError(f"{path}: no problem document for {data!r}")

    corpus = folder / "corpus"
    corpus.mkdir()
    lines = (ROOT / "data" / "sample" / "postings.jsonl").read_text(encoding="utf-8").splitlines()[:40]
    bodies = [b"\0" + line.encode() for line in lines] + [b'\1{"postings":[' + line.encode() + b"]}" for line in lines[:5]]
    page = (ROOT / "data" / "sample" / "page.txt").read_text(encoding="utf-8")
    bodies.append(b"\2" + json.dumps({"text": page}).encode())
    bodies.append(b'\3{"id":"1","label":"worth_it","note":"x"}')
    bodies.append(b'\4{"id":"1","outcome":"hired","value_usd":5,"at":"2026-11-20T10:00:00Z","connects":2}')
    bodies.append(b'\5{"event":"5f0c6a0e-6a1e-4a57-9a64-6f0d7a2f9f11"}')
    for number, body in enumerate(bodies):
        (corpus / str(number)).write_bytes(body)
    words = folder / "words"
    words.write_text(
        "\n".join(
            json.dumps(word)
            for word in ('"title":', '"description":', '"pay":{"min":', '"client":{', "1e999", "\\\\ud83d", "null")
        )
    )

    limits = [f"-max_total_time={int(seconds)}", "-max_len=20000", "-timeout=20", "-rss_limit_mb=4096"]
    atheris.Setup([sys.argv[0], *limits, f"-dict={words}", f"-artifact_prefix={folder}/", str(corpus)], ask)
    atheris.Fuzz()


def main() -> None:
    """Read the command line and fuzz."""
    reader = argparse.ArgumentParser(description=__doc__)
    reader.add_argument("what", choices=("wire", "bodies"))
    reader.add_argument("--minutes", type=float, default=30)
    given_ = reader.parse_args()
    (_wire if given_.what == "wire" else _bodies)(60 * given_.minutes)


if __name__ == "__main__":
    main()
