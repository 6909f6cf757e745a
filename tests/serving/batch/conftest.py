"""Answers and postings that the tests of this folder share."""

from __future__ import annotations

from typing import Any

import pytest

from serving.answer import Answer, Ghost, LowBudget, Market, Missing, PerHour, Reason, Scam, StatedPay, Versions, Worth


@pytest.fixture
def answer() -> Answer:
    """Return an answer with every field filled."""
    return Answer(
        id="021898377891861965802",
        verdict="consider",
        level="page",
        ghost=Ghost(0.41, 0.28, 0.55, "medium", "client record 66 of 179"),
        scam=Scam(0.3, "medium", ("off_platform_contact",)),
        low_budget=LowBudget(
            0.22,
            "low",
            58,
            Market("usd_per_hour", 8.0, 14.0, 21.0, 33.0, 50.0),
            StatedPay(9.0, 12.0, "USD", "pay"),
            PerHour(1.5, 3.0, 20.0, 40.0, "market"),
            0.07,
        ),
        worth=Worth(8.03, 1.62, 0.0, 950.0, 0.0102, 0.0017, 71, 0.1, ("hours_per_week: 15",), 3.1, 17.6),
        reasons=(Reason("contact", "scam", "-", 2.1, "Asks you to write elsewhere.", "description", "écris, “là”", 2, 13),),
        missing=(Missing("connects", "The job page shows it."),),
        would_change=({"if": "connects <= 6", "verdict": "apply"},),
        versions=Versions("bidworthy-1.0.0", "1.0.0", 1),
    )


@pytest.fixture
def bare_answer(answer: Answer) -> Answer:
    """Return an answer with every field that may be null being null."""
    return Answer(
        id=None,
        verdict="not_enough_evidence",
        level="tile",
        ghost=answer.ghost,
        scam=Scam(0.01, "low", ()),
        low_budget=LowBudget(None, "unknown", None, None, None, None, None),
        worth=Worth(None, None, 0.0, None, 0.01, None, None, 0.1, ()),
        reasons=(),
        missing=(),
        would_change=(),
        versions=answer.versions,
    )


@pytest.fixture
def postings() -> list[dict[str, Any]]:
    """Return postings of three kinds: a full page, a tile, and a bare text."""
    page = {
        "id": "021898377891861965802",
        "observed_at": "2026-11-20T10:00:00Z",
        "title": "Clean up a sales spreadsheet",
        "description": "Deliver one tidy workbook by Friday; a sample of ten rows is attached.",
        "skills": ["Excel", "Python"],
        "tier": "intermediate",
        "pay": {"type": "hourly", "min": 15, "max": 30, "currency": "USD"},
        "weekly_hours": "Less than 30 hrs/week",
        "connects": 12,
        "client": {"payment_verified": True, "rating": 4.9, "reviews": 13, "jobs_posted": 20, "hire_rate_percent": 55},
        "activity": {"proposals": "20 to 50", "hires": 0, "interviewing": 2},
    }
    tile = {
        "id": "t-2",
        "title": "Logo, “modern”, für ein Café",
        "description": "Message me on Telegram\nfor the brief.",
        "pay": {"type": "fixed", "min": 50, "max": 50, "currency": "USD"},
        "activity": {"proposals": "5 to 10"},
    }
    return [page, tile, {"id": "b-3", "title": "", "description": "Type up nine pages, please."}]
