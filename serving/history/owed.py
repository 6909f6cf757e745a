"""Owed: sightings that are not written yet, and are found all the same."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from itertools import islice
from threading import Lock

from features.text.copies import bands
from serving.history.copies import MOST
from serving.history.sightings import Sighting, merged

__all__ = ["Owed"]

#: With their bands 19 MB, and a fault of an hour for somebody who looks at a posting a second.
_MOST_OWED = 4_096


class Owed:
    """The newest sightings that a database has not got, one a posting. Threads may share it.

    ``dropped`` counts postings that had to make room for newer ones.

    Parameters
    ----------
    most : int
        Postings that are held at most.
    """

    def __init__(self, most: int = _MOST_OWED) -> None:
        self._most = most
        self._held: dict[str, Sighting] = {}
        self._by_band: defaultdict[int, dict[str, None]] = defaultdict(dict)
        self._lock = Lock()
        self.dropped = 0

    def __len__(self) -> int:
        return len(self._held)

    def add(self, sightings: Iterable[Sighting]) -> None:
        """Hold sightings; two of a posting become one."""
        with self._lock:
            for one in sightings:
                before = self._forget(one.posting) if one.posting in self._held else None
                self._hold(one if before is None else merged(before, one))
            while len(self._held) > self._most:
                self._forget(next(iter(self._held)))
                self.dropped += 1

    def oldest(self, most: int) -> list[Sighting]:
        """Return those that have waited longest."""
        with self._lock:
            return list(islice(self._held.values(), most))

    def paid(self, written: Iterable[Sighting]) -> None:
        """Let go of what was written, except what was seen again since."""
        with self._lock:
            for one in written:
                if self._held.get(one.posting) is one:
                    self._forget(one.posting)

    def defer(self, posting: str) -> None:
        """Let one that is held wait behind all others."""
        with self._lock:
            if posting in self._held:
                self._hold(self._forget(posting))

    def of(self, postings: Iterable[str]) -> dict[str, Sighting]:
        """Return what is held of postings, by their keys."""
        with self._lock:
            return {key: self._held[key] for key in postings if key in self._held}

    def sharing(self, numbers: Iterable[int]) -> dict[str, Sighting]:
        """Return the newest `MOST` of each of some bands, by their keys."""
        with self._lock:
            keys = (key for number in numbers for key in islice(reversed(self._by_band.get(number, {})), MOST))
            return {key: self._held[key] for key in keys}

    def _hold(self, one: Sighting) -> None:
        self._held[one.posting] = one
        for number in bands(one.values):
            self._by_band[number][one.posting] = None

    def _forget(self, key: str) -> Sighting:
        one = self._held.pop(key)
        for number in bands(one.values):
            self._by_band[number].pop(key, None)
            if not self._by_band[number]:
                del self._by_band[number]
        return one
