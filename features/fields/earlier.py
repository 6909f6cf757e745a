"""Earlier: what is known of a posting from having seen it before."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from features.posting import Activity

__all__ = ["Earlier"]


@dataclass(frozen=True, slots=True)
class Earlier:
    """The first look at a posting.

    Parameters
    ----------
    at : datetime
        When it was, in UTC.
    posted_at : datetime or None
        When the posting was published, by what its page said then.
    activity : Activity
        The counters then.
    """

    at: datetime
    posted_at: datetime | None
    activity: Activity

    @property
    def made(self) -> datetime:
        """By when the posting was there, as far as that look tells."""
        return self.at if self.posted_at is None else min(self.at, self.posted_at)
