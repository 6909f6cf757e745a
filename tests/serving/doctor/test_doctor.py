"""``bidworthy doctor`` finds what is wrong, says what to do, and tells nothing private."""

from __future__ import annotations

import json
import os
import secrets
import shutil
import socket
from collections import namedtuple
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from click.testing import CliRunner

from serving.assumptions import load_assumptions
from serving.bundle import DEFAULT_BUNDLE
from serving.cli import main
from serving.ledger.store import Ledger
from tests.support.server import serving


def _examined(*words: str, **environment: str) -> tuple[int, dict[str, tuple[str, str]]]:
    """Return the exit status, and the state and the sentence of each thing."""
    known = {"BIDWORTHY_TOKEN": "", "BIDWORTHY_HISTORY": "off"}
    done = CliRunner().invoke(main, ["doctor", "--port", "0", "--json", *words], env=known | environment)
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    return done.exit_code, {row["what"]: (row["state"], row["said"]) for row in rows}


def test_all_is_well() -> None:
    """One line a thing, plain where nobody looks at a terminal."""
    done = CliRunner().invoke(main, ["doctor", "--port", "0", "--history", "off"])
    assert done.exit_code == 0
    assert [line.split()[:2] for line in done.stdout.splitlines()] == [
        ["ok", f"{what}:"]
        for what in ("version", "packages", "settings", "assumptions", "bundle", "spaCy", "history", "port")
    ]
    assert "\x1b" not in done.stdout


def _broken_bundle(folder: Path) -> tuple[str, ...]:
    bundle = shutil.copytree(DEFAULT_BUNDLE, folder / "bundle")
    (bundle / "pay.json").unlink()
    return ("--bundle", str(bundle))


def _no_token(_: Path) -> tuple[str, ...]:
    return ("--host", "0.0.0.0")  # noqa: S104


def _no_assumptions(folder: Path) -> tuple[str, ...]:
    (folder / "mine.toml").write_text("weeks = 'many'")
    return ("--assumptions", str(folder / "mine.toml"))


def _wrong_profile(folder: Path) -> tuple[str, ...]:
    (folder / "me.json").write_text('{"hourly_rate_usd": "much"}')
    return ("--profile", str(folder / "me.json"))


def _no_history(folder: Path) -> tuple[str, ...]:
    (folder / "history.sqlite3").write_text("no database")
    return ("--history", str(folder / "history.sqlite3"))


@pytest.mark.parametrize(
    ("made", "what", "said"),
    [
        (_broken_bundle, "bundle", "pay.json"),
        (_no_token, "settings", "set BIDWORTHY_TOKEN"),
        (_no_assumptions, "assumptions", "weeks is 'many'"),
        (_wrong_profile, "profile", "hourly_rate_usd"),
        (_no_history, "history", "history.sqlite3"),
    ],
)
def test_what_is_broken_is_said_and_the_rest_is_looked_at(tmp_path: Path, made: Any, what: str, said: str) -> None:
    """With the next step; the exit status tells a script."""
    status, found = _examined(*made(tmp_path))
    assert status == 1
    assert found[what][0] == "broken"
    assert said in found[what][1]
    assert [other for other, (state, _) in found.items() if state != "ok"] == [what]


def test_the_assumptions_in_use_are_named(tmp_path: Path) -> None:
    """The project's own, or a file and how much it changes."""
    assert "serving/assumptions.toml" in _examined()[1]["assumptions"][1]
    own = load_assumptions()
    (tmp_path / "mine.toml").write_text(f"weeks = {own.records['weeks'].high}\nwasted_dollar = {own['wasted_dollar']}\n")
    status, found = _examined("--assumptions", str(tmp_path / "mine.toml"))
    assert (status, found["assumptions"][0]) == (0, "ok")
    assert found["assumptions"][1].startswith(f"{tmp_path / 'mine.toml'} changes 1 of {len(own.records)}; ")


def test_a_token_that_can_be_guessed_is_something_to_look_at() -> None:
    """With the rule, and without the token."""
    status, found = _examined(BIDWORTHY_TOKEN="My-Secret-Token-2026!")  # noqa: S106
    assert (status, found["token"][0]) == (0, "look")
    assert "made of known words" in found["token"][1]
    assert "2026" not in found["token"][1]
    assert _examined(BIDWORTHY_TOKEN=secrets.token_urlsafe(32))[1]["token"][0] == "ok"
    assert "token" not in _examined()[1]


def test_a_history_is_opened_and_counted_and_none_is_made(tmp_path: Path) -> None:
    """A look changes nothing."""
    file = tmp_path / "new" / "history.sqlite3"
    status, found = _examined("--history", str(file))
    assert (status, found["history"][0]) == (0, "ok")
    assert "will be made" in found["history"][1]
    assert not file.parent.exists()
    Ledger.open(file).close()
    before = file.read_bytes()
    assert "postings in it: 0" in _examined(BIDWORTHY_HISTORY=str(file))[1]["history"][1]
    assert file.read_bytes() == before


def test_a_full_disk_is_something_to_look_at(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Before it is full."""
    usage = namedtuple("usage", "total used free")
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage(10**9, 10**9 - 5_000_000, 5_000_000))
    status, found = _examined("--history", str(tmp_path / "history.sqlite3"))
    assert (status, found["history"][0]) == (0, "look")
    assert "5 MB" in found["history"][1]


def test_a_place_that_cannot_be_written_is_broken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever is root may write anywhere, so the answer of the system is put in its place."""
    monkeypatch.setattr(os, "access", lambda *_: False)
    status, found = _examined("--history", str(tmp_path / "history.sqlite3"))
    assert (status, found["history"][0]) == (1, "broken")
    assert "name another with --history" in found["history"][1]


def test_a_port_in_use_is_told_from_our_own_service() -> None:
    """Who answers there with a bundle is Bidworthy; another program is something to look at."""
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        status, found = _examined("--port", str(port))
        assert (status, found["port"][0]) == (0, "look")
        assert "--port" in found["port"][1]
    with serving("--history", "off") as (_, address):
        found = _examined("--port", str(urlsplit(address).port))[1]
        assert found["port"] == ("ok", f"port {urlsplit(address).port}: Bidworthy answers there with bidworthy-0.1.0")


def test_nothing_private_is_told(tmp_path: Path) -> None:
    """No token, no rate, no client, no password of a database."""
    (tmp_path / "me.json").write_text('{"hourly_rate_usd": 77.77, "blocked_clients": ["quagga"]}')
    words = ["doctor", "--port", "0", "--profile", str(tmp_path / "me.json")]
    secrets = {"BIDWORTHY_TOKEN": "zanzibar", "BIDWORTHY_HISTORY": "postgresql://me:hunter2@127.0.0.1:9/none"}
    done = CliRunner().invoke(main, words, env=secrets)
    assert done.exit_code == 1
    assert "with a token" in done.stdout
    assert not [secret for secret in ("zanzibar", "77.77", "quagga", "hunter2") if secret in done.output]
