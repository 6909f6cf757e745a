"""What a bundle answers to whoever scores a file with it: through the command line itself, as its users do.

Training never imports serving. So what is measured here is what ships: a bundle that the scorer refuses or answers otherwise
than its pipeline cannot pass for one that it takes.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import orjson
import pandas as pd

from features.errors import BundleError, DataError

__all__ = ["FIGURES", "save_as_model", "served"]

_SAVE = """\
import sys
from pathlib import Path
from serving.spark.pyfunc import save_model

bundle, out = map(Path, sys.argv[1:])
save_model(out, bundle)
"""

#: The exit status of `bidworthy score` when a row could not be read.
_SOME_REJECTED = 3

#: The columns that figures are made from.
FIGURES = (
    "id",
    "verdict",
    "ghost.probability",
    "ghost.low",
    "ghost.high",
    "scam.probability",
    "low_budget.probability",
    "low_budget.far_below_fair",
    "low_budget.market.p10",
    "low_budget.market.p25",
    "low_budget.market.p50",
    "low_budget.market.p75",
    "low_budget.market.p90",
)


def served(
    bundle: Path | None, postings: Sequence[Mapping[str, Any]], columns: Sequence[str] = FIGURES, jobs: int = 1
) -> pd.DataFrame:
    """Return the answers of a bundle to postings, a row each, in order.

    Parameters
    ----------
    bundle : Path or None
        Its folder; the project's own when left out.
    postings : sequence of mapping
        In the shape of the contract.
    columns : sequence of str
        Of an answer, as ``bidworthy score --columns`` takes them.
    jobs : int
        Processes that score.

    Raises
    ------
    BundleError
        If the scorer does not take the bundle, with what it says.
    DataError
        If it does not take a posting, with its number.
    """
    with tempfile.TemporaryDirectory() as name:
        source, target = Path(name) / "in.jsonl", Path(name) / "out.parquet"
        source.write_bytes(
            b"".join(orjson.dumps(posting, option=orjson.OPT_SERIALIZE_NUMPY) + b"\n" for posting in postings)
        )
        words = ["score", str(source), "-o", str(target), "--columns", ",".join(columns), "--jobs", str(jobs)]
        words += [] if bundle is None else ["--bundle", str(bundle)]
        # A history of the data scientist's own must not answer with it.
        environment = {key: value for key, value in os.environ.items() if key != "BIDWORTHY_HISTORY"}
        done = subprocess.run(  # noqa: S603 - our own command
            [sys.executable, "-m", "serving.cli", *words], env=environment, capture_output=True, text=True, check=False
        )
        rejects = Path(f"{target}.rejects.jsonl")
        if done.returncode == _SOME_REJECTED and rejects.is_file():
            first = orjson.loads(rejects.read_bytes().split(b"\n", 1)[0])
            raise DataError(f"posting {first['row']} cannot be scored: {first['error']}")
        if done.returncode:
            raise BundleError(_last_line(done.stderr))
        return pd.read_parquet(target)


def save_as_model(bundle: Path, out: Path) -> None:
    """Write a bundle as a model of MLflow, with its signature and an example, into a folder that is not there yet.

    Raises
    ------
    BundleError
        If the scorer does not take the bundle, with what it says.
    """
    done = subprocess.run(  # noqa: S603 - our own code
        [sys.executable, "-c", _SAVE, str(bundle), str(out)], capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise BundleError(_last_line(done.stderr).partition("BundleError: ")[2] or _last_line(done.stderr))


def _last_line(said: str) -> str:
    line = next((line for line in reversed(said.splitlines()) if line.strip()), "the scorer ended without a word")
    return line.removeprefix("Error: ").removeprefix("bidworthy: ")
