"""Each part of the sum by hand: own record, competition, fit, value, prices, the ledger."""

from __future__ import annotations

import math
from typing import Any

import pytest

from features.fields.facts import Facts
from features.posting import read_posting
from features.profile import Profile
from serving.answer import Answer
from serving.assumptions import load_assumptions
from serving.scorer import Scorer
from serving.worth.competition import competition_factors
from serving.worth.fit import skills_you_have
from serving.worth.own_record import own_record

A = load_assumptions()
BASE: dict[str, Any] = {
    "title": "Weekly report in Excel",
    "description": "Collect figures from five shops into one sheet, every Friday.",
    "observed_at": "2026-11-20T10:00:00Z",
    "pay": {"type": "hourly", "min": 20, "max": 40, "currency": "USD"},
    "connects": 10,
}


def _score(scorer: Scorer, who: Profile | None = None, **fields: Any) -> Answer:
    return scorer.score(read_posting({**BASE, **fields}), who)


def _codes(answer: Answer) -> dict[str, float]:
    return {reason.code: reason.usd for reason in answer.reasons}


def _factors(**fields: Any) -> dict[str, float]:
    return {f.code: f.log for f in competition_factors(Facts(read_posting({**BASE, **fields})), A)}


def test_your_own_record_moves_the_usual_chance() -> None:
    """By hand: the usual wins of 200 proposals joined with yours; 2 of 60 a little, 1 of 3 hardly, 0 of 60 downwards."""
    share, count = A["win_given_hire"] * A["marketplace_hire_rate"], A["own_record_proposals"]

    def moved(sent: int, hires: int) -> float:
        found = own_record(Profile(proposals_sent=sent, hires=hires), A)
        assert math.exp(found.log_moved) == pytest.approx((count * share + hires) / (count + sent) / share)
        return math.exp(found.log_moved)

    assert 1.0 < moved(60, 2) < 1.05
    assert 1.0 < moved(3, 1) < 1.2
    assert moved(60, 0) < 0.8
    assert moved(600, 60) > 2
    assert own_record(Profile(), A).log_moved == 0.0
    assert own_record(Profile(proposals_sent=5), A).log_moved == 0.0


def test_a_longer_own_record_leaves_less_doubt() -> None:
    """What you won is known better than what is usual."""
    doubts = [own_record(Profile(proposals_sent=n, hires=n // 30), A).doubt for n in (30, 300, 3_000)]
    assert doubts == sorted(doubts, reverse=True)
    assert own_record(Profile(), A).doubt > doubts[0]


def test_few_proposals_say_nothing_on_a_fresh_posting() -> None:
    """All begin with few; after a day few are few."""
    few = [
        _factors(posted_at=posted, activity={"proposals": "Less than 5"})["few"]
        for posted in ("2026-11-20T10:00:00Z", "2026-11-19T22:00:00Z", "2026-11-18T10:00:00Z")
    ]
    assert few == pytest.approx([0.0, math.log(A["competition_0_to_4"]) / 2, math.log(A["competition_0_to_4"])])


def test_many_proposals_count_at_once() -> None:
    """50 in the first hour are 50."""
    crowded = _factors(posted_at="2026-11-20T09:30:00Z", activity={"proposals": "50+"})["crowded"]
    assert crowded == pytest.approx(math.log(A["competition_50_up"]))


def test_early_and_late() -> None:
    """The first hour in full, a day later nothing; from a week on later is worse."""
    assert _factors(posted_at="2026-11-20T09:30:00Z")["early"] == pytest.approx(math.log(A["early_factor"]))
    assert _factors(posted_at="2026-11-18T09:30:00Z") == {}
    assert _factors(posted_at="2026-10-01T09:30:00Z")["late"] == pytest.approx(math.log(A["late_factor"]))
    assert _factors() == {}


def test_many_interviews_and_boosts_stand_in_the_way() -> None:
    """From five interviews on; boosted places evenly, never for who is invited."""
    assert "many_interviews" not in _factors(activity={"interviewing": 4})
    assert _factors(activity={"interviewing": 5})["many_interviews"] == pytest.approx(math.log(A["many_interviews_factor"]))
    half = _factors(boost_bids=[9, 4, 0])["boosted_above"]
    assert half == pytest.approx(math.log(A["boosted_above_factor"]) / 2)
    assert _factors(boost_bids=[9, 4], invited=True) == {}
    assert _factors(boost_bids=[]) == {}


@pytest.mark.parametrize(
    ("asked", "yours", "have"),
    [
        (("Python",), ("python 3",), 1),
        (("Java",), ("JavaScript",), 0),
        (("Data Analysis",), ("Data Entry",), 0),
        (("C++", "C#", "C"), ("C++",), 1),
        (("Node.js", "React"), ("node.js developer", "React Native"), 2),
        (("データ入力",), ("データ入力",), 1),
        (("...",), ("...",), 0),
    ],
)
def test_skills_are_compared_word_by_word(asked: tuple[str, ...], yours: tuple[str, ...], have: int) -> None:
    """Whole words, in any case and order; never a part of one."""
    assert skills_you_have(asked, yours) == have


def test_skills_tier_and_rate_fit(scorer: Scorer) -> None:
    """Each has a reason with its own field; what is not told makes none."""
    who = Profile(skills=("Excel",), tier="entry", hourly_rate_usd=60)
    fields = {"skills": ["Excel", "SQL", "Power BI"], "tier": "expert", "client": {"avg_hourly_usd": 30}}
    codes = _codes(_score(scorer, who, **fields))
    # The client pays half of what you ask, by the range and on average: the stronger sign counts, not both.
    assert {"skills_miss", "tier_under", "rate_over_average"} <= set(codes)
    assert "rate_over_range" not in codes
    assert all(codes[code] < 0 for code in ("skills_miss", "tier_under", "rate_over_average"))
    over_range = _codes(_score(scorer, who, **(fields | {"client": {"avg_hourly_usd": 59}})))
    assert over_range["rate_over_range"] < 0
    assert "rate_over_average" not in over_range
    assert not set(codes) & set(_codes(_score(scorer, None, **fields))) & {"skills_miss", "tier_under", "rate_over_range"}
    over = _score(scorer, who.model_copy(update={"tier": "expert"}), **{**fields, "tier": "entry"})
    assert "tier_over" in _codes(over)
    assert "skills_fit" in _codes(_score(scorer, who, skills=["Excel"]))


def test_the_value_is_rate_times_hours_times_weeks_less_the_fee(scorer: Scorer) -> None:
    """By hand, for your own rate inside the range."""
    who = Profile(hourly_rate_usd=30, service_fee_percent=20)
    answer = _score(scorer, who, weekly_hours="Less than 30 hrs/week", duration="1 to 3 months")
    weeks = (1 + 3) / 2 * 365.25 / 84
    assert answer.worth.value_if_hired_usd == pytest.approx(30 * 15 * weeks * 0.8, abs=0.01)
    unverified = _score(
        scorer,
        who,
        weekly_hours="Less than 30 hrs/week",
        duration="1 to 3 months",
        client={"payment_verified": False},
    )
    assert unverified.worth.value_if_hired_usd == pytest.approx(30 * 15 * weeks * 0.8 * A["unverified_share"], abs=0.01)
    assert "unverified" in _codes(unverified)


def test_what_is_not_stated_leaves_more_doubt(scorer: Scorer) -> None:
    """Length, hours and pay: each unknown one widens the interval for its size."""

    def spread(**fields: Any) -> float:
        worth = _score(scorer, None, connects=0, **fields).worth
        assert worth.expected_value_low_usd
        assert worth.expected_value_high_usd
        return worth.expected_value_high_usd / worth.expected_value_low_usd

    told = {"weekly_hours": "20 hrs/week", "duration": "4 weeks", "pay": {"type": "hourly", "min": 25, "max": 25}}
    known = spread(**told)
    for left_out in told:
        fewer = {**told, left_out: {"type": "hourly"} if left_out == "pay" else None}
        assert spread(**fewer) > known


def test_parts_of_the_sum_by_hand(scorer: Scorer) -> None:
    """One thing known: its part is the way from the usual gain to this one."""
    plain = _score(scorer)
    crowded = _score(scorer, None, activity={"proposals": "50+"})
    gain = [a.worth.p_win * (1 - a.scam.probability) * (a.worth.value_if_hired_usd or 0) for a in (plain, crowded)]
    assert gain[1] / gain[0] == pytest.approx(A["competition_50_up"], rel=1e-3)
    usual = _codes(crowded)["usual"]
    assert usual == _codes(plain)["usual"]
    per_log = (gain[1] - usual) / math.log(gain[1] / usual)
    assert _codes(crowded)["crowded"] == pytest.approx(per_log * math.log(A["competition_50_up"]), abs=0.02)
    assert _codes(crowded)["connects"] == pytest.approx(-(crowded.worth.connects_cost_usd or 0), abs=0.005)


def test_time_costs_where_it_is_counted(scorer: Scorer) -> None:
    """Minutes at your own rate; nothing without either."""
    who = Profile(hourly_rate_usd=60, minutes_per_proposal=20)
    assert _score(scorer, who).worth.time_cost_usd == 20.0
    assert _codes(_score(scorer, who))["time"] == -20.0
    assert _score(scorer, Profile(minutes_per_proposal=20)).worth.time_cost_usd == 0.0


def test_boosting_is_told_for_or_against(scorer: Scorer) -> None:
    """The best place where one pays, else the next place up; neither moves the sum."""
    rich = {"duration": "More than 6 months", "weekly_hours": "30+ hrs/week", "boost_bids": [40, 35, 30, 12]}
    pays = _score(scorer, None, **rich)
    assert _codes(pays)["boost_pays"] == 0
    best = max(pays.worth.boosts, key=lambda boost: boost.gain_usd)
    text = next(r.text for r in pays.reasons if r.code == "boost_pays")
    assert f"place {best.place}" in text
    assert f"{best.connects} Connects" in text
    poor: dict[str, Any] = {"pay": {"type": "fixed", "min": 60, "max": 60, "currency": "USD"}, "connects": 2}
    poor |= {"boost_bids": [40, 35, 30, 12]}
    text = next(r.text for r in _score(scorer, None, **poor).reasons if r.code == "boost_does_not_pay")
    assert "place 4 takes 13 Connects" in text
    free = next(r.text for r in _score(scorer, None, **(rich | {"boost_bids": []})).reasons if r.code == "boost_pays")
    assert "1 Connect more would win boosted place 1" in free


@pytest.mark.parametrize(
    "fields",
    [
        {"invited": True},
        {"activity": {"hires": 1}},
        {"posted_at": "2026-11-10T10:00:00Z"},
        {"boost_bids": None},
        {"connects": 60, "pay": {"type": "fixed", "min": 20, "max": 20, "currency": "USD"}},
    ],
)
def test_no_boost_is_advised_that_cannot_be_had(scorer: Scorer, fields: dict[str, Any]) -> None:
    """Who is invited, after a hire, after the auction's 7 days, where no bids are shown, or what is not worth sending."""
    answer = _score(scorer, None, **({"boost_bids": [9, 4]} | fields))
    assert not {"boost_pays", "boost_does_not_pay"} & set(_codes(answer))
    if "pay" not in fields:
        assert answer.worth.boosts == ()


def test_a_boost_keeps_to_your_limit(scorer: Scorer) -> None:
    """The proposal's Connects and the boost's together."""
    rich = {"duration": "More than 6 months", "weekly_hours": "30+ hrs/week", "boost_bids": [40, 35, 30, 12]}
    assert "boost_pays" not in _codes(_score(scorer, Profile(max_connects=22), **rich))
    assert "boost_pays" in _codes(_score(scorer, Profile(max_connects=23), **rich))


def test_pay_for_words_counts_a_text(scorer: Scorer) -> None:
    """Not a single word of it: where the number is not told, those of a usual text; an article is an article."""

    def value(text: str) -> float:
        raw = {"title": "Writer", "description": text, "pay": {"type": "fixed"}, "connects": 12}
        answer = scorer.score(read_posting(raw), Profile(service_fee_percent=0))
        assert "pay_of_one" in _codes(answer)
        return answer.worth.value_if_hired_usd or 0.0

    assert value("Write about gardens. Pay is $0.05 per word.") == pytest.approx(0.05 * A["words_of_a_text"])
    assert value("Write about gardens. Pay is $20 per 1000 words.") == pytest.approx(20)
    assert value("Write about gardens. We pay $5 per article of 1,500 words.") == pytest.approx(5)


def test_flat_pay_in_the_text_of_hourly_work_counts(scorer: Scorer) -> None:
    """The form states no rate, and the text hides the hours behind a monthly sum."""
    raw = {
        "title": "Virtual assistant",
        "description": "I will pay $50 per month, 40 hours per week.",
        "pay": {"type": "hourly"},
        "connects": 12,
    }
    answer = scorer.score(read_posting(raw))
    assert answer.verdict == "skip"
    assert answer.low_budget.per_hour is not None
    assert answer.low_budget.per_hour.usd_high < 1
    assert "pay" not in {gap.field for gap in answer.missing}
    stated = scorer.score(read_posting({**raw, "pay": {"type": "hourly", "min": 20, "max": 20}}))
    assert stated.low_budget.per_hour is None


def test_a_new_client_is_no_worse_than_one_who_never_hires(scorer: Scorer) -> None:
    """First postings are filled less often; a hire rate of nothing is worse all the same."""
    new, never = (_score(scorer, None, client=client) for client in ({"jobs_posted": 1}, {"hire_rate_percent": 0}))
    assert new.ghost.probability < never.ghost.probability
    assert "client.hire_rate_percent" not in {gap.field for gap in new.missing}


def test_skills_are_weighed_at_both_ends(scorer: Scorer) -> None:
    """Where the posting names none: between having none of them and all."""
    who = Profile(skills=("Python",))
    (gap,) = (gap for gap in _score(scorer, who).missing if gap.field == "skills")
    ends = [_score(scorer, who, skills=[skill]).worth.expected_value_usd or 0.0 for skill in ("Cobol", "Python")]
    assert gap.swing_usd == pytest.approx(ends[1] - ends[0], rel=0.01)


def test_parts_add_up_where_the_value_is_next_to_nothing(scorer: Scorer) -> None:
    """No large rest: a gain that prints as nothing leaves nothing unexplained."""
    for fields in ({"weekly_hours": "0 hrs/week"}, {"pay": {"type": "hourly", "min": 3, "max": 3}, "duration": "0 weeks"}):
        codes = _codes(_score(scorer, None, **fields))
        assert abs(codes.get("rest", 0.0)) < 0.1


def test_nobody_is_surer_than_nineteen_of_twenty(scorer: Scorer) -> None:
    """However good the own record, and the parts still add up."""
    who = Profile(proposals_sent=2_000, hires=1_900)
    answer = _score(scorer, who, invited=True, connects=None)
    assert answer.worth.p_win <= 0.95
    assert "nearly_sure" in _codes(answer)
    assert sum(_codes(answer).values()) == pytest.approx(answer.worth.expected_value_usd, abs=0.006)


def test_an_invitation_is_its_factor(scorer: Scorer) -> None:
    """And free, whatever price the page shows."""
    plain, invited = (_score(scorer, None, invited=value) for value in (None, True))
    assert invited.worth.p_win == pytest.approx(A["invited_factor"] * plain.worth.p_win, rel=1e-6)
    assert invited.worth.connects_cost_usd == 0.0


def test_the_interval_by_hand(scorer: Scorer) -> None:
    """A lognormal gain about its mean: the ghost interval, your own record, the factors, what is not stated."""
    answer = _score(scorer, None, connects=0, duration="4 weeks", weekly_hours="20 hrs/week", activity={"proposals": "50+"})
    g = answer.ghost
    hire = math.log((1 - g.low) / (1 - g.high)) / (2 * 1.645)
    own = (A["own_record_proposals"] * A["win_given_hire"] * A["marketplace_hire_rate"]) ** -0.5
    factor = A["win_factors_doubt"] * math.log(A["competition_50_up"])
    pay = math.log(40 / 20) / 4
    deviation = math.hypot(hire, own, factor, A["contract_doubt"], pay)
    gain = answer.worth.expected_value_usd or 0.0
    ends = [gain * math.exp(-(deviation**2) / 2 + sign * 1.645 * deviation) for sign in (-1, 1)]
    assert answer.worth.expected_value_low_usd == pytest.approx(ends[0], rel=2e-3)
    assert answer.worth.expected_value_high_usd == pytest.approx(ends[1], rel=2e-3)


def test_break_even_is_where_the_sum_is_nothing(scorer: Scorer) -> None:
    """With danger counted: at that chance the gain is the cost."""
    text = "Message me on Telegram first. You pay a refundable security deposit of $80 before you start."
    worth = (answer := _score(scorer, None, description=text)).worth
    assert answer.scam.probability > 0.01
    assert worth.break_even_p_win is not None
    gain = worth.break_even_p_win * (1 - answer.scam.probability) * (worth.value_if_hired_usd or 0.0)
    assert gain == pytest.approx(worth.connects_cost_usd, rel=1e-6)


@pytest.mark.parametrize(
    ("said", "hours"),
    [("20 to 25 hrs/week", 22.5), ("at least 20 hrs/week", 20), ("Less than 30 hrs/week", 15), ("30+ hrs/week", 35),
     ("Less than 10 hrs/week", 10), ("40 hrs/week", 40), (None, 15)],
)  # fmt: skip
def test_stated_hours_count_as_stated(scorer: Scorer, said: str | None, hours: float) -> None:
    """Inside what the posting says; a default only where it leaves it open."""
    notes = _score(scorer, None, weekly_hours=said).worth.assumptions
    assert any(note.startswith(f"hours_per_week: {hours:g} ") for note in notes)


@pytest.mark.parametrize(("said", "weeks"), [("2 weeks or more", 4.0), ("More than 6 months", 26.0), ("4 weeks", 4.0)])
def test_an_open_end_is_no_half_year(scorer: Scorer, said: str, weeks: float) -> None:
    """Two weeks or more are counted as four."""
    assert any(note.startswith(f"weeks: {weeks:.1f} ") for note in _score(scorer, None, duration=said).worth.assumptions)
