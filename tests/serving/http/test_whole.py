"""Files are given as a whole, whatever parts are asked for."""

from __future__ import annotations

import pytest
from starlette.testclient import TestClient


@pytest.mark.parametrize("path", ["/", "/page/app.js", "/page/style.css"])
@pytest.mark.parametrize(
    "asked", ["bytes=0-0", "bytes=-1", "bytes=0-0,2-2,4-4", "bytes=999999999-", "bytes=" + "0-," * 5_000 + "0-", "apples"]
)
def test_parts_are_not_given(client: TestClient, path: str, asked: str) -> None:
    """Not one, not many, and none that could not be: the answer is the file."""
    whole = client.get(path)
    got = client.get(path, headers={"Range": asked, "If-Range": whole.headers["etag"]})
    assert (got.status_code, got.content) == (200, whole.content)
    assert "content-range" not in got.headers
    assert got.headers["accept-ranges"] == "none"


def test_what_was_not_changed_is_still_told(client: TestClient) -> None:
    """A browser that has the file asks only whether it is the same."""
    tag = client.get("/page/app.js").headers["etag"]
    got = client.get("/page/app.js", headers={"If-None-Match": tag, "Range": "bytes=0-1"})
    assert (got.status_code, got.content) == (304, b"")
