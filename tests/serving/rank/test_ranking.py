"""`serving.rank.ranking` and its table: who is in, who is out, and reasons that are true."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from serving.rank.left_out import KINDS
from serving.rank.ranking import Ranking, rank
from serving.rank.table import table
from serving.texts import load_texts
from tests.serving.rank.conftest import Make

TEXTS = load_texts()
STYLE = re.compile(r"\x1b\[[0-9;]*m")


def _shown(ranking: Ranking, width: int = 100) -> list[str]:
    return [STYLE.sub("", line) for line in table(ranking, TEXTS, width)]


def test_every_way_of_being_left_out_has_its_sentence(make: Make) -> None:
    """With the figures that decide, nearest first."""
    entries = [
        make(1, 50.0, 10),
        make(2, 9.0, 10),
        make(3, 9.0, 90),
        make(4, 9.0, 95, assumed=True),
        make(5, -0.5, 6),
        make(6, -0.5, 16, assumed=True),
        make(7, None, 6, verdict="not_enough_evidence", missing=("pay.type", "connects")),
        make(8, None, 6, verdict="not_enough_evidence"),
        make(9, 4.0, 6, id="p-1"),
        make(10, 90.0, 6, verdict="skip", against="Wants you to pay first."),
        make(11, 90.0, 6, verdict="skip"),
    ]
    ranking = rank(entries, 15, 0.5, TEXTS)
    assert [placed.entry.row for placed in ranking.chosen] == [1]
    assert [(placed.entry.row, placed.kind, placed.why) for placed in ranking.left_out] == [
        (2, "less", "Brings $0.90 for each Connect; the least of what was chosen brings $5.00 (row 1)."),
        (3, "over_budget", "Costs 90 Connects, more than the budget of 15."),
        (4, "over_budget", "Its Connects are not known; the 95 that are assumed are more than the budget of 15."),
        (5, "not_above_zero", "On average it brings no more than it costs (-$0.50)."),
        (6, "not_above_zero", "Its Connects are not known; at 16, as assumed, it brings no more than it costs (-$0.50)."),
        (7, "no_evidence", "Not enough evidence. Not known: pay.type, connects."),
        (8, "no_evidence", "Not enough evidence."),
        (9, "same", "The same posting as row 1."),
        (10, "skip", "Wants you to pay first."),
        (11, "skip", "Not worth a proposal."),
    ]
    assert {placed.kind for placed in ranking.left_out} == set(KINDS)


def test_better_by_the_connect_and_yet_left_out_is_told_as_such(make: Make) -> None:
    """It does not fit beside what brings more together; nobody is told that it brings less."""
    ranking = rank([make(1, 9.0, 10), make(2, 9.5, 12), make(3, 7.0, 6)], 12, 0.5, TEXTS)
    assert [placed.entry.row for placed in ranking.chosen] == [2]
    first = ranking.left_out[0]
    assert (first.entry.row, first.why) == (
        3,
        "Brings $1.17 for each Connect, but what its 6 Connects would push out brings at least as much together.",
    )


def test_the_chosen_stand_by_what_they_bring_for_a_connect(make: Make) -> None:
    """Free ones first; the running total ends at what is spent."""
    entries = [make(1, 6.0, 6), make(2, 20.0, 5), make(3, 1.0, 0), make(4, 30.0, 10, assumed=True)]
    ranking = rank(entries, 21, 0.5, TEXTS)
    assert [placed.entry.row for placed in ranking.chosen] == [3, 2, 4, 1]
    assert (ranking.connects, ranking.value_usd) == (21, 57.0)
    assert ranking.contracts == pytest.approx(0.16)
    lines = _shown(ranking)
    assert [line.split()[:3] for line in lines[1:5]] == [
        ["3", "0", "0"],
        ["2", "5", "5"],
        ["4", "10?", "15"],
        ["1", "6", "21"],
    ]
    told = " ".join(lines)
    assert "21 of 21 Connects. Expected value $57.00, and 0.16 contracts on average." in told
    assert "10 Connects are assumed." in told
    assert "Of 100" not in told


def test_shares_and_the_interval_are_shown_where_doubt_is_known(make: Make) -> None:
    """Of the chosen in the table, of those left out beside the reason."""
    entries = [make(1, 50.0, 10, deviation=0.3), make(2, 5.0, 10, deviation=0.5), make(3, 4.5, 10, deviation=0.5)]
    ranking = rank(entries, 20, 0.5, TEXTS)
    assert ranking.interval_usd is not None
    low, high = ranking.interval_usd
    assert low < ranking.value_usd < high
    told = " ".join(" ".join(_shown(ranking)).split())
    assert "Of 100" in told
    assert f"(90% sure it is ${low:.2f} to ${high:.2f})" in told
    share = ranking.left_out[0].share
    assert share is not None
    assert 0.2 < share < 0.5
    assert f"In the best set of {round(100 * share)} of 100 scenarios." in told


def test_columns_are_aligned(make: Make) -> None:
    """Whatever the numbers, titles begin in one column."""
    entries = [
        make(n, v, c, verdict="consider" if n % 2 else "apply") for n, v, c in ((1, 5.0, 6), (200, 4321.0, 12), (31, 0.5, 0))
    ]
    lines = _shown(rank(entries, 80, 0.5, TEXTS))
    begins = {line.index("Posting") for line in lines[1:4]}
    assert begins == {lines[0].index("Title")}


@pytest.mark.parametrize("width", [20, 48, 80, 110])
def test_lines_keep_to_the_width(make: Make, width: int) -> None:
    """Sentences are wrapped, titles cut; only the columns of figures need their room."""
    entries = [make(row, row * 1.0, 8, title="A title " * 30, deviation=0.4) for row in range(1, 30)]
    for line in _shown(rank(entries, 80, 0.5, TEXTS), width):
        assert len(line) <= max(width, 80)


def test_of_very_many_left_out_the_nearest_are_told(make: Make) -> None:
    """The others are counted, with the way to all of them."""
    lines = _shown(rank([make(row, 1.0 + row, 8) for row in range(1, 1_011)], 80, 0.5, TEXTS))
    assert "940 more are left out; -o FILE writes all of them, each with why." in " ".join(lines)
    assert len([line for line in lines if re.match(r" +\d+  Posting \d+$", line)]) == 60


def test_nothing_chosen_is_said(make: Make) -> None:
    """Rather than an empty table."""
    lines = _shown(rank([make(1, -1.0, 6)], 80, 0.5, TEXTS))
    assert lines[0] == "Nothing here is worth its Connects within the budget of 80."


_USD = st.floats(-5, 50).map(lambda usd: round(usd, 4))


@given(
    st.lists(st.tuples(_USD, st.integers(0, 20), st.sampled_from([None, 0.2, 1.0])), max_size=25),
    st.integers(0, 100),
)
def test_every_posting_has_one_place(make: Make, items: list[tuple[float, int, float | None]], budget: int) -> None:
    """Chosen within the budget, or left out with a sentence that the figures bear out."""
    entries = [make(row, value, cost, deviation=doubt) for row, (value, cost, doubt) in enumerate(items, 1)]
    ranking = rank(entries, budget, 0.5, TEXTS)
    rows = [placed.entry.row for placed in (*ranking.chosen, *ranking.left_out)]
    assert sorted(rows) == [entry.row for entry in entries]
    assert ranking.connects <= budget
    least = min((p.entry.usd_per_connect for p in ranking.chosen), default=0.0)
    for placed in ranking.left_out:
        assert placed.why.endswith(".")
        if "the least of what was chosen" in placed.why:
            assert placed.entry.usd_per_connect < least
    assert all(placed.entry.is_candidate for placed in ranking.chosen)
