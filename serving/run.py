"""Run the service: bind, say the address, serve until told to stop."""

from __future__ import annotations

import socket
import sys
from threading import Thread

import uvicorn

from features.errors import CallError
from features.rules import finder
from serving.app import create_app
from serving.database.address import named
from serving.http.patience import PatientProtocol
from serving.logs import set_up
from serving.settings import Settings
from serving.stopping import StoppableServer

__all__ = ["run_server"]

#: When told to stop, requests in work are answered, but for no longer.
_LAST_ANSWERS_S = 10


def run_server(settings: Settings) -> None:
    """Serve until told to stop.

    Raises
    ------
    CallError
        If the address cannot be used.
    KeyboardInterrupt
        If a second Ctrl-C ended it before what was in work was answered.
    """
    set_up(settings.log_format)
    app = create_app(settings)
    listener = _bound(settings)
    # No access log: addresses of requests are nobody's business, and bodies are postings.
    config = uvicorn.Config(
        app,
        http=PatientProtocol,
        log_config=None,  # `serving.logs` has done that
        access_log=False,
        proxy_headers=False,  # else whoever asks from this machine could name any address as its own
        server_header=False,
        timeout_keep_alive=30,
        timeout_graceful_shutdown=_LAST_ANSWERS_S,
        ws="none",
    )
    server = StoppableServer(config)
    # Read again beside the requests that go on.
    server.take_signals(renew=lambda: Thread(target=app.state.live.renew, daemon=True).start())
    _say_ready(settings, listener)
    # The first suspicious posting should not wait for spaCy, nor the first answer for anything.
    Thread(target=finder().warm, daemon=True).start()
    with listener:
        server.serve_until_told([listener])


def _say_ready(settings: Settings, listener: socket.socket) -> None:
    host, port = listener.getsockname()[:2]
    address = f"http://[{host}]:{port}/" if ":" in host else f"http://{host}:{port}/"
    sys.stdout.write(f"Bidworthy is ready: {address}\nStop it with Ctrl-C. Nothing you paste leaves this machine.\n")
    if settings.history is not None:
        sys.stdout.write(
            f"Postings it judges, and what you tell of them, are kept in {named(settings.history)}\n"
            "bidworthy ledger shows, exports and forgets them.\n"
        )
    sys.stdout.flush()


def _bound(settings: Settings) -> socket.socket:
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    # Named as TCP: only then does asyncio send small answers at once (TCP_NODELAY); else each waits 40 ms for the kernel.
    listener = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        # A name that is no host name at all is a TypeError.
        listener.bind((settings.host, settings.port))
    except (OSError, TypeError) as error:
        listener.close()
        raise CallError(
            f"cannot listen on {settings.host} port {settings.port}: {getattr(error, 'strerror', None) or error}; "
            "stop what uses it, or name another with --port"
        ) from None
    listener.listen(128)
    return listener
