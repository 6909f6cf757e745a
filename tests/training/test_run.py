"""Training runs from end to end on the sample, and gives the same bytes twice."""

from __future__ import annotations

from pathlib import Path

from features.posting import read_posting
from serving.bundle import load_bundle
from serving.scorer import Scorer
from training.config import Config
from training.run import train
from training.sources.folder import find_data


def test_the_same_data_gives_the_same_bytes(tmp_path: Path) -> None:
    """Two runs, every file equal, and the bundle scores."""
    for name in ("a", "b"):
        train(find_data({}), tmp_path / name, Config(), lambda _: None)
    files = sorted(path.name for path in (tmp_path / "a").iterdir())
    assert all((tmp_path / "a" / f).read_bytes() == (tmp_path / "b" / f).read_bytes() for f in files)
    assert Scorer(load_bundle(tmp_path / "a")).score(read_posting({"title": "Logo", "description": ""})).verdict
