"""A bundle trained on the sample, once for all tests of training."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.support.research import write_research
from training.config import Config
from training.run import Run, train
from training.sources.folder import DataFolder, find_data

#: Two folds: the same steps in less time.
QUICK = Config(folds=2)


@dataclass(frozen=True)
class Trained:
    """A run and the folder of its bundle."""

    run: Run
    bundle: Path


def train_sample(out: Path) -> Run:
    """Train on the project's sample, silently."""
    return train(find_data({}), out, QUICK, lambda _: None)


@pytest.fixture(scope="session")
def trained(tmp_path_factory: pytest.TempPathFactory) -> Trained:
    """Return a run on the sample with its bundle."""
    bundle = tmp_path_factory.mktemp("trained") / "bundle"
    return Trained(train_sample(bundle), bundle)


@pytest.fixture
def research(tmp_path: Path) -> DataFolder:
    """Return a small invented folder in the form of research tables."""
    return write_research(tmp_path)
