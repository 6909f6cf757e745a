"""The level of the chance of no hire: a marketplace that outcomes were learnt from has its own."""

from __future__ import annotations

import math
from typing import Any

import pytest
from scipy.optimize import brentq
from scipy.special import polygamma

from features.client_level import level_of_rate
from features.hiring import MOST_LOG_ODDS
from features.posting import read_posting
from serving.models.ghost.marketplace import Layer, Moves
from serving.scorer import Scorer

TITLE = "repair a form"


def _log_odds(chance: float) -> float:
    return math.log(chance / (1 - chance))


def _chance(log_odds: float) -> float:
    return 1 / (1 + math.exp(-log_odds))


def _ghost(scorer: Scorer, source: str | None, **client: Any) -> float:
    posting = {"title": TITLE, "description": "", "source": source, "client": client}
    return scorer.score(posting).ghost.probability


@pytest.fixture
def markets(scorer: Scorer) -> dict[str, dict[str, Any]]:
    """Return the marketplaces of the bundle."""
    found: dict[str, dict[str, Any]] = scorer.bundle.ghost["markets"]
    assert found
    return found


def test_an_unknown_client_has_the_marketplaces_rate(scorer: Scorer, markets: dict[str, dict[str, Any]]) -> None:
    """The share of its postings that were not filled, moved by the layer alone; elsewhere that of the assumptions."""
    for name, market in markets.items():
        level = _log_odds(1 - market["hire_rate"])
        layer = market["layer"]["intercept"] + sum(market["layer"]["labels"].get(f"title:{w}", 0) for w in TITLE.split())
        assert _log_odds(_ghost(scorer, name)) == pytest.approx(level + market["slope"] * layer, abs=1e-3)
    own = 1 - scorer.assumptions["marketplace_hire_rate"]
    assert [_ghost(scorer, source) for source in (None, "upwork", "never heard of")] == pytest.approx([own] * 3, abs=1e-4)


def test_a_record_counts_against_the_marketplaces_mean(scorer: Scorer, markets: dict[str, dict[str, Any]]) -> None:
    """By hand, for 3 hires of 8 finished postings and for a first-time client: what differs from an unknown one."""
    for name, market in markets.items():
        unknown = _log_odds(_ghost(scorer, name))
        mean, strength, level = market["mean"], market["strength_posts"], _log_odds(1 - market["hire_rate"])
        known = _log_odds(1 - (strength * mean + 3) / (strength + 8)) - level
        hires = market["layer"]["numbers"]["log_hires"] * math.log(4)
        moved = _log_odds(_ghost(scorer, name, jobs_posted=9, hires=3)) - unknown
        assert moved == pytest.approx(market["slope"] * (known + hires), abs=2e-3)
        new = _log_odds(1 - market["new_client_mean"]) - level
        moved = _log_odds(_ghost(scorer, name, jobs_posted=1, hires=0)) - unknown
        assert moved == pytest.approx(market["slope"] * new, abs=2e-3)


def test_what_is_carried_over_by_hand(scorer: Scorer) -> None:
    """The freelance marketplace: 3 hires of 8 against its own mean, and pay at some part of the market's middle."""
    ghost, a = scorer.bundle.ghost, scorer.assumptions
    level, share, offset = 1 - a["marketplace_hire_rate"], a["new_client_share"], ghost["new_client_logit_offset"]
    mean = brentq(lambda m: (1 - share) * m + share * _chance(_log_odds(m) + offset) - (1 - level), 0.01, 0.99)
    strength, slope = ghost["strength_posts"], ghost["slope"]
    known = slope * (_log_odds(1 - (strength * mean + 3) / (strength + 8)) - _log_odds(level))
    assert _log_odds(_ghost(scorer, None, jobs_posted=9, hires=3)) == pytest.approx(_log_odds(level) + known, abs=1e-3)
    assert _log_odds(_ghost(scorer, None, jobs_posted=1, hires=0)) == pytest.approx(
        _log_odds(level) + slope * (_log_odds(1 - _chance(_log_odds(mean) + offset)) - _log_odds(level)), abs=1e-3
    )
    paid = scorer.score(
        {"title": TITLE, "description": "", "pay": {"type": "fixed", "min": 20, "max": 20, "currency": "USD"}}
    )
    assert paid.low_budget.market is not None
    pay = ghost["layer"]["numbers"]["log_pay_to_market"] * math.log(20 / paid.low_budget.market.p50)
    assert pay > 0.05
    assert _log_odds(paid.ghost.probability) == pytest.approx(_log_odds(level) + slope * pay, abs=1e-3)
    [reason] = [reason for reason in paid.reasons if reason.group == "ghost"]
    assert (reason.code, reason.field, reason.direction) == ("pays_less", "pay", "-")
    # In dollars it is to the loss of value by that pay as the log of the chance of a hire is to the log of the pay.
    [lost] = [reason.weight for reason in paid.reasons if reason.code == "pay_low"]
    hired, paid_part = (1 - paid.ghost.probability) / (1 - level), 20 / paid.low_budget.market.p50
    assert reason.weight == pytest.approx(lost * math.log(hired) / math.log(paid_part), abs=0.011)


def test_the_doubt_grows_with_what_is_not_known(scorer: Scorer) -> None:
    """A long record leaves less doubt than a short one, and a first-time client more than either."""

    def width(**client: Any) -> float:
        answer = scorer.score({"title": TITLE, "description": "", "client": client}).ghost
        return _log_odds(answer.high) - _log_odds(answer.low)

    long, short, new = width(jobs_posted=200, hires=76), width(jobs_posted=9, hires=3), width(jobs_posted=1, hires=0)
    assert 0.6 < long < short < new


def test_the_interval_by_hand(scorer: Scorer) -> None:
    """Every doubt that models/README.md names, for a counted record, a first-time client and a pay."""
    ghost, a = scorer.bundle.ghost, scorer.assumptions
    level = level_of_rate(
        a["marketplace_hire_rate"], a["new_client_share"], ghost["new_client_logit_offset"], ghost["strength_posts"]
    )
    strength, slope, doubt = level.strength, ghost["slope"], ghost["doubt"]
    for client, posts, hires, mean, new in (
        ({"jobs_posted": 9, "hires": 3}, 8, 3, level.mean, 0.0),
        ({"jobs_posted": 1, "hires": 0}, 0, 0, level.new_mean, doubt["new_client_logit_offset"]),
    ):
        twenty = {"type": "fixed", "min": 20, "max": 20, "currency": "USD"}
        answer = scorer.score({"title": TITLE, "description": "", "client": client, "pay": twenty})
        assert answer.low_budget.market is not None
        pay = math.log(20 / answer.low_budget.market.p50)
        b, c = strength * (1 - mean) + posts - hires, strength * mean + hires
        variance = float(polygamma(1, b) + polygamma(1, c))
        variance += (strength * ((1 - mean) / b - mean / c) * doubt["log_strength"]) ** 2
        variance += (strength * mean * (1 - mean) * (1 / b + 1 / c) * new) ** 2
        variance += (ghost["layer"]["doubt"]["log_pay_to_market"] * pay) ** 2
        distance = math.log(b / c) - _log_odds(1 - level.hire_rate) + ghost["layer"]["numbers"]["log_pay_to_market"] * pay
        total = slope**2 * variance + (doubt["slope"] * distance) ** 2 + a["marketplace_level_doubt"] ** 2
        half = (_log_odds(answer.ghost.high) - _log_odds(answer.ghost.low)) / 2
        assert half == pytest.approx(1.645 * math.sqrt(total), abs=2e-3)


def test_a_learnt_marketplace_has_the_doubt_of_its_layer(scorer: Scorer, markets: dict[str, dict[str, Any]]) -> None:
    """Beside that of the record; its level is known."""
    for name, market in markets.items():
        b, c = market["strength_posts"] * (1 - market["mean"]) + 5, market["strength_posts"] * market["mean"] + 3
        variance = float(polygamma(1, b) + polygamma(1, c)) + market["layer"]["doubt"] ** 2
        client = {"jobs_posted": 9, "hires": 3}
        ghost = scorer.score({"title": TITLE, "description": "", "source": name, "client": client}).ghost
        half = (_log_odds(ghost.high) - _log_odds(ghost.low)) / 2
        assert half == pytest.approx(1.645 * market["slope"] * math.sqrt(variance), abs=2e-3)


def test_activity_widens_the_doubt(scorer: Scorer) -> None:
    """Its steps are assumptions."""
    posting = {"title": TITLE, "description": "", "observed_at": "2026-11-20T10:00:00Z", "posted_at": "2026-11-15T10:00:00Z"}
    quiet, moved = (scorer.score({**posting, "activity": {"interviewing": n}}).ghost for n in (None, 0))
    step = _log_odds(moved.probability) - _log_odds(quiet.probability)
    before, after = ((_log_odds(g.high) - _log_odds(g.low)) / 2 / 1.645 for g in (quiet, moved))
    assert step > 0.3
    assert after**2 - before**2 == pytest.approx((scorer.assumptions["activity_doubt"] * step) ** 2, abs=3e-3)


def test_what_titles_taught_counts_where_they_taught_it(scorer: Scorer, markets: dict[str, dict[str, Any]]) -> None:
    """The heaviest word of each marketplace, either way, with its own sentence; elsewhere it says nothing."""
    told = 0
    for name, market in markets.items():
        words = {label[6:]: w for label, w in market["layer"]["labels"].items() if label.startswith("title:")}
        for word in {max(words, key=words.__getitem__), min(words, key=words.__getitem__)} if words else ():
            there, nowhere, elsewhere = (
                scorer.score({"title": title, "description": "", "source": source}).ghost.probability
                for title, source in ((word, name), ("zzz", name), (word, None))
            )
            moved = market["slope"] * words[word]
            assert _log_odds(there) - _log_odds(nowhere) == pytest.approx(moved, abs=2e-3)
            assert elsewhere == scorer.score({"title": "zzz", "description": ""}).ghost.probability
            told += 1
    assert told == 4


def test_the_layer_of_a_marketplace_is_bounded() -> None:
    """Its parts together move no more than the bound, and are made smaller by one factor."""
    layer = Layer(0.2, (0.0, -1.0), (0.0, 0.1), {"title:far": 5.0, "title:low": -5.0}, 0.3)

    def moves(title: str, pay: float) -> Moves:
        return layer.moves(read_posting({"title": title, "description": ""}), (0.0, pay))

    plain = moves("none", 0.5)
    assert (plain.everywhere, plain.pay, plain.labels) == pytest.approx((0.2, -0.5, 0.0))
    for title, pay, bound in (("far", -3.0, MOST_LOG_ODDS), ("far", 0.0, MOST_LOG_ODDS), ("low", 3.0, -MOST_LOG_ODDS)):
        found = moves(title, pay)
        assert found.everywhere + found.hires + found.pay + found.labels == pytest.approx(bound)
    assert moves("far", -3.0).pay == pytest.approx(3.0 / 8.2)
    assert moves("none", 2.0).doubt == pytest.approx(math.hypot(0.3, 0.2))


def test_likeness_has_its_sentence(scorer: Scorer, markets: dict[str, dict[str, Any]]) -> None:
    """The heaviest word each way, on a marketplace where it moves enough to be told."""
    codes = set()
    for name, market in markets.items():
        words = {label[6:]: w for label, w in market["layer"]["labels"].items() if label.startswith("title:")}
        for word in words:
            for reason in scorer.score({"title": word, "description": "", "source": name}).reasons:
                if reason.code.startswith("like_"):
                    moved = words[word]
                    assert (reason.code, reason.direction) == (("like_unfilled", "-") if moved > 0 else ("like_filled", "+"))
                    codes.add(reason.code)
    assert codes == {"like_filled", "like_unfilled"}


def test_absurd_pay_is_shown_as_a_thousand_times(scorer: Scorer) -> None:
    """The number in the sentence stays readable."""
    pay = {"type": "fixed", "min": 1e11, "max": 1e11, "currency": "USD"}
    assert "pay 992 times the" in scorer.score({"title": TITLE, "description": "", "pay": pay}).ghost.basis
