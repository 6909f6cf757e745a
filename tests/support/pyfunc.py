"""MLflow's models and ours, imported without what MLflow warns of itself."""

from __future__ import annotations

import warnings

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    from mlflow import pyfunc

    from serving.spark.pyfunc import save_model

__all__ = ["pyfunc", "save_model"]
