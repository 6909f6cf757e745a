"""Every run is kept in MLflow: parameters, digests, environment, figures, the bundle, the model and the fitted pipelines.

The only module that imports MLflow (it is slow to import). The store is SQLite in the runs folder unless
``MLFLOW_TRACKING_URI`` names a server. In its registry each bundle is a version of one model; the alias ``challenger`` is
the one that was trained last, ``champion`` the one in use.
"""

from __future__ import annotations

import os
import re
import tempfile
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import joblib

from training.fit.result import Figure
from training.served import save_as_model

__all__ = ["CHALLENGER", "CHAMPION", "keep_run", "name_champion"]

CHAMPION, CHALLENGER = "champion", "challenger"
#: Of the experiment, and of the model in the registry.
_NAME = "bidworthy"
#: What a version of the model says it is.
_DIGEST = "bundle"


def keep_run(
    runs: Path,
    *,
    parameters: Mapping[str, str],
    figures: list[Figure],
    bundle: Path,
    digest: str,
    pipelines: Mapping[str, Any],
    environment: Mapping[str, str],
    settings: str,
) -> str:
    """Record one training run, with its bundle as a new version in the registry, and return its id.

    Parameters
    ----------
    runs : Path
        Folder of the SQLite store and the artefacts.
    parameters, environment : mapping of str to str
        Settings and digests of the data; versions of what it ran on.
    figures : list of Figure
        Each with its baseline, and its interval where there is one.
    bundle : Path
    digest : str
        What tells the bundle from every other (`training.rebundle.digest_of`).
    pipelines : mapping
        Fitted estimators by model.
    settings : str
        The settings as TOML, kept as ``settings.toml``: ``--config`` takes it again.
    """
    mlflow = _store(runs)
    with mlflow.start_run() as run:
        mlflow.log_params(dict(parameters))
        mlflow.set_tags({f"environment.{name}": version for name, version in environment.items()})
        mlflow.log_metrics(dict(metric for figure in figures for metric in _metrics(figure)))
        mlflow.log_text(settings, "settings.toml")
        mlflow.log_artifacts(str(bundle), "bundle")
        with tempfile.TemporaryDirectory() as folder:
            save_as_model(bundle, Path(folder) / "model")
            mlflow.log_artifacts(str(Path(folder) / "model"), "model")
        _keep_pipelines(mlflow, pipelines)
        _register(mlflow, run, digest)
        return str(run.info.run_id)


def name_champion(runs: Path, digest: str) -> bool:
    """Give the alias of the champion to the version that holds a bundle; return whether there is one."""
    if _server() is None and not (runs / "mlflow.db").is_file():
        return False
    client = _store(runs).MlflowClient()
    found = client.search_model_versions(f"name = '{_NAME}' and tags.{_DIGEST} = '{digest}'")
    if found:
        client.set_registered_model_alias(_NAME, CHAMPION, max(found, key=lambda version: int(version.version)).version)
    return bool(found)


@cache
def _server() -> str | None:
    """Return the address that the environment names; asked once, for MLflow puts there what it was told later."""
    return os.environ.get("MLFLOW_TRACKING_URI")


def _store(runs: Path) -> Any:
    """Return MLflow, set to the store."""
    os.environ.setdefault("MLFLOW_DISABLE_TELEMETRY", "true")
    import mlflow

    runs.mkdir(parents=True, exist_ok=True)
    if _server() is None:
        mlflow.set_tracking_uri(f"sqlite:///{(runs / 'mlflow.db').resolve()}")
    if mlflow.get_experiment_by_name(_NAME) is None:
        mlflow.create_experiment(_NAME, artifact_location=(runs / "artifacts").resolve().as_uri())
    mlflow.set_experiment(_NAME)
    return mlflow


def _metrics(figure: Figure) -> list[tuple[str, float]]:
    name = re.sub(r"[^\w./ -]+", "", f"{figure.model}.{figure.what}")[:240].strip()
    values = {"": figure.ours, ".baseline": figure.baseline, ".low": figure.low, ".high": figure.high}
    return [(f"{name}{end}", value) for end, value in values.items() if value is not None]


def _keep_pipelines(mlflow: Any, pipelines: Mapping[str, Any]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        for name, pipeline in pipelines.items():
            joblib.dump(pipeline, Path(folder) / f"{name}.joblib")
        mlflow.log_artifacts(folder, "pipelines")


def _register(mlflow: Any, run: Any, digest: str) -> None:
    client = mlflow.MlflowClient()
    if not client.search_registered_models(f"name = '{_NAME}'"):
        client.create_registered_model(_NAME)
    source = f"{run.info.artifact_uri}/model"
    version = client.create_model_version(_NAME, source, run.info.run_id, tags={_DIGEST: digest})
    client.set_registered_model_alias(_NAME, CHALLENGER, version.version)
