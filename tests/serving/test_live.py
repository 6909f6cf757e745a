"""Another bundle takes the place of the one before without a dropped request, or does not and all goes on."""

from __future__ import annotations

import json
import os
import shutil
import signal
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Event, Thread

import httpx2
import jsonschema_rs
import numpy as np
import pytest
from prometheus_client.parser import text_string_to_metric_families
from safetensors.numpy import load_file, save
from starlette.testclient import TestClient

from serving.app import create_app
from serving.bundle import DEFAULT_BUNDLE
from serving.live import Live
from serving.settings import Settings
from tests.serving.http.conftest import HOME
from tests.support.bundles import manifest_of, no_numbers, rewrite
from tests.support.server import serving

POSTINGS = [{"title": f"Sort shelf {number}", "description": "Forty maps, by year."} for number in range(8)]


@pytest.fixture
def bundle(tmp_path: Path) -> Path:
    """Return a copy of the bundle that ships."""
    return Path(shutil.copytree(DEFAULT_BUNDLE, tmp_path / "bundle"))


def _named(bundle: Path, version: str) -> None:
    """Write another version into a manifest, as a copy that takes its place does: in one step."""
    written = bundle / "manifest.new"
    written.write_text(json.dumps(manifest_of(bundle) | {"version": version}))
    written.replace(bundle / "manifest.json")


def _changed_byte(bundle: Path) -> None:
    body = bytearray((bundle / "pay.safetensors").read_bytes())
    body[len(body) // 2] ^= 1
    (bundle / "pay.safetensors").write_bytes(body)


def _truncated(bundle: Path) -> None:
    (bundle / "risk.safetensors").write_bytes((bundle / "risk.safetensors").read_bytes()[:1_000])


def _pickle(bundle: Path) -> None:
    rewrite(bundle, "risk.json", b"\x80\x04cos\nsystem\n.")


def _another_format(bundle: Path) -> None:
    (bundle / "manifest.json").write_text(json.dumps(manifest_of(bundle) | {"format": 99}))


def _slow(bundle: Path) -> None:
    """Hang a tree that adds nothing, a walk of 20,000 steps, into a forest: every answer stays what it was."""
    arrays, steps = load_file(bundle / "pay.safetensors"), 20_000
    first = len(arrays["hourly.p10.feature"])
    onward = [*range(first + 1, first + steps + 1), 0]
    chain = {
        "feature": [0] * steps + [-1],
        "left": onward,
        "right": onward,
        "root": [first],
        "threshold": [0] * (steps + 1),
        "value": [0] * (steps + 1),
        "nan_left": [0] * (steps + 1),
    }
    for name, more in chain.items():
        array = arrays[f"hourly.p10.{name}"]
        arrays[f"hourly.p10.{name}"] = np.concatenate([array, np.array(more, dtype=array.dtype)])
    rewrite(bundle, "pay.safetensors", save(arrays))


BAD: dict[str, Callable[[Path], object]] = {
    "a changed byte": _changed_byte,
    "a file cut short": _truncated,
    "a missing file": lambda bundle: (bundle / "ghost.json").unlink(),
    "a pickle": _pickle,
    "another format": _another_format,
    "no folder": shutil.rmtree,
    "arrays without a number": no_numbers,
    "a walk of 20,000 steps": _slow,
}


@pytest.mark.parametrize("wrong", BAD)
def test_a_bad_bundle_is_refused_and_the_old_one_goes_on(bundle: Path, wrong: str, caplog: pytest.LogCaptureFixture) -> None:
    """Whatever is wrong with it; one sentence says so, and a good one is taken afterwards."""
    live = Live(Settings(bundle=bundle))
    before, answer = live.scorer, live.scorer.score(POSTINGS[0])
    kept = shutil.copytree(bundle, bundle.with_name("kept"))
    BAD[wrong](bundle)
    assert not live.renew()
    assert live.scorer is before
    assert live.scorer.score(POSTINGS[0]) == answer
    assert (live.renewed, live.refused) == (0, 1)
    [record] = caplog.records
    assert record.getMessage().startswith("Still answering with bidworthy-0.1.0: ")
    shutil.rmtree(bundle, ignore_errors=True)
    shutil.copytree(kept, bundle)
    _named(bundle, "0.2.0")
    assert live.renew()
    assert live.scorer.bundle.label == "bidworthy-0.2.0"
    assert live.refusal is None


def test_the_last_refusal_is_told_until_one_is_taken(bundle: Path) -> None:
    """When and why, to whoever asks whether the scorer is ready, and with the card; where the bundle lies is nobody's."""
    with TestClient(create_app(Settings(bundle=bundle), clock=lambda: 1_796_000_000_000), base_url=HOME) as client:
        live = client.app.state.live  # type: ignore[attr-defined]
        told = [client.get(path).json()["last_refusal"] for path in ("/readyz", "/v1/model")]
        assert told == [None, None]
        _truncated(bundle)
        assert not live.renew()
        told = [client.get(path).json()["last_refusal"] for path in ("/readyz", "/v1/model")]
        assert told[0] == told[1]
        assert told[0]["at"] == "2026-11-30T00:53:20.000+00:00"
        assert told[0]["why"].startswith("bundle/risk.safetensors: 1,000 bytes, but the manifest says ")
        document = client.get("/openapi.json").json()
        for path in ("/readyz", "/v1/model"):
            [described] = document["paths"][path]["get"]["responses"]["200"]["content"].values()
            jsonschema_rs.validator_for(described["schema"]).validate(client.get(path).json())
        shutil.copy(DEFAULT_BUNDLE / "risk.safetensors", bundle)
        assert live.renew()
        assert client.get("/readyz").json()["last_refusal"] is None


def test_a_refusal_names_no_folder(bundle: Path, tmp_path: Path) -> None:
    """Nor where the words of the operating system do, in the middle of a sentence."""
    mine = tmp_path / "mine.toml"
    mine.write_text("")
    live = Live(Settings(bundle=bundle, assumptions=mine))
    mine.unlink()
    assert not live.renew()
    assert live.refusal is not None
    assert "mine.toml" in live.refusal.why
    assert str(tmp_path) not in live.refusal.why


def _metric(client: httpx2.Client, name: str) -> float:
    families = text_string_to_metric_families(client.get("/metrics").text)
    return next(sample.value for family in families for sample in family.samples if sample.name == name)


@pytest.fixture
def pages(bundle: Path) -> Iterator[tuple[httpx2.Client, int, list[set[str]]]]:
    """Return a client and the process of a service under load, and the bundles that each page of answers named."""
    over, named = Event(), list[set[str]]()
    with serving("--bundle", str(bundle), "--history", "off") as (process, address):
        base = address.rstrip("/")

        def load() -> None:
            with httpx2.Client(base_url=base, timeout=60) as caller:
                while not over.is_set():
                    got = caller.post("/v1/score/page", json={"postings": POSTINGS})
                    named.append(
                        {score["versions"]["bundle"] for score in got.json()["scores"]} if got.is_success else {str(got)}
                    )

        with httpx2.Client(base_url=base, timeout=60) as client:
            callers = [Thread(target=load) for _ in range(2)]
            for caller in callers:
                caller.start()
            yield client, process.pid, named
            over.set()
            for caller in callers:
                caller.join()


def _until(client: httpx2.Client, name: str, value: int) -> None:
    end = time.monotonic() + 60
    while _metric(client, name) < value:
        assert time.monotonic() < end, f"{name} is not {value} after a minute"
        time.sleep(0.01)


@pytest.mark.slow
def test_twenty_swaps_under_load_drop_nothing(bundle: Path, pages: tuple[httpx2.Client, int, list[set[str]]]) -> None:
    """Every page has one bundle, the last one answers at the end, and a bad one in between changes nothing."""
    client, process, named = pages
    for number in range(1, 21):
        _named(bundle, f"0.2.{number}")
        os.kill(process, signal.SIGHUP)
        _until(client, "bidworthy_bundle_renewed", number)
    kept = (bundle / "pay.safetensors").read_bytes()
    _changed_byte(bundle)
    os.kill(process, signal.SIGHUP)
    _until(client, "bidworthy_bundle_refused", 1)
    (bundle / "pay.safetensors").write_bytes(kept)
    assert client.get("/readyz").json()["bundle"] == "bidworthy-0.2.20"
    assert 'bundle="bidworthy-0.2.20"' in client.get("/metrics").text
    answered = len(named)
    end = time.monotonic() + 60
    while len(named) < answered + 4:  # requests that began after the last swap
        assert time.monotonic() < end
        time.sleep(0.01)
    assert all(len(page) == 1 for page in named)
    assert named[-1] == {"bidworthy-0.2.20"}
    assert {label for page in named for label in page} <= {f"bidworthy-0.2.{n}" for n in range(1, 21)} | {"bidworthy-0.1.0"}
    assert len({label for page in named for label in page}) > 5
