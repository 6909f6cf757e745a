"""Servers: each service as a process of its own on a free port, ready when it answers."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path

__all__ = ["Server", "echo", "mlflow", "ours", "plain", "running"]

_ROOT = Path(__file__).parents[3]
_PATIENCE_S = 180


@dataclass(frozen=True, slots=True)
class Server:
    """A service: its command with ``{port}`` in it, where single postings and pages go, where it says that it is ready.

    ``takes`` is the kind of body.
    """

    name: str
    command: Sequence[str]
    single: str
    page: str
    ready: str
    takes: str = "plain"


def ours(history: str = "off", *, again: bool = False, workers: int = 1) -> Server:
    """Return our service, with a history or without; ``again`` where it may give the answers of a moment ago."""
    command = [sys.executable, "-m", "serving.cli", "serve", "--port", "{port}", "--history", history]
    command += [] if again else ["--recent", "0"]
    command += [] if workers == 1 else ["--workers", str(workers)]
    name = "ours" + ("" if history == "off" else ", with its ledger") + (", seen a moment ago" if again else "")
    name += "" if workers == 1 else f", {workers} workers"
    return Server(name, command, "/v1/score", "/v1/score/page", "/readyz")


def echo() -> Server:
    """Return the plain echo."""
    return Server("plain FastAPI echo", _uvicorn("tests.benchmarks.service.echo:app"), "/echo", "/echo", "/docs")


def plain() -> Server:
    """Return the service of FastAPI and pandas."""
    return Server("FastAPI, pandas", _uvicorn("tests.benchmarks.service.plain:app"), "/score", "/score", "/docs")


def mlflow(model: Path) -> Server:
    """Return ``mlflow models serve`` on a saved model."""
    command = [str(Path(sys.executable).with_name("mlflow")), "models", "serve", "-m", str(model)]
    command += ["--env-manager", "local", "--port", "{port}", "--workers", "1"]
    return Server("mlflow models serve", command, "/invocations", "/invocations", "/ping", "mlflow")


def _uvicorn(app: str) -> list[str]:
    return [sys.executable, "-m", "uvicorn", app, "--port", "{port}", "--log-level", "error", "--no-access-log"]


@contextmanager
def running(server: Server) -> Iterator[tuple[str, int]]:
    """Run a server; give its address and the number of its process."""
    port = _free_port()
    # MLflow calls uvicorn by its name.
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ.get('PATH', '')}"
    environment = os.environ | {"PYTHONPATH": str(_ROOT), "PATH": path, "MLFLOW_DISABLE_TELEMETRY": "true"}
    command = [part.format(port=port) for part in server.command]
    with subprocess.Popen(
        command, cwd=_ROOT, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as process:
        try:
            _wait(process, port, server.ready)
            yield f"http://127.0.0.1:{port}", process.pid
        finally:
            process.terminate()


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def _wait(process: subprocess.Popen[bytes], port: int, path: str) -> None:
    end = time.monotonic() + _PATIENCE_S
    while time.monotonic() < end:
        if process.poll() is not None:
            raise RuntimeError(f"the service ended with {process.returncode} before it was ready")
        connection = HTTPConnection("127.0.0.1", port, timeout=5)
        try:
            connection.request("GET", path)
            if connection.getresponse().status == 200:
                return
        except OSError:
            pass
        finally:
            connection.close()
        time.sleep(0.02)
    raise RuntimeError(f"the service was not ready after {_PATIENCE_S} s")
