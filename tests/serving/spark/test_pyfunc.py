"""A bundle as a model of MLflow answers what the scorer answers, in a frame and in Spark."""

from __future__ import annotations

import json
import math
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd
import pytest
from mlflow.exceptions import MlflowException

from features.errors import BundleCorrupt, CallError
from features.posting import read_posting
from features.profile import Profile
from serving.scorer import Scorer
from serving.spark.session import without_a_word_on_pandas
from tests.support.cells import cells_of
from tests.support.pyfunc import pyfunc, save_model

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

#: MLflow compares columns in a way that pandas is about to change.
pytestmark = pytest.mark.filterwarnings("ignore:Operation with range is deprecated")
WHO = Profile(hourly_rate_usd=45, skills=("Vectors",))
PARAMS = {"profile": WHO.model_dump_json(exclude_unset=True)}


def _posting(number: int) -> dict[str, Any]:
    return {
        "id": str(number),
        "title": f"Logo number {number}",
        "description": "Draw a logo for my bakery." + " Write me on Telegram." * (number % 2),
        "pay": {"type": "fixed", "min": 40.0 + number, "max": 60.0 + number},
        "skills": ["Logo", "Vectors"],
        "client": {"rating": 4.5 if number % 3 else None, "hires": number},
    }


POSTINGS = [_posting(number) for number in range(6)]


@pytest.fixture(scope="module")
def saved(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a model as it was written."""
    path = tmp_path_factory.mktemp("mlflow") / "model"
    save_model(path)
    return path


@pytest.fixture(scope="module")
def model(saved: Path) -> Any:
    """Return the model as MLflow loads it."""
    return pyfunc.load_model(str(saved))


def _cells(scorer: Scorer) -> list[dict[str, Any]]:
    return [cells_of(scorer.score(read_posting(posting), WHO)) for posting in POSTINGS]


def _known(row: dict[Any, Any]) -> dict[Any, Any]:
    """Return what is not null of a row: a frame has NaN there."""
    return {name: value for name, value in row.items() if value is not None and value == value}


def test_a_frame_is_answered_row_for_row(model: Any, scorer: Scorer) -> None:
    """With a profile; under its own index; parts of a posting nested."""
    frame = pd.DataFrame(POSTINGS, index=list("abcdef"))
    answers = model.predict(frame, params=PARAMS)
    assert list(answers.index) == list("abcdef")
    assert [_known(row) for row in answers.to_dict("records")] == [_known(cells) for cells in _cells(scorer)]


def test_columns_may_be_dotted_and_few(model: Any, scorer: Scorer) -> None:
    """And only what is wanted of an answer is told."""
    frame = pd.json_normalize(POSTINGS)
    assert "client.rating" in frame.columns
    answers = model.predict(frame, params=PARAMS | {"columns": "verdict, ghost.probability"})
    wanted = [(cells["verdict"], cells["ghost.probability"], None) for cells in _cells(scorer)]
    assert [tuple(None if value != value else value for value in row) for row in answers.itertuples(index=False)] == wanted


def test_a_row_that_cannot_be_read_says_why(model: Any) -> None:
    """Its neighbour is scored."""
    frame = pd.DataFrame([POSTINGS[0] | {"pay": {"type": "barter"}}, POSTINGS[1]])
    answers = model.predict(frame)
    assert "barter" in answers["error"][0]
    assert answers["verdict"].isna().tolist() == [True, False]


def test_the_signature_and_the_example_are_part_of_it(model: Any, saved: Path) -> None:
    """What goes in, what comes out, the parameters; the example can be scored."""
    assert {"title", "pay", "client.rating"} <= set(model.metadata.get_input_schema().input_names())
    assert {"verdict", "error"} <= set(model.metadata.get_output_schema().input_names())
    assert {spec.name for spec in model.metadata.get_params_schema().params} == {"profile", "columns"}
    example = json.loads((saved / "input_example.json").read_text())
    frame = pd.DataFrame(example["data"], columns=example["columns"])
    assert model.predict(frame)["error"].isna().all()
    with pytest.raises(MlflowException, match="title"):
        model.predict(frame.drop(columns=["title"]))


@pytest.mark.parametrize(
    ("params", "told"),
    [({"profile": '{"hourly_rate_usd": -4}'}, "profile: hourly_rate_usd"), ({"columns": "verdikt"}, "did you mean verdict")],
)
def test_wrong_parameters_are_told(model: Any, params: dict[str, str], told: str) -> None:
    """By name."""
    with pytest.raises(CallError, match=told):
        model.predict(pd.DataFrame(POSTINGS), params=params)


def test_a_column_of_several_kinds_is_told(model: Any) -> None:
    """A frame may hold it, a table may not."""
    with pytest.raises(CallError, match="give each column one kind"):
        model.predict(pd.DataFrame([POSTINGS[0] | {"connects": 4}, POSTINGS[1] | {"connects": "four"}]))


def test_a_changed_bundle_is_not_loaded(tmp_path: Path) -> None:
    """Its digests are checked where the model is loaded."""
    save_model(tmp_path / "model")
    (card,) = (tmp_path / "model" / "artifacts").rglob("card.md")
    card.write_bytes(card.read_bytes().replace(b"a", b"b", 1))
    with pytest.raises(BundleCorrupt, match=r"card\.md"):
        pyfunc.load_model(str(tmp_path / "model"))
    with pytest.raises(BundleCorrupt, match=r"card\.md"):
        save_model(tmp_path / "again", card.parent)


@pytest.mark.slow
def test_a_column_of_spark_is_scored(spark: SparkSession, saved: Path, scorer: Scorer) -> None:
    """Through MLflow's own function for Spark, nested parts of a posting included."""
    from pyspark.sql import functions as sql

    kinds = "verdict string, `ghost.probability` double, error string"
    schema = (
        "id string, title string, description string, pay struct<type:string,min:double,max:double>, "
        "skills array<string>, client struct<rating:double,hires:long>"
    )
    with without_a_word_on_pandas():
        score = pyfunc.spark_udf(spark, str(saved), result_type=kinds, env_manager="local", params=PARAMS)
        rows = spark.createDataFrame(POSTINGS, schema)
        answers = rows.select("id", score(sql.struct("*")).alias("answer")).orderBy("id").collect()
    wanted = [(cells["id"], cells["verdict"], cells["ghost.probability"]) for cells in _cells(scorer)]
    assert [(row["id"], row["answer"]["verdict"], row["answer"]["ghost.probability"]) for row in answers] == wanted
    assert not math.isnan(wanted[0][2])
