"""The sample: what data/README.md says of it holds, and everything in it can be read."""

from __future__ import annotations

import csv
import json
import re
from collections import Counter, defaultdict
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from features.importers import to_contract
from features.importers.page_text import read_page_text
from features.posting import read_posting
from features.profile import read_profile

ROOT = Path(__file__).parents[1]
SAMPLE = ROOT / "data" / "sample"
TYPES = {
    "off_platform_contact",
    "off_platform_payment",
    "advance_fee",
    "account_rental",
    "identity_harvest",
    "money_movement",
    "fake_engagement",
    "academic_dishonesty",
    "credential_or_malware",
    "unpaid_work",
    "too_good",
    "recruitment_scheme",
    "illegal_or_tos",
    "other",
}
PAY = {"far_below", "below", "fair", "above", "unknown"}
#: What a page shows instead of a date, in hours before the observation.
AGES = {
    "15 hours ago": 15,
    "21 hours ago": 21,
    "Yesterday": 24,
    "yesterday": 26,
    "2 days ago": 52,
    "3 days ago": 70,
    "2 weeks ago": 336,
}


def _lines(name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (SAMPLE / name).read_text(encoding="utf-8").splitlines()]


def _table(name: str) -> list[dict[str, str]]:
    with (SAMPLE / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


POSTINGS = _lines("postings.jsonl")
LABELS = _lines("labels.jsonl")
OUTCOMES = _table("outcomes.csv")
SCRAPED = _table("scraper.csv")
NODES: list[dict[str, Any]] = json.loads((SAMPLE / "graphql.json").read_bytes())


def _time(text: str) -> datetime:
    return datetime.fromisoformat(text.replace("Z", "+00:00"))


def _id_time(posting_id: str) -> datetime:
    milliseconds = (int(posting_id[2:]) >> 22) + 1_288_834_974_657
    return datetime.fromisoformat("1970-01-01T00:00:00+00:00") + timedelta(milliseconds=milliseconds)


def _posted(posting: dict[str, Any]) -> datetime:
    posted = posting["posted_at"]
    return _time(posting["observed_at"]) - timedelta(hours=AGES[posted]) if posted in AGES else _time(posted)


def test_labels_match_postings() -> None:
    """Each posting has exactly one label, in the same order."""
    ids = [posting["id"] for posting in POSTINGS]
    assert len(set(ids)) == len(ids) == 40
    assert [label["id"] for label in LABELS] == ids


@pytest.mark.parametrize(("posting", "label"), list(zip(POSTINGS, LABELS, strict=True)), ids=[p["id"] for p in POSTINGS])
def test_a_label_is_sound(posting: dict[str, Any], label: dict[str, Any]) -> None:
    """Types and exact evidence stand on risky postings only, and a look-alike has no risk."""
    assert set(label) == {"id", "risk", "types", "evidence", "lookalike", "pay"}
    assert label["risk"] in (0, 1, 2)
    assert label["pay"] in PAY
    assert set(label["types"]) <= TYPES
    assert bool(label["types"]) == bool(label["evidence"]) == (label["risk"] > 0)
    assert not (label["lookalike"] and label["risk"])
    for quote in label["evidence"]:
        assert 0 < len(quote) <= 120
        assert quote in posting["title"] or quote in posting["description"]


def test_every_type_is_shown() -> None:
    """Each of the contract's types is on at least one posting."""
    assert {kind for label in LABELS for kind in label["types"]} == TYPES


def test_shares_are_as_described() -> None:
    """The counts that data/README.md gives are those of the labels."""
    assert Counter(label["risk"] for label in LABELS) == {0: 21, 1: 2, 2: 17}
    assert sum(label["lookalike"] for label in LABELS) == 6
    assert {label["pay"] for label in LABELS} == PAY


def test_ids_tell_the_posting_time() -> None:
    """An id is as old as its posting, but for a three-hour hold on new clients and one renewed posting."""
    delays = [_posted(posting) - _id_time(posting["id"]) for posting in POSTINGS if posting.get("posted_at")]
    kinds = Counter(_kind(delay) for delay in delays)
    assert kinds == {"at once": 36, "held": 2, "renewed": 1}


def _kind(delay: timedelta) -> str:
    near = timedelta(seconds=2)
    if abs(delay) < near:
        return "at once"
    if abs(delay - timedelta(hours=3)) < near:
        return "held"
    return "renewed" if timedelta(days=24) < delay < timedelta(days=26) else f"off by {delay}"


def test_no_posting_is_observed_before_it_exists() -> None:
    """Every id is older than its observation, the posting without a date included."""
    assert all(_id_time(posting["id"]) < _time(posting["observed_at"]) for posting in POSTINGS)


def test_addresses_are_reserved_ones() -> None:
    """Mail and web addresses in the sample belong to nobody."""
    text = "".join(path.read_text(encoding="utf-8") for path in sorted(SAMPLE.iterdir()) if path.is_file())
    hosts = re.findall(r"https?://([^/\s\"]+)", text)
    mail = re.findall(r"[\w.+-]+@([\w-]+\.[\w.-]+)", text)
    assert (set(hosts), set(mail)) == ({"www.example.com"}, {"example.org"})


def test_outcomes_are_as_described() -> None:
    """240 mature postings of 60 clients in time order, 37.9% hired."""
    assert len(OUTCOMES) == 240
    assert len({row["client_id"] for row in OUTCOMES}) == 60
    assert {row["source"] for row in OUTCOMES} == {"sample_market"}
    assert {row["mature"] for row in OUTCOMES} == {"true"}
    assert [row["posted_at"] for row in OUTCOMES] == sorted(row["posted_at"] for row in OUTCOMES)
    assert sum(row["outcome_hired"] == "1" for row in OUTCOMES) / 240 == pytest.approx(0.379, abs=0.0005)


def test_a_client_record_is_that_of_its_earlier_rows() -> None:
    """Posts count every earlier row; resolved and hires only those at least 30 days older."""
    by_client: dict[str, list[dict[str, str]]] = defaultdict(list)
    for row in OUTCOMES:
        by_client[row["client_id"]].append(row)
    for rows in by_client.values():
        start_posts, _, start_hires = _record(rows[0])
        for number, row in enumerate(rows):
            limit = _time(row["posted_at"]) - timedelta(days=30)
            known = [int(r["outcome_hired"]) for r in rows[:number] if _time(r["posted_at"]) <= limit]
            assert _record(row) == (start_posts + number, start_posts + len(known), start_hires + sum(known))


def _record(row: dict[str, str]) -> tuple[int, int, int]:
    return int(row["client_prior_posts"]), int(row["client_prior_resolved"]), int(row["client_prior_hires"])


def test_the_readme_names_every_file() -> None:
    """data/README.md describes each file of the sample."""
    readme = (ROOT / "data" / "README.md").read_text(encoding="utf-8")
    assert [path.name for path in sorted(SAMPLE.iterdir()) if f"| `{path.name}` |" not in readme] == []


@pytest.mark.parametrize("posting", POSTINGS, ids=[p["id"] for p in POSTINGS])
def test_every_posting_reads(posting: dict[str, Any]) -> None:
    """The contract's reader takes each sample posting, and keeps its text as it is."""
    read = read_posting(posting)
    assert (read.id, read.title, read.description) == (posting["id"], posting["title"], posting["description"])
    assert (read.pay is None) == (posting.get("pay") is None)


@pytest.mark.parametrize("row", [*SCRAPED, *NODES], ids=[row["title"] for row in [*SCRAPED, *NODES]])
def test_every_foreign_row_reads(row: dict[str, Any]) -> None:
    """Scraper rows and GraphQL nodes become postings with their title, kind of pay and time."""
    read = read_posting(to_contract(row))
    assert read.title == row["title"]
    assert read.pay is not None
    assert read.pay.type is not None
    assert read.posted_at is not None


def test_the_foreign_examples_are_whole() -> None:
    """There are five scraper rows in 44 columns and three nodes."""
    assert (len(SCRAPED), {len(row) for row in SCRAPED}, len(NODES)) == (5, {44}, 3)


def test_the_copied_page_reads() -> None:
    """A page's numbers are those of its own panels, and no line of a neighbouring job is taken."""
    read = read_posting(read_page_text((SAMPLE / "page.txt").read_text(encoding="utf-8")))
    client, activity = read.client, read.activity
    assert (client.jobs_posted, client.hire_rate_percent, client.total_spent_usd, client.hires) == (64, 81, 86_000, 77)
    assert (client.payment_verified, client.reviews, client.avg_hourly_usd, client.hours) == (True, 41, 48.4, 3_150)
    assert (activity.interviewing, activity.invites_sent, activity.unanswered_invites, activity.hires) == (1, 3, 1, 0)
    assert (read.connects, read.skills) == (14, ("Python", "PostgreSQL", "ETL", "Docker"))
    assert "seven nights in a row" in read.description
    assert "museum" not in read.description


def test_the_copied_page_keeps_its_title() -> None:
    """The menus above a job are not its title."""
    read = read_posting(read_page_text((SAMPLE / "page.txt").read_text(encoding="utf-8")))
    assert read.title == "Python developer: nightly price import for a garden centre"


def test_the_profile_reads() -> None:
    """The sample profile is a full one."""
    profile = read_profile((SAMPLE / "profile.json").read_bytes())
    assert (profile.hourly_rate_usd, profile.proposals_sent, profile.hires) == (45, 60, 2)
