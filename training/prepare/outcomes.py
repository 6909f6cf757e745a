"""Outcomes as somebody wrote them: each column made of its kind, and what cannot be is told by row."""

from __future__ import annotations

import warnings

import pandas as pd

from features.errors import shown
from training.prepare.schema import Problem, each, problems_of, within

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # as in `training.prepare.schema`
    import pandera.pandas as pa

__all__ = ["check_outcomes"]

_NUMBERS = {"outcome_hired", "client_prior_resolved", "client_prior_hires", "client_prior_hire_rate"} | {
    "pay_min", "pay_max", "client_prior_value_usd", "client_prior_posts",
}  # fmt: skip
_MOST_POSTS = 1_000_000
_YES_NO = {"true": True, "false": False, "1": True, "0": False, "1.0": True, "0.0": False, "yes": True, "no": False}


def check_outcomes(frame: pd.DataFrame) -> tuple[pd.DataFrame, list[Problem]]:
    """Return a table of outcomes, each column of its kind, and what is wrong with it, by its rows in order."""
    frame = frame.set_axis(range(1, len(frame) + 1))
    needed = ("row_id", "source", "client_id", "outcome_hired", "mature", "client_prior_resolved", "client_prior_hires")
    missing = [
        Problem(0, name, "", "is missing; data/README.md tells which columns there are")
        for name in needed
        if name not in frame
    ]
    if missing:
        return frame, missing
    read, problems = frame.copy(), list[Problem]()
    for name in ("row_id", "source", "client_id"):
        read[name] = [None if _is_empty(value) else _text(value) for value in frame[name]]
    read["mature"] = [_YES_NO.get(str(value).strip().lower()) for value in frame["mature"]]
    for name in sorted(_NUMBERS & set(frame)):
        # CSV has its truth values as words.
        plain = frame[name].map(lambda value: _YES_NO.get(str(value).strip().lower(), value), na_action="ignore")
        read[name] = pd.to_numeric(plain if name == "outcome_hired" else frame[name], errors="coerce").astype(float)
        problems += _unread(frame, read, name, "is not a number")
    read["posted_at"] = pd.to_datetime(
        frame.get("posted_at", pd.Series(None, index=frame.index, dtype=object)), utc=True, format="ISO8601", errors="coerce"
    )
    if "posted_at" in frame:
        problems += _unread(frame, read, "posted_at", "is no time such as 2026-11-20T10:00:00Z")
    schema = pa.DataFrameSchema(
        {
            "row_id": pa.Column(object, nullable=False, unique=True),
            "source": pa.Column(object, nullable=False),
            "outcome_hired": pa.Column(float, within(lambda of: of.isin([0, 1]), "is not 0 or 1"), nullable=True),
            "mature": pa.Column(object, each(lambda value: isinstance(value, bool), "is not true or false"), nullable=False),
            **{name: _count() for name in ("client_prior_resolved", "client_prior_hires")},
        },
        checks=[
            pa.Check(
                lambda of: ~(of["client_prior_hires"] > of["client_prior_resolved"]),
                error="client_prior_hires: more hires than postings whose outcome was known",
            )
        ],
    )
    for name in ("row_id", "source", "client_id", "mature"):
        read[name] = read[name].astype(object)
    problems += problems_of(schema, read)
    return read, sorted({(one.row, one.column): one for one in problems}.values(), key=lambda one: (one.row, one.column))


def _is_empty(value: object) -> bool:
    return value is None or value != value or type(value).__name__ in ("NaTType", "NAType") or value == ""


def _text(value: object) -> str:
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)


def _unread(frame: pd.DataFrame, read: pd.DataFrame, name: str, why: str) -> list[Problem]:
    """Return the rows in which something stands and could not be read."""
    here = read[name].isna() & ~frame[name].map(_is_empty)
    return [Problem(int(row), name, shown(frame.at[row, name]), why) for row in frame.index[here]]


def _count() -> pa.Column:
    return pa.Column(float, within(lambda of: of.between(0, _MOST_POSTS), "is no number of postings"), nullable=True)
