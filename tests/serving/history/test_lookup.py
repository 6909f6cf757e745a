"""What waits to be written is found as it will be found once it is written."""

from __future__ import annotations

from pathlib import Path
from random import Random

import pytest

from serving.history.copies import Copies
from serving.history.owed import Owed
from serving.history.sightings import Sighting, sighting_of
from serving.history.store import History
from tests.support.seen import seen
from tests.support.texts import ANOTHER_JOB, BOILERPLATE, CHANGED, ORIGINAL

_LONGER = ANOTHER_JOB + BOILERPLATE + ANOTHER_JOB.upper()[::-1]
_TEXTS = [ORIGINAL, ORIGINAL[:150], ORIGINAL + ANOTHER_JOB, ANOTHER_JOB, ANOTHER_JOB[:170], CHANGED["a few words"]]


def _looks(draw: Random, number: int) -> list[Sighting]:
    """Return looks at few postings, whose texts grow and whose clients become known."""
    made = [seen(str(draw.randrange(6)), draw.choice([None, "a", "b"]), draw.choice(_TEXTS)) for _ in range(number)]
    return [one for one in map(sighting_of, made) if one is not None]


@pytest.mark.parametrize("seed", range(25))
def test_written_or_owed_is_the_same(history: History, tmp_path: Path, seed: int) -> None:
    """Whichever looks are written and whichever wait, for postings of which some are both."""
    draw = Random(seed)  # noqa: S311 - no secret
    written, waiting, asked = _looks(draw, 8), _looks(draw, 8), _looks(draw, 6)
    owed = Owed()
    history.keep(written)
    owed.add(waiting)
    found = history.copies_of([*asked, None], owed)
    with History.open(tmp_path / "all.sqlite3") as everything:
        everything.keep(written)
        everything.keep(waiting)
        assert found == everything.copies_of([*asked, None], Owed())


@pytest.mark.parametrize(
    ("written", "waiting", "asked", "copies"),
    [
        # The beginning of a text, which its whole takes the place of.
        (ORIGINAL[:150], ORIGINAL[:150] + _LONGER, ORIGINAL[:150], 0),
        (ORIGINAL[:150], ORIGINAL[:150] + _LONGER, _LONGER, 1),
        # The whole text, which stays.
        (_LONGER, ORIGINAL, ORIGINAL, 0),
        (_LONGER, ORIGINAL, _LONGER, 1),
    ],
)
def test_a_posting_that_is_both_is_compared_as_it_will_be(
    history: History, written: str, waiting: str, asked: str, copies: int
) -> None:
    """By the longest of its texts."""
    history.remember([seen("1", "a", written)])
    owed = Owed()
    owed.add(one for one in [sighting_of(seen("1", None, waiting))] if one is not None)
    found = [history.copies_of([sighting_of(seen("2", "b", asked))], owed)[0]]
    history.keep(owed.oldest(1))
    assert found == history.copies([seen("2", "b", asked)]) == [Copies(copies, copies, 0, 0)]
