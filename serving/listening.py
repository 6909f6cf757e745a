"""Where the service listens: bound, or one clear error; and the words that say so."""

from __future__ import annotations

import socket
import sys

from features.errors import CallError
from serving.database.name import named
from serving.settings import Settings

__all__ = ["bound", "bound_for", "say_ready"]

#: Elsewhere either the option is missing or the last who binds gets every connection.
_SHARES_EVENLY = sys.platform == "linux"
#: Connections that may wait to be taken.
_BACKLOG = 128


def bound(settings: Settings) -> socket.socket:
    """Return a socket that listens.

    Raises
    ------
    CallError
        If the address cannot be used.
    """
    return _listening(settings.host, settings.port)


def bound_for(settings: Settings, workers: int) -> list[socket.socket]:
    """Return a socket for each of several processes at one address.

    On Linux each has its own (``SO_REUSEPORT``), and the kernel deals connections out evenly; elsewhere all have the same
    one, and whoever is first takes a connection.

    Raises
    ------
    CallError
        If the address cannot be used.
    """
    claimed = bound(settings)
    if not _SHARES_EVENLY:
        return [claimed, *(claimed.dup() for _ in range(workers - 1))]
    # Another service at the address was told to us just now: a socket that shares would have joined it without a word.
    with claimed:
        port = claimed.getsockname()[1]
    return [_listening(settings.host, port, shared=True) for _ in range(workers)]


def say_ready(settings: Settings, listener: socket.socket) -> None:
    """Say on standard output where the service answers, and where it keeps what it judges."""
    host, port = listener.getsockname()[:2]
    address = f"http://[{host}]:{port}/" if ":" in host else f"http://{host}:{port}/"
    sys.stdout.write(f"Bidworthy is ready: {address}\nStop it with Ctrl-C. Nothing you paste leaves this machine.\n")
    if settings.history is not None:
        sys.stdout.write(
            f"Postings it judges, and what you tell of them, are kept in {named(settings.history)}\n"
            "bidworthy ledger shows, exports and forgets them.\n"
        )
    sys.stdout.flush()


def _listening(host: str, port: int, *, shared: bool = False) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # Named as TCP: only then does asyncio send small answers at once (TCP_NODELAY); else each waits 40 ms for the kernel.
    listener = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        if shared:
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        # A name that is no host name at all is a TypeError.
        listener.bind((host, port))
        listener.listen(_BACKLOG)
    except (OSError, TypeError) as error:
        listener.close()
        raise CallError(
            f"cannot listen on {host} port {port}: {getattr(error, 'strerror', None) or error}; "
            "stop what uses it, or name another with --port"
        ) from None
    return listener
