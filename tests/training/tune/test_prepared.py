"""Data made ready is kept, and made again where anything that it depends on changed."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from tests.training.conftest import QUICK
from training.config import PayConfig
from training.sources.folder import find_data
from training.tune.losses import score
from training.tune.made_of import code_digest, made_of
from training.tune.prepared import prepared


class _Said(list[str]):
    """What was said, line by line."""

    def read_anew(self) -> bool:
        """Return whether the data folder was read."""
        return any(line.startswith("reading ") for line in self)


def _make(cache: Path, said: _Said, made: object = "a") -> float:
    problem = prepared(find_data({}), "pay", QUICK, {"made": made}, cache=cache, say=said.append)
    return score(problem.judge(QUICK, lambda _: None, 1))


def test_data_is_read_once(tmp_path: Path) -> None:
    """The second time it comes from the file, and gives the same score."""
    first, second = _Said(), _Said()
    assert _make(tmp_path / "cache", first) == _make(tmp_path / "cache", second)
    assert (first.read_anew(), second.read_anew()) == (True, False)
    assert len(list((tmp_path / "cache").iterdir())) == 1


def test_what_was_made_of_something_else_is_made_again(tmp_path: Path) -> None:
    """And the old file goes: a cache does not grow; that of another part stays."""
    (tmp_path / "ghost-0.joblib").write_bytes(b"of another part")
    _make(tmp_path, _Said(), "a")
    (before,) = tmp_path.glob("pay-*")
    said = _Said()
    _make(tmp_path, said, "b")
    (after,) = tmp_path.glob("pay-*")
    assert said.read_anew()
    assert before != after
    assert (tmp_path / "ghost-0.joblib").exists()


@pytest.mark.parametrize("size", [0, 1_000])
def test_a_file_that_was_cut_is_made_again(tmp_path: Path, size: int) -> None:
    """And that is said."""
    before = _make(tmp_path, _Said())
    (path,) = tmp_path.iterdir()
    path.write_bytes(path.read_bytes()[:size])
    said = _Said()
    assert _make(tmp_path, said) == before
    assert said[0] == f"{path} cannot be read; it is made again"
    assert said.read_anew()


def test_all_that_scores_depend_on_is_named() -> None:
    """A setting of the part that is not searched, the seed, and where the search begins; nothing of other models."""
    of = made_of(find_data({}), "ghost", QUICK)
    assert of["data"] == find_data({}).digests()
    for other, name in (
        (replace(QUICK, seed=1), "settings"),
        (replace(QUICK, pay=PayConfig(trees=10)), "settings"),
        (replace(QUICK, ghost=replace(QUICK.ghost, held_out_share=0.5)), "settings"),
        (replace(QUICK, ghost=replace(QUICK.ghost, word_penalty=50.0)), "start"),
    ):
        changed = made_of(find_data({}), "ghost", other)
        assert {key for key in of if of[key] != changed[key]} == {name}
    assert made_of(find_data({}), "ghost", replace(QUICK, risk=replace(QUICK.risk, field_scale=0.2), name="x")) == of


@pytest.mark.parametrize(
    ("name", "counts"),
    [
        ("features/pay/new.py", True),
        ("training/fit/new.py", True),
        ("training/config.py", True),
        ("data/sample/written/new.jsonl", True),
        ("training/cli.py", False),
        ("README.md", False),
    ],
)
def test_the_code_that_scores_are_computed_by_counts(tmp_path: Path, name: str, counts: bool) -> None:
    """And no other file."""
    before = code_digest(tmp_path)
    path = tmp_path / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("1", encoding="utf-8")
    assert (code_digest(tmp_path) != before) is counts
