"""The figures that arrays give of many postings are those that a case has of one."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from features.profile import Profile
from serving.history.copies import NO_COPIES, Copies
from serving.judge.case import Case
from serving.judge.tried.grid import Asked, Grid
from serving.judge.tried.numbers import numbers_of
from serving.judge.verdict import Decider, Outcomes
from serving.models.standing import standings_of
from serving.scorer import Scorer
from tests.support.strategies import postings
from tests.support.weighing import FULL, ME, case_of, refitted

PROFILES = [
    ME,
    Profile(max_connects=8),
    Profile(hourly_rate_usd=20, min_fixed_usd=150, minutes_per_proposal=30, skills=("abc", "X+")),
]
COPIED = Copies(postings=3, other_clients=1, same_client=2, unknown_client=0)
#: Postings in which each rule of the arithmetic has its say.
TELLING: dict[str, dict[str, Any]] = {
    "all known": FULL,
    "a rate above one's own": FULL | {"pay": {"type": "hourly", "min": 50, "max": 60, "currency": "USD"}},
    "so much a week": FULL | {"description": "Collect figures from five shops. We pay $300 a week.", "pay": "hourly"},
    "so much for words": FULL
    | {"description": "Articles on gardening, $12 for 1000 words.", "pay": {"type": "fixed", "min": None, "max": None}},
    "a week's pay beside a price": FULL
    | {"description": "We pay $300 a week.", "pay": {"type": "fixed", "min": 80, "max": 90, "currency": "USD"}},
    "hours in the text": FULL
    | {"description": "It should take 40 hours.", "pay": {"type": "fixed", "min": 60, "max": 60, "currency": "USD"}},
    "a week's pay beside a rate": FULL
    | {"description": "We pay $40 per hour. Also you get $20 per week for 30 hours per week.", "pay": "hourly"},
    "next to no pay": FULL | {"pay": {"type": "fixed", "min": 5e-324, "max": 5e-324, "currency": "USD"}},
    "no pay": FULL | {"pay": None},
    "fixed, not stated": FULL | {"pay": "fixed"},
    "a currency that is not known": FULL | {"pay": {"type": "fixed", "min": 80, "max": 90}, "source": "elsewhere"},
    "silence": FULL
    | {
        "observed_at": "2026-12-10T10:00:00Z",
        "activity": {"proposals": "50+", "interviewing": 0, "invites_sent": 8, "unanswered_invites": 7},
    },
    "not looked at": FULL
    | {
        "observed_at": "2026-11-27T10:00:00Z",
        "activity": {"interviewing": 0, "last_viewed": "1 week ago", "invites_sent": 4},
    },
    "a look that is told to the week": FULL
    | {"observed_at": "2026-11-21T10:00:00Z", "activity": {"interviewing": 0, "last_viewed": "1 week ago"}},
    "never looked at": FULL | {"observed_at": "2026-11-27T10:00:00Z", "activity": {"interviewing": 0}},
    "looks without an age": FULL | {"posted_at": None, "activity": {"interviewing": 0, "last_viewed": "3 days ago"}},
    "more silent than were asked": FULL | {"activity": {"interviewing": 0, "invites_sent": 4, "unanswered_invites": 7}},
    "choosing": FULL | {"activity": {"proposals": "5 to 10", "interviewing": 6}},
    "taken": FULL | {"activity": {"proposals": "5 to 10", "hires": 1}},
    "invited": FULL | {"invited": True},
    "renewed": FULL | {"id": "021898377891861965802", "posted_at": "2026-11-19T10:00:00Z"},
    "a new client": FULL | {"client": {"jobs_posted": 1, "hire_rate_percent": 0}},
    "a rate alone": FULL | {"client": {"hire_rate_percent": 80}},
    "a long record": FULL | {"client": {"jobs_posted": 400, "hire_rate_percent": 95, "avg_hourly_usd": 8}},
    "taught its marketplace": FULL | {"source": "bountysource"},
    "bare": {"title": "Logo", "description": ""},
}


def decided(scorer: Scorer, case: Case, who: Profile) -> Outcomes:
    """Return what the arrays say of a case."""
    grid = Grid([numbers_of(case, scorer._models.ghost)])
    return Decider(scorer._models.ghost, who, scorer.assumptions).decide(grid.rows([Asked(0, 1, {})]))


def check(scorer: Scorer, case: Case, who: Profile) -> None:
    """Gain, doubt and costs are the case's, and so is whether anything decides before the money."""
    found, bid = decided(scorer, case, who), case.bid
    assert (bid.gain_usd is None) == np.isnan(found.gain[0])
    if bid.gain_usd is not None:
        # A chance is rounded to nine digits before it is multiplied.
        assert found.gain[0] == pytest.approx(bid.gain_usd, rel=1e-6, abs=1e-6)
        assert found.doubt[0] == pytest.approx(bid.doubt, rel=1e-9)
    pay, standing = standings_of(Grid([numbers_of(case, scorer._models.ghost)]).rows([Asked(0, 1, {})])), case.evidence.pay
    if standing.low_budget is not None:
        assert math.erfc(float(pay.above_p25[0])) / 2 == pytest.approx(standing.low_budget, rel=1e-6, abs=1e-12)
        assert pay.pay[0] - pay.p50[0] == pytest.approx(standing.log_to_market, abs=1e-9)
    assert (standing.market is not None and standing.market.kind == "hourly") == pay.hourly[0]
    limits = case.limits
    decided_before = limits.client or limits.danger or limits.refused_pay or case.over_limit or bid.value is None
    assert found.by_money[0] == (not decided_before)
    assert (found.costs.least[0], found.costs.most[0]) == pytest.approx((bid.prices.least_usd, bid.prices.most_usd))


@pytest.mark.parametrize("who", PROFILES, ids=["with a record", "with a limit", "with a floor"])
@pytest.mark.parametrize("fitted", ["as it ships", "with hazards", "with hazards and no withdrawals"])
@pytest.mark.parametrize("name", TELLING)
def test_of_a_telling_posting(scorer: Scorer, name: str, fitted: str, who: Profile) -> None:
    """Whichever rule has its say."""
    judge = scorer if fitted == "as it ships" else refitted(scorer, refund_known=fitted == "with hazards")
    for copies in (NO_COPIES, COPIED):
        check(judge, case_of(judge, TELLING[name], who=who, copies=copies), who)


@given(raw=postings(), who=st.sampled_from(PROFILES))
@settings(max_examples=200, deadline=None)
def test_of_any_posting(scorer: Scorer, raw: dict[str, Any], who: Profile) -> None:
    """Whatever is known of it."""
    check(scorer, case_of(scorer, raw, who=who), who)


@pytest.mark.parametrize("fitted", [False, True])
def test_a_page_says_what_each_says_by_itself(scorer: Scorer, fitted: bool) -> None:
    """To the last bit: an answer must not depend on the postings beside it."""
    scorer = refitted(scorer) if fitted else scorer
    cases = [case_of(scorer, raw) for raw in TELLING.values()]
    grid = Grid([numbers_of(case, scorer._models.ghost) for case in cases])
    decider = Decider(scorer._models.ghost, ME, scorer.assumptions)
    page = decider.decide(grid.rows([Asked(number, 1, {}) for number in range(len(cases))]))
    for number, case in enumerate(cases):
        alone = decided(scorer, case, ME)
        assert page.verdict[number] == alone.verdict[0]
        for one, other in ((page.gain, alone.gain), (page.doubt, alone.doubt), (page.costs.least, alone.costs.least)):
            assert np.array_equal(one[[number]], other, equal_nan=True)
