"""What was said of a description is given again for the same one, and for no other."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest

from features.fields.facts import Facts
from features.posting import read_posting
from serving.models.described import Descriptions, described_by
from serving.models.reader import Page
from serving.scorer import Scorer

POSTING: dict[str, Any] = {
    "id": "d-1",
    "title": "Record an audio tour",
    "description": "Twelve stops of a garden. Before you start you pay a refundable deposit of $40.",
    "questions": ["Have you recorded outdoors?"],
    "skills": ["Voice-Over"],
    "category": "Audio",
    "tier": "entry",
    "observed_at": "2026-11-20T10:00:00Z",
    "posted_at": "2026-11-18T10:00:00Z",
    "pay": {"type": "hourly", "min": 15, "max": 25, "currency": "USD"},
    "duration": "1 to 3 months",
    "weekly_hours": "10 hrs/week",
    "connects": 10,
    "client": {"jobs_posted": 5, "hire_rate_percent": 40},
    "activity": {"proposals": "5 to 10", "interviewing": 0},
}
#: Of the description, and of everything else.
TOLD: list[dict[str, Any]] = [
    {"title": "Record a tour"},
    {"description": "Twelve stops of a garden."},
    {"questions": ["Write to me on Telegram?"]},
    {"skills": ["Python", "C"]},
    {"category": "Web Development"},
    {"tier": "expert"},
    {"pay": {"type": "hourly", "min": 15, "max": 26, "currency": "USD"}},
    {"pay": {"type": "fixed", "max": 25, "currency": "USD"}},
    {"pay": {"type": "hourly", "min": 15, "max": 25, "currency": "EUR"}},
    {"pay": None},
    {"duration": "More than 6 months"},
    {"weekly_hours": "30+ hrs/week"},
    {"posted_at": "2024-01-18T10:00:00Z", "observed_at": "2024-01-20T10:00:00Z"},
]
ELSE: list[dict[str, Any]] = [
    {"id": "d-2"},
    {"url": "https://example.com/jobs/2"},
    {"observed_at": "2026-11-20T19:00:00Z"},
    {"connects": 14},
    {"boost_bids": [20, 10]},
    {"invited": True},
    {"client": {"jobs_posted": 1, "payment_verified": False, "country": "France", "total_spent_usd": 0}},
    {"activity": {"proposals": "50+", "interviewing": 3, "hires": 1}},
]


def _both(scorer: Scorer, change: dict[str, Any]) -> tuple[bytes, bytes]:
    """Return the answer to a changed posting from a scorer that knows the unchanged one, and from one that knows nothing."""
    knowing = Scorer(scorer.bundle, scorer.assumptions, recent=10)
    knowing.score(POSTING)
    return knowing.score(POSTING | change).to_json(), scorer.score(POSTING | change).to_json()


@pytest.mark.parametrize("change", [*TOLD, *ELSE], ids=str)
def test_the_answer_is_the_same_with_and_without(scorer: Scorer, change: dict[str, Any]) -> None:
    """To the byte, whatever changed since."""
    with_, without = _both(scorer, change)
    assert with_ == without


def test_only_what_tells_of_the_work_makes_another_description() -> None:
    """The counters, the client and the hour do not."""
    first = described_by(Facts(read_posting(POSTING)))
    others = [described_by(Facts(read_posting(POSTING | change))) for change in TOLD]
    assert first not in others
    assert len(set(others)) == len(TOLD)
    assert {described_by(Facts(read_posting(POSTING | change))) for change in ELSE} == {first}


def test_a_known_description_is_not_read_again(scorer: Scorer, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of a page only those that are new."""
    knowing, read = Scorer(scorer.bundle, scorer.assumptions, recent=10), list[int]()

    def counted(facts: Sequence[Facts]) -> Page:
        read.append(len(facts))
        return scorer._reader.read(facts)

    monkeypatch.setattr(knowing._reader, "read", counted)
    knowing.score(POSTING)
    page = [POSTING | ELSE[0], POSTING | TOLD[0], POSTING | ELSE[3], POSTING | TOLD[1]]
    got = knowing.score_many([read_posting(one) for one in page])
    assert [one.to_json() for one in got] == [scorer.score(one).to_json() for one in page]
    assert read == [1, 2]
    knowing.forget()
    knowing.score(POSTING)
    assert read == [1, 2, 1]


def test_the_latest_are_kept(scorer: Scorer) -> None:
    """By number and by length; 0 keeps none."""
    [said] = scorer._described([Facts(read_posting(POSTING))])
    few, none, many = Descriptions(2), Descriptions(0), Descriptions(1_000)
    facts = [Facts(read_posting(POSTING | {"title": name})) for name in "abc"]
    for one in (facts[0], facts[1], facts[0], facts[2]):
        if few.of(one) is None:
            few.keep(one, said)
        none.keep(one, said)
    assert [few.of(one) is said for one in facts] == [True, False, True]
    assert (len(few), len(none), none.of(facts[0])) == (2, 0, None)
    for number in range(400):
        many.keep(Facts(read_posting({"title": str(number), "description": "x" * 50_000})), said)
    assert 100 < len(many) <= 160
