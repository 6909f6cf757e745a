"""The same scorer as a model of MLflow, for ``mlflow models serve``, which runs this file."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import mlflow.pyfunc
import pandas as pd
from mlflow.models import set_model

from tests.benchmarks.service.plain import judged

__all__ = ["ScorerModel", "save"]


class ScorerModel(mlflow.pyfunc.PythonModel):  # type: ignore[misc]  # MLflow has no types of its own here
    """Postings as rows of a frame to answers."""

    def predict(self, context: Any, model_input: pd.DataFrame, params: dict[str, Any] | None = None) -> list[dict[str, Any]]:
        """Return one answer for each row."""
        return judged(model_input)


def save(path: Path) -> None:
    """Write the model where ``mlflow models serve`` finds it."""
    mlflow.pyfunc.save_model(path=path, python_model=__file__, pip_requirements=[])


set_model(ScorerModel())
