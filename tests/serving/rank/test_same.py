"""`serving.rank.same`: of the same posting twice only one can be chosen."""

from __future__ import annotations

from datetime import UTC, datetime

from serving.rank.ranking import rank
from serving.rank.same import same_as
from serving.texts import load_texts
from tests.serving.rank.conftest import Make


def _day(day: int) -> datetime:
    return datetime(2026, 11, day, tzinfo=UTC)


def test_of_one_text_the_better_one_counts(make: Make) -> None:
    """Under two ids; of equal ones the cheaper, then the earlier."""
    first, better, other = make(1, 5.0, 6, text=b"a"), make(2, 6.0, 8, text=b"a"), make(3, 4.0, 6)
    assert same_as([first, better, other], 80) == {1: 2}
    assert same_as([make(1, 5.0, 8, text=b"a"), make(2, 5.0, 6, text=b"a")], 80) == {1: 2}
    assert same_as([make(1, 5.0, 6, text=b"a"), make(2, 5.0, 6, text=b"a")], 80) == {2: 1}


def test_of_one_id_the_latest_look_counts(make: Make) -> None:
    """However good it looked before: somebody may have been hired since."""
    before = make(1, 50.0, 6, id="a", observed_at=_day(1))
    now = make(2, 0.5, 6, id="a", observed_at=_day(9), verdict="skip")
    assert same_as([before, now], 80) == {1: 2}
    assert same_as([now, before], 80) == {1: 2}
    ranking = rank([before, now], 80, 0.5, load_texts())
    assert ranking.chosen == ()
    assert [(placed.entry.row, placed.kind) for placed in ranking.left_out] == [(1, "same"), (2, "skip")]


def test_of_looks_without_a_time_the_job_page_counts(make: Make) -> None:
    """It shows more than a list; of two alike the one worth more, and one whose value is not known never."""
    assert same_as([make(1, 50.0, 6, id="a", is_page=False), make(2, 5.0, 6, id="a")], 80) == {1: 2}
    assert same_as([make(1, None, 6, id="a"), make(2, 5.0, 6, id="a"), make(3, 6.0, 6, id="a")], 80) == {1: 3, 2: 3}


def test_what_cannot_be_chosen_stands_for_no_other(make: Make) -> None:
    """A copy that is to be skipped, that is worth nothing, or that nobody can pay for."""
    good = make(1, 5.0, 6, text=b"a")
    for bad in (make(2, 9.0, 6, text=b"a", verdict="skip"), make(2, -1.0, 6, text=b"a"), make(2, 9.0, 81, text=b"a")):
        assert same_as([good, bad], 80) == {}


def test_others_are_not_the_same(make: Make) -> None:
    """Without an id and without a text nothing is known; ids of two marketplaces are two."""
    assert same_as([make(1, 5.0, 6, id=None, text=None), make(2, 5.0, 6, id=None, text=None)], 80) == {}
    assert same_as([make(1, 5.0, 6, id="a", source="upwork"), make(2, 5.0, 6, id="a", source="other")], 80) == {}


def test_only_one_is_chosen_and_the_other_is_told_of(make: Make) -> None:
    """Though both would fit."""
    ranking = rank([make(3, 5.0, 6, text=b"a"), make(7, 6.0, 8, text=b"a")], 80, 0.5, load_texts())
    assert [placed.entry.row for placed in ranking.chosen] == [7]
    assert [placed.why for placed in ranking.left_out] == ["The same posting as row 7."]
