"""Read a bundle: check everything, run nothing.

The flow: the manifest is parsed as JSON, its kind, format and feature names are compared with this version's, then every
file's length and digest, and only then are arrays and settings parsed. Nothing in a bundle is code.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from safetensors import SafetensorError
from safetensors.numpy import load as load_tensors

from features.bundle_format import FILES, FORMAT, KIND, feature_names, sha256
from features.errors import (
    BundleCorrupt,
    BundleForeign,
    BundleMismatch,
    BundleMissing,
    BundleOutdated,
    BundleTruncated,
    shown,
)
from features.text.terms import Vocabulary

__all__ = ["DEFAULT_BUNDLE", "Bundle", "load_bundle"]

DEFAULT_BUNDLE = Path(__file__).parents[1] / "models" / "default"
_AGAIN = "get it again, or train one with `bidworthy-train train`"


@dataclass(frozen=True)
class Bundle:
    """A checked bundle, as settings and arrays."""

    manifest: dict[str, Any]
    vocabulary: Vocabulary
    risk: dict[str, Any]
    pay: dict[str, Any]
    ghost: dict[str, Any]
    risk_arrays: dict[str, NDArray[Any]]
    pay_arrays: dict[str, NDArray[Any]]
    card: str

    @property
    def label(self) -> str:
        """Name and version, as answers carry it."""
        return f"{self.manifest['name']}-{self.manifest['version']}"


def load_bundle(path: Path | None = None) -> Bundle:
    """Read and check the bundle in a folder; without a folder, the project's own.

    Raises
    ------
    BundleError
        One of its kinds, each naming the file and the next step.
    """
    folder = path or DEFAULT_BUNDLE
    manifest = _manifest(folder)
    bodies = {name: _checked(folder, name, manifest["files"]) for name in FILES}
    try:
        vocabulary = _settings(folder, bodies, "vocabulary.json")
        return Bundle(
            manifest=manifest,
            vocabulary=Vocabulary(tuple(vocabulary["terms"]), np.array(vocabulary["idf"], dtype=np.float64)),
            risk=_settings(folder, bodies, "risk.json"),
            pay=_settings(folder, bodies, "pay.json"),
            ghost=_settings(folder, bodies, "ghost.json"),
            risk_arrays=load_tensors(bodies["risk.safetensors"]),
            pay_arrays=load_tensors(bodies["pay.safetensors"]),
            card=bodies["card.md"].decode(),
        )
    except (SafetensorError, KeyError, TypeError, ValueError) as error:
        raise BundleCorrupt(f"{folder}: its digests hold but its content cannot be read ({error}); {_AGAIN}") from None


def _manifest(folder: Path) -> dict[str, Any]:
    path = folder / "manifest.json"
    try:
        manifest = json.loads(path.read_bytes())
    except FileNotFoundError:
        raise BundleMissing(
            f"{folder}: no bundle here (it has no manifest.json); name the folder of a bundle, or {_AGAIN}"
        ) from None
    except (OSError, ValueError, RecursionError) as error:
        raise BundleCorrupt(f"{path}: cannot be read as JSON ({error}); {_AGAIN}") from None
    if not isinstance(manifest, dict) or manifest.get("kind") != KIND:
        raise BundleForeign(
            f"{folder}: not a Bidworthy bundle (its manifest does not say kind {KIND!r}); name another folder"
        )
    if manifest.get("format") != FORMAT:
        raise BundleOutdated(
            f"{folder}: format {shown(manifest.get('format'))}, but this version reads format {FORMAT}; "
            "train the bundle again with this version, or use the version that made it"
        )
    _check_features(folder, manifest.get("features"))
    if not isinstance(manifest.get("files"), dict) or not all(
        isinstance(manifest.get(k), str) for k in ("name", "version", "rules")
    ):
        raise BundleCorrupt(f"{path}: its list of files, its name or its version is missing; {_AGAIN}")
    return manifest


def _check_features(folder: Path, found: object) -> None:
    wanted = feature_names()
    if found == wanted:
        return
    for part, names in wanted.items():
        have = found.get(part) if isinstance(found, dict) else None
        if have != names:
            differ = sorted(set(names) ^ {str(name) for name in have}) if isinstance(have, list) else names
            raise BundleMismatch(
                f"{folder}: made for another feature list ({part} differs in {shown(', '.join(differ) or 'the order')}); "
                "train the bundle again with this version"
            )
    raise BundleMismatch(f"{folder}: made for another feature list; train the bundle again with this version")


def _checked(folder: Path, name: str, files: dict[str, Any]) -> bytes:
    path, record = folder / name, files.get(name)
    if not isinstance(record, dict):
        raise BundleCorrupt(f"{folder}: the manifest does not list {name}; {_AGAIN}")
    try:
        body = path.read_bytes()
    except OSError as error:
        raise BundleTruncated(f"{path}: missing or unreadable ({error.strerror}); {_AGAIN}") from None
    length = record.get("bytes")
    if not isinstance(length, int):
        raise BundleCorrupt(f"{folder}: the manifest gives {name} {shown(length)} bytes, which is no number; {_AGAIN}")
    if len(body) < length:
        raise BundleTruncated(f"{path}: {len(body):,} bytes, but the manifest says {length:,}; {_AGAIN}")
    if sha256(body) != record.get("sha256"):
        raise BundleCorrupt(f"{path}: its bytes are not those the manifest names (SHA-256 differs); {_AGAIN}")
    return body


def _settings(folder: Path, bodies: dict[str, bytes], name: str) -> dict[str, Any]:
    value = json.loads(bodies[name])
    if not isinstance(value, dict):
        raise BundleCorrupt(f"{folder / name}: not a JSON object; {_AGAIN}")
    return value
