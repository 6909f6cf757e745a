"""The study: every try with its settings, its score by fold and its end, in an SQLite file; a killed run goes on there."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import optuna
from sqlalchemy.exc import SQLAlchemyError

from features.errors import CallError
from training.tune.pruner import MedianOfFold

__all__ = ["open_study"]

#: What a study was made of, and what is said of one that was made of something else.
_OTHER = {
    "data": "other data",
    "code": "another version of the code",
    "bounds": "other bounds",
    "settings": "other settings of what is not searched",
    "start": "other settings to begin with",
}


@contextmanager
def open_study(path: Path, part: str, made_of: Mapping[str, object]) -> Iterator[optuna.Study]:
    """Yield the study of a part, a new one or that of the file, and close the file at the end.

    Parameters
    ----------
    path : Path
    part : str
        Its name.
    made_of : mapping of str to object
        ``data``, ``code``, ``bounds``, ``settings`` and ``start``, as JSON values: where one differs, scores do not compare.

    Raises
    ------
    CallError
        If the file holds no study, or one that was made of something else.
    """
    optuna.logging.set_verbosity(optuna.logging.WARNING)
    path.parent.mkdir(parents=True, exist_ok=True)
    with _as_described(path):
        storage = optuna.storages.RDBStorage(f"sqlite:///{path.resolve()}")
    try:
        with _as_described(path):
            study = optuna.create_study(
                storage=storage, study_name=part, direction="minimize", load_if_exists=True, pruner=MedianOfFold()
            )
        _same(study, path, made_of)
        yield study
    finally:
        storage.remove_session()
        storage.engine.dispose()


@contextmanager
def _as_described(path: Path) -> Iterator[None]:
    try:
        yield
    except (SQLAlchemyError, RuntimeError, optuna.exceptions.StorageInternalError) as error:
        first = str(error.__cause__ or error).partition("\n")[0]
        raise CallError(f"{path} cannot be opened as a study: {first}; move it away, or name another --runs") from None


def _same(study: optuna.Study, path: Path, made_of: Mapping[str, object]) -> None:
    known = study.user_attrs
    for name, value in made_of.items():
        if name not in known:
            study.set_user_attr(name, value)
        elif known[name] != value:
            raise CallError(
                f"{path} was made with {_OTHER[name]}{_where(known[name], value)}, and its scores cannot be compared; "
                "move it away, or name another folder with --runs"
            )


def _where(before: object, now: object) -> str:
    """Return the names that differ, in brackets, where both are tables."""
    if not isinstance(before, dict) or not isinstance(now, dict):
        return ""
    names = [str(name) for name in sorted({*before, *now}) if before.get(name) != now.get(name)]
    return f" ({', '.join(names)})"
