"""What waits to be written is found as it will be found once it is written."""

from __future__ import annotations

from pathlib import Path
from random import Random

import pytest

from serving.history.owed import Owed
from serving.history.sightings import Sighting, sighting_of
from serving.history.store import History
from tests.support.seen import seen
from tests.support.texts import ANOTHER_JOB, CHANGED, ORIGINAL

_TEXTS = [ORIGINAL, ORIGINAL[:150], ORIGINAL + ANOTHER_JOB, ANOTHER_JOB, ANOTHER_JOB[:170], *CHANGED.values()]


def _looks(draw: Random, number: int) -> list[Sighting]:
    """Return looks at few postings, whose texts grow and whose clients become known."""
    made = [seen(str(draw.randrange(9)), draw.choice([None, "a", "b"]), draw.choice(_TEXTS)) for _ in range(number)]
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
    assert any(one.postings for one in found)
