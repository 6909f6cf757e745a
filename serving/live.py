"""The scorer that answers now, and how another bundle takes its place: loaded beside it, tried, and swapped in one step.

A request takes the scorer once, at its beginning, and so has one bundle for all of its postings. Whatever is wrong with the
new one, the old one goes on.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from threading import Lock

from features.errors import BidworthyError
from serving.assumptions import load_assumptions
from serving.bundle import DEFAULT_BUNDLE, load_bundle
from serving.ledger.dates import now_ms
from serving.scorer import Scorer
from serving.settings import Settings
from serving.trial import try_out

__all__ = ["Live", "Refusal"]

_LOG = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Refusal:
    """When a bundle was offered and not taken (ISO 8601, UTC), and why, without the folder that it lies in."""

    at: str
    why: str


class Live:
    """The scorer in use.

    ``refusal`` is the last one, until another bundle is taken.

    Parameters
    ----------
    settings : Settings
        Whose bundle and assumptions are read, now and at each `renew`.
    clock : callable
        The time in milliseconds since 1970.

    Raises
    ------
    BidworthyError
        If they cannot be used: better no service than a wrong one.
    """

    def __init__(self, settings: Settings, clock: Callable[[], int] = now_ms) -> None:
        self._settings, self._clock, self._one_at_a_time = settings, clock, Lock()
        self.renewed = self.refused = 0
        self.refusal: Refusal | None = None
        self.scorer = self._read()

    def renew(self) -> bool:
        """Read bundle and assumptions again and answer with them from now on; return whether that could be, or all stays."""
        with self._one_at_a_time:
            try:
                scorer = self._read()
                try_out(scorer, self.scorer)
            except BidworthyError as error:
                self._refuse(str(error))
                return False
            except Exception as error:
                self._refuse(f"reading it ended in {type(error).__name__}; train it again")
                return False
            self.scorer, self.refusal = scorer, None
            self.renewed += 1
        _LOG.warning("Answering with %s from now on.", scorer.bundle.label)
        return True

    def _refuse(self, why: str) -> None:
        self.refused += 1
        _LOG.error("Still answering with %s: %s", self.scorer.bundle.label, why)
        # Who may ask whether the scorer is ready need not know where on this machine anything lies.
        for place in (self._settings.bundle or DEFAULT_BUNDLE, self._settings.assumptions):
            if place is not None:
                why = why.replace(str(place), place.name or ".")
        at = datetime.fromtimestamp(self._clock() / 1000, UTC).isoformat(timespec="milliseconds")
        self.refusal = Refusal(at, why)

    def _read(self) -> Scorer:
        return Scorer(
            load_bundle(self._settings.bundle), load_assumptions(self._settings.assumptions), recent=self._settings.recent
        )
