"""The page on this machine: bind, say the address, serve until Ctrl-C."""

from __future__ import annotations

import secrets
import signal
import socket
import webbrowser
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Thread

import uvicorn

from features.errors import CallError
from training.label.app import create_app
from training.label.session import Session

__all__ = ["listening", "serve"]

_HOST = "127.0.0.1"
_TOKEN_BYTES = 24
_LAST_ANSWERS_S = 5


class _Server(uvicorn.Server):
    """A server that ends as told: the usual one would send itself the signal again, and look as if it was killed."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Take the signals that ask for an end, and give them back."""
        before = {number: signal.signal(number, self.handle_exit) for number in (signal.SIGINT, signal.SIGTERM)}
        try:
            yield
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)


def listening(port: int) -> socket.socket:
    """Return a socket that listens on this machine alone; port 0 takes any that is free.

    Raises
    ------
    CallError
        If the port cannot be had.
    """
    # Named as TCP: only then does asyncio send small answers at once.
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((_HOST, port))
        listener.listen()
    except OSError as error:
        listener.close()
        raise CallError(f"cannot listen on port {port}: {error.strerror or error}; name another with --port, or 0") from None
    return listener


def serve(session: Session, listener: socket.socket, say: Callable[[str], None], *, browser: bool) -> None:
    """Serve the page until Ctrl-C.

    Parameters
    ----------
    session : Session
    listener : socket
    say : callable
        Hears the address.
    browser : bool
        Whether to open it in a browser.
    """
    token = secrets.token_urlsafe(_TOKEN_BYTES)
    # Behind the #, so that no browser sends it as an address, and no log has it.
    address = f"http://{_HOST}:{listener.getsockname()[1]}/#{token}"
    config = uvicorn.Config(
        create_app(session, token),
        log_config=None,
        log_level="critical",  # a traceback could quote a posting
        access_log=False,
        proxy_headers=False,
        server_header=False,
        timeout_graceful_shutdown=_LAST_ANSWERS_S,
        ws="none",
    )
    say(f"Label here: {address}\nStop with Ctrl-C; every answer is kept as soon as the page says so.")
    if browser:
        Thread(target=webbrowser.open, args=(address,), daemon=True).start()
    _Server(config).run(sockets=[listener])
