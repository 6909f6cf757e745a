"""Another bundle is seen once, when it stands still, and by a service without any signal."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from threading import Event

import httpx2
import pytest

from serving.bundle import DEFAULT_BUNDLE
from serving.watch import Watch, watching
from tests.support.load import wait_until
from tests.support.server import serving


@pytest.fixture
def bundle(tmp_path: Path) -> Path:
    """Return a copy of the bundle that ships."""
    return Path(shutil.copytree(DEFAULT_BUNDLE, tmp_path / "bundle"))


def _named(bundle: Path, version: str) -> None:
    manifest = bundle / "manifest.json"
    (bundle / "new").write_text(json.dumps(json.loads(manifest.read_text()) | {"version": version}))
    (bundle / "new").replace(manifest)


def _looks(watch: Watch, times: int) -> list[bool]:
    return [watch.look() for _ in range(times)]


def test_what_did_not_change_is_not_told(bundle: Path) -> None:
    """However often one looks."""
    assert not any(_looks(Watch(bundle), 4))


def test_another_bundle_is_told_once_when_it_stands_still(bundle: Path) -> None:
    """At the second look that finds it so."""
    watch = Watch(bundle)
    _named(bundle, "0.2.0")
    assert _looks(watch, 4) == [False, True, False, False]


def test_one_that_still_changes_is_waited_for(bundle: Path) -> None:
    """It may be a copy that goes on."""
    watch = Watch(bundle)
    for number in range(3):
        _named(bundle, f"0.2.{number}")
        assert not watch.look()
    assert _looks(watch, 2) == [True, False]


def test_files_that_come_after_their_manifest_are_told_again(bundle: Path) -> None:
    """Without them the bundle was refused."""
    watch = Watch(bundle)
    shutil.move(bundle / "card.md", bundle / "card.later")
    _named(bundle, "0.2.0")
    assert _looks(watch, 3) == [False, True, False]
    shutil.move(bundle / "card.later", bundle / "card.md")
    assert _looks(watch, 3) == [False, True, False]


def test_one_that_went_and_came_back_is_the_same(bundle: Path) -> None:
    """And no bundle is none that one could take."""
    watch = Watch(bundle)
    shutil.move(bundle / "manifest.json", bundle / "kept")
    assert not any(_looks(watch, 3))
    shutil.move(bundle / "kept", bundle / "manifest.json")
    assert not any(_looks(watch, 3))


def test_the_projects_own_bundle_is_watched_where_none_is_named() -> None:
    """It is what answers then."""
    assert vars(Watch(None)) == vars(Watch(DEFAULT_BUNDLE))


def test_it_is_called_in_the_background(bundle: Path) -> None:
    """Until it is over."""
    called = Event()
    over = watching(Watch(bundle), 0.01, called.set)
    _named(bundle, "0.2.0")
    assert called.wait(60)
    over.set()


@pytest.mark.slow
@pytest.mark.parametrize("workers", ["1", "2"])
def test_a_service_renews_without_a_signal(bundle: Path, workers: str) -> None:
    """All of its processes, and again after a bad one."""
    arguments = ("--watch-bundle", "0.1", "--workers", workers, "--bundle", str(bundle), "--history", "off")
    with serving(*arguments) as (_, address), httpx2.Client(base_url=address, timeout=60) as client:

        def answers(version: str) -> bool:
            label = f'bidworthy_bundle{{bundle="bidworthy-{version}",rules="1.2.0"}} {workers}.0'
            return label in client.get("/metrics").text

        wait_until(lambda: answers("0.1.0"))
        _named(bundle, "0.2.0")
        wait_until(lambda: answers("0.2.0"))
        kept = (bundle / "ghost.json").read_bytes()
        (bundle / "ghost.json").write_bytes(b"{}")
        wait_until(lambda: client.get("/readyz").json()["last_refusal"] is not None)
        assert answers("0.2.0")
        (bundle / "ghost.json").write_bytes(kept)
        wait_until(lambda: client.get("/readyz").json()["last_refusal"] is None)
        _named(bundle, "0.3.0")
        wait_until(lambda: answers("0.3.0"))
