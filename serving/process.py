"""One process of several that serve one address: its own app, on the socket that it was given, until told to stop.

It hears from the one that started it by a line of its own. That line's end means "stop", so nobody serves on whose starter
is gone, however that ended.
"""

from __future__ import annotations

import os
import signal
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from multiprocessing import parent_process
from multiprocessing.connection import Connection
from pathlib import Path
from shutil import rmtree
from socket import socket
from threading import Thread
from types import FrameType
from typing import TYPE_CHECKING, Literal

from features.errors import BidworthyError
from serving.garbage import begin_looking, put_off_looking
from serving.settings import Settings

if TYPE_CHECKING:
    import uvicorn

    from serving.live import Live

__all__ = ["LEFT_TO_THE_FIRST", "Heard", "Told", "own_settings", "work"]

#: What the starter says.
Told = Literal["renew"]
#: What it hears: that the worker answers, or why it never will.
Heard = tuple[Literal["answers", "fault"], str]
#: Signals of the terminal, which come to every process of a group: the starter decides what they mean.
LEFT_TO_THE_FIRST = tuple(getattr(signal, name) for name in ("SIGINT", "SIGBREAK", "SIGHUP") if hasattr(signal, name))


def work(number: int, settings: Settings, listener: socket, line: Connection, counters: Path) -> None:
    """Serve until the line ends.

    Parameters
    ----------
    number : int
        From 0; the first forgets what is old for all of them.
    settings : Settings
    listener : socket
        Bound.
    line : Connection
        To the starter and back.
    counters : Path
        The folder in which all of them count.
    """
    for name in LEFT_TO_THE_FIRST:
        signal.signal(name, signal.SIG_IGN)
    if hasattr(signal, "pthread_sigmask"):  # the starter held them back for the first moments
        signal.pthread_sigmask(signal.SIG_UNBLOCK, LEFT_TO_THE_FIRST)
    put_off_looking()
    # Read when the client library of the counters is imported, and so before our own are.
    os.environ["PROMETHEUS_MULTIPROC_DIR"] = str(counters)
    from serving.app import create_app
    from serving.logs import set_up
    from serving.run import config_of, warm_up
    from serving.trial import try_out

    set_up(settings.log_format)
    try:
        app = create_app(own_settings(number, settings), counters=counters)
        try_out(app.state.live.scorer)  # one that the others refused must not answer here
    except BidworthyError as error:
        _say(line, ("fault", str(error)))
        return
    except OSError as error:
        _say(line, ("fault", f"{error.filename or 'reading or writing'}: {error.strerror or error}"))
        return
    begin_looking()
    server = _server(config_of(app, settings.workers), line, warm_up)
    Thread(target=_listen, args=(line, server, app.state.live), daemon=True).start()
    server.run(sockets=[listener])
    starter = parent_process()
    if starter is not None and not starter.is_alive():
        rmtree(counters, ignore_errors=True)  # whoever made it was killed, and nobody else will


def own_settings(number: int, settings: Settings) -> Settings:
    """Return the settings of one worker: what is old is forgotten once, by the first."""
    return replace(settings, keep_days=None, forget_told=False) if number else settings


def _server(config: uvicorn.Config, line: Connection, begun: Callable[[], object]) -> uvicorn.Server:
    import uvicorn

    class Telling(uvicorn.Server):
        """Says so once it answers."""

        async def startup(self, sockets: list[socket] | None = None) -> None:
            await super().startup(sockets)
            _say(line, ("answers", ""))
            begun()

        def handle_exit(self, sig: int, frame: FrameType | None) -> None:
            # A second one would mean "at once", and the line's end was the first.
            if sig not in LEFT_TO_THE_FIRST:
                super().handle_exit(sig, frame)

    return Telling(config)


def _listen(line: Connection, server: uvicorn.Server, live: Live) -> None:
    with suppress(EOFError, OSError):
        while True:
            told: Told = line.recv()
            if told == "renew":
                # Beside this: a stop must not wait for a bundle.
                Thread(target=live.renew, daemon=True).start()
    server.should_exit = True


def _say(line: Connection, said: Heard) -> None:
    with suppress(OSError):  # the starter is gone, and the line's end says the rest
        line.send(said)
