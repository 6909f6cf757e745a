"""A session of Spark that begins and ends with one command."""

from __future__ import annotations

import os
import shutil
import sys
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from features.errors import CallError, shown

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

__all__ = ["open_session", "without_a_word_on_pandas"]

#: One of these is in the environment where Spark has settings of its own, or started this process itself.
_SET_UP = {"PYSPARK_GATEWAY_PORT", "SPARK_CONF_DIR", "SPARK_HOME"}
_QUIET = Path(__file__).with_name("log4j2.properties")


@contextmanager
def open_session(master: str | None = None, settings: dict[str, str] | None = None) -> Iterator[SparkSession]:
    """Start Spark, and stop it at the end.

    Parameters
    ----------
    master : str, optional
        Where it runs: ``local[4]``, ``spark://HOST:PORT``, ``yarn``, ``k8s://…``. When left out, what Spark's own settings
        say (``spark-submit``, ``spark-defaults.conf``), or else all cores of this machine.
    settings : dict of str, optional
        Further settings of Spark.

    Raises
    ------
    CallError
        When pyspark or Java is missing, or there is no such master.
    """
    try:
        from pyspark import SparkConf
        from pyspark.errors import PySparkException
        from pyspark.sql import SparkSession
    except ImportError:
        raise CallError("--engine spark needs pyspark; pip install '.[spark]', or leave --engine out") from None
    _check_java()
    # Whoever set Spark up, or submitted this, has said where; to say it here would take that back.
    where = master or (None if _SET_UP & os.environ.keys() else "local[*]")
    ours = {"spark.app.name": "bidworthy score", "spark.ui.showConsoleProgress": str(sys.stderr.isatty()).lower()}
    if where is not None:
        ours |= {"spark.master": where} | (_on_this_machine() if where.startswith("local") else {})
    conf = SparkConf().setAll(list((ours | (settings or {})).items()))
    try:
        with without_a_word_on_pandas():
            spark = SparkSession.builder.config(conf=conf).getOrCreate()
    except (PySparkException, ValueError, OSError) as error:
        raise CallError(f"Spark does not start with --master {shown(where)}: {shown(str(error), 300)}") from None
    try:
        yield spark
    finally:
        spark.stop()


@contextmanager
def without_a_word_on_pandas() -> Iterator[None]:
    """Say nothing of a new pandas: Spark looks for it and warns of it, and batches of Arrow never meet it."""
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", "PySpark does not yet fully support pandas")
        yield


def _on_this_machine() -> dict[str, str]:
    # Workers run what runs here, whatever python3 is on the path.
    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    return {
        "spark.driver.host": "127.0.0.1",
        "spark.driver.bindAddress": "127.0.0.1",
        "spark.ui.enabled": "false",
        "spark.driver.extraJavaOptions": f'"-Dlog4j2.configurationFile={_QUIET}"',
    }


def _check_java() -> None:
    if "PYSPARK_GATEWAY_PORT" in os.environ:  # spark-submit runs already
        return
    home = os.environ.get("JAVA_HOME")
    if not (home and (Path(home) / "bin" / "java").exists()) and shutil.which("java") is None:
        raise CallError("--engine spark needs Java 17 (Debian: default-jre-headless); install it, or leave --engine out")
