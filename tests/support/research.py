"""A few invented rows in the form of the research tables (``data/README.md``, form B)."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pandas as pd

from training.sources.folder import DataFolder

__all__ = ["OUTCOMES", "POSTINGS", "write_research"]

_EMPTY: dict[str, Any] = dict.fromkeys(
    [
        "skills", "category", "job_type", "hourly_min", "hourly_max", "fixed_budget", "tier", "duration", "workload",
        "connects", "proposals_tier", "interviewing", "invites_sent", "unanswered_invites", "created", "scraped",
        "client_key", "client_member_since", "client_payment_verified", "client_total_spent", "client_reviews",
        "client_rating", "client_jobs_posted", "client_hires", "client_active_hires",
    ]
)  # fmt: skip


def _posting(number: int, text: str, *, key: str | None = None, sealed: bool = False, **more: Any) -> dict[str, Any]:
    fixed = {"row_id": f"r{number}", "posting_key": key or f"p{number}", "source": "invented", "title": f"Job {number}"}
    return _EMPTY | fixed | {"description": text, "pay_sealed": sealed} | more


#: r1 and r2 share a client, r2 and r3 the opening of the text, r4 and r5 are copies of one posting, r6 is by itself.
POSTINGS = [
    _posting(1, "Draw a fox.", client_key="c1", job_type="fixed", fixed_budget=40.0, client_rating=0.0),
    _posting(2, "Count the ships in the harbour.", client_key="c1", client_total_spent=0.0),
    _posting(3, "Count the ships in the harbour!", client_key="c2"),
    _posting(4, "Mend a fence.", key="p4", client_rating=4.5),
    _posting(5, "Mend the old fence.", key="p4", job_type="hourly", hourly_min=20.0, hourly_max=10.0),
    _posting(6, "Sing in a choir.", sealed=True, job_type="hourly_no_rate", client_payment_verified=True),
]
_LABELS: list[dict[str, Any]] = [
    {"posting_key": "p1", "stratum": "rest", "risk": 0, "types": []},
    {"posting_key": "p2", "stratum": "rest", "risk": 1, "types": ["unpaid_work"]},
    {"posting_key": "p6", "stratum": "narrow", "risk": 2, "types": ["advance_fee"]},
    {"posting_key": "not in the table", "stratum": "rest", "risk": 0, "types": []},
]
_LABEL = {"risk": 2, "types": ["too_good"], "evidence": ["this"]}
_CASES: list[dict[str, Any]] = [
    {
        "id": 1,
        "title": "Learn",
        "text": "From this.",
        "risk": 2,
        "types": ["too_good"],
        "evidence": ["this"],
        "part": "develop",
    },
    {
        "id": 2,
        "title": "Measure",
        "text": "With this.",
        "risk": 2,
        "types": ["too_good"],
        "evidence": ["this"],
        "part": "measure",
    },
]


def _outcome(row: str, day: int, **more: Any) -> dict[str, Any]:
    fixed = {"row_id": row, "source": "market", "posted_at": pd.Timestamp(2026, 1, day), "client_id": "a"}
    known = {"client_org_id": None, "client_prior_resolved": 3.0, "client_prior_hires": 1.0, "outcome_hired": 1.0}
    return fixed | known | {"mature": True, "outcome_sealed": False} | more


#: Only o1 and o2 may be read.
OUTCOMES = [
    _outcome("o2", 2, outcome_hired=0.0, client_id=None),
    _outcome("o1", 1),
    _outcome("o3", 3, outcome_sealed=True),
    _outcome("o4", 4, mature=False),
    _outcome("o5", 5, outcome_hired=None),
    _outcome("o6", 6, client_prior_resolved=None),
]


def write_research(folder: Path) -> DataFolder:
    """Write the four files and return the folder as training sees it."""
    pd.DataFrame(POSTINGS).to_parquet(folder / "postings.parquet")
    pd.DataFrame(OUTCOMES).to_parquet(folder / "outcomes.parquet")
    for name, rows in (("risk_labels", _LABELS), ("challenge", _CASES)):
        (folder / f"{name}.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return DataFolder(folder, is_sample=False)
