"""Run the service: bind, say the address, serve until told to stop."""

from __future__ import annotations

import signal
import socket
import sys
from threading import Thread

import uvicorn

from features.errors import CallError
from features.rules import finder
from serving.app import create_app
from serving.database.address import named
from serving.http.patience import PatientProtocol
from serving.live import Live
from serving.logs import set_up
from serving.settings import Settings

__all__ = ["run_server"]

#: When told to stop, requests in work are answered, but for no longer.
_LAST_ANSWERS_S = 10


def run_server(settings: Settings) -> None:
    """Serve until interrupted.

    Raises
    ------
    CallError
        If the address cannot be used.
    """
    set_up(settings.log_format)
    app = create_app(settings)
    listener = _bound(settings)
    host, port = listener.getsockname()[:2]
    address = f"http://[{host}]:{port}/" if ":" in host else f"http://{host}:{port}/"
    sys.stdout.write(f"Bidworthy is ready: {address}\nStop it with Ctrl-C. Nothing you paste leaves this machine.\n")
    if settings.history is not None:
        sys.stdout.write(
            f"Postings it judges, and what you tell of them, are kept in {named(settings.history)}\n"
            "bidworthy ledger shows, exports and forgets them.\n"
        )
    sys.stdout.flush()
    # The first suspicious posting should not wait for spaCy, nor the first answer for anything.
    Thread(target=finder().warm, daemon=True).start()
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
    _renew_on_hangup(app.state.live)
    with listener:
        uvicorn.Server(config).run(sockets=[listener])


def _renew_on_hangup(live: Live) -> None:
    """Read the bundle again when told to (SIGHUP), beside the requests that go on."""
    if hasattr(signal, "SIGHUP"):  # not on Windows
        signal.signal(signal.SIGHUP, lambda *_: Thread(target=live.renew, daemon=True).start())


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
