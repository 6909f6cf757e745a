"""Outcomes: postings of neighbouring marketplaces with the client's record as of posting, and whether somebody was hired."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from features.client_record import record_of
from features.posting import Posting, read_posting
from training.sources.folder import DataFolder, as_described
from training.sources.postings import PARTS

__all__ = ["Outcomes", "client_of", "contract_of", "load_outcomes", "outcome_table", "usable"]

#: A hire rate without a number of postings counts as so many (``record_posts_when_unknown`` of the scorer).
POSTS_WHEN_UNKNOWN = 5.0
_LONGEST_TITLE = 1_000


@dataclass(frozen=True)
class Outcomes:
    """Mature postings of one marketplace, in time order where times are known.

    All arrays have shape (n,). ``postings`` are what was known when they were posted, with the marketplace as their
    ``source``. ``prior_posts`` counts the client's earlier postings whose outcome was known then and ``prior_hires`` those
    that ended in a hire; where ``counted`` is false only the rate was known, and the counts are a reading of it.
    """

    market: str
    postings: list[Posting]
    prior_posts: NDArray[np.float64]
    prior_hires: NDArray[np.float64]
    ghost: NDArray[np.float64]
    client: NDArray[np.str_]
    timed: bool
    counted: bool = True


def load_outcomes(folder: DataFolder) -> list[Outcomes]:
    """Return the marketplaces that record a client's earlier postings or hire rate; sealed rows are left out."""
    frame = outcome_table(folder)
    with as_described(folder.path / "outcomes"):
        if folder.part:
            frame = frame[frame["part"].isin(PARTS[folder.part])]
        return [_market(str(name), part) for name, part in frame.groupby("source", sort=True)]


def outcome_table(folder: DataFolder) -> pd.DataFrame:
    """Return the rows that can be learnt from, as they stand in the file."""
    if folder.part:
        return pd.read_parquet(folder.path / "outcomes.rows.parquet")
    path = folder.path / ("outcomes.csv" if folder.is_sample else "outcomes.parquet")
    with as_described(path):
        frame = pd.read_csv(path) if folder.is_sample else pd.read_parquet(path)
        return usable(frame if folder.is_sample else frame[~frame["outcome_sealed"].astype(bool)])


def usable(frame: pd.DataFrame) -> pd.DataFrame:
    """Return the mature rows with an outcome and a record of the client."""
    frame = frame[frame["mature"].astype(bool) & frame["outcome_hired"].notna()]
    rate = frame.get("client_prior_hire_rate", pd.Series(np.nan, index=frame.index))
    return frame[frame["client_prior_resolved"].notna() | rate.notna()]


def _market(name: str, frame: pd.DataFrame) -> Outcomes:
    timed = bool(frame["posted_at"].notna().mean() > 0.5)
    frame = frame.sort_values(["posted_at", "row_id"]) if timed else frame
    client = client_of(frame)
    postings = [read_posting(contract_of(name, row)) for row in frame.to_dict("records")]
    records = [record_of(posting.client, POSTS_WHEN_UNKNOWN) for posting in postings]
    return Outcomes(
        market=name,
        postings=postings,
        prior_posts=np.array([record.posts for record in records]),
        prior_hires=np.array([record.hires for record in records]),
        ghost=1.0 - frame["outcome_hired"].to_numpy(np.float64),
        client=client.to_numpy(np.str_),
        timed=timed,
        counted=bool(frame["client_prior_resolved"].notna().any()),
    )


def client_of(frame: pd.DataFrame) -> pd.Series[str]:
    """Return who posted each row of one marketplace: the organisation, where that is known of any."""
    is_told = "client_org_id" in frame and frame["client_org_id"].notna().any()
    return frame["client_org_id" if is_told else "client_id"].fillna("unknown").astype(str)


def contract_of(source: str, row: Mapping[Any, Any]) -> dict[str, Any]:
    """Return a row in the shape of the contract: its own posting is among the client's jobs and has no outcome yet."""
    known = {name: value for name, value in row.items() if not (value is None or value is pd.NaT or value != value)}
    client: dict[str, Any] = {"total_spent_usd": known.get("client_prior_value_usd")}
    if "client_prior_resolved" in known:
        client |= {"jobs_posted": int(known["client_prior_resolved"]) + 1, "hires": int(known["client_prior_hires"])}
    elif "client_prior_hire_rate" in known:
        client["hire_rate_percent"] = 100 * float(known["client_prior_hire_rate"])
    pay = {"type": known.get("pay_type"), "min": known.get("pay_min"), "max": known.get("pay_max")}
    return {
        "title": str(known.get("title") or "untitled")[:_LONGEST_TITLE],
        "description": "",
        "source": source,
        "posted_at": pd.Timestamp(known["posted_at"]).isoformat() if "posted_at" in known else None,
        "category": known.get("category"),
        "skills": known.get("skills"),
        "pay": pay | {"currency": known.get("currency")} if pay["type"] in {"fixed", "hourly"} else None,
        "client": client,
    }
