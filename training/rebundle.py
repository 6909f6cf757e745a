"""A copy of a bundle with some of its files replaced, and a manifest that says so."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from features.bundle_format import FILES, FORMAT, KIND, sha256
from features.errors import BundleCorrupt, BundleForeign, BundleMissing, BundleOutdated, BundleTruncated, CallError, shown
from training.bundle import as_json, figure_record, write_files
from training.expected import EXPECTED
from training.fit.result import Figure

__all__ = ["Whole", "digest_of", "read_whole", "write_copy"]


#: What a manifest holds beside the files, and what it cannot do without.
_KINDS: dict[str, type] = {
    "name": str, "version": str, "settings": dict, "training_data": dict, "figures": list, "inputs": list,
}  # fmt: skip
_NEEDED = ("name", "version", "settings", "training_data")


@dataclass(frozen=True)
class Whole:
    """A bundle as bytes, each file as its manifest names it."""

    folder: Path
    manifest: dict[str, Any]
    files: dict[str, bytes]

    def settings(self, name: str) -> dict[str, Any]:
        """Return a JSON file of the bundle."""
        value = json.loads(self.files[name])
        if not isinstance(value, dict):
            raise BundleCorrupt(f"{self.folder / name}: not a JSON object; train the bundle again")
        return value


def read_whole(folder: Path) -> Whole:
    """Return a bundle whose files are those that its manifest names.

    Raises
    ------
    BundleError
        One of its kinds, naming the file and the next step.
    """
    path = folder / "manifest.json"
    try:
        manifest = json.loads(path.read_bytes())
    except FileNotFoundError:
        raise BundleMissing(f"{folder}: no bundle here (no manifest.json); name one, for example models/default") from None
    except (OSError, ValueError, RecursionError) as error:
        raise BundleCorrupt(f"{path}: cannot be read as JSON ({error}); name another bundle") from None
    if not isinstance(manifest, dict) or manifest.get("kind") != KIND or not isinstance(manifest.get("files"), dict):
        raise BundleForeign(f"{folder}: not a Bidworthy bundle; name one, such as models/default")
    if manifest.get("format") != FORMAT:
        found = shown(manifest.get("format"))
        raise BundleOutdated(f"{folder}: format {found}, but this version writes format {FORMAT}; train the bundle again")
    for name, kind in _KINDS.items():
        if not isinstance(manifest.get(name, kind()), kind) or (name in _NEEDED and name not in manifest):
            raise BundleCorrupt(f"{path}: its {name} is {shown(manifest.get(name))}; train the bundle again")
    # What serving does not read, and a bundle may have.
    names = [*FILES, *([EXPECTED] if EXPECTED in manifest["files"] else [])]
    return Whole(folder, manifest, {name: _checked(folder, name, manifest["files"]) for name in names})


def _checked(folder: Path, name: str, records: Mapping[str, Any]) -> bytes:
    record = records.get(name)
    try:
        body = (folder / name).read_bytes()
    except OSError as error:
        raise BundleTruncated(f"{folder / name}: {error.strerror}; name a whole bundle") from None
    if not isinstance(record, dict) or sha256(body) != record.get("sha256"):
        raise BundleCorrupt(f"{folder / name}: its bytes are not those the manifest names; name a whole bundle")
    return body


def digest_of(manifest: Mapping[str, Any]) -> str:
    """Return what tells a bundle from every other: its manifest names the digests of all its files."""
    return sha256(as_json(manifest))[:16]


def write_copy(
    bundle: Whole,
    out: Path,
    changed: Mapping[str, bytes],
    *,
    label: str,
    data: Mapping[str, str],
    figures: Sequence[Figure],
    settings: Mapping[str, str],
    commit: str,
) -> None:
    """Write a copy of a bundle with some files replaced.

    Parameters
    ----------
    out : Path
        Another folder than the bundle's.
    changed : mapping of str to bytes
        File name to new content.
    label : str
        What the version says after a plus sign.
    data, settings : mapping of str to str
        Digests of what it was fitted on, and how, beside those that the manifest has.
    figures : sequence of Figure
        Held-out figures beside the old ones; one of the same model and name is replaced.
    commit : str
        The code that wrote the copy; the code that trained the rest stays as ``base_commit``.

    Raises
    ------
    CallError
        If ``out`` is the bundle itself.
    """
    if out.is_dir() and any(out.iterdir()) and not (out / "manifest.json").is_file():
        raise CallError(f"{out} holds other files and no bundle; name a new or an empty folder")
    if out.resolve() == bundle.folder.resolve():
        raise CallError(f"{out} is the bundle that is read; name another folder, so that the old one stays to compare")
    files = bundle.files | dict(changed)
    old, new = bundle.manifest, [figure_record(figure) for figure in figures]
    names = {(figure["model"], figure["what"]) for figure in new}
    manifest = old | {
        "version": f"{str(old['version']).partition('+')[0]}+{label}",
        "files": {name: {"bytes": len(body), "sha256": sha256(body)} for name, body in files.items()},
        "training_data": old["training_data"] | dict(data),
        "settings": old["settings"] | dict(settings),
        "figures": [f for f in old["figures"] if (f["model"], f["what"]) not in names] + new,
        "commit": commit,
        "base_commit": old.get("base_commit", old["commit"]),
    }
    write_files(out, files, manifest)
