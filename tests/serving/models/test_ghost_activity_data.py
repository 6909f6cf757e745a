"""The figures that the activity's assumptions rest on, counted again where the research data are."""

from __future__ import annotations

import math
import re
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from serving.assumptions import load_assumptions
from serving.models.beta import logit, sigmoid

ASSUMPTIONS = load_assumptions()


@pytest.fixture(scope="module")
def opened(shared_data: Path) -> pd.DataFrame:
    """Return the postings of early 2025 that were still open after three days, each once."""
    table = pd.read_parquet(shared_data / "postings.parquet")
    known = table[table["unanswered_invites"].notna() & table["interviewing"].notna()]
    return known[known["scraped"] - known["created"] > pd.Timedelta(days=3)].drop_duplicates("posting_key")


def test_nobody_interviewing_by_day_3(opened: pd.DataFrame) -> None:
    """599 of 1,584, and how many interview some or many."""
    counts = opened["interviewing"]
    assert (len(opened), int((counts == 0).sum())) == (1584, 599)
    shares = [(counts == 0).mean(), counts.between(1, 2).mean(), (counts >= 3).mean()]
    assert np.round(shares, 3).tolist() == [0.378, 0.244, 0.378]


def test_the_weights_of_interviews_keep_the_level(opened: pd.DataFrame) -> None:
    """Over all open postings of day 3 the steps neither raise nor lower the mean chance, to a point in a hundred."""
    counts = opened["interviewing"].to_numpy()
    some = ASSUMPTIONS["interviewing_log_odds"]
    moved = np.select([counts == 0, counts < 3], [ASSUMPTIONS["no_interview_log_odds"], some], 1.5 * some)
    level = 1 - ASSUMPTIONS["marketplace_hire_rate"]
    assert np.mean([sigmoid(logit(level) + step) for step in moved]) == pytest.approx(level, abs=0.01)
    assert ASSUMPTIONS.records["no_interview_log_odds"].high == pytest.approx(-math.log(np.mean(counts == 0)), abs=0.005)


def test_many_unanswered_invites_are_rare_without_interviews(opened: pd.DataFrame) -> None:
    """3 of 37."""
    many = opened[opened["unanswered_invites"] > 10]
    assert (len(many), int((many["interviewing"] == 0).sum())) == (37, 3)


def test_crowds_and_few_proposals(opened: pd.DataFrame) -> None:
    """40% of those with 50 or more had nobody in interviews, 56% of those with fewer than 5."""
    none = (opened["interviewing"] == 0).groupby(opened["proposals_tier"]).mean()
    assert (round(none["50+"], 2), round(none["Less than 5"], 2)) == (0.4, 0.56)


@pytest.mark.parametrize(
    ("number", "again", "share", "all_postings", "share_of_all"),
    [(0, 125, 0.53, 2165, 0.31), (1, 92, 0.79, 1151, 0.74)],
)
def test_a_title_used_again_is_filled_less_often(
    shared_data: Path, number: int, again: int, share: float, all_postings: int, share_of_all: float
) -> None:
    """By the same client, letters only, at an earlier time; on both marketplaces that have titles."""
    table = pd.read_parquet(shared_data / "outcomes.parquet")
    table = table[table["posted_at"].notna() & table["title"].notna()]
    table = table[table["source"] == sorted(table["source"].unique())[number]]
    words = table["title"].map(lambda title: " ".join(re.findall(r"[^\W\d_]+", title.lower())))
    used = table["posted_at"] > table.groupby([table["client_id"], words])["posted_at"].transform("min")
    known = table["outcome_hired"].notna() & table["mature"]
    missed = 1 - table["outcome_hired"]
    assert (int((used & known).sum()), int(known.sum())) == (again, all_postings)
    assert round(float(missed[used & known].mean()), 2) == share
    assert round(float(missed[known].mean()), 2) == share_of_all
