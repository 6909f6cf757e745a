"""Recent: postings that were judged a moment ago, for a page that is opened again.

Who looks through a list of jobs opens it again and again, and most of its postings are as they were. The same posting, with
the same profile and the same history, has the same answer, to the byte: nothing in it depends on the time of day.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence
from time import monotonic
from typing import Any, NamedTuple
from weakref import ref

import orjson

from features.errors import InputError, shown
from features.fields.earlier import Earlier
from features.importers import to_contract
from features.posting import read_posting
from features.profile import Profile
from serving.given import Given
from serving.history.copies import NO_COPIES, Copies
from serving.ledger.seen import known_of
from serving.scorer import Scorer

__all__ = ["Look", "Past", "Recent"]

#: Bytes of postings as JSON, whatever their number: a posting may have 50,000 characters.
_MOST_BYTES = 8_000_000
#: Another program that adds to the same history is noticed after so many seconds.
_SETTLED_S = 10.0
#: What is judged is in the history after so many seconds: it is written behind the answer, several together.
_WRITTEN_S = 1.0
#: A longer posting, as JSON, is not kept: it would take the place of hundreds.
_LONGEST_BYTES = 500_000


class Past(NamedTuple):
    """What the history says of a posting."""

    copies: Copies = NO_COPIES
    earlier: Earlier | None = None


class Look:
    """One posting as it was sent: in the shape of the contract, read, and the last answer it got.

    Parameters
    ----------
    item : mapping
        In any known shape.

    Raises
    ------
    InputError
        If it cannot be read.
    """

    __slots__ = ("_asked", "_given", "given_s", "posting", "raw", "settled")

    def __init__(self, item: Mapping[str, Any]) -> None:
        raw = to_contract(item)
        self.posting = read_posting(raw)
        self.raw = known_of(raw)  # what nobody knows may be large
        # Not the scorer itself: another bundle takes its place, and it would stay in memory for as long as its answers.
        self._asked: tuple[ref[Scorer], Profile, Past] | None = None
        self._given: Given | None = None
        #: When its answer was given first, in seconds of the clock.
        self.given_s = 0.0
        #: Until when, and since how many postings judged, what the history says of it stands.
        self.settled = (0.0, -1)

    @property
    def past(self) -> Past:
        """What the history said of it last."""
        return Past() if self._asked is None else self._asked[2]

    def answer(self, scorer: Scorer, profile: Profile, past: Past) -> Given | None:
        """Return the last answer, if the same scorer gave it to the same question."""
        # A scorer is another one after a swap; the rest is compared by its values.
        same = self._asked is not None and self._asked[0]() is scorer and self._asked[1:] == (profile, past)
        return self._given if same else None

    def keep(self, given: Given, scorer: Scorer, profile: Profile, past: Past) -> None:
        """Keep an answer and what it rests on."""
        self._given, self._asked = given, (ref(scorer), profile, past)


class Recent:
    """The latest looks, each with its last answer: in memory alone, and gone with the process.

    ``again`` counts postings whose answer was there, ``anew`` those that were judged.

    Parameters
    ----------
    most : int
        So many postings; 0 keeps none.
    clock : callable
        Seconds that never go back.
    """

    def __init__(self, most: int, clock: Callable[[], float] = monotonic) -> None:
        self._most, self._bytes, self._clock = most, 0, clock
        self._looks: OrderedDict[bytes, Look] = OrderedDict()
        self.again = self.anew = 0

    def __len__(self) -> int:
        return len(self._looks)

    def look(self, item: object) -> Look:
        """Return the look at a posting as it was sent, one of before where it was sent just so.

        Raises
        ------
        InputError
            If it cannot be read.
        """
        if not isinstance(item, dict):
            raise InputError("", f"the posting is {shown(item)}; send a JSON object")
        key = _key(item) if self._most else None
        if key is None:
            return Look(item)
        look = self._looks.get(key)
        if look is not None:
            self._looks.move_to_end(key)
            return look
        look = self._looks[key] = Look(item)
        self._bytes += len(key)
        while len(self._looks) > self._most or self._bytes > _MOST_BYTES:
            oldest, _ = self._looks.popitem(last=False)
            self._bytes -= len(oldest)
        return look

    def unsettled(self, looks: Sequence[Look]) -> list[Look]:
        """Return those, each once, of which the history may say something else, or has less, than when it was last asked.

        Nothing has changed where nothing was judged here since that was not known before; what another program adds is seen
        soon after.
        """
        now = self._clock()
        return [look for look in dict.fromkeys(looks) if now >= look.settled[0] or look.settled[1] != self.anew]

    def settle(self, looks: Sequence[Look], since: int) -> None:
        """Tell that the history was asked about looks when ``since`` postings had been judged, and was given them.

        Where one was judged a moment ago, an earlier look at it may not be in the history yet, and is asked for again.
        """
        now = self._clock()
        for look in looks:
            if now - look.given_s >= _WRITTEN_S:
                look.settled = (now + _SETTLED_S, since)

    def judge(
        self,
        looks: Sequence[Look],
        scorer: Scorer,
        profile: Profile,
        past: Sequence[Past] | None = None,
    ) -> list[Given]:
        """Return the answer to each look, in order; those that were not given before are judged in one call."""
        known = [Past()] * len(looks) if past is None else past
        given = [look.answer(scorer, profile, of) for look, of in zip(looks, known, strict=True)]
        new = [number for number, one in enumerate(given) if one is None]
        self.anew += len(new)
        self.again += len(looks) - len(new)
        if new:
            postings = [looks[number].posting for number in new]
            answers = scorer.score_many(postings, profile, [known[n].copies for n in new], [known[n].earlier for n in new])
            for number, answer in zip(new, answers, strict=True):
                given[number] = one = Given.of(answer)
                looks[number].keep(one, scorer, profile, known[number])
                looks[number].given_s = self._clock()
        return [one for one in given if one is not None]


def _key(item: Mapping[str, Any]) -> bytes | None:
    """Return a posting's own bytes; None for one that is nested too deep to be written, or too long to be kept."""
    try:
        key = orjson.dumps(item)
    except TypeError:
        return None
    return key if len(key) <= _LONGEST_BYTES else None
