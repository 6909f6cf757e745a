"""Data read and vectorised once: kept in a file whose name is a digest of all that it was made from."""

from __future__ import annotations

import pickle
from collections.abc import Mapping
from pathlib import Path

import joblib
from threadpoolctl import threadpool_limits

from features.bundle_format import sha256
from training.bundle import as_json
from training.config import Config
from training.run import Say
from training.sources.folder import DataFolder
from training.tune.problems import PROBLEMS, Problem

__all__ = ["prepared"]


def prepared(
    folder: DataFolder, part: str, config: Config, made_of: Mapping[str, object], *, cache: Path, say: Say
) -> Problem:
    """Return the data of a part made ready, from the cache where it was made from the same before.

    Parameters
    ----------
    folder : DataFolder
    part : str
    config : Config
    made_of : mapping of str to object
        All that it depends on, as JSON values.
    cache : Path
        Folder of the files; those of the same part that were made of something else are removed.
    say : callable
    """
    path = cache / f"{part}-{sha256(as_json(made_of))[:16]}.joblib"
    cache.mkdir(parents=True, exist_ok=True)
    if path.is_file():
        try:
            kept: Problem = joblib.load(path)
        except (OSError, EOFError, ValueError, KeyError, ImportError, AttributeError, pickle.UnpicklingError):
            say(f"{path} cannot be read; it is made again")
        else:
            say(f"data as made ready in {path}")
            return kept
    with threadpool_limits(1):  # as in `training.fit.ghost`
        problem = PROBLEMS[part].prepare(folder, config, say)
    for old in cache.glob(f"{part}-*"):
        old.unlink()
    # Whole or not at all: a run that is broken off here leaves no half file of that name.
    half = path.with_suffix(".half")
    joblib.dump(problem, half)
    half.replace(path)
    return problem
