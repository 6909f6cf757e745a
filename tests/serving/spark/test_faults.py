"""What executors raise is told in one line."""

from __future__ import annotations

import pytest

from features.errors import BidworthyError, BundleCorrupt, CallError, ServiceError
from serving.spark.faults import first_cause, telling_faults
from tests.support.spark import why_no_spark

pytestmark = pytest.mark.skipif(why_no_spark() is not None, reason=str(why_no_spark()))
TRACE = (
    "An error occurred while calling o70.parquet.\n"
    ": org.apache.spark.SparkException: Job aborted due to stage failure: Task 0 failed 4 times\n"
    "\tat org.apache.spark.Main\n"
    "Traceback (most recent call last):\n"
    '  File "worker.py", line 3, in main\n'
)


@pytest.mark.parametrize(
    ("last", "kind", "told"),
    [
        ("features.errors.BundleCorrupt: x/pay.json: not those\n", BundleCorrupt, "x/pay.json: not those"),
        ("ModuleNotFoundError: No module named 'serving'\n", CallError, "install it for their Python"),
        ("ZeroDivisionError: division by zero\n\tat org.Java\n", ServiceError, "ZeroDivisionError: division by zero"),
        ("features.errors.shown: none\n", ServiceError, "Job aborted due to stage failure"),
    ],
)
def test_the_cause_is_told(last: str, kind: type[BidworthyError], told: str) -> None:
    """Errors of ours come back as they were; others by the line that says most."""
    from pyspark.errors import PySparkException

    with pytest.raises(kind) as raised, telling_faults():
        raise PySparkException(TRACE + last)
    assert told in str(raised.value)
    assert "\n" not in str(raised.value)


def test_a_text_without_an_exception_is_shown_short() -> None:
    """And hostile text stays on one line."""
    assert first_cause("odd\x1b[2J" + "y" * 900).startswith(r"'odd\x1b[2J")
    assert len(first_cause("y" * 9_000)) < 400


def test_other_errors_pass() -> None:
    """They are not Spark's."""
    with pytest.raises(KeyError), telling_faults():
        raise KeyError("mine")
