"""What is kept of a posting, and how two sightings become one."""

from __future__ import annotations

from dataclasses import replace

import pytest

from features.text.copies import FORMAT
from serving.history.sightings import Sighting, key_of, key_of_client, merged, posting_key, sighting_of
from tests.support.seen import seen
from tests.support.texts import SHORT

NUMBER = "1700000000000000000"
ONE = Sighting("upwork:1", None, None, None, b"one", 30, FORMAT)


@pytest.mark.parametrize(
    ("id", "url"),
    [
        (f"~02{NUMBER}", None),
        (f"02{NUMBER}", None),
        (NUMBER, "https://example.com/other"),
        (None, f"https://example.com/jobs/Order-form_~02{NUMBER}/?source=rss"),
        ("tile-7", f"https://example.com/jobs/~02{NUMBER}"),
    ],
)
def test_one_posting_has_one_key(id: str | None, url: str | None) -> None:  # noqa: A002 - the contract's name
    """However the marketplace writes its number, in the id or in the address."""
    assert posting_key(seen(id, url=url)) == f"upwork:{NUMBER}"


def test_other_ids_are_taken_as_they_are() -> None:
    """First the id, or else the address; never across marketplaces."""
    assert posting_key(seen("7", url="https://example.com/a")) == "upwork:7"
    assert posting_key(seen(None, url="https://example.com/a")) == "upwork:https://example.com/a"
    assert posting_key(seen("7", source="elsewhere")) == "elsewhere:7"
    assert posting_key(seen(None)) is None


def test_a_key_fits_into_an_index_and_tells_one_from_another() -> None:
    """However long an address is, and whatever is in it."""
    base = "https://example.com/" + "\U0001f600" * 1_900
    odd = [f"{base}a", f"{base}b", "a\0b", "a?b", "a\0c", "a\ud800", "a\ud801", "a" * 1_993, "a" * 1_994]
    keys = [key_of(None, name) for name in odd]
    assert len(set(keys)) == len(odd)
    for key in filter(None, keys):
        assert len(key.encode()) <= 2_000
        assert "\0" not in key
    assert key_of(None, "a" * 1_993) == "upwork:" + "a" * 1_993
    assert len(key_of_client("m" * 2_000, "1")) < 200


def test_nothing_is_kept_without_a_key_or_a_signature() -> None:
    """Such a posting could not be told from itself, or from any other."""
    assert sighting_of(seen(None)) is None
    assert sighting_of(seen("1", text=SHORT)) is None


def test_a_sighting_tells_when_and_whose() -> None:
    """In Unix seconds, from the posting itself; the clock is not read."""
    one = sighting_of(seen("1", "c9", observed_at="1970-01-01T00:00:00Z".replace("1970", "2026")))
    assert one is not None
    assert (one.client, one.first_seen_s, one.last_seen_s) == ("upwork:c9", 1767225600, 1767225600)
    unknown = sighting_of(seen("1"))
    assert unknown is not None
    assert (unknown.client, unknown.first_seen_s) == (None, None)


def test_a_client_once_known_stays_known() -> None:
    """A list shows no client; the page does."""
    known = replace(ONE, client="upwork:c")
    assert merged(ONE, known).client == merged(known, ONE).client == "upwork:c"


def test_times_widen() -> None:
    """Unknown times take nothing away."""
    early, late = replace(ONE, first_seen_s=10, last_seen_s=10), replace(ONE, first_seen_s=20, last_seen_s=20)
    for one, other in ((early, late), (late, early), (merged(early, ONE), merged(ONE, late))):
        assert (merged(one, other).first_seen_s, merged(one, other).last_seen_s) == (10, 20)


def test_the_longest_text_is_kept() -> None:
    """Whichever came first; of two as long, the first."""
    longer, other = replace(ONE, values=b"more", words=90), replace(ONE, values=b"same")
    assert merged(ONE, longer).values == merged(longer, ONE).values == b"more"
    assert merged(ONE, other).values == b"one"


def test_a_signature_of_an_old_format_gives_way() -> None:
    """Nothing can be compared with it, however long its text was."""
    old = replace(ONE, format="0.0", words=900)
    assert merged(old, ONE) == ONE
