"""Training runs from end to end on the sample, is kept, and gives the same bytes twice."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path
from typing import Any

import joblib
import pytest
from click.testing import CliRunner

from features.posting import read_posting
from serving.bundle import load_bundle
from serving.scorer import Scorer
from tests.training.conftest import QUICK, Trained
from training.cli import cli
from training.config import read_config
from training.sources.folder import find_data

ROOT = Path(__file__).parents[2]
Result = subprocess.CompletedProcess[str]


def _call(folder: Path, *words: str, **environment: str) -> Result:
    """Run ``bidworthy-train`` as a person does, in a folder of its own, on the sample."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("BIDWORTHY_", "MLFLOW_"))}
    more = {"PYTHONPATH": str(ROOT), "MLFLOW_DISABLE_TELEMETRY": "true"}
    return subprocess.run(
        [sys.executable, "-m", "training.cli", *words],
        cwd=folder, env=clean | more | environment, capture_output=True, text=True, check=False,
    )  # fmt: skip


def _says(result: Result, *words: str) -> None:
    """Assert a wrong call: status 2, nothing on standard output, one line with these words."""
    assert (result.returncode, result.stdout) == (2, ""), result.stderr
    last = result.stderr.splitlines()[-1]
    assert last.startswith("bidworthy-train: ")
    assert "Traceback" not in result.stderr
    for word in words:
        assert word in last


def _table(store: Path, query: str) -> dict[str, Any]:
    with closing(sqlite3.connect(store)) as connection:
        return dict(connection.execute(query).fetchall())


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder in which ``train --out bundle --runs runs`` was called."""
    folder = tmp_path_factory.mktemp("kept")
    (folder / "quick.toml").write_text(f"folds = {QUICK.folds}\n", encoding="utf-8")
    result = _call(folder, "train", "--out", "bundle", "--runs", "runs", "--config", "quick.toml")
    assert result.returncode == 0, result.stderr
    assert result.stdout.startswith("bundle: bundle\nrun: ")
    return folder


def test_the_trained_bundle_scores(trained: Trained, sample: list[dict[str, Any]]) -> None:
    """Serving takes the bundle and answers every sample posting."""
    scorer = Scorer(load_bundle(trained.bundle))
    answers = scorer.score_many([read_posting(raw) for raw in sample])
    assert [answer.id for answer in answers] == [raw["id"] for raw in sample]
    assert all(0 < answer.scam.probability < 1 for answer in answers)


def test_the_manifest_tells_where_the_bundle_comes_from(trained: Trained) -> None:
    """Data digests, settings, library versions and the code's commit."""
    manifest = load_bundle(trained.bundle).manifest
    assert manifest["training_data"] == find_data({}).digests()
    assert manifest["settings"] == QUICK.flat()
    assert {"numpy", "scikit-learn", "lightgbm", "python"} <= set(manifest["libraries"])
    assert manifest["commit"]


def test_every_figure_has_a_baseline(trained: Trained) -> None:
    """No figure stands alone, and each model has some."""
    figures = trained.run.figures
    assert {figure.model for figure in figures} == {"risk", "pay", "ghost"}
    assert all(figure.baseline_name and figure.rows > 0 for figure in figures)


def test_the_card_warns_of_the_sample(trained: Trained) -> None:
    """Nobody should judge postings by 40 examples, and the card says so."""
    assert "Trained on the small sample only" in (trained.bundle / "card.md").read_text(encoding="utf-8")


@pytest.mark.slow
def test_the_same_data_gives_the_same_bytes(kept: Path, trained: Trained) -> None:
    """Two trainings, by the library and by the command line: the same names, and every file equal."""
    first, second = ({path.name: path.read_bytes() for path in p.iterdir()} for p in (trained.bundle, kept / "bundle"))
    assert len(first) == 9
    assert first == second


@pytest.mark.slow
def test_the_run_keeps_parameters_and_digests(kept: Path) -> None:
    """The store holds every setting and the SHA-256 of every data file."""
    parameters = _table(kept / "runs" / "mlflow.db", "select key, value from params")
    digests = {f"data.{name}": digest for name, digest in find_data({}).digests().items()}
    assert parameters == QUICK.flat() | digests


@pytest.mark.slow
def test_the_run_keeps_every_figure_with_its_baseline(kept: Path, trained: Trained) -> None:
    """Two numbers a figure, the same as in the bundle's card, and two more where it has an interval."""
    metrics = _table(kept / "runs" / "mlflow.db", "select key, value from metrics")
    known = [figure for figure in trained.run.figures if figure.low is not None]
    assert known
    assert len(metrics) == 2 * len(trained.run.figures) + 2 * len(known)
    ours = sorted(value for key, value in metrics.items() if not key.endswith((".baseline", ".low", ".high")))
    assert ours == pytest.approx(sorted(figure.ours for figure in trained.run.figures))
    low = sorted(value for key, value in metrics.items() if key.endswith(".low"))
    assert low == pytest.approx(sorted(figure.low for figure in known if figure.low is not None))


@pytest.mark.slow
def test_the_run_keeps_what_it_ran_on(kept: Path) -> None:
    """Python, libraries, the platform and the commit, as tags."""
    tags = _table(kept / "runs" / "mlflow.db", "select key, value from tags")
    manifest = load_bundle(kept / "bundle").manifest
    assert tags["environment.lightgbm"] == manifest["libraries"]["lightgbm"]
    assert tags["environment.commit"] == manifest["commit"]
    assert tags["environment.platform"]


@pytest.mark.slow
def test_the_bundle_is_a_version_in_the_registry(kept: Path) -> None:
    """With its signature and an example; the alias of the challenger is the last one's, that of the champion is given."""
    code = (
        "import mlflow, sys, pandas as pd\n"
        "from pathlib import Path\n"
        "from training.rebundle import digest_of, read_whole\n"
        "from training.tracking import name_champion\n"
        "digest = digest_of(read_whole(Path('bundle')).manifest)\n"
        "assert name_champion(Path('runs'), digest) and not name_champion(Path('runs'), 'none')\n"
        "assert not name_champion(Path('elsewhere'), digest)\n"
        "model = mlflow.pyfunc.load_model('models:/bidworthy@challenger')\n"
        "assert model.metadata.signature is not None and model.input_example is not None\n"
        "client = mlflow.MlflowClient()\n"
        "champion = client.get_model_version_by_alias('bidworthy', 'champion')\n"
        "assert champion.tags['bundle'] == digest\n"
        "print(model.predict(pd.DataFrame([{'title': 'Sew a sail', 'description': ''}]))['verdict'][0])\n"
    )
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("BIDWORTHY_", "MLFLOW_"))}
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=kept, capture_output=True, text=True, check=False,
        env=clean | {"PYTHONPATH": str(ROOT), "MLFLOW_DISABLE_TELEMETRY": "true"},
    )  # fmt: skip
    assert (done.returncode, done.stdout.strip()) == (0, "not_enough_evidence"), done.stderr


@pytest.mark.slow
def test_the_run_keeps_bundle_and_pipelines(kept: Path) -> None:
    """The bundle's nine files, the model and one pipeline a model lie beside the store, and the run is finished."""
    (status,) = _table(kept / "runs" / "mlflow.db", "select status, run_uuid from runs")
    (run,) = (kept / "runs" / "artifacts").iterdir()
    assert status == "FINISHED"
    names = {path.relative_to(run / "artifacts").as_posix() for path in run.rglob("*") if path.is_file()}
    bundle = {f"bundle/{path.name}" for path in (kept / "bundle").iterdir()}
    assert len(bundle) == 9
    model = {name for name in names if name.startswith("model/")}
    assert {"model/MLmodel", "model/input_example.json"} <= model
    assert names - model == bundle | {f"pipelines/{name}.joblib" for name in ("risk", "pay", "ghost")} | {"settings.toml"}


@pytest.mark.slow
def test_the_run_keeps_its_settings_as_a_file_that_config_takes(kept: Path) -> None:
    """Reading it back gives the settings of the run."""
    (path,) = (kept / "runs" / "artifacts").rglob("settings.toml")
    assert read_config(path) == QUICK


@pytest.mark.slow
def test_a_kept_pipeline_names_no_class_of_ours(kept: Path) -> None:
    """It loads without this project: a later name of a module orphans no run."""
    for path in (kept / "runs" / "artifacts").rglob("*.joblib"):
        body = path.read_bytes()
        assert b"training." not in body
        assert b"features." not in body
        assert isinstance(joblib.load(path), Mapping)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("words", "environment", "said"),
    [
        (["train"], {"BIDWORTHY_DATA_DIR": "nowhere"}, ["BIDWORTHY_DATA_DIR is 'nowhere'", "no such folder"]),
        (["evaluate"], {"BIDWORTHY_DATA_DIR": "."}, ["postings.jsonl is missing", "data/README.md"]),
        (["train", "--config", "nowhere.toml"], {}, ["nowhere.toml cannot be read"]),
        (["evaluate", "--config", "wrong.toml"], {}, ["fold is no setting"]),
        (["card", "nowhere"], {}, ["nowhere has no card.md", "models/default"]),
        (["train", "--out", "wrong.toml"], {}, ["wrong.toml: File exists"]),
        (["refit", "nowhere.jsonl"], {}, ["nowhere.jsonl cannot be read", "name a file of snapshots"]),
        (["refit", "wrong.toml"], {}, ["wrong.toml is no file of snapshots", ".jsonl, .csv or .parquet"]),
        (["refit", "x.jsonl", "--bundle", "."], {}, ["no bundle here", "models/default"]),
        (["simulate", "--out", "nowhere/s.jsonl"], {}, ["nowhere/s.jsonl: No such file"]),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_a_wrong_call_is_one_line(tmp_path: Path, words: list[str], environment: dict[str, str], said: list[str]) -> None:
    """Status 2 and one sentence that names the thing and the next step."""
    (tmp_path / "wrong.toml").write_text("fold = 3\n", encoding="utf-8")
    _says(_call(tmp_path, *words, **environment), *said)


def test_card_prints_the_card(trained: Trained) -> None:
    """The file of the bundle, as it is."""
    result = CliRunner().invoke(cli, ["card", str(trained.bundle)])
    assert (result.exit_code, result.output.rstrip("\n")) == (
        0,
        (trained.bundle / "card.md").read_text(encoding="utf-8").rstrip("\n"),
    )


def test_evaluate_prints_figures_and_writes_nothing(
    kept: Path, trained: Trained, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The same card as training writes; the folder stays empty."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("BIDWORTHY_DATA_DIR", raising=False)
    result = CliRunner().invoke(cli, ["evaluate", "--config", str(kept / "quick.toml")])
    assert (result.exit_code, list(tmp_path.iterdir())) == (0, [])
    assert result.stdout.rstrip("\n") == (trained.bundle / "card.md").read_text(encoding="utf-8").rstrip("\n")


@pytest.mark.parametrize("part", ["pay", "ghost"])
def test_evaluate_writes_a_page(part: str, kept: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where it is told to, in a folder that need not be there yet."""
    monkeypatch.delenv("BIDWORTHY_DATA_DIR", raising=False)
    out = tmp_path / "new" / "page.html"
    result = CliRunner().invoke(cli, ["evaluate", part, "--config", str(kept / "quick.toml"), "--out", str(out)])
    assert (result.exit_code, result.stdout) == (0, f"report: {out}\n")
    assert "<svg" in out.read_text(encoding="utf-8")


@pytest.mark.parametrize("command", [[], *([name] for name in cli.commands)], ids=str)
def test_help_shows_an_example(command: list[str]) -> None:
    """Each command's --help has one that a newcomer can copy; the group's names the data folder."""
    result = CliRunner().invoke(cli, [*command, "--help"])
    assert result.exit_code == 0
    assert ("Example:" in result.output) if command else ("BIDWORTHY_DATA_DIR" in result.output)
