"""A study lies in a file, and is taken up only where all that its scores depend on is the same."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from features.errors import CallError
from training.tune.study import open_study

MADE_OF: dict[str, Any] = {
    "data": {"postings.jsonl": "1a", "labels.jsonl": "2b"},
    "code": "3c",
    "bounds": {"field_scale": [0.01, 1.0, "log"]},
    "settings": {"seed": "1", "folds": "5"},
    "start": {"field_scale": 0.1},
}


def _scores(path: Path, made_of: dict[str, Any]) -> list[float | None]:
    with open_study(path, "risk", made_of) as study:
        return [trial.value for trial in study.trials]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Return the file of a study with one try."""
    path = tmp_path / "new" / "risk.db"
    with open_study(path, "risk", MADE_OF) as study:
        study.tell(study.ask(), 0.25)
    return path


def test_a_study_is_taken_up(path: Path) -> None:
    """The same tries are there, and nothing holds the file."""
    assert _scores(path, MADE_OF) == [0.25]
    path.rename(path.with_name("moved.db"))
    assert _scores(path, MADE_OF) == []


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("data", {"postings.jsonl": "1a", "labels.jsonl": "9f"}, r"other data \(labels\.jsonl\)"),
        ("code", "4d", "another version of the code,"),
        ("bounds", {"field_scale": [0.01, 2.0, "log"]}, r"other bounds \(field_scale\)"),
        ("settings", {"seed": "2", "folds": "3"}, r"other settings of what is not searched \(folds, seed\)"),
        ("start", {"field_scale": 0.2}, r"other settings to begin with \(field_scale\)"),
    ],
)
def test_a_study_of_something_else_is_refused(path: Path, name: str, value: object, said: str) -> None:
    """In one sentence: the file, what differs, and what to do. Its tries stay."""
    with pytest.raises(
        CallError, match=rf"risk\.db was made with {said}.* cannot be compared; move it away, or name another"
    ):
        _scores(path, MADE_OF | {name: value})
    assert _scores(path, MADE_OF) == [0.25]


@pytest.mark.parametrize("kind", ["text", "other tables"])
def test_a_file_that_is_no_study_is_told(tmp_path: Path, kind: str) -> None:
    """By its name, with what the database says."""
    path = tmp_path / "risk.db"
    if kind == "text":
        path.write_text("no database, " * 100, encoding="utf-8")
    else:
        with closing(sqlite3.connect(path)) as connection:
            connection.execute("create table studies (name text)")
            connection.commit()
    with pytest.raises(CallError, match=r"risk\.db cannot be opened as a study: .*; move it away"):
        _scores(path, MADE_OF)
