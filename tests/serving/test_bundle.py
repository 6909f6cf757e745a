"""A bundle that cannot be trusted is refused, each way with its own error."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from features.bundle_format import FILES, sha256
from features.errors import (
    BundleCorrupt,
    BundleForeign,
    BundleMismatch,
    BundleMissing,
    BundleOutdated,
    BundleTruncated,
)
from serving.bundle import DEFAULT_BUNDLE, load_bundle

MAX_BYTES = 5_000_000


@pytest.fixture
def bundle(tmp_path: Path) -> Path:
    """Return a copy of the bundle that ships."""
    return Path(shutil.copytree(DEFAULT_BUNDLE, tmp_path / "bundle"))


def _edit(bundle: Path, **changes: Any) -> None:
    manifest = json.loads((bundle / "manifest.json").read_text())
    (bundle / "manifest.json").write_text(json.dumps(manifest | changes))


def test_the_shipped_bundle_loads() -> None:
    """It is whole and made for these features."""
    assert load_bundle().label == "bidworthy-0.1.0"


def test_the_shipped_bundle_is_small() -> None:
    """A clone stays light: under 5 MB."""
    assert sum(path.stat().st_size for path in DEFAULT_BUNDLE.iterdir()) < MAX_BYTES


@pytest.mark.parametrize("name", FILES)
def test_one_changed_byte_is_corrupt(bundle: Path, name: str) -> None:
    """Every file is under its digest."""
    body = bytearray((bundle / name).read_bytes())
    body[len(body) // 2] ^= 1
    (bundle / name).write_bytes(body)
    with pytest.raises(BundleCorrupt, match=name):
        load_bundle(bundle)


@pytest.mark.parametrize("name", FILES)
def test_a_short_file_is_truncated(bundle: Path, name: str) -> None:
    """A download that broke off is told from a changed file."""
    body = (bundle / name).read_bytes()
    (bundle / name).write_bytes(body[: len(body) // 2])
    with pytest.raises(BundleTruncated, match=name):
        load_bundle(bundle)


def test_a_missing_file_is_truncated(bundle: Path) -> None:
    """A file that is gone is a bundle cut short."""
    (bundle / "pay.json").unlink()
    with pytest.raises(BundleTruncated, match=r"pay\.json"):
        load_bundle(bundle)


def test_a_longer_file_is_corrupt(bundle: Path) -> None:
    """Bytes behind the end count too."""
    with (bundle / "ghost.json").open("ab") as file:
        file.write(b" ")
    with pytest.raises(BundleCorrupt, match=r"ghost\.json"):
        load_bundle(bundle)


def test_an_empty_folder_has_no_bundle(tmp_path: Path) -> None:
    """The error says how to get one."""
    with pytest.raises(BundleMissing, match="bidworthy-train train"):
        load_bundle(tmp_path)


@pytest.mark.parametrize("manifest", ["{}", "[]", '{"kind": "another-model"}', "null", "3"])
def test_another_manifest_is_foreign(bundle: Path, manifest: str) -> None:
    """Whatever JSON it is."""
    (bundle / "manifest.json").write_text(manifest)
    with pytest.raises(BundleForeign):
        load_bundle(bundle)


@pytest.mark.parametrize("text", ["", "{", "\0", '{"kind": ' + "[" * 100_000])
def test_a_broken_manifest_is_corrupt(bundle: Path, text: str) -> None:
    """Also one nested beyond reason."""
    (bundle / "manifest.json").write_text(text)
    with pytest.raises(BundleCorrupt):
        load_bundle(bundle)


@pytest.mark.parametrize("length", ["abc", None, 1e999, "999999999", [1]])
def test_a_length_that_is_no_number_is_told(bundle: Path, length: object) -> None:
    """By the file that it is of."""
    manifest = json.loads((bundle / "manifest.json").read_text())
    manifest["files"]["risk.json"]["bytes"] = length
    (bundle / "manifest.json").write_text(json.dumps(manifest))
    with pytest.raises(BundleCorrupt, match=r"risk\.json .*which is no number"):
        load_bundle(bundle)


@pytest.mark.parametrize("number", [0, 1, 3, "2", None])
def test_another_format_is_outdated(bundle: Path, number: object) -> None:
    """Older or newer, the error names both numbers."""
    _edit(bundle, format=number)
    with pytest.raises(BundleOutdated, match="format"):
        load_bundle(bundle)


def test_another_feature_list_is_a_mismatch(bundle: Path) -> None:
    """Thirteen features in training and twelve in serving must not pass."""
    manifest = json.loads((bundle / "manifest.json").read_text())
    features = manifest["features"]
    _edit(bundle, features={**features, "pay": features["pay"][:-1]})
    with pytest.raises(BundleMismatch, match="under_p90"):
        load_bundle(bundle)


def test_the_same_features_in_another_order_are_a_mismatch(bundle: Path) -> None:
    """Order is meaning here."""
    features = json.loads((bundle / "manifest.json").read_text())["features"]
    _edit(bundle, features={**features, "risk": features["risk"][::-1]})
    with pytest.raises(BundleMismatch, match="order"):
        load_bundle(bundle)


def test_content_that_is_no_json_is_corrupt_even_with_its_digest(bundle: Path) -> None:
    """Somebody who can write digests still gets one clear error."""
    (bundle / "pay.json").write_bytes(b"not json")
    manifest = json.loads((bundle / "manifest.json").read_text())
    manifest["files"]["pay.json"] = {"bytes": 8, "sha256": sha256(b"not json")}
    (bundle / "manifest.json").write_text(json.dumps(manifest))
    with pytest.raises(BundleCorrupt):
        load_bundle(bundle)


def test_loading_reads_no_pickle() -> None:
    """No module of serving can unpickle: the words do not occur."""
    sources = [path.read_text(encoding="utf-8") for path in (DEFAULT_BUNDLE.parents[1] / "serving").rglob("*.py")]
    assert not any(word in source for source in sources for word in ("pickle", "joblib", "eval(", "exec("))
