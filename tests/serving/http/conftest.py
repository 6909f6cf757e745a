"""What the tests of the service share: a client of the app with its defaults."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from starlette.testclient import TestClient

from serving.app import create_app

HOME = "http://127.0.0.1:8765"


@pytest.fixture(scope="session")
def client() -> Iterator[TestClient]:
    """Return a client that sees a fault as its answer, as a caller would."""
    with TestClient(create_app(), base_url=HOME, raise_server_exceptions=False) as client:
        yield client
