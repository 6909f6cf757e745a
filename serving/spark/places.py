"""Files and folders as Spark names them: of this machine, or of a store that all machines see."""

from __future__ import annotations

import re
import secrets
from pathlib import Path
from typing import TYPE_CHECKING, Any

from features.errors import CallError

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

__all__ = ["Place", "check_source", "check_target"]

_LINES, _TABLE = ".jsonl", ".parquet"
_PATTERN = re.compile(r"[\[\]{}*?\\]")


def check_source(name: str) -> None:
    """Refuse what Spark cannot cut at the ends of rows; a name without an extension may be a folder of Parquet.

    Raises
    ------
    CallError
        Saying what to do instead.
    """
    if name == "-":
        raise CallError("IN is -, and a pipe cannot be divided; name a Parquet or JSONL file, or leave --engine out")
    extension = Path(name).suffix.lower()
    if extension in (".csv", ".json"):
        what = "CSV" if extension == ".csv" else "a JSON array"
        raise CallError(
            f"{name}: {what} cannot be divided at the ends of its rows; write it as Parquet or JSONL, or leave --engine out"
        )
    if extension not in ("", _LINES, _TABLE):
        raise CallError(f"{name}: --engine spark reads Parquet and JSONL; end IN in .parquet or .jsonl")


def check_target(name: str) -> None:
    """Refuse what Spark does not write.

    Raises
    ------
    CallError
        Saying what to name instead.
    """
    if name == "-":
        raise CallError("--engine spark writes a folder; name it with -o, such as -o scores.parquet")
    if Path(name).suffix.lower() not in (_LINES, _TABLE):
        raise CallError(f"{name}: --engine spark writes Parquet or JSONL; end OUT in .parquet or .jsonl")


class Place:
    """A file or a folder.

    Parameters
    ----------
    spark : SparkSession
    name : str
        A path of this machine, or a URL (``hdfs://…``, ``s3a://…``).
    """

    def __init__(self, spark: SparkSession, name: str) -> None:
        self.name = name
        #: How Spark's readers and writers have it.
        self.url = name if "://" in name else f"file://{Path(name).absolute()}"
        jvm: Any = spark.sparkContext._jvm
        self._spark, self._path = spark, jvm.org.apache.hadoop.fs.Path(self.url)
        self._files = self._path.getFileSystem(spark._jsparkSession.sessionState().newHadoopConf())

    @property
    def pattern(self) -> str:
        """The URL where a pattern is read: each of its characters stands for itself."""
        return _PATTERN.sub(r"\\\g<0>", self.url)

    @property
    def lines(self) -> bool:
        """Whether it holds JSON Lines; otherwise Parquet."""
        return self.name.rstrip("/").lower().endswith(_LINES)

    @property
    def exists(self) -> bool:
        """Whether something is there."""
        return bool(self._files.exists(self._path))

    @property
    def is_folder(self) -> bool:
        """Whether it is a folder."""
        return self.exists and bool(self._files.getFileStatus(self._path).isDirectory())

    @property
    def is_used(self) -> bool:
        """Whether something is there that is not an empty folder."""
        return self.exists and not (self.is_folder and not len(self._files.listStatus(self._path)))

    def rejects(self) -> Place:
        """Return where the rejects of an output go."""
        return self._beside(f"{self._last}.rejects.jsonl")

    def part(self) -> Place:
        """Return a new place beside this one, for what is not complete; readers pass over names that begin with a dot."""
        return self._beside(f".{self._last[:100]}.{secrets.token_hex(4)}.part")

    @property
    def _last(self) -> str:
        return self.name.rstrip("/").rpartition("/")[2]

    def _beside(self, last: str) -> Place:
        head, slash, _ = self.name.rstrip("/").rpartition("/")
        return Place(self._spark, f"{head}{slash}{last}")

    def make(self) -> None:
        """Make an empty folder of it."""
        self._files.mkdirs(self._path)

    def remove(self) -> None:
        """Take it away, with all that is in it."""
        self._files.delete(self._path, True)
