"""Run the service in one process: bind, say the address, serve until told to stop."""

from __future__ import annotations

from threading import Thread

import uvicorn
from starlette.types import ASGIApp

from features.rules import finder
from serving.app import create_app
from serving.garbage import begin_looking
from serving.http.patience import PatientProtocol
from serving.listening import bound, say_ready
from serving.logs import set_up
from serving.settings import Settings
from serving.stopping import StoppableServer
from serving.watch import Watch, watching

__all__ = ["config_of", "run_server", "warm_up"]

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
    watch = None if settings.watch_bundle is None else Watch(settings.bundle)  # before it is read
    app = create_app(settings)
    with bound(settings) as listener:
        server = StoppableServer(config_of(app), begun=warm_up)
        # Read again beside the requests that go on.
        server.take_signals(renew=lambda: Thread(target=app.state.live.renew, daemon=True).start())
        begin_looking()
        say_ready(settings, listener)
        if watch is not None and settings.watch_bundle is not None:
            watching(watch, settings.watch_bundle, app.state.live.renew)
        server.serve_until_told([listener])


def warm_up() -> None:
    """Load spaCy in the background: the first suspicious posting should not wait for it, nor any answer for anything."""
    Thread(target=finder().warm, daemon=True).start()


def config_of(app: ASGIApp, workers: int = 1) -> uvicorn.Config:
    """Return how an app is served, alone or by one of several processes."""
    # No access log: addresses of requests are nobody's business, and bodies are postings.
    return uvicorn.Config(
        app,
        workers=workers,
        http=PatientProtocol,
        log_config=None,  # `serving.logs` has done that
        access_log=False,
        proxy_headers=False,  # else whoever asks from this machine could name any address as its own
        server_header=False,
        timeout_keep_alive=30,
        timeout_graceful_shutdown=_LAST_ANSWERS_S,
        ws="none",
    )
