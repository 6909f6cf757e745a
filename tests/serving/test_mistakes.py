"""Mistakes found in other tools (domain notes, section 8): one test each, by number."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from features.bundle_format import feature_names
from features.errors import BundleCorrupt
from features.fields.facts import Facts
from features.posting import Posting, read_posting
from features.reading.counts import read_count_range
from features.reading.moments import read_moment
from features.reading.money import read_money
from serving.answer import Answer
from serving.scorer import Scorer
from serving.worth.competition import bucket as bucket_of

PAGE = Path(__file__).parents[2] / "serving" / "page"
GOOD_CLIENT = {"jobs_posted": 40, "hire_rate_percent": 80, "total_spent_usd": 9_000}


def _posting(**fields: Any) -> Posting:
    return read_posting(
        {"title": "Price tracker in Python", "description": "Read 200 pages a day and store prices.", **fields}
    )


def _ghost(scorer: Scorer, **fields: Any) -> float:
    return scorer.score(_posting(observed_at="2026-11-20T10:00:00Z", **fields)).ghost.probability


def test_01_two_weeks_ago_is_fourteen_days() -> None:
    """Not two, and not fresh."""
    moment = read_moment("2 weeks ago")
    assert moment is not None
    assert moment.ago == timedelta(days=14)


def test_02_two_weeks_ago_is_older_than_three_days(scorer: Scorer) -> None:
    """Age raises the chance of no hire; it is not read as 2."""
    assert _ghost(scorer, posted_at="2 weeks ago") > _ghost(scorer, posted_at="3 days ago")


def test_03_today_is_fresh_although_it_contains_day() -> None:
    """The word is read as a word."""
    assert Facts(_posting(posted_at="today")).age_days == 0


def test_04_one_good_field_is_not_ten_of_ten(scorer: Scorer) -> None:
    """With nothing known but a rating, the chance of no hire stays at the marketplace's level, with a wide interval."""
    answer = scorer.score(_posting(client={"rating": 5.0}))
    assert 0.5 < answer.ghost.probability < 0.75
    assert answer.ghost.high - answer.ghost.low > 0.2


def test_05_a_hire_rate_of_zero_is_worse_than_of_ten(scorer: Scorer) -> None:
    """Zero is a value, not a missing one."""
    zero, ten = ({"jobs_posted": 30, "hire_rate_percent": rate} for rate in (0, 10))
    assert _ghost(scorer, client=zero) > _ghost(scorer, client=ten)


def test_06_fifty_plus_is_more_than_fifty() -> None:
    """The bucket is open above and in the class of its own."""
    bucket = read_count_range("50+")
    assert bucket is not None
    assert (bucket.low, bucket.high) == (50, None)
    assert bucket_of(_posting(activity={"proposals": "50+"})) == "competition_50_up"


def test_07_unknown_membership_is_not_zero_days(scorer: Scorer) -> None:
    """An unknown date is absent, and changes no number."""
    assert _posting(client={}).client.member_since is None
    assert _ghost(scorer, client={**GOOD_CLIENT, "member_since": None}) == _ghost(scorer, client=GOOD_CLIENT)


def test_08_missing_spend_is_not_zero_spend(scorer: Scorer) -> None:
    """Unknown spend is the marketplace's average, zero spend a first-time client."""
    unknown = scorer.score(_posting(client={}))
    zero = scorer.score(_posting(client={"total_spent_usd": 0}))
    assert "unknown" in unknown.ghost.basis
    assert "first-time" in zero.ghost.basis


def test_09_a_missing_hire_rate_is_named(scorer: Scorer) -> None:
    """What is missing is said, spend and hire rate alike."""
    fields = {gap.field for gap in scorer.score(_posting(client={})).missing}
    assert {"client.hire_rate_percent", "client.total_spent_usd"} <= fields


@pytest.mark.parametrize(
    ("text", "amount"), [("$500 spent on kitchen work", 500), ("$20 weekly", 20), ("$4.3K", 4_300), ("$10k+", 10_000)]
)
def test_10_a_letter_k_elsewhere_is_not_thousands(text: str, amount: float) -> None:
    """Only a K directly behind the number multiplies."""
    assert read_money(text) == amount


def test_11_no_judge_invents_fifty(scorer: Scorer) -> None:
    """With next to nothing known the answer says so instead of a number for the pay and the sum."""
    answer = scorer.score(_posting())
    assert answer.verdict == "not_enough_evidence"
    assert (answer.low_budget.probability, answer.worth.expected_value_usd) == (None, None)


@pytest.mark.parametrize(
    "title", ["Telegram bot developer", "WhatsApp Business API integration", "Crypto wallet app in Flutter"]
)
def test_12_a_subject_is_not_a_request(scorer: Scorer, title: str) -> None:
    """Building a Telegram bot is honest work."""
    raw = {
        "title": title,
        "description": "Build it with tests, deploy it to our server, write a short manual. Fixed milestones.",
    }
    answer = scorer.score(read_posting(raw))
    assert answer.scam.band == "low"
    assert answer.scam.types == ()


def test_13_training_and_serving_have_the_same_features(scorer: Scorer) -> None:
    """The bundle's names are this version's names."""
    assert scorer.bundle.manifest["features"] == feature_names()


def test_14_a_model_of_another_width_is_refused(scorer: Scorer) -> None:
    """Twelve weights for thirteen features do not load."""
    short = {**scorer.bundle.risk, "field_weight": scorer.bundle.risk["field_weight"][:-1]}
    with pytest.raises(BundleCorrupt, match="field_weight"):
        Scorer(replace(scorer.bundle, risk=short))


def test_15_the_chance_of_danger_is_calibrated_to_its_real_share(scorer: Scorer, sample: list[dict[str, Any]]) -> None:
    """A harmless text lies near the real share of about 2%, not near the half that an unfitted margin gives."""
    assert scorer.score(_posting()).scam.probability < 0.1


def test_16_the_page_never_makes_markup_of_text() -> None:
    """Untrusted text goes in as text nodes only."""
    sources = [path.read_text(encoding="utf-8") for path in PAGE.glob("*.js")]
    assert sources
    assert not any(
        word in source for source in sources for word in ("innerHTML", "outerHTML", "insertAdjacentHTML", "document.write")
    )


def test_17_a_quote_keeps_markup_as_it_is(scorer: Scorer) -> None:
    """The quote is the slice of the original, tags and all."""
    text = "<b>Message me</b> on Telegram. Message me on <i>Telegram</i> today."
    answer = scorer.score(_posting(description=text))
    assert all(text[r.start : r.end] == r.quote for r in answer.reasons if r.quote is not None and r.field == "description")


def test_18_an_answer_names_its_own_posting(scorer: Scorer, sample: list[dict[str, Any]]) -> None:
    """In a list, each answer carries the id of its posting, in order."""
    answers = scorer.score_many([read_posting(raw) for raw in sample])
    assert [answer.id for answer in answers] == [raw.get("id") for raw in sample]


def test_19_a_posting_is_judged_alone(scorer: Scorer, sample: list[dict[str, Any]]) -> None:
    """The postings around it change nothing, so no list is compared with itself."""
    read = [read_posting(raw) for raw in sample[:10]]
    backwards: list[Answer] = scorer.score_many(read[::-1])
    assert [a.to_json() for a in backwards[::-1]] == [a.to_json() for a in scorer.score_many(read)]


def test_20_hidden_spend_is_unknown() -> None:
    """Financial privacy is not poverty."""
    assert _posting(client={"total_spent_usd": "hidden"}).client.total_spent_usd is None


def test_21_a_hire_rate_over_a_hundred_is_cut(scorer: Scorer) -> None:
    """Real pages show 101%."""
    over, full = ({"jobs_posted": 100, "hire_rate_percent": rate} for rate in ("101%", "100%"))
    assert _ghost(scorer, client=over) == _ghost(scorer, client=full)


def test_22_two_of_three_is_not_sixty_seven_percent(scorer: Scorer) -> None:
    """A short record moves the chance less than a long one."""
    short, long = ({"jobs_posted": jobs + 1, "hire_rate_percent": 100 * 2 / 3, "open_jobs": 1} for jobs in (3, 300))
    assert _ghost(scorer, client=long) < _ghost(scorer, client=short)


def test_23_a_first_posting_is_not_a_bad_record(scorer: Scorer) -> None:
    """One job posted, which is this one, and 0%: a new client, far from somebody who never hires."""
    new = {"jobs_posted": 1, "hire_rate_percent": 0, "open_jobs": 1, "total_spent_usd": 0}
    never = {"jobs_posted": 40, "hire_rate_percent": 0, "open_jobs": 1, "total_spent_usd": 0}
    assert _ghost(scorer, client=new) < _ghost(scorer, client=never) - 0.1


def test_24_a_posting_that_hired_is_taken_not_a_ghost(scorer: Scorer) -> None:
    """The chance of no hire is near zero, and so is the chance to win."""
    hired = scorer.score(_posting(client=GOOD_CLIENT, activity={"hires": 1}, pay={"type": "fixed", "min": 300, "max": 300}))
    still = scorer.score(_posting(client=GOOD_CLIENT, activity={"hires": 0}, pay={"type": "fixed", "min": 300, "max": 300}))
    assert hired.ghost.probability < 0.05
    assert hired.worth.p_win < 0.2 * still.worth.p_win
