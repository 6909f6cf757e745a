"""What is owed is bounded, one a posting, and stays owed until that very sighting was written."""

from __future__ import annotations

from features.text.copies import bands
from serving.history.copies import MOST
from serving.history.owed import Owed
from serving.history.sightings import Sighting, sighting_of
from tests.support.seen import numbered, seen


def _sighting(*more: object, **fields: object) -> Sighting:
    one = sighting_of(seen(*more, **fields))  # type: ignore[arg-type]
    assert one is not None
    return one


def _names(owed: Owed) -> list[str]:
    return [one.posting.removeprefix("upwork:") for one in owed.oldest(100)]


def test_the_newest_are_held() -> None:
    """Those that made room are counted, and found no more."""
    owed = Owed(most=3)
    ones = [sighting_of(numbered(number)) for number in range(5)]
    owed.add(one for one in ones if one is not None)
    assert (len(owed), owed.dropped, _names(owed)) == (3, 2, ["n2", "n3", "n4"])
    assert ones[0] is not None
    assert owed.sharing(bands(ones[0].values)).keys() <= {"upwork:n2", "upwork:n3", "upwork:n4"}


def test_two_looks_at_a_posting_are_one() -> None:
    """With what either of them knows."""
    owed = Owed()
    owed.add([_sighting("1"), _sighting("2"), _sighting("1", "a")])
    assert _names(owed) == ["2", "1"]
    assert owed.of(["upwork:1", "upwork:9"])["upwork:1"].client == "upwork:a"
    assert len(owed.of(["upwork:9"])) == 0


def test_what_was_seen_again_while_it_was_written_stays_owed() -> None:
    """Its second look is not written yet."""
    owed = Owed()
    owed.add([_sighting("1"), _sighting("2")])
    writing = owed.oldest(100)
    owed.add([_sighting("1", "a")])
    owed.paid(writing)
    assert _names(owed) == ["1"]
    owed.paid(owed.oldest(100))
    assert (len(owed), owed.sharing(bands(writing[0].values))) == (0, {})


def test_one_may_wait_behind_the_others() -> None:
    """And is found all the while; one that is no longer owed stays so."""
    owed = Owed()
    owed.add([_sighting("1"), _sighting("2")])
    owed.defer("upwork:1")
    owed.defer("upwork:9")
    assert _names(owed) == ["2", "1"]
    assert len(owed.sharing(bands(_sighting("3").values))) == 2


def test_of_a_band_only_the_newest_are_given() -> None:
    """However many have the same text."""
    owed = Owed()
    owed.add(_sighting(str(number)) for number in range(3 * MOST))
    found = owed.sharing(bands(_sighting("x").values))
    assert found.keys() == {f"upwork:{number}" for number in range(2 * MOST, 3 * MOST)}
