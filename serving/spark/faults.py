"""What went wrong on an executor, told where the command was given."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager

import features.errors as errors
from features.errors import BidworthyError, CallError, InputError, ServiceError, shown

__all__ = ["first_cause", "telling_faults"]

#: As Python writes our own errors at the end of a traceback, which Spark hands on as text.
_OURS = re.compile(r"^(?:.*: )?features\.errors\.(\w{1,40}): (.{1,2000})$", re.MULTILINE)

_PYTHON = re.compile(r"^(?:\w{1,40}\.){0,9}\w{1,60}(?:Error|Exception): .{1,2000}$", re.MULTILINE)
_JAVA = re.compile(r"(?:\w{1,40}\.){2,9}\w{1,60}(?:Error|Exception): (.{1,2000})$", re.MULTILINE)


@contextmanager
def telling_faults() -> Iterator[None]:
    """Raise what an executor raised as an error of ours, in one line.

    Raises
    ------
    BidworthyError
        The executor's own, or a `ServiceError` with what Spark says.
    """
    from py4j.protocol import Py4JError
    from pyspark.errors import PySparkException

    try:
        yield
    except (PySparkException, Py4JError) as error:
        raise _told(str(error)) from error


def _told(text: str) -> BidworthyError:
    found = _OURS.search(text)
    kind = getattr(errors, found[1], None) if found else None
    if found and isinstance(kind, type) and issubclass(kind, BidworthyError) and not issubclass(kind, InputError):
        return kind(found[2])
    if "No module named 'serving" in text or "No module named 'features" in text:
        return CallError("the executors do not find Bidworthy; install it for their Python, and name that in PYSPARK_PYTHON")
    return ServiceError(f"Spark could not finish: {first_cause(text)}; its own log says more. Nothing was written")


def first_cause(text: str) -> str:
    """Return what may be shown of a text of Spark: the exception that Python raised, or else the first that Java names."""
    found = _PYTHON.findall(text)[-1:] or _JAVA.findall(text)[:1] or [text.partition("\n")[0]]
    return shown(found[0], 300)
