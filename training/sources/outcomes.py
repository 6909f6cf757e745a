"""Outcomes: postings of neighbouring marketplaces with the client's record as of posting, and whether somebody was hired."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from training.sources.folder import DataFolder, as_described

__all__ = ["Outcomes", "load_outcomes"]


@dataclass(frozen=True)
class Outcomes:
    """Mature postings of one marketplace, in time order where times are known.

    All arrays have shape (n,). ``prior_posts`` counts the client's earlier postings whose outcome was known then and
    ``prior_hires`` those that ended in a hire.
    """

    market: str
    prior_posts: NDArray[np.float64]
    prior_hires: NDArray[np.float64]
    ghost: NDArray[np.float64]
    client: NDArray[np.str_]
    timed: bool


def load_outcomes(folder: DataFolder) -> list[Outcomes]:
    """Return the marketplaces that record how many earlier postings a client had; sealed rows are left out."""
    path = folder.path / ("outcomes.csv" if folder.is_sample else "outcomes.parquet")
    with as_described(path):
        frame = pd.read_csv(path) if folder.is_sample else pd.read_parquet(path)
        if not folder.is_sample:
            frame = frame[~frame["outcome_sealed"].astype(bool)]
        frame = frame[frame["mature"].astype(bool) & frame["outcome_hired"].notna() & frame["client_prior_resolved"].notna()]
        return [_market(str(name), part) for name, part in frame.groupby("source", sort=True)]


def _market(name: str, frame: pd.DataFrame) -> Outcomes:
    timed = bool(frame["posted_at"].notna().mean() > 0.5)
    frame = frame.sort_values(["posted_at", "row_id"]) if timed else frame
    client = (
        frame["client_org_id"] if "client_org_id" in frame and frame["client_org_id"].notna().any() else frame["client_id"]
    )
    return Outcomes(
        market=name,
        prior_posts=frame["client_prior_resolved"].to_numpy(np.float64),
        prior_hires=frame["client_prior_hires"].to_numpy(np.float64),
        ghost=1.0 - frame["outcome_hired"].to_numpy(np.float64),
        client=client.fillna("unknown").to_numpy(np.str_),
        timed=timed,
    )
