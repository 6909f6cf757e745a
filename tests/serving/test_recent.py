"""A page that is opened again gets the answers of before: the same bytes, and never those of another question."""

from __future__ import annotations

import gc
from typing import Any
from weakref import ref

import pytest

from features.errors import InputError
from features.posting import read_posting
from features.profile import Profile
from serving.assumptions import load_assumptions
from serving.history.copies import Copies
from serving.recent import Past, Recent
from serving.scorer import Scorer

POSTING: dict[str, Any] = {
    "id": "r-1",
    "title": "Index a parish magazine",
    "description": "Ninety issues, names and places, in one sheet.",
    "observed_at": "2026-11-20T10:00:00Z",
    "posted_at": "2026-11-18T10:00:00Z",
    "pay": {"type": "fixed", "max": 300},
    "connects": 10,
    "client": {"jobs_posted": 5, "hire_rate_percent": 40},
    "activity": {"proposals": "5 to 10", "interviewing": 0},
}
OTHERS: list[dict[str, Any]] = [
    {"id": "r-2"},
    {"description": "Ninety issues, names and places, in one sheet!"},
    {"observed_at": "2026-11-20T10:00:01Z"},
    {"connects": 11},
    {"connects": "10"},
    {"client": {"jobs_posted": 5, "hire_rate_percent": 41}},
    {"activity": {"proposals": "5 to 10", "interviewing": 1}},
    {"pay": {"type": "hourly", "max": 300}},
]


def _ask(recent: Recent, scorer: Scorer, *items: Any, profile: Profile | None = None) -> list[bytes]:
    looks = [recent.look(item) for item in items]
    return [given.body for given in recent.judge(looks, scorer, profile or Profile())]


def test_the_same_posting_is_judged_once(scorer: Scorer) -> None:
    """Its answer is, to the byte, the scorer's, the first time and the second."""
    recent = Recent(10)
    asked = [_ask(recent, scorer, dict(POSTING)) for _ in range(3)]
    assert asked == [[scorer.score(POSTING).to_json()]] * 3
    assert (recent.anew, recent.again) == (1, 2)


@pytest.mark.parametrize("change", OTHERS, ids=str)
def test_another_posting_gets_its_own_answer(scorer: Scorer, change: dict[str, Any]) -> None:
    """However little it differs."""
    recent, other = Recent(10), POSTING | change
    assert _ask(recent, scorer, POSTING, other) == [scorer.score(one).to_json() for one in (POSTING, other)]
    assert recent.anew == 2


def test_known_and_new_ones_keep_their_order(scorer: Scorer) -> None:
    """Also where one posting is on a page twice."""
    recent, other, third = Recent(10), POSTING | OTHERS[0], POSTING | OTHERS[1]
    _ask(recent, scorer, other)
    page = [POSTING, other, third, POSTING]
    assert _ask(recent, scorer, *page) == [scorer.score(one).to_json() for one in page]
    assert recent.again == 1


def test_another_question_is_judged_anew(scorer: Scorer) -> None:
    """By another profile, another history, or a scorer that took the place of this one."""
    recent = Recent(10)
    dear, copied = Profile(connect_price_usd=0.5), [Past(Copies(2, 2, 0, 0))]
    other = Scorer(scorer.bundle, load_assumptions())
    look = recent.look(POSTING)
    first = recent.judge([look], scorer, Profile())
    assert [given.body for given in recent.judge([look], scorer, dear)] == [scorer.score(POSTING, dear).to_json()]
    told = recent.judge([look], scorer, dear, copied)
    assert told[0].body == scorer.score(POSTING, dear, copied[0].copies).to_json()
    assert recent.judge([look], other, dear, copied) == told
    assert recent.judge([look], other, Profile(), [Past()]) == first
    assert (recent.anew, recent.again) == (5, 0)


def test_only_the_latest_are_kept(scorer: Scorer) -> None:
    """By their number; one that was asked for again is among the latest."""
    recent = Recent(2)
    a, b, c = (POSTING | {"id": name} for name in "abc")
    for item in (a, b, a, c, a):
        _ask(recent, scorer, item)
    assert (len(recent), recent.again) == (2, 2)
    _ask(recent, scorer, b)
    assert recent.again == 2


def test_long_postings_are_bounded_by_their_bytes() -> None:
    """The number alone would let 1,000 postings of 50,000 characters stay."""
    recent = Recent(1_000)
    for number in range(400):
        recent.look({"id": str(number), "title": "Maps", "description": "x" * 50_000})
    assert 100 < len(recent) < 160


def test_what_nobody_knows_of_a_posting_is_not_kept(scorer: Scorer) -> None:
    """Lists in lists take fifty times the memory of their JSON; a very long posting would take the place of hundreds."""
    recent = Recent(10)
    junk: Any = [[] for _ in range(1_000)]
    look = recent.look(POSTING | {"junk": junk, "client": POSTING["client"] | {"junk": junk}})
    assert look.raw == POSTING
    for _ in range(2):
        assert _ask(recent, scorer, POSTING | {"junk": "x" * 600_000}) == [scorer.score(POSTING).to_json()]
    assert (len(recent), recent.again) == (1, 0)


def test_a_scorer_whose_place_was_taken_does_not_stay(scorer: Scorer) -> None:
    """Its answers do, until they make room; a bundle has a hundred times their size."""
    recent, before = Recent(10), Scorer(scorer.bundle, load_assumptions())
    _ask(recent, before, POSTING)
    there = ref(before)
    del before
    gc.collect()
    assert there() is None
    assert _ask(recent, scorer, POSTING) == [scorer.score(POSTING).to_json()]


def test_what_was_judged_a_moment_ago_is_asked_for_again(scorer: Scorer) -> None:
    """The look at it is written behind the answer, so the history may not have it yet."""
    now = [100.0]
    recent = Recent(10, clock=lambda: now[0])
    look = recent.look(POSTING)
    recent.judge([look], scorer, Profile())
    for later, settled in ((0.5, False), (0.6, True)):
        now[0] += later
        recent.settle([look], recent.anew)
        assert (not recent.unsettled([look])) is settled


def test_zero_keeps_none(scorer: Scorer) -> None:
    """And answers as ever."""
    recent = Recent(0)
    assert _ask(recent, scorer, POSTING) == _ask(recent, scorer, POSTING)
    assert (len(recent), recent.again) == (0, 0)


def test_what_cannot_be_read_is_said_each_time() -> None:
    """And is not kept."""
    recent = Recent(10)
    for _ in range(2):
        with pytest.raises(InputError, match="title"):
            recent.look({"title": 5})
        with pytest.raises(InputError, match="send a JSON object"):
            recent.look([POSTING])
    assert len(recent) == 0


def test_a_posting_nested_too_deep_to_be_kept_is_judged(scorer: Scorer) -> None:
    """What the contract does not know does not fail it."""
    nested: Any = 1
    for _ in range(300):
        nested = [nested]
    recent = Recent(10)
    assert _ask(recent, scorer, POSTING | {"extra": nested}) == [scorer.score(read_posting(POSTING)).to_json()]
    assert len(recent) == 0


def test_what_the_history_says_stands_for_a_while() -> None:
    """Until something new is judged, or ten seconds have passed in which another program may have added to it."""
    now = [100.0]
    recent = Recent(10, clock=lambda: now[0])
    looks = [recent.look(POSTING), recent.look(POSTING | OTHERS[0])]
    assert recent.unsettled(looks) == looks
    recent.settle(looks, recent.anew)
    assert not recent.unsettled(looks)
    now[0] += 9.9
    assert not recent.unsettled(looks)
    now[0] += 0.2
    assert recent.unsettled(looks) == looks
    recent.settle(looks, recent.anew)
    recent.anew += 1
    assert recent.unsettled(looks) == looks


def test_only_what_is_not_settled_is_asked_about(scorer: Scorer) -> None:
    """A posting that is new to a page costs no look-up of the others, and one that is there twice is asked about once."""
    recent = Recent(10, clock=lambda: 100.0)
    known, new = recent.look(POSTING), recent.look(POSTING | OTHERS[0])
    recent.settle([known], recent.anew)
    assert recent.unsettled([known, new, known, new]) == [new]
