"""All that the scores of a search depend on: only where it is equal are tries compared, and data taken from the cache."""

from __future__ import annotations

from pathlib import Path

from features.bundle_format import sha256
from training.config import Config
from training.sources.folder import DataFolder
from training.tune.knobs import KNOBS, start_of
from training.tune.problems import fixed_settings

__all__ = ["code_digest", "made_of"]

_ROOT = Path(__file__).parents[2]
#: What the scores are computed by: a change in any of these files may change one.
_CODE = (
    "features/**/*.py",
    "features/**/*.toml",
    "training/fit/*.py",
    "training/sources/*.py",
    "training/tune/*.py",
    *(f"training/{name}.py" for name in ("config", "metrics", "run", "splits", "vocabulary")),
    "data/*.toml",
    "data/sample/written/**/*.jsonl",
)


def made_of(folder: DataFolder, part: str, config: Config) -> dict[str, object]:
    """Return data digests, code digest, bounds, settings and where the search begins, as JSON values."""
    return {
        "data": folder.digests(),
        "code": code_digest(),
        "bounds": {knob.name: [knob.low, knob.high, knob.scale] for knob in KNOBS[part]},
        "settings": fixed_settings(part, config),
        "start": start_of(part, config),
    }


def code_digest(root: Path = _ROOT) -> str:
    """Return the SHA-256 of the code and of the texts that ship with it."""
    files = sorted({path for pattern in _CODE for path in root.glob(pattern)})
    return sha256(b"".join(f"{path.relative_to(root).as_posix()} {sha256(path.read_bytes())}\n".encode() for path in files))
