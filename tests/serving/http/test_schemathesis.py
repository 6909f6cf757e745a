"""Schemathesis asks the running service everything that its own OpenAPI document allows, and much that it does not."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.server import serving

pytestmark = pytest.mark.slow

#: Postings, and what is told of them, may be written in a page's own words ("$2K+", "Jan 5, 2020", "Too many applicants").
#: No schema says which are read, so that neither "all it allows is taken" nor "all else is refused" can hold of them.
PAGE_WORDS = "/v1/(score|feedback|outcomes|spending)"
NOT_OF_PAGE_WORDS = "positive_data_acceptance,negative_data_rejection"


@pytest.fixture(scope="module", params=["", "of-these-tests"], ids=["without a token", "with a token"])
def asked(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[str]]:
    """Return where a service with a ledger answers, as arguments of schemathesis."""
    folder = tmp_path_factory.mktemp("schemathesis")
    with serving("--history", str(folder / "history.sqlite3"), token=request.param) as (_, printed):
        header = ["--header", f"Authorization: Bearer {request.param}"] if request.param else []
        yield [f"{printed.rstrip('/')}/openapi.json", *header]


def _run(asked: list[str], folder: Path, *more: str) -> None:
    command = [str(Path(sys.executable).with_name("schemathesis")), "run", *asked, "--seed", "20261127", "--no-color"]
    # What it writes beside its answer goes to a folder of the test.
    done = subprocess.run(
        [*command, *more], check=False, capture_output=True, text=True, cwd=folder, env=os.environ | {"HOME": str(folder)}
    )
    assert done.returncode == 0, done.stdout[-6_000:] + done.stderr[-2_000:]
    assert "Test cases:" in done.stdout


def test_nothing_asked_breaks_the_service_or_its_document(asked: list[str], tmp_path: Path) -> None:
    """No fault of ours; status, type, headers and body of every answer as documented."""
    _run(asked, tmp_path, "--exclude-checks", NOT_OF_PAGE_WORDS, "--max-examples", "40")


def test_where_a_schema_can_say_it_what_it_allows_is_taken_and_nothing_else(asked: list[str], tmp_path: Path) -> None:
    """Every check, on all that is not written in a page's words."""
    _run(asked, tmp_path, "--exclude-path-regex", PAGE_WORDS, "--max-examples", "40")
