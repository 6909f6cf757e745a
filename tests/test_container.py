"""The image and its composition, read as a builder would: what they name is there, and nothing runs as root or unlocked."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from features.errors import CallError
from serving.cli import main
from serving.database.address import address
from serving.settings import Settings
from tests.support.server import ROOT, serving

_VARIABLE = re.compile(r"\$\{(\w+)(:[?-])?")
Instruction = tuple[str, str]


def _instructions() -> list[Instruction]:
    """Return the instructions of the Dockerfile, lines that go on put together."""
    text = (ROOT / "Dockerfile").read_text(encoding="utf-8")
    lines = "".join(line for line in text.splitlines(keepends=True) if not line.startswith("#"))
    whole = lines.replace("\\\n", " ").splitlines()
    return [(word, " ".join(rest.split())) for word, _, rest in (line.partition(" ") for line in whole if line.strip())]


def _all(word: str) -> list[str]:
    return [rest for found, rest in _instructions() if found == word]


def _copied() -> Iterator[str]:
    for rest in _all("COPY"):
        if not rest.startswith("--from="):
            yield from rest.split()[:-1]


def _compose() -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load((ROOT / "compose.yaml").read_text(encoding="utf-8"))
    return found


def _of(service: str) -> dict[str, Any]:
    found: dict[str, Any] = _compose()["services"][service]
    return found


def _lock(name: str) -> list[str]:
    """Return the entries of a lock file, each with its hashes."""
    return re.split(r"\n(?=\S)", (ROOT / name).read_text(encoding="utf-8").strip())


@pytest.mark.parametrize("source", sorted(_copied()))
def test_what_is_copied_is_there_and_in_git(source: str) -> None:
    """And is let through to the builder."""
    assert (ROOT / source).exists()
    known = subprocess.run(["git", "ls-files", source], cwd=ROOT, capture_output=True, text=True, check=True)
    assert known.stdout
    assert f"!{source}" in (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines()


def test_nothing_else_is_let_through() -> None:
    """No history, no environment, no file of somebody's own."""
    lines = [line for line in (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    assert lines[0] == "*"
    assert {line[1:] for line in lines if line.startswith("!")} == set(_copied())


def test_every_package_is_copied() -> None:
    """The project is installed as it is elsewhere."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    packages = {name.rstrip("*") for name in project["tool"]["setuptools"]["packages"]["find"]["include"]}
    assert packages <= {source.partition("/")[0] for source in _copied()}
    data = {f"data/{name}" for name in project["tool"]["setuptools"]["package-data"]["data"]}
    assert data <= set(_copied())
    assert {project["project"]["readme"], *project["project"]["license-files"]} <= set(_copied())


def test_it_does_not_run_as_root() -> None:
    """From before the first thing that runs in it; by number, so that it can be checked."""
    words = [word for word, _ in _instructions()]
    last = len(words) - words[::-1].index("FROM")
    [user] = _all("USER")
    assert re.fullmatch(r"[1-9]\d{3,}:[1-9]\d{3,}", user)
    assert last < words.index("USER") < min(words.index(word) for word in ("ENTRYPOINT", "CMD", "HEALTHCHECK"))
    assert "RUN" not in words[words.index("USER") :]


def test_only_what_is_locked_is_installed() -> None:
    """By its hash, or without anything that it needs; from no index of a name."""
    installs = [rest for rest in _all("RUN") if "pip install" in rest]
    assert [("--require-hashes -r " in rest, "--no-deps" in rest) for rest in installs] == [(True, False), (False, True)]
    for name in ("Dockerfile", "compose.yaml", "requirements-server.lock"):
        text = (ROOT / name).read_text(encoding="utf-8")
        assert not re.findall(r"https?://(?!127\.0\.0\.1:8765/)", text)
        assert not re.findall(r"--(?:extra-)?index|--trusted-host|--find-links|ADD |\bcurl\b|\bwget\b|apt-get", text)


def test_the_base_is_of_a_version() -> None:
    """The same in both stages, and one that the project runs on."""
    bases = {rest.partition(" AS ")[0] for rest in _all("FROM")}
    assert bases == {"python:3.11-slim"}


def test_the_lock_of_the_image_is_the_usual_one_and_the_database() -> None:
    """Each entry is also in the lock that is tested."""
    usual, server, tested = (_lock(f"requirements{kind}.lock") for kind in ("", "-server", "-dev"))
    assert set(usual) < set(server) <= set(tested)
    assert {re.split(r"[ =]", entry)[0] for entry in set(server) - set(usual)} == {"psycopg", "psycopg-binary"}


def _serve_arguments(words: list[str]) -> dict[str, Any]:
    command, *rest = words
    context = main.commands[command].make_context(command, rest)
    return {name: value for name, value in context.params.items() if name in ("host", "port")}


@pytest.mark.parametrize("words", [json.loads(_all("CMD")[0]), _of("bidworthy")["command"]])
def test_its_command_is_understood_and_needs_a_token(words: list[str]) -> None:
    """It listens on every address of the container, so not without one."""
    arguments = _serve_arguments(words)
    assert Settings(**arguments, token="a long random text").port == int(_all("EXPOSE")[0])  # noqa: S106
    with pytest.raises(CallError, match="set BIDWORTHY_TOKEN"):
        Settings(**arguments)


def test_its_entrypoint_is_the_program() -> None:
    """As the project names it, in the environment that the first stage makes."""
    [entry] = json.loads(_all("ENTRYPOINT")[0])
    assert Path(entry).name in tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["scripts"]
    made = str(Path(entry).parents[1])
    assert f"--from=made {made} {made}" in _all("COPY")
    assert f"python -m venv {made} " in _all("RUN")[0]


def _health(port: int) -> int:
    words = json.loads(_all("HEALTHCHECK")[0].partition("CMD ")[2])
    assert words[0].endswith("/python")
    return subprocess.run(
        [sys.executable, words[1], words[2].replace(":8765/", f":{port}/")], capture_output=True, check=False
    ).returncode


def test_its_health_is_that_of_the_service() -> None:
    """The very command, against a service with a token, and against none."""
    with serving("--host", "0.0.0.0", token="a long random text") as (_, address_):  # noqa: S104, S106
        port = int(address_.rstrip("/").rpartition(":")[2])
        assert _health(port) == 0
    assert _health(port) == 1


def test_every_variable_is_told_of_and_secrets_must_be_set() -> None:
    """Nobody guesses what to set, and nothing has a password that everybody knows."""
    told = (ROOT / "serving" / "README.md").read_text(encoding="utf-8").partition("## In a container")[2]
    found = dict(_VARIABLE.findall((ROOT / "compose.yaml").read_text(encoding="utf-8")))
    assert found == {"BIDWORTHY_TOKEN": ":?", "BIDWORTHY_HISTORY": ":-", "POSTGRES_PASSWORD": ":?"}
    assert all(f"`{name}`" in told for name in found)


def test_the_composition_opens_nothing_and_writes_nowhere() -> None:
    """The port is this machine's, the root is read only, and no right can be gained."""
    service = _of("bidworthy")
    assert all(port.startswith("127.0.0.1:") for port in service["ports"])
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert "ports" not in _of("database")
    assert {"privileged", "network_mode", "user"}.isdisjoint(service)


def test_the_composition_fits_together() -> None:
    """The history is the database that is started beside it, and volumes are declared."""
    given = _of("bidworthy")["environment"]["BIDWORTHY_HISTORY"].partition(":-")[2].rstrip("}")
    url, database = address(given), _of("database")
    made = database["environment"]
    assert (url.host, url.username, url.database) == ("database", made["POSTGRES_USER"], made["POSTGRES_DB"])
    assert url.password is None
    assert database["healthcheck"]["test"][1:] == ["pg_isready", "--username", url.username, "--dbname", url.database]
    assert _of("bidworthy")["depends_on"] == {"database": {"condition": "service_healthy"}}
    assert {volume.partition(":")[0] for volume in database["volumes"]} == set(_compose()["volumes"])
