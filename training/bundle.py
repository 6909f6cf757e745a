"""Write a bundle: plain arrays and JSON, each with its digest in the manifest. ``models/README.md`` is the specification."""

from __future__ import annotations

import json
import platform
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np
from safetensors.numpy import save

from features.bundle_format import FORMAT, KIND, QUANTILES, feature_names, sha256
from features.rules import ruleset
from features.text.terms import Vocabulary
from training.config import Config
from training.expected import EXPECTED
from training.fit.result import Figure, Fitted, rounded

__all__ = ["as_json", "figure_record", "git_commit", "write_bundle", "write_files"]

_LIBRARIES = ("numpy", "scipy", "scikit-learn", "lightgbm", "safetensors", "pandas")


def write_bundle(
    out: Path,
    *,
    vocabulary: Vocabulary,
    risk: Fitted,
    pay: Fitted,
    ghost: Fitted,
    card: str,
    config: Config,
    data: Mapping[str, str],
    commit: str,
    split: str | None = None,
    expected: Mapping[str, Any] | None = None,
    inputs: Sequence[str] = (),
) -> dict[str, Any]:
    """Write every file of the bundle and return the manifest.

    Parameters
    ----------
    out : Path
        The folder; made when it is not there, its files replaced.
    data : mapping of str to str
        File name to SHA-256 of the training data.
    commit : str
        The code that trained it.
    split : str, optional
        The digest of the rows that were held out (``bidworthy-train prepare``).
    expected : mapping, optional
        What the pipelines say of the sample, from `training.expected`.
    inputs : sequence of str
        Digests of the files whose rows it has learnt from, before they were prepared.
    """
    files = {
        "vocabulary.json": as_json({"terms": list(vocabulary.terms), "idf": vocabulary.idf.tolist()}),
        "risk.json": as_json(risk.settings),
        "risk.safetensors": _tensors(risk),
        "pay.json": as_json({"quantiles": list(QUANTILES), **pay.settings}),
        "pay.safetensors": _tensors(pay),
        "ghost.json": as_json(ghost.settings),
        "card.md": card.encode(),
    }
    if expected is not None:
        files[EXPECTED] = as_json(expected)
    manifest = {
        "kind": KIND,
        "format": FORMAT,
        "name": config.name,
        "version": config.version,
        "schema": 1,
        "rules": ruleset().version,
        "features": feature_names(),
        "files": {name: {"bytes": len(body), "sha256": sha256(body)} for name, body in files.items()},
        "training_data": dict(data),
        "split": split,
        "inputs": list(inputs),
        "figures": [figure_record(f) for part in (risk, pay, ghost) for f in part.figures],
        "settings": config.flat(),
        "libraries": {"python": platform.python_version()} | {name: version(name) for name in _LIBRARIES},
        "commit": commit,
    }
    write_files(out, files, manifest)
    return manifest


def write_files(out: Path, files: Mapping[str, bytes], manifest: Mapping[str, Any]) -> None:
    """Write the files of a bundle, and its manifest last: a bundle that was half written has none, and is refused."""
    out.mkdir(parents=True, exist_ok=True)
    (out / "manifest.json").unlink(missing_ok=True)
    for name, body in files.items():
        (out / name).write_bytes(body)
    (out / "manifest.json").write_bytes(as_json(manifest))


def figure_record(figure: Figure) -> dict[str, Any]:
    """Return a figure as JSON values, numbers to five digits."""
    return {key: rounded(value, 5) if isinstance(value, float) else value for key, value in asdict(figure).items()}


def git_commit(folder: Path) -> str:
    """Return the commit of the code, with ``+changes`` when the code differs from it; ``unknown`` outside a checkout."""
    try:
        commit = _git(folder, "rev-parse", "HEAD")
        changed = _git(folder, "status", "--porcelain", "--", "features", "training")
    except (OSError, subprocess.CalledProcessError):
        return "unknown"
    return commit + ("+changes" if changed else "")


def _git(folder: Path, *words: str) -> str:
    done = subprocess.run(["git", *words], cwd=folder, capture_output=True, text=True, check=True)  # noqa: S603, S607
    return done.stdout.strip()


def as_json(value: Any) -> bytes:
    """Return a value as a bundle's files hold it: the same value gives the same bytes."""
    return (json.dumps(value, ensure_ascii=True, separators=(",", ":"), sort_keys=True) + "\n").encode()


def _tensors(fitted: Fitted) -> bytes:
    return save({name: np.ascontiguousarray(array) for name, array in sorted(fitted.arrays.items())})
