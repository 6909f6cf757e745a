"""How the service is told to stop, and what a terminal that closes means.

Told to stop (SIGTERM, or Ctrl-C), it answers what is in work, writes what waits for the ledger, and ends with status 0. A
second Ctrl-C waits for no answer.
"""

from __future__ import annotations

import signal
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType

import uvicorn
from uvicorn.server import HANDLED_SIGNALS

from serving.terminal import Terminal

__all__ = ["StoppableServer"]


class StoppableServer(uvicorn.Server):
    """A server whose signals are taken before it runs, so that none comes too early.

    The server's own way takes them once it runs, and sends itself each of them again at its end: a service that stopped as
    told would look like one that was killed.

    Parameters
    ----------
    config : uvicorn.Config
    begun : callable
        Called once it listens. What it begins in a thread of its own keeps no start waiting.
    """

    def __init__(self, config: uvicorn.Config, begun: Callable[[], object]) -> None:
        super().__init__(config)
        self._begun = begun

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Begin to listen."""
        await super().startup(sockets)
        self._begun()

    def take_signals(self, renew: Callable[[], object]) -> None:
        """Take the signals of this process from now on.

        Parameters
        ----------
        renew : callable
            What SIGHUP asks for, unless it tells that the terminal is gone: then it asks to stop.
        """
        for stop in HANDLED_SIGNALS:
            signal.signal(stop, self.handle_exit)
        if not hasattr(signal, "SIGHUP"):  # Windows
            return
        terminal = Terminal()

        def hung_up(number: int, frame: FrameType | None) -> None:
            if terminal.closed:
                self.handle_exit(number, frame)
            else:
                renew()

        signal.signal(signal.SIGHUP, hung_up)

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Leave the signals as `take_signals` left them."""
        yield

    def serve_until_told(self, sockets: list[socket.socket]) -> None:
        """Serve until told to stop.

        Raises
        ------
        KeyboardInterrupt
            If what was in work was not waited for, after a second Ctrl-C.
        """
        self.run(sockets=sockets)
        if self.force_exit:
            raise KeyboardInterrupt
