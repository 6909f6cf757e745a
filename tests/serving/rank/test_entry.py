"""`serving.rank.entry`: what is kept of an answer, above all where the Connects are not known."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Any

import pytest

from features.posting import read_posting
from serving.rank.entry import Entry, Terms, entry_of
from serving.scorer import Scorer

TERMS = Terms(connect_usd=0.15, assumed_connects=16, scam_skip=0.4)
POSTING: dict[str, Any] = {
    "id": "a", "title": "Tidy a spreadsheet", "description": "Ten rows are attached.", "connects": 16,
    "pay": {"type": "fixed", "min": 400, "max": 400, "currency": "USD"},
    "client": {"jobs_posted": 14, "hire_rate_percent": 71},
}  # fmt: skip


def _entry(scorer: Scorer, **changed: Any) -> Entry:
    posting = read_posting(POSTING | changed)
    return entry_of(1, posting, scorer.score(posting), TERMS)


def test_unknown_connects_count_as_the_assumed_ones(scorer: Scorer) -> None:
    """At the price of a Connect less what comes back: the value is the one that 16 stated Connects have."""
    known, unknown = _entry(scorer), _entry(scorer, connects=None)
    assert (known.assumed, unknown.assumed, unknown.connects) == (False, True, 16)
    assert unknown.value_usd == pytest.approx(known.value_usd, abs=2e-4)


def test_an_invitation_is_free(scorer: Scorer) -> None:
    """Its price is known to be nothing, and so it is not assumed."""
    for shown in (None, 12):  # the page of an invitation may show what others pay
        entry = _entry(scorer, connects=shown, invited=True)
        assert (entry.connects, entry.assumed, entry.usd_per_connect) == (0, False, math.inf)


def test_without_a_value_it_is_no_candidate(scorer: Scorer) -> None:
    """Nothing is guessed where not even the kind of pay is known."""
    entry = _entry(scorer, pay=None)
    assert (entry.value_usd, entry.gain_usd, entry.is_candidate) == (None, None, False)


def test_the_interval_gives_the_deviation(scorer: Scorer) -> None:
    """Its ends are 1.645 deviations of the log of the gain from the middle; no interval, no deviation."""
    posting = read_posting(POSTING)
    answer = scorer.score(posting)
    costs = (answer.worth.connects_cost_usd or 0) + answer.worth.time_cost_usd

    def deviation(low: float | None, high: float | None) -> float | None:
        worth = replace(answer.worth, expected_value_low_usd=low, expected_value_high_usd=high)
        return entry_of(1, posting, replace(answer, worth=worth), TERMS).deviation

    assert deviation(3.0 - costs, 3.0 * math.exp(2 * 1.645 * 0.4) - costs) == pytest.approx(0.4)
    assert deviation(None, None) is None
    assert deviation(-costs, 1.0) is None  # a gain of nothing has no log


def test_a_danger_is_told_before_money(scorer: Scorer) -> None:
    """Where danger alone makes it one to skip, that is the reason given, however little it brings besides."""
    posting = read_posting(POSTING | {"description": "Please message me on Telegram and pay a deposit of $50 first."})
    answer = scorer.score(posting)
    assert answer.scam.probability >= TERMS.scam_skip
    heavy = replace(answer.reasons[0], code="does_not_pay", group="worth", direction="-", weight=9.0, text="Money.")
    dear = replace(answer, reasons=(heavy, *answer.reasons))
    named = next(reason for reason in answer.reasons if reason.group == "scam")
    assert entry_of(1, posting, dear, TERMS).against == named.text
    safe = replace(dear, scam=replace(answer.scam, probability=0.1))
    assert entry_of(1, posting, safe, TERMS).against == "Money."


def test_a_text_is_the_same_whatever_its_spaces_and_capitals(scorer: Scorer) -> None:
    """A title alone tells no two postings from each other."""
    plain = _entry(scorer)
    assert _entry(scorer, id="b", title="TIDY  a spreadsheet", description="Ten rows\nare attached. ").text == plain.text
    assert _entry(scorer, description="Eleven rows are attached.").text != plain.text
    assert _entry(scorer, description=" ").text is None
