"""The table counts what it says it counts."""

from __future__ import annotations

import numpy as np

from features.posting import read_posting
from training.fit.risk_figures import Written
from training.risk_table import risk_table
from training.sources.risk import RiskRow
from training.sources.written import WrittenPosting


def _row(risk: int, types: tuple[str, ...], weight: float, stratum: str, number: int) -> RiskRow:
    return RiskRow(read_posting({"title": f"t{number}", "description": ""}), risk, types, f"g{number}", weight, stratum)


ROWS = [
    _row(2, ("advance_fee",), 1.0, "narrow", 0),
    _row(2, ("too_good", "advance_fee"), 3.0, "rest", 1),
    _row(0, (), 2.0, "narrow", 2),
    _row(0, (), 2.0, "rest", 3),
    _row(1, ("too_good",), 1.0, "rest", 4),
    _row(2, ("too_good",), 0.0, "", 5),
    _row(0, (), 0.0, "", 6),
]
P = np.array([0.5, 0.05, 0.15, 0.01, 0.01, 0.9, 0.2])
HARMFUL = np.array([True, True, False, False, True, True, False])
WRITTEN = Written(
    [
        WrittenPosting(read_posting({"title": name, "description": ""}), hand, bool(types), types, ())
        for name, hand, types in (
            ("a", "one", ("advance_fee",)),
            ("b", "one", ("too_good", "advance_fee")),
            ("c", "one", ()),
            ("d", "two", ("too_good",)),
            ("e", "two", ()),
        )
    ],
    np.array([0.3, 0.2, 0.05, 0.05, 0.4]),
    ["too_good", "advance_fee", "too_good", "too_good", "too_good"],
)


def _cells(threshold: str) -> list[str]:
    (line,) = [line for line in risk_table(ROWS, P, HARMFUL, WRITTEN, 1).splitlines() if line.startswith(f"| {threshold} |")]
    return [cell.strip().split(" ")[0] for cell in line.split("|")[2:-1]]


def test_shares_are_weighted_to_the_pool() -> None:
    """At 0.1: one danger of weight 1 of 4 caught, beside a harmless posting of weight 2."""
    assert _cells("0.1") == ["0.25", "0.33", "500.0"]


def test_a_lower_threshold_catches_more() -> None:
    """At 0.02 both dangers are caught."""
    assert _cells("0.02") == ["1.00", "0.67", "500.0"]


def test_nothing_accused_has_no_precision() -> None:
    """At 0.8 no real posting is accused; a share of nothing is not shown as zero."""
    assert _cells("0.8") == ["0.00", "none", "0.0"]


def test_the_band_high_needs_more_than_a_bad_deal() -> None:
    """Two real postings pass 0.6; only the one with a harm named is accused."""
    chance = np.array([0.7, 0.05, 0.65, 0.01, 0.01, 0.9, 0.2])
    text = risk_table(ROWS, chance, HARMFUL, WRITTEN, 1)
    (line,) = [line for line in text.splitlines() if line.startswith("| band high |")]
    assert [cell.strip().split(" ")[0] for cell in line.split("|")[2:-1]] == ["0.25", "1.00", "0.0"]


def test_types_strata_and_written_cases_are_plain_counts() -> None:
    """A posting of two types counts in both; written cases stand apart."""
    text = risk_table(ROWS, P, HARMFUL, WRITTEN, 1)
    assert "| advance_fee | 1 of 2 |" in text
    assert "| too_good | 0 of 1 |" in text
    assert "| narrow | 1 of 1 | 1 of 1 |" in text
    assert "1 of 1 dangers caught, 1 of 1 harmless" in text


def test_each_hand_of_written_postings_has_its_line() -> None:
    """Caught, of these the type named first is one of its own, and honest neighbours accused."""
    text = risk_table(ROWS, P, HARMFUL, WRITTEN, 1)
    assert "| one | 2 of 2 | 1 | 0 of 1 |" in text
    assert "| two | 0 of 1 | 0 | 1 of 1 |" in text
    assert "| all | 2 of 3 | 1 | 1 of 2 |" in text
