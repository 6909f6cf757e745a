"""The ledger as the service uses it: seen in the background, told at once, and never in the way of a score."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from datetime import timedelta
from time import monotonic
from typing import TYPE_CHECKING, Any

from features.errors import HistoryError
from features.fields.earlier import Earlier
from features.posting import Posting
from features.profile import Profile
from serving.given import Given
from serving.history.rest import Rest
from serving.history.sightings import posting_key
from serving.ledger.events import Event
from serving.ledger.retention import Retention
from serving.ledger.seen import seen_of
from serving.ledger.spending import Spending
from serving.ledger.writer import Writer

if TYPE_CHECKING:
    from serving.ledger.store import Ledger

__all__ = ["Keeper"]

_LOG = logging.getLogger(__name__)
#: Reading the record takes as long as judging a posting; another process that serves the same file waits so long.
_RECORD_S = 10.0
#: The ledger keeps the time of a look to the millisecond.
_KEPT_TO = timedelta(milliseconds=1)


class Keeper:
    """A ledger with its writer; without a ledger it keeps nothing.

    Parameters
    ----------
    ledger : Ledger or None
    keep_days : int, optional
        After so many days unseen a posting is forgotten; None keeps all.
    forget_told : bool
        Also those of which something was told.
    """

    def __init__(self, ledger: Ledger | None, keep_days: int | None = None, *, forget_told: bool = False) -> None:
        self._ledger = ledger
        kept = None if ledger is None or keep_days is None else Retention(ledger, keep_days, told=forget_told)
        self.writer = None if ledger is None else Writer(ledger, retention=kept)
        self._last_record, self._record_until, self._told = (0, 0), 0.0, 0
        self._no_reading = Rest()

    @property
    def keeps(self) -> bool:
        """Whether there is a ledger."""
        return self._ledger is not None

    def note(self, raw: Sequence[Mapping[str, Any]], postings: Sequence[Posting], given: Sequence[Given]) -> None:
        """Hand over what was judged; it is kept in the background."""
        if self.writer is not None and self._ledger is not None:
            now = self._ledger.clock()
            seen = (seen_of(*one, now) for one in zip(raw, postings, given, strict=True))
            self.writer.note([one for one in seen if one is not None])

    def earlier(self, postings: Sequence[Posting]) -> list[Earlier | None] | None:
        """Return the first look at each posting, None where it was not seen before now; never fails a score."""
        if self._ledger is None:
            return None
        if self._no_reading.is_on:
            return None
        keys = [posting_key(posting) for posting in postings]
        try:
            found = self._ledger.first_looks([key for key in keys if key is not None])
        except HistoryError as error:
            self._no_reading.begin()
            _LOG.warning("Judged without earlier looks: %s", error)
            return None
        return [_before(found.get(key or ""), posting) for key, posting in zip(keys, postings, strict=True)]

    def knows_record(self, profile: Profile) -> bool:
        """Return whether a profile states its record, or yours was read a moment ago and nothing told since."""
        return not _silent(profile) or monotonic() < self._record_until

    def with_record(self, profile: Profile) -> Profile:
        """Return the profile with your record as the ledger has it, unless it states one itself."""
        if self._ledger is None or not _silent(profile):
            return profile
        sent, hired = self._record(self._ledger)
        return profile.model_copy(update={"proposals_sent": sent, "hires": hired}) if sent else profile

    def tell(self, event: Event) -> bool:
        """Keep an event and return whether its posting was seen before.

        Raises
        ------
        HistoryError
            If it could not be kept.
        """
        self._flush()
        known = self._known().tell(event)
        self._read_record_again()
        return known

    def spend(self, spending: Spending) -> None:
        """Keep Connects that were bought or spent.

        Raises
        ------
        HistoryError
            If it could not be kept.
        """
        self._known().spend(spending)

    def undo(self, name: str) -> bool:
        """Take an event or spending back and return whether there is one.

        Raises
        ------
        HistoryError
            If it could not be.
        """
        known = self._known().undo(name)
        self._read_record_again()
        return known

    def posting(self, source: str | None, id_: str) -> dict[str, Any] | None:
        """Return what is known of a posting, all of what was scored before included; None if nothing is.

        Raises
        ------
        HistoryError
            If the ledger cannot be read.
        """
        self._flush()
        return self._known().posting(source, id_)

    def close(self) -> None:
        """Keep what is waiting and let go of the database."""
        if self.writer is not None:
            self.writer.close()
        if self._ledger is not None:
            self._ledger.close()

    def _record(self, ledger: Ledger) -> tuple[int, int]:
        """Return your record: read again when something was told here, or after a while for what others told."""
        now, told = monotonic(), self._told
        if now >= self._record_until:
            try:
                self._last_record = ledger.record()
            except HistoryError as error:
                _LOG.warning("Judged by an older record of yours, or none: %s", error)
            if told == self._told:  # else what was told while this was read may be missing in it
                self._record_until = now + _RECORD_S
        return self._last_record

    def _read_record_again(self) -> None:
        self._told += 1
        self._record_until = 0.0

    def _flush(self) -> None:
        if self.writer is not None:
            self.writer.flush()

    def _known(self) -> Ledger:
        if self._ledger is None:
            raise HistoryError("the scorer keeps no history; start it without --history off")
        return self._ledger


def _before(look: Earlier | None, posting: Posting) -> Earlier | None:
    """Return a look unless it is the very one that is judged, sent again."""
    now = None if posting.observed_at is None else posting.observed_at.at
    return None if look is None or (now is not None and now - look.at < _KEPT_TO) else look


def _silent(profile: Profile) -> bool:
    return profile.proposals_sent is None and profile.hires is None
