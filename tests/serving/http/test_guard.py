"""Who may ask: host names, browser origins and the token."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from starlette.testclient import TestClient

from serving.app import create_app
from serving.settings import Settings
from tests.support.problem import check_problem

HOME = "http://127.0.0.1:8765"
EXTENSION = "chrome-extension://abcdefghijklmnop"
TOKEN = "a long secret ü"  # noqa: S105 - invented
BEARER = {b"Authorization": b"Bearer " + TOKEN.encode()}
POSTING = {"title": "Tidy a spreadsheet", "description": ""}


@pytest.fixture(scope="module")
def friendly() -> Iterator[TestClient]:
    """Return a client of an app that allows one extension."""
    with TestClient(create_app(Settings(allowed_origins=(EXTENSION,))), base_url=HOME) as client:
        yield client


@pytest.fixture(scope="module")
def locked() -> Iterator[TestClient]:
    """Return a client of an app that is open to the network, with a token and one allowed extension."""
    settings = Settings(host="0.0.0.0", token=TOKEN, allowed_origins=(EXTENSION,))  # noqa: S104 - what is tested
    with TestClient(create_app(settings), base_url=HOME) as client:
        yield client


@pytest.mark.parametrize(
    "host",
    ["evil.example", "evil.example:8765", "127.0.0.1.evil.example", "localhost.evil.example:80", "[::2]:8765", "", "[::1"],
)
def test_a_foreign_host_name_is_refused(client: TestClient, host: str) -> None:
    """A page that made its own name resolve to this machine reads nothing."""
    check_problem(client.get("/v1/model", headers={"Host": host}), 403, "Host")


@pytest.mark.parametrize("host", ["127.0.0.1", "127.0.0.1:9", "localhost:8765", "[::1]", "[::1]:8765"])
def test_own_host_names_are_let_through(client: TestClient, host: str) -> None:
    """Each name of this machine, with or without a port."""
    assert client.get("/healthz", headers={"Host": host}).status_code == 200


@pytest.mark.parametrize(
    "origin",
    ["http://evil.example", "https://127.0.0.1.evil.example", "null", "http://127.0.0.1:1", "file://", EXTENSION, ""],
)
@pytest.mark.parametrize("method", ["GET", "POST", "OPTIONS"])
def test_a_foreign_origin_is_refused(client: TestClient, method: str, origin: str) -> None:
    """Before the body is read, and without a header that would let a browser show the answer."""
    got = client.request(method, "/v1/score", headers={"Origin": origin})
    check_problem(got, 403, "origin", "--allow-origin")
    assert not [name for name in got.headers if name.startswith("access-control")]


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
@pytest.mark.parametrize(
    ("path", "mode", "dest"),
    [
        ("/v1/postings/1", "no-cors", "image"),
        ("/v1/postings/1", "navigate", "document"),
        ("/page/app.js", "no-cors", "script"),
        ("/healthz", "no-cors", "empty"),
        ("/", "navigate", "iframe"),
        ("/", "no-cors", "document"),
        ("/page/", "navigate", "document"),
    ],
)
def test_what_another_page_asks_for_without_an_origin_is_refused(
    client: TestClient, site: str, path: str, mode: str, dest: str
) -> None:
    """Pictures, frames and addresses carry no origin, and whether they load would tell what is known."""
    headers = {"Sec-Fetch-Site": site, "Sec-Fetch-Mode": mode, "Sec-Fetch-Dest": dest}
    check_problem(client.get(path, headers=headers), 403, "another site")


@pytest.mark.parametrize("method", ["POST", "HEAD"])
def test_only_asking_for_the_page_opens_it_from_elsewhere(client: TestClient, method: str) -> None:
    """A form of another page is no link."""
    headers = {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "document"}
    assert client.request(method, "/", headers=headers).status_code == 403
    assert client.get("/", headers=headers).status_code == 200


@pytest.mark.parametrize("site", ["same-origin", "none"])
def test_the_page_and_a_typed_address_are_let_through(client: TestClient, site: str) -> None:
    """As a browser says of the page's own calls, and of what a person typed."""
    assert client.get("/v1/model", headers={"Sec-Fetch-Site": site}).status_code == 200


def test_an_allowed_origin_may_come_from_another_site(friendly: TestClient) -> None:
    """Every browser says so of an extension."""
    headers = {"Origin": EXTENSION, "Sec-Fetch-Site": "cross-site"}
    assert friendly.post("/v1/score", json=POSTING, headers=headers).status_code == 200
    assert friendly.get("/v1/model", headers=headers).status_code == 200


def test_the_own_origin_is_let_through(client: TestClient) -> None:
    """The page posts to the address that served it."""
    got = client.post("/v1/score", json=POSTING, headers={"Origin": HOME})
    assert got.status_code == 200
    assert "access-control-allow-origin" not in got.headers


def test_an_allowed_origin_reads_its_answer(friendly: TestClient) -> None:
    """By its own name, not by a star."""
    got = friendly.post("/v1/score", json=POSTING, headers={"Origin": EXTENSION})
    assert (got.status_code, got.headers["access-control-allow-origin"]) == (200, EXTENSION)
    assert got.headers["vary"] == "Origin"


def test_an_allowed_origin_reads_its_errors(friendly: TestClient) -> None:
    """A refusal is for it to show, too."""
    got = friendly.post("/v1/score", json={}, headers={"Origin": EXTENSION})
    assert (got.status_code, got.headers["access-control-allow-origin"]) == (422, EXTENSION)


@pytest.mark.parametrize("private", [True, False])
def test_a_preflight_is_answered(friendly: TestClient, private: bool) -> None:
    """What the browser asks before it posts JSON, from a public page to this machine included."""
    asks = {"Origin": EXTENSION, "Access-Control-Request-Method": "POST", "Access-Control-Request-Headers": "content-type"}
    more = {"Access-Control-Request-Private-Network": "true"} if private else {}
    got = friendly.options("/v1/score", headers=asks | more)
    assert (got.status_code, got.content) == (204, b"")
    assert got.headers["access-control-allow-origin"] == EXTENSION
    assert "POST" in got.headers["access-control-allow-methods"]
    assert "content-type" in got.headers["access-control-allow-headers"]
    assert got.headers.get("access-control-allow-private-network") == ("true" if private else None)


@pytest.mark.parametrize("path", ["/v1/model", "/openapi.json", "/v1/score", "/nope", "/page"])
@pytest.mark.parametrize(
    "sent",
    [
        None,
        b"",
        b"Bearer",
        b"Bearer ",
        b"Bearer wrong",
        b"Basic " + TOKEN.encode(),
        TOKEN.encode(),
        b"Bearer\xff",
        b"Bearer \xff",
    ],
)
def test_without_the_right_token_nothing_is_told(locked: TestClient, path: str, sent: bytes | None) -> None:
    """Not even whether a path exists."""
    got = locked.get(path, headers={} if sent is None else {b"Authorization": sent})
    check_problem(got, 401, "Authorization: Bearer")
    assert got.headers["www-authenticate"] == "Bearer"
    assert TOKEN not in got.text


@pytest.mark.parametrize("scheme", [b"Bearer ", b"bearer ", b"BEARER  "])
def test_the_right_token_opens(locked: TestClient, scheme: bytes) -> None:
    """The scheme's letter case does not matter; the token's does."""
    sent = {b"Authorization": scheme + TOKEN.encode()}
    assert locked.get("/v1/model", headers=sent).status_code == 200
    assert locked.get("/v1/model", headers={b"Authorization": scheme + TOKEN.upper().encode()}).status_code == 401


def test_with_a_token_the_host_name_does_not_matter(locked: TestClient) -> None:
    """The machine has other names on its network."""
    assert locked.post("/v1/score", json=POSTING, headers={b"Host": b"box.lan:8765", **BEARER}).status_code == 200


def test_with_a_token_a_foreign_origin_is_still_refused(locked: TestClient) -> None:
    """A token does not open the browser's door."""
    check_problem(locked.get("/v1/model", headers={b"Origin": b"http://evil.example", **BEARER}), 403, "origin")


def test_an_allowed_origin_reads_that_a_token_is_needed(locked: TestClient) -> None:
    """Otherwise its browser would only say that something failed."""
    got = locked.get("/v1/model", headers={"Origin": EXTENSION})
    assert (got.status_code, got.headers["access-control-allow-origin"]) == (401, EXTENSION)


@pytest.mark.parametrize("path", ["/", "/healthz", "/readyz", "/page/app.js"])
def test_the_empty_page_and_health_need_no_token(locked: TestClient, path: str) -> None:
    """They hold nothing, and a browser cannot send a token when it opens an address."""
    assert locked.get(path).status_code == 200


@pytest.mark.parametrize(
    ("method", "path", "headers"),
    [
        ("GET", "/", {}),
        ("GET", "/healthz", {}),
        ("GET", "/openapi.json", {}),
        ("GET", "/page/app.js", {}),
        ("GET", "/page/style.css", {}),
        ("GET", "/nope", {}),
        ("GET", "/v1/score", {}),
        ("POST", "/v1/score", {}),
        ("GET", "/", {"Host": "evil.example"}),
        ("GET", "/", {"Origin": "http://evil.example"}),
        ("OPTIONS", "/v1/score", {"Origin": EXTENSION}),
    ],
)
def test_every_response_is_under_the_policy(friendly: TestClient, method: str, path: str, headers: dict[str, str]) -> None:
    """Answers, files, preflights and refusals alike, each header once."""
    got = friendly.request(method, path, headers=headers)
    policy = got.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "script-src 'self'" in policy
    assert "unsafe" not in policy
    assert (got.headers["x-content-type-options"], got.headers["x-frame-options"]) == ("nosniff", "DENY")
    assert (got.headers["referrer-policy"], got.headers["cache-control"]) == ("no-referrer", "no-store")
    for name in ("cross-origin-resource-policy", "cross-origin-opener-policy"):
        assert got.headers[name] == "same-origin"
    assert "require-trusted-types-for 'script'" in policy
