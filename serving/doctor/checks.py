"""One look at each thing that can be wrong on a person's machine. Nothing is changed, and nothing private is told."""

from __future__ import annotations

import json
import os
import platform
import shutil
import socket
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from importlib.metadata import version
from pathlib import Path
from typing import Any

from features.errors import BidworthyError
from serving.doctor.finding import Finding, State
from serving.doctor.guessable import token
from serving.doctor.needed import needed
from serving.settings import Settings

__all__ = ["findings"]

#: Under so many bytes the history and a report may find the disk full.
_LEAST_FREE = 200_000_000
_PATIENCE_S = 3.0


def findings(arguments: dict[str, Any], history: str | None, profile: Path | None) -> Iterator[Finding]:
    """Yield what was found, the next look being taken only when it is asked for.

    Parameters
    ----------
    arguments : dict
        As ``bidworthy serve`` would take them.
    history : str or None
        Its file or URL; None for none.
    profile : Path or None
    """
    yield Finding("version", "ok", f"Bidworthy {version('bidworthy')}, Python {platform.python_version()}")
    yield _tried("packages", needed)
    settings = None
    try:
        settings = Settings(history=history, **arguments)
        yield Finding("settings", "ok", _reach(settings))
    except BidworthyError as error:
        yield Finding("settings", "broken", str(error))
    if settings is not None and settings.token:
        yield Finding("token", *token(settings.token))
    assumed = _tried("assumptions", lambda: _assumptions(arguments["assumptions"]))
    yield assumed
    # What is wrong with the assumptions is said already, and is nothing of the bundle's.
    yield _tried("bundle", lambda: _bundle(arguments["bundle"], arguments["assumptions"] if assumed.state == "ok" else None))
    yield _tried("spaCy", _spacy)
    if profile is not None:
        yield _tried("profile", lambda: _profile(profile))
    yield _tried("history", lambda: _history(history))
    if settings is not None:
        yield _tried("port", lambda: _port(settings))


def _tried(what: str, look: Callable[[], tuple[State, str]]) -> Finding:
    try:
        return Finding(what, *look())
    except BidworthyError as error:
        return Finding(what, "broken", str(error))
    except OSError as error:
        return Finding(what, "broken", f"{error.filename or what}: {error.strerror or error}")


def _reach(settings: Settings) -> str:
    who = "with a token" if settings.token else "without a token"
    origins = ", ".join(settings.allowed_origins) or "none"
    return f"would listen on {settings.host} {who}; browser origins allowed: {origins}"


def _assumptions(path: Path | None) -> tuple[State, str]:
    from serving.assumptions import load_assumptions

    known, own = load_assumptions(path).records, load_assumptions().records
    if path is None:
        return "ok", f"the project's own {len(own)} (serving/assumptions.toml); --assumptions FILE changes some"
    changed = sum(known[name].value != own[name].value for name in own)
    return "ok", f"{path} changes {changed} of {len(own)}; the others are the project's own"


def _bundle(bundle: Path | None, assumptions: Path | None) -> tuple[State, str]:
    from serving.batch.load import load_scorer
    from serving.trial import try_out

    scorer = load_scorer(bundle, assumptions)
    try_out(scorer)
    return "ok", f"{scorer.bundle.label}, its digests hold, and it judges the samples alike each time"


def _spacy() -> tuple[State, str]:
    from features.rules import finder

    try:
        finder().warm()
    except ImportError as error:
        return "broken", f"{error}; install Bidworthy again, it confirms suspicious sentences with spaCy"
    return "ok", f"spaCy {version('spacy')} reads the rules"


def _profile(path: Path) -> tuple[State, str]:
    from serving.batch.load import load_profile

    stated = len(load_profile(path).model_fields_set)
    return "ok", f"{path} states {stated} of your values"


def _history(where: str | None) -> tuple[State, str]:
    if where is None:
        return "ok", "off: nothing is remembered"
    from serving.database.address import address, is_file
    from serving.database.name import named
    from serving.ledger.store import Ledger

    url = address(where)
    if is_file(url):
        file = Path(str(url.database))
        folder = next(folder for folder in file.parents if folder.exists())
        free = shutil.disk_usage(folder).free
        if not os.access(file if file.exists() else folder, os.W_OK):
            return "broken", f"{file}: cannot be written; give yourself the right to, or name another with --history"
        if free < _LEAST_FREE:
            return "look", f"{file}: only {free // 1_000_000:,} MB are free there; make room before it is full"
        if not file.exists():
            return "ok", f"{file} will be made by the first `bidworthy serve`"
    ledger = Ledger.open(where, create=False)
    try:
        counts = ledger.counts()
    finally:
        ledger.close()
    return "ok", f"{named(where)} opens; postings in it: {counts['seen_posting']:,}"


def _port(settings: Settings) -> tuple[State, str]:
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as tried:
        tried.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            tried.bind((settings.host, settings.port))
        except OSError as error:
            found = _running(settings)
            if found is None:
                return "look", f"port {settings.port}: {error.strerror}; stop what uses it, or name another with --port"
            return "ok", f"port {settings.port}: Bidworthy answers there with {found}"
    return "ok", f"port {settings.port} is free"


def _running(settings: Settings) -> str | None:
    """Return the bundle of a Bidworthy that answers at the address; None where something else does."""
    host = f"[{settings.host}]" if ":" in settings.host else settings.host
    # Never by way of a proxy: what is asked is on this machine or named by the person who asks.
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with opener.open(f"http://{host}:{settings.port}/readyz", timeout=_PATIENCE_S) as answer:
            told = json.loads(answer.read(10_000))
    except (OSError, ValueError, urllib.error.URLError):
        return None
    bundle = told.get("bundle") if isinstance(told, dict) else None
    return bundle if isinstance(bundle, str) and bundle.isprintable() and len(bundle) <= 200 else None
