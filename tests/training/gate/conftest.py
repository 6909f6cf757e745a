"""An invented market, prepared, and a bundle trained on what is not held out; others are made of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import orjson
import pytest
from click.testing import CliRunner
from safetensors.numpy import load, save

from features.bundle_format import sha256
from tests.support.market import write_market
from training.bundle import as_json, write_files
from training.cli import cli
from training.config import Config, GhostConfig, PayConfig, RequestsConfig, VocabularyConfig
from training.gate.exam import Exam, exam_of
from training.gate.settings import GateConfig
from training.rebundle import read_whole
from training.report.held_out.asked import Asked, ask
from training.run import train
from training.sources.folder import DataFolder, find_data

#: The same steps in less time.
QUICK = Config(
    folds=2,
    vocabulary=VocabularyConfig(min_groups=4),
    requests=RequestsConfig(background_sentences=500, background_postings=300),
    pay=PayConfig(trees=4),
    ghost=GhostConfig(bootstrap_draws=4),
)
Change = Callable[[dict[str, Any]], None]
ChangeArrays = Callable[[dict[str, np.ndarray[Any, Any]]], None]


@dataclass(frozen=True)
class Market:
    """Prepared data, its exam, and an honest bundle."""

    folder: DataFolder
    exam: Exam
    bundle: Path


@pytest.fixture(scope="session")
def market(tmp_path_factory: pytest.TempPathFactory) -> Market:
    """Return prepared data with a bundle that was trained on it."""
    place = tmp_path_factory.mktemp("market")
    write_market(place / "raw", seed=8)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("BIDWORTHY_DATA_DIR", str(place / "raw"))
        result = CliRunner().invoke(cli, ["prepare", "--out", str(place / "ready")])
    assert result.exit_code == 0, result.output
    folder = find_data({"BIDWORTHY_DATA_DIR": str(place / "ready")})
    train(folder, place / "bundle", QUICK, lambda _: None)
    return Market(folder, exam_of(folder), place / "bundle")


def changed(bundle: Path, out: Path, *, settings: dict[str, Change] | None = None, risk: ChangeArrays | None = None,
            manifest: Change | None = None) -> Path:  # fmt: skip
    """Write a copy of a bundle with other settings, arrays of the danger model or manifest, all digests right."""
    whole = read_whole(bundle)
    files, said = dict(whole.files), orjson.loads(as_json(whole.manifest))
    for name, change in (settings or {}).items():
        value = orjson.loads(files[name])
        change(value)
        files[name] = as_json(value)
    if risk is not None:
        arrays = {name: array.copy() for name, array in load(files["risk.safetensors"]).items()}
        risk(arrays)
        files["risk.safetensors"] = save(arrays)
    said["files"] = {name: {"bytes": len(body), "sha256": sha256(body)} for name, body in files.items()}
    if manifest is not None:
        manifest(said)
    write_files(out, files, said)
    return out


@pytest.fixture(scope="session")
def asked(market: Market, tmp_path_factory: pytest.TempPathFactory) -> Asked:
    """Return the exam with the answers of the honest bundle, and of a champion that hardly looks at a record."""
    timid = changed(market.bundle, tmp_path_factory.mktemp("timid") / "bundle",
                    settings={"ghost.json": lambda of: of["markets"]["invented_market"].update(slope=0.05)})  # fmt: skip
    return ask(market.folder, market.bundle, timid, GateConfig(draws=400), 1, lambda _: None)


@pytest.fixture(autouse=True)
def few_timed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Time fewer postings: what takes how long is no matter of the suite."""
    monkeypatch.setattr("training.gate.fitness._TIMED", 100)
    monkeypatch.setattr("training.gate.fitness._ROUNDS", 2)
