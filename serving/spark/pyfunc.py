"""A bundle as a model of MLflow (``mlflow.pyfunc``): a frame of postings to a frame of answers, row for row.

The flow: `save_model` writes a folder with the bundle in it and three lines of code → MLflow loads those where it
predicts → the bundle's digests are checked → `PostingModel.predict` → `serving.batch.table`. It is the one module of
serving that meets MLflow and pandas, which come with the extra ``train``; nothing of serving imports it.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Mapping
from importlib.metadata import version
from pathlib import Path
from typing import Any, get_args

import mlflow.pyfunc
import pandas as pd
import pyarrow as pa
from mlflow.models import ModelSignature
from mlflow.types import ColSpec, DataType, ParamSchema, ParamSpec, Schema
from mlflow.types.schema import AnyType
from pydantic import BaseModel

from features.errors import CallError, InputError, shown
from features.posting import Posting
from features.profile import Profile, read_profile
from serving.batch.columns import COLUMNS
from serving.batch.layout import Layout
from serving.batch.table import ERROR, score_table
from serving.bundle import DEFAULT_BUNDLE, load_bundle
from serving.scorer import Scorer

__all__ = ["PostingModel", "save_model", "signature"]

_BUNDLE = "bundle"
_CODE = """\
from mlflow.models import set_model
from serving.spark.pyfunc import PostingModel

set_model(PostingModel())
"""
_KINDS = {str: DataType.string, int: DataType.long, float: DataType.double}
_EXAMPLE = {
    "title": "Clean up a sales spreadsheet",
    "description": "Deliver one tidy workbook by Friday; a sample of ten rows is attached.",
    "pay.type": "fixed",
    "pay.min": 120.0,
    "connects": 8,
    "client.payment_verified": True,
    "client.rating": 4.9,
    "activity.proposals": "5 to 10",
}


class PostingModel(mlflow.pyfunc.PythonModel):  # type: ignore[misc]  # MLflow has no types of its own here
    """Postings as rows of a frame, columns dotted or nested; answers as rows of a frame, and ``error``."""

    def load_context(self, context: Any) -> None:
        """Read the bundle, every digest of which is checked.

        Raises
        ------
        BundleError
            When it cannot be trusted.
        """
        self._scorer = Scorer(load_bundle(Path(context.artifacts[_BUNDLE])))

    def predict(self, context: Any, model_input: pd.DataFrame, params: Mapping[str, Any] | None = None) -> pd.DataFrame:
        """Return one answer for each row, in order and under the same index.

        Parameters
        ----------
        context : PythonModelContext
            Not looked at.
        model_input : pandas.DataFrame
        params : mapping, optional
            ``profile``, as JSON text, and ``columns``, the wanted ones with commas between them.

        Raises
        ------
        CallError
            When a parameter cannot be read, or a column holds values of several kinds.
        """
        given = params or {}
        layout = Layout(_named(given.get("columns")), nested=False)
        scored = score_table(self._scorer, _table(model_input), _profile(given.get("profile")), layout)
        answers: pd.DataFrame = scored.to_pandas()
        return answers.set_index(model_input.index)


def save_model(path: Path, bundle: Path | None = None) -> None:
    """Write a bundle as a model that ``mlflow.pyfunc.load_model`` and ``mlflow.pyfunc.spark_udf`` take.

    Parameters
    ----------
    path : pathlib.Path
        A folder that is not there yet.
    bundle : pathlib.Path, optional
        The project's own when left out.

    Raises
    ------
    BundleError
        When the bundle cannot be trusted.
    """
    load_bundle(bundle)
    with tempfile.TemporaryDirectory() as folder:
        code = Path(folder) / "bidworthy_model.py"
        code.write_text(_CODE, encoding="utf-8")
        mlflow.pyfunc.save_model(
            path=path,
            python_model=str(code),
            artifacts={_BUNDLE: str(bundle or DEFAULT_BUNDLE)},
            signature=signature(),
            input_example=pd.DataFrame([_EXAMPLE]),
            pip_requirements=[f"bidworthy=={version('bidworthy')}"],
        )


def signature() -> ModelSignature:
    """Return what goes in (every field of a posting, whole or by dotted names), what comes out, and the parameters."""
    needed = {name for name, field in Posting.model_fields.items() if field.is_required()}
    inputs = [
        # Fields are read as pages show them, "$1.2K" or 1200: of no one kind.
        ColSpec(DataType.string, name) if name in needed else ColSpec(AnyType(), name, required=False)
        for name in _fields(Posting)
    ]
    outputs = [ColSpec(_KINDS[kind], name, required=False) for name, kind in (COLUMNS | {ERROR: str}).items()]
    params = ParamSchema([ParamSpec("profile", DataType.string, "{}"), ParamSpec("columns", DataType.string, "")])
    return ModelSignature(Schema(inputs), Schema(outputs), params)


def _fields(part: type[BaseModel]) -> Iterator[str]:
    for name, field in part.model_fields.items():
        yield name
        for kind in (field.annotation, *get_args(field.annotation)):
            if isinstance(kind, type) and issubclass(kind, BaseModel):
                yield from (f"{name}.{inner}" for inner in _fields(kind))


def _table(frame: pd.DataFrame) -> pa.Table:
    try:
        return pa.Table.from_pandas(frame, preserve_index=False)
    except pa.ArrowException as error:
        raise CallError(f"the frame has no plain columns ({shown(str(error), 200)}); give each column one kind") from None


def _profile(text: str | None) -> Profile:
    try:
        return read_profile(text or "{}")
    except InputError as error:
        raise CallError(f"profile: {error}") from None


def _named(text: str | None) -> list[str] | None:
    return [name.strip() for name in text.split(",")] if text else None
