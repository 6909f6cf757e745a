"""What rows must look like before anything is learnt from them: pandera schemas; what fails is told by row and column."""

from __future__ import annotations

import math
import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from features.errors import shown
from features.posting import Posting
from features.rules import ruleset
from training.sources.labels import PAY_LABELS

with warnings.catch_warnings():
    # pandera looks for every kind of table that it could check, and Spark's warns of what is none of ours.
    warnings.simplefilter("ignore")
    import pandera.pandas as pa
    from pandera.errors import SchemaErrors

__all__ = ["Problem", "check_labels", "check_postings", "each", "problems_of", "within"]

#: The marketplaces began about then.
_FIRST = pd.Timestamp("1998-01-01", tz="UTC")
#: A pay beyond these, in US dollars, is a slip of the keyboard or another currency.
_MOST_HOURLY, _MOST_FIXED = 2_000.0, 2_000_000.0
#: Clocks differ, and a date without a time of day is midnight.
_SLACK = pd.Timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a row is left out: its number from 1, the column, what stands there, and what is wrong with it."""

    row: int
    column: str
    value: str
    why: str

    def __str__(self) -> str:
        """Say it in one line."""
        where = f"row {self.row:,}, {self.column}" if self.column else f"row {self.row:,}"
        return f"{where}: {self.value} {self.why}" if self.value else f"{where}: {self.why}"


def within(test: Any, why: str) -> pa.Check:
    """Return a check of a whole column; what is not known passes."""
    return pa.Check(test, error=why, ignore_na=True)


_UTC = pd.DatetimeTZDtype("ns", "UTC")
_POSTINGS = pa.DataFrameSchema(
    {
        "posted_at": pa.Column(_UTC, within(lambda at: at >= _FIRST, "is before any marketplace"), nullable=True),
        "pay.min": pa.Column(float, within(lambda of: of >= 0, "is below zero"), nullable=True),
        "client.jobs_posted": pa.Column(float, within(lambda of: of >= 0, "is below zero"), nullable=True),
    },
    checks=[
        pa.Check(
            lambda of: of["posted_at"].isna() | of["observed_at"].isna() | (of["posted_at"] <= of["observed_at"] + _SLACK),
            error="posted_at: is later than observed_at; nobody sees a posting before it is there",
        ),
        pa.Check(
            lambda of: ~(of["pay.max"] > of["pay.type"].map({"hourly": _MOST_HOURLY}).fillna(_MOST_FIXED)),
            error=f"pay.max: is over {_MOST_HOURLY:,.0f} an hour, or {_MOST_FIXED:,.0f}; correct it, or name its currency",
        ),
    ],
)


def check_postings(postings: Sequence[Posting], numbers: Sequence[int]) -> list[Problem]:
    """Return what is wrong with postings that could be read.

    Parameters
    ----------
    postings : sequence of Posting
    numbers : sequence of int
        The number of the row of each.
    """
    frame = pd.DataFrame([_columns(posting) for posting in postings], index=list(numbers))
    if frame.empty:
        return []
    for name in ("posted_at", "observed_at"):
        frame[name] = pd.to_datetime(frame[name], utc=True).astype(_UTC)
    return problems_of(_POSTINGS, frame.astype(dict.fromkeys(("pay.min", "pay.max", "client.jobs_posted"), float)))


def _columns(posting: Posting) -> dict[str, Any]:
    pay, posted, seen = posting.pay, posting.posted_at, posting.observed_at
    return {
        "posted_at": None if posted is None else posted.at,
        "observed_at": None if seen is None else seen.at,
        "pay.type": None if pay is None else pay.type,
        "pay.min": None if pay is None else pay.min,
        # An amount in another currency may be large.
        "pay.max": None if pay is None or pay.currency not in (None, "USD") else pay.max,
        "client.jobs_posted": posting.client.jobs_posted,
    }


def check_labels(rows: Sequence[dict[str, Any]], texts: dict[str, str], numbers: Sequence[int]) -> list[Problem]:
    """Return what is wrong with labels.

    Parameters
    ----------
    rows : sequence of dict
        In the form of ``data/sample/labels.jsonl``.
    texts : dict of str to str
        All texts of each posting, by its key.
    numbers : sequence of int
        The number of each row.
    """
    frame = pd.DataFrame(
        {
            "id": [str(row.get("id")) for row in rows],
            "risk": [row.get("risk") for row in rows],
            "types": [row.get("types") for row in rows],
            "pay": [row.get("pay") for row in rows],
            "evidence": [row.get("evidence") or [] for row in rows],
            "weight": [row.get("weight", 1.0) for row in rows],
        },
        index=list(numbers),
        dtype=object,
    )
    types = {rule.type for rule in ruleset().rules}
    schema = pa.DataFrameSchema(
        {
            "id": pa.Column(object, each(lambda key: key in texts, "is no posting that was given; give its posting, too")),
            "risk": pa.Column(object, each(lambda risk: risk in (0, 1, 2) and risk is not True, "is not 0, 1 or 2")),
            "types": pa.Column(
                object,
                each(
                    lambda of: isinstance(of, (list, tuple)) and set(of) <= types,
                    f"holds a type that is not known; the types are {', '.join(sorted(types))}",
                ),
            ),
            "weight": pa.Column(
                object, each(lambda of: not isinstance(of, bool) and 0 < float(of) < math.inf, "is no number above zero")
            ),
            "pay": pa.Column(
                object,
                each(lambda pay: pay in (*PAY_LABELS, "unknown"), f"is none of {', '.join(PAY_LABELS)}, unknown"),
                nullable=True,
            ),
        },
        checks=[
            pa.Check(
                lambda of: of.apply(lambda row: _quoted(row["evidence"], texts.get(row["id"])), axis=1),
                error="evidence: is not word for word in the posting",
            )
        ],
    )
    return problems_of(schema, frame) if len(frame) else []


def _quoted(evidence: object, text: str | None) -> bool:
    if not isinstance(evidence, list) or not all(isinstance(words, str) for words in evidence):
        return False
    return text is None or all(words in text for words in evidence)


def each(test: Any, why: str) -> pa.Check:
    """Return a check of each value; one that the test cannot even look at fails it."""

    def holds(value: object) -> bool:
        try:
            return bool(test(value))
        except Exception:  # whatever it is, it is not what it should be
            return False

    return pa.Check(lambda column: column.map(holds), error=why, ignore_na=True)


def problems_of(schema: pa.DataFrameSchema, frame: pd.DataFrame) -> list[Problem]:
    """Return what a schema finds wrong, by the rows of a frame."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # as above
            schema.validate(frame, lazy=True)
    except SchemaErrors as errors:
        found = {_problem(case) for case in errors.failure_cases.to_dict("records")}
        return sorted(found, key=lambda problem: (problem.row, problem.column))
    return []


def _problem(case: dict[str, Any]) -> Problem:
    why, column = str(case["check"]), str(case["column"] or "")
    row = 0 if pd.isna(case["index"]) else int(case["index"])
    head, colon, rest = why.partition(": ")
    if case["schema_context"] == "DataFrameSchema" and colon:
        return Problem(row, head, "", rest)
    if case["check"] == "column_in_dataframe":
        return Problem(0, str(case["failure_case"]), "", "is missing; data/README.md tells which columns there are")
    return Problem(row, column, shown(case["failure_case"]), _PLAIN.get(why.partition("(")[0], why))


#: pandera's own names of its checks.
_PLAIN = {
    "not_nullable": "is missing",
    "field_uniqueness": "stands in another row, too",
    "coerce_dtype": "is of another kind",
    "dtype": "is of another kind",
}
