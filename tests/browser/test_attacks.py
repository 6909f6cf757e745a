"""Hostile pages in a real Chromium beside a real scorer with a ledger: nothing read, nothing written.

A page tries all of ``attacks/reads.js`` on addresses that answer differently, and all of ``attacks/writes.js`` on every
address that keeps something. Through `older_browsers_door` the scorer does not learn what only newer browsers say of a
request, so that each guard is tried without the other.
"""

from __future__ import annotations

import hashlib
import json
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx2
import pytest
from playwright.sync_api import Browser, Page, Route
from prometheus_client.parser import text_string_to_metric_families

from tests.support.browser import CHROMIUM, FLAGS, chromium
from tests.support.hostile import ATTACKS, PAGE, certificate, hostile_server, older_browsers_door
from tests.support.kept import dumped, exported
from tests.support.server import serving

pytestmark = pytest.mark.browser

EVENT = "5f0c6a0e-6a1e-4a57-9a64-6f0d7a2f9f11"
POSTING = {"id": "777", "source": "upwork", "title": "Zanzibar maps", "description": "Sort a shelf of quagga prints."}
#: At least one is in whatever tells anything.
SECRETS = ("anzibar", "quagga", EVENT, "bidworthy", "Bidworthy", "ready", "ok", "verdict", "openapi", "rejects", "import {")
ADDRESSES = [
    "/v1/postings/777", "/v1/postings/778", "/v1/postings/777?source=upwork", f"/v1/postings/{'9' * 300}", "/v1/model",
    "/metrics", "/openapi.json", "/healthz", "/readyz", "/page/app.js", "/page/style.css", "/page/icon.svg", "/page",
    "/nope", "/v1/score", "/",
]  # fmt: skip
#: One posting that was seen and one that was not.
KNOWN_AND_UNKNOWN = ADDRESSES[:2]
FALSE = {**POSTING, "id": "778", "title": "planted"}
BODIES = [
    ("/v1/score", FALSE),
    ("/v1/score/page", {"postings": [FALSE]}),
    ("/v1/read", {"text": "planted"}),
    ("/v1/feedback", {"id": "777", "label": "dangerous", "note": "planted"}),
    ("/v1/outcomes", {"id": "777", "outcome": "hired", "note": "planted"}),
    ("/v1/spending", {"spending": "bought", "connects": 60, "note": "planted"}),
    ("/v1/undo", {"event": EVENT}),
]
REFUSED = ("other", "403")
#: What a browser asks for by itself beside a document in a window of its own.
ICON = ("other", "404")
ORIGINS = {
    "another port": "http://127.0.0.1:{home}",
    "another name of this machine": "http://localhost:{home}",
    "another name": "http://evil.test:{home}",
    "a name that ends like an allowed one": "http://notfriend.test:{home}",
    "a name that begins like an allowed one": "http://friend.test.evil.test:{home}",
    "an allowed name with another port": "http://friend.test:{other}",
    "an allowed name and port with another scheme": "https://friend.test:{tls}",
}
#: From these every attack is tried on every address; the others differ from them in nothing but their name.
TRIED_IN_FULL = ("another port", "another name")
SHORT = {
    "fetch with CORS", "fetch without CORS", "picture", "frame", "window of its own", "web socket", "plain text, blind",
    "JSON with CORS", "XMLHttpRequest with JSON", "beacon of JSON", "form as plain text that is JSON", "sandboxed frame",
}  # fmt: skip
RUN = """async ([kind, name, targets, home]) => {
  const attack = globalThis.attacks[kind][name];
  const one = ([url, body]) => (kind === "READS" ? attack(url, { home }) : attack(url, body, { home }));
  const seen = await Promise.all(targets.map(async (target) => JSON.stringify(await one(target))));
  document.body.replaceChildren();
  document.head.querySelectorAll("link").forEach((link) => link.remove());
  performance.clearResourceTimings();
  return seen;
}"""
FETCH = """async ([url, body]) => {
  const options = body ? { method: "POST", body, headers: { "content-type": "application/json" } } : {};
  try { const got = await fetch(url, options); return [got.status, await got.text()]; }
  catch (error) { return [0, error.name]; }
}"""


@dataclass
class Scorer:
    """A scorer that runs for these tests, and the ports of hostile web servers."""

    address: str
    file: Path
    ports: dict[str, int]
    extensions: Path
    client: httpx2.Client
    own: int = 0

    @property
    def port(self) -> int:
        """Where it listens."""
        return int(self.address.rpartition(":")[2])

    def asked(self) -> Counter[tuple[str, str]]:
        """Return how many requests others had answered, by endpoint and status; whatever waits to be kept is then kept."""
        self.client.get(f"{self.address}/v1/postings/777").raise_for_status()
        families = text_string_to_metric_families(self.client.get(f"{self.address}/metrics").text)
        samples = [one for family in families for one in family.samples if one.name == "bidworthy_requests_total"]
        count = Counter({(one.labels["endpoint"], one.labels["status"]): int(one.value) for one in samples})
        self.own += 1
        # An answer counts once it was given, so that the newest look at the counters is not among them.
        return count - Counter({("/metrics", "200"): self.own - 1, ("/v1/postings/{id}", "200"): self.own})


def _extension_id(folder: Path) -> str:
    """Return the id that Chromium gives an unpacked extension: the digest of its path in the letters a to p."""
    digest = hashlib.sha256(str(folder).encode()).hexdigest()[:32]
    return "".join(chr(ord("a") + int(digit, 16)) for digit in digest)


def _make_extension(folder: Path) -> None:
    folder.mkdir(parents=True)
    (folder / "manifest.json").write_text(json.dumps({"manifest_version": 3, "name": folder.name, "version": "1"}))
    (folder / "page.html").write_text("<!doctype html><title>extension</title>")


@pytest.fixture(scope="module")
def scorer(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Scorer]:
    """Return a scorer with a ledger that holds a posting and an outcome; two origins and one extension are allowed."""
    folder = tmp_path_factory.mktemp("attacks")
    file, extensions = folder / "history.sqlite3", folder / "extensions"
    for name in ("allowed", "foreign"):
        _make_extension(extensions / name)
    with hostile_server() as home, hostile_server() as other, hostile_server(certificate(folder)) as tls:
        allowed = [f"http://friend.test:{home}", f"http://friend.test:{tls}"]
        allowed.append(f"chrome-extension://{_extension_id(extensions / 'allowed')}")
        words = [word for origin in allowed for word in ("--allow-origin", origin)]
        with serving("--history", str(file), *words) as (_, printed), httpx2.Client() as client:
            address = printed.rstrip("/")
            client.post(f"{address}/v1/score", json=POSTING).raise_for_status()
            told = {"id": "777", "source": "upwork", "outcome": "sent", "event": EVENT}
            client.post(f"{address}/v1/outcomes", json=told).raise_for_status()
            yield Scorer(address, file, {"home": home, "other": other, "tls": tls}, extensions, client)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Return a browser in which every invented name is this machine, without its newest help against such pages."""
    # That help is not in every browser and a person can click it away: the scorer's own guards must hold without it.
    flags = ["--host-resolver-rules=MAP *.test 127.0.0.1", "--disable-features=LocalNetworkAccessChecks"]
    with chromium(*flags) as browser:
        yield browser


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """Return a page of a new visitor."""
    with browser.new_context(ignore_https_errors=True) as context:
        yield context.new_page()


@dataclass
class Attack:
    """One attack as it went: what the page saw at each target, and what the scorer was asked meanwhile."""

    kind: str
    name: str
    targets: list[list[str | None]]
    seen: list[str]
    asked: Counter[tuple[str, str]]


def _eventually(read: Callable[[], Counter[tuple[str, str]]], enough: int) -> Counter[tuple[str, str]]:
    """Return what is read once it adds up to enough, or after three seconds: a beacon comes after its page went on."""
    end = time.monotonic() + 3
    while (found := read()).total() < enough and time.monotonic() < end:
        time.sleep(0.01)
    return found


def _targets(kind: str, name: str, base: str) -> list[list[str | None]]:
    if kind == "WRITES":
        return [[base + path, json.dumps(body)] for path, body in BODIES]
    # Windows and sockets a browser opens one after the other.
    few = KNOWN_AND_UNKNOWN if "window" in name or "socket" in name else ADDRESSES
    return [[base + address, None] for address in few]


def _attacks(page: Page, scorer: Scorer, base: str, home: str, chosen: set[str] | None = None) -> Iterator[Attack]:
    """Yield each attack after it was tried, nothing of the ledger having changed."""
    page.wait_for_function("globalThis.attacks")
    before, out = dumped(scorer.file), exported(scorer.file)
    for kind in ("READS", "WRITES"):
        for name in page.evaluate("(kind) => Object.keys(globalThis.attacks[kind])", kind):
            if chosen is not None and name not in chosen:
                continue
            targets, asked = _targets(kind, name, base), scorer.asked()
            seen = page.evaluate(RUN, [kind, name, targets, home])
            new = _eventually(lambda then=asked: scorer.asked() - then, len(targets))  # type: ignore[misc]
            for window in page.context.pages[1:]:
                window.close()
            assert dumped(scorer.file) == before, name
            assert not [secret for secret in SECRETS if secret in json.dumps(seen)], (name, seen)
            yield Attack(kind, name, targets, seen, new)
    assert exported(scorer.file) == out


@pytest.mark.parametrize("where", ORIGINS)
def test_a_page_of_another_origin_reads_and_writes_nothing(page: Page, scorer: Scorer, where: str) -> None:
    """Each request comes in and is refused, and whatever lies at an address, it looks the same from outside."""
    home = ORIGINS[where].format(**scorer.ports)
    page.goto(home)
    for attack in _attacks(page, scorer, scorer.address, home, None if where in TRIED_IN_FULL else SHORT):
        assert len(set(attack.seen)) == 1, attack
        assert set(attack.asked) <= {REFUSED, ICON}, attack
        assert attack.asked[REFUSED] >= len(attack.targets), attack


def test_an_older_browser_reads_and_writes_nothing_either(page: Page, scorer: Scorer) -> None:
    """It does not say which page asks for a picture or a frame; then the answer's own headers keep it from the page."""
    home = f"http://evil.test:{scorer.ports['home']}"
    page.goto(home)
    with older_browsers_door(scorer.port) as door:
        for attack in _attacks(page, scorer, f"http://127.0.0.1:{door}", home):
            assert len(set(attack.seen)) == 1, attack
            assert attack.asked.total() >= len(attack.targets), attack


def test_a_name_that_was_made_to_resolve_here_opens_nothing(page: Page, scorer: Scorer) -> None:
    """To the browser the page and the scorer are one origin, so it may read every answer: each is the same refusal."""
    here = f"http://evil.test:{scorer.port}"

    def hostile(route: Route) -> None:
        script = ATTACKS / route.request.url.rpartition("/")[2]
        found = (script.read_text(), "text/javascript") if script.is_file() else (PAGE, "text/html")
        route.fulfill(body=found[0], content_type=found[1])

    for pattern in (f"{here}/hostile", f"{here}/*.js"):
        page.route(pattern, hostile)
    page.goto(f"{here}/hostile")
    for attack in _attacks(page, scorer, here, f"http://evil.test:{scorer.ports['home']}"):
        assert set(attack.asked) <= {REFUSED}, attack
        # While the page's own address is answered by the test, the browser follows no form from elsewhere back to it.
        assert attack.asked[REFUSED] >= len(attack.targets) or attack.name == "form by way of a redirect", attack


@pytest.mark.parametrize("older", [False, True])
@pytest.mark.parametrize("element", ["iframe", "object", "embed"])
def test_the_page_is_in_no_frame(page: Page, scorer: Scorer, element: str, older: bool) -> None:
    """Nobody can lay it under another page and have it clicked."""
    page.goto(f"http://evil.test:{scorer.ports['home']}")
    with older_browsers_door(scorer.port) as door:
        address = f"http://127.0.0.1:{door if older else scorer.port}/"
        asked = scorer.asked()
        put = "([tag, url]) => document.body.append(Object.assign(document.createElement(tag), { src: url, data: url }))"
        page.evaluate(put, [element, address])
        assert _eventually(lambda: scorer.asked() - asked, 1).total() >= 1
        page.wait_for_load_state("networkidle")
        for frame in page.frames[1:]:
            assert not frame.url.startswith(address)
            assert "Bidworthy" not in frame.content()


def test_a_person_may_follow_a_link_to_the_page(page: Page, scorer: Scorer) -> None:
    """In a window of its own it opens and works; the page with the link has no hold on it."""
    page.goto(f"http://evil.test:{scorer.ports['home']}")
    with page.expect_popup() as waiting:
        page.evaluate("(url) => { globalThis.opened = open(url); }", f"{scorer.address}/")
    opened = waiting.value
    opened.wait_for_selector("#field-title", state="attached")
    assert opened.evaluate("globalThis.opener") is None
    page.wait_for_function("globalThis.opened.closed")
    assert not opened.is_closed()


def test_an_allowed_origin_reads_and_writes(page: Page, scorer: Scorer) -> None:
    """By the very calls that fail elsewhere: so the tests above can fail."""
    home = f"http://friend.test:{scorer.ports['home']}"
    page.goto(home)
    page.wait_for_function("globalThis.attacks")
    read = page.evaluate(RUN, ["READS", "fetch with CORS", _targets("READS", "window", scorer.address), home])
    assert "quagga" in read[0]
    assert "was not seen by this scorer" in read[1]
    written = [[f"{scorer.address}/v1/outcomes", json.dumps({"id": "777", "source": "upwork", "outcome": "viewed"})]]
    before = dumped(scorer.file)
    assert "seen_before" in page.evaluate(RUN, ["WRITES", "JSON with CORS", written, home])[0]
    assert dumped(scorer.file) != before


def test_an_allowed_extension_works_and_another_does_not(browser: Browser, scorer: Scorer, tmp_path: Path) -> None:
    """Two extensions that differ only in who they are."""
    folders = [scorer.extensions / name for name in ("allowed", "foreign")]
    named = ",".join(map(str, folders))
    told = json.dumps({"id": "777", "source": "upwork", "outcome": "replied"})
    got: dict[str, list[Any]] = {}
    with browser.browser_type.launch_persistent_context(
        tmp_path,
        executable_path=CHROMIUM,
        headless=True,
        args=[*FLAGS, f"--load-extension={named}", f"--disable-extensions-except={named}"],
        ignore_default_args=["--disable-extensions"],
    ) as context:
        page = context.new_page()
        for folder in folders:
            before = dumped(scorer.file)
            page.goto(f"chrome-extension://{_extension_id(folder)}/page.html")
            asks = [[f"{scorer.address}/v1/postings/777", None], [f"{scorer.address}/v1/outcomes", told]]
            got[folder.name] = [page.evaluate(FETCH, ask) for ask in asks]
            assert (dumped(scorer.file) == before) == (folder.name == "foreign")
    assert [status for status, _ in got["allowed"]] == [200, 201]
    assert got["foreign"] == [[0, "TypeError"], [0, "TypeError"]]
