"""What the tests share: the scorer, the sample postings, and the shared data where it is."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from serving.bundle import load_bundle
from serving.scorer import Scorer
from tests.support.databases import Database, database_in
from tests.support.postgres import Postgres, postgres_binaries

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="session", autouse=True)
def _no_history() -> Iterator[None]:
    """Keep every service that a test starts away from the person's own history."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("BIDWORTHY_HISTORY", "off")
        yield


@pytest.fixture(scope="session")
def scorer() -> Scorer:
    """Return the scorer with the bundle that ships."""
    return Scorer(load_bundle())


@pytest.fixture(scope="session")
def sample() -> list[dict[str, Any]]:
    """Return the sample postings as contract objects."""
    lines = (ROOT / "data" / "sample" / "postings.jsonl").read_text(encoding="utf-8").split("\n")
    return [json.loads(line) for line in lines if line]


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """Return the folder of the research data, or skip the test with a clear word."""
    named = os.environ.get("BIDWORTHY_DATA_DIR", "")
    if not named or not (Path(named) / "postings.parquet").is_file():
        pytest.skip("BIDWORTHY_DATA_DIR names no folder with postings.parquet: this test needs the research data")
    return Path(named)


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    """Return a running PostgreSQL server, one for all tests."""
    binaries = postgres_binaries()
    if binaries is None:
        pytest.skip("PostgreSQL is not installed: no initdb on the path, nor in /usr/lib/postgresql")
    server = Postgres(binaries)
    yield server
    server.remove()


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    """Return where a history may be made: a file, and in another run of the test a database of a server."""
    if request.param == "sqlite":
        yield database_in(tmp_path / "history.sqlite3")
        return
    server: Postgres = request.getfixturevalue("postgres")
    yield Database("postgresql", server.empty(), "postgresql:// history")
