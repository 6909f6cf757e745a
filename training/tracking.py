"""Every run is kept: parameters, settings, data digests, figures, the bundle and the fitted pipelines, in MLflow.

The only module that imports MLflow (it is slow to import). The store is SQLite in the runs folder unless
``MLFLOW_TRACKING_URI`` names a server.
"""

from __future__ import annotations

import os
import re
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import joblib

from training.fit.result import Figure

__all__ = ["keep_run"]

_EXPERIMENT = "bidworthy"


def keep_run(
    runs: Path,
    *,
    parameters: Mapping[str, str],
    figures: list[Figure],
    bundle: Path,
    pipelines: Mapping[str, Any],
    settings: str,
) -> str:
    """Record one training run and return its id.

    Parameters
    ----------
    runs : Path
        Folder of the SQLite store and the artefacts.
    settings : str
        The settings as TOML, kept as ``settings.toml``: ``--config`` takes it again.
    """
    os.environ.setdefault("MLFLOW_DISABLE_TELEMETRY", "true")
    import mlflow

    runs.mkdir(parents=True, exist_ok=True)
    if "MLFLOW_TRACKING_URI" not in os.environ:
        mlflow.set_tracking_uri(f"sqlite:///{(runs / 'mlflow.db').resolve()}")
    if mlflow.get_experiment_by_name(_EXPERIMENT) is None:
        mlflow.create_experiment(_EXPERIMENT, artifact_location=(runs / "artifacts").resolve().as_uri())
    mlflow.set_experiment(_EXPERIMENT)
    with mlflow.start_run() as run:
        mlflow.log_params(dict(parameters))
        mlflow.log_metrics({_metric_name(figure): figure.ours for figure in figures})
        mlflow.log_metrics({_metric_name(figure) + ".baseline": figure.baseline for figure in figures})
        mlflow.log_artifacts(str(bundle), "bundle")
        mlflow.log_text(settings, "settings.toml")
        _keep_pipelines(mlflow, pipelines)
        return str(run.info.run_id)


def _metric_name(figure: Figure) -> str:
    """Return the figure's name in the characters that the store allows."""
    return re.sub(r"[^\w./ -]+", "", f"{figure.model}.{figure.what}")[:250].strip()


def _keep_pipelines(mlflow: Any, pipelines: Mapping[str, Any]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        for name, pipeline in pipelines.items():
            joblib.dump(pipeline, Path(folder) / f"{name}.joblib")
        mlflow.log_artifacts(folder, "pipelines")
