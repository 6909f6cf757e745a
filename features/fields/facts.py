"""Facts: what follows from a posting by arithmetic alone, computed once for all features."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from features.fields.earlier import Earlier
from features.pay.offer import Offer, offer_of
from features.posting import Posting
from features.reading.ids import creation_time
from features.reading.moments import Moment, age
from features.reading.work import duration_weeks, weekly_hours

__all__ = ["Facts"]

_DAY_S = 86_400.0
#: What is worked out once, by what it rests on.
_OF_ID, _OF_DATES, _OF_PAY = ("created",), ("age_days", "renewed_days", "year"), ("offer",)
#: A posting republished more than a day after it was made was renewed; three hours is the marketplace's own hold.
_RENEWED_AFTER_DAYS = 1.0
#: First seen a few hours ago may be any age; as an age it would make the posting fresh. From a day on it is no longer that.
_NOT_FRESH_DAYS = 1.0
#: A page rounds down: "2 weeks ago" is any time of a week. By least age in days: how many days older it may be. Months count
#: 30 days where they are read, so that 11 of them may be 35 days older; "last quarter" is 91 days.
_ROUNDED_DAYS = ((365.0, 366.0), (92.0, 36.0), (91.0, 92.0), (30.0, 32.0), (7.0, 7.0), (0.0, 1.0))


@dataclass(frozen=True)
class Facts:
    """A posting with its derived quantities. Pure: the only clock is the posting's own ``observed_at``.

    Parameters
    ----------
    posting : Posting
    earlier : Earlier, optional
        The first look at the same posting, where it was seen before.
    """

    posting: Posting
    earlier: Earlier | None = None

    def of_changed(self, changed: Posting) -> Facts:
        """Return the facts of a changed copy of the posting, without working those out again that rest on nothing changed.

        Parameters
        ----------
        changed : Posting
            With the same texts, id and url; parts that did not change are the same objects.
        """
        then, old, known = Facts(changed, self.earlier), self.posting, self.__dict__
        same_dates = changed.posted_at is old.posted_at and changed.observed_at is old.observed_at
        for name in _OF_ID + (_OF_DATES if same_dates else ()) + (_OF_PAY if changed.pay is old.pay else ()):
            if name in known:
                then.__dict__[name] = known[name]
        return then

    @cached_property
    def offer(self) -> Offer | None:
        """What the posting pays, in US dollars."""
        return offer_of(self.posting)

    @property
    def pay_usd(self) -> float | None:
        """Middle of the pay in US dollars (per hour for hourly work): the geometric mean of the two ends."""
        return None if self.offer is None else self.offer.middle

    @cached_property
    def created(self) -> datetime | None:
        """When the posting was made: from its id, which a renewal does not change."""
        return creation_time(self.posting.id) or creation_time(self.posting.url)

    @cached_property
    def age_days(self) -> float | None:
        """Days from creation (or else the stated posting time) to observation; at least those since it was first seen."""
        made = Moment(at=self.created, ago=None) if self.created else self.posting.posted_at
        days = _days(made, self.posting.observed_at)
        if self.earlier is None:
            return days
        known = _days(Moment(at=self.earlier.made, ago=None), self.posting.observed_at) or 0.0
        if days is None:
            return known if known >= _NOT_FRESH_DAYS else None
        return max(days, known)

    @cached_property
    def renewed_days(self) -> float | None:
        """Days by which the stated posting time is later than the creation time, at least; 0 when it was not renewed.

        Where the id does not tell the creation, what an earlier look knew of it does. The marketplace's hold of three hours,
        and what a page rounds away ("2 weeks ago"), is no renewal.
        """
        stated, created = self.posting.posted_at, self.created
        if created is None and self.earlier is not None:
            created = self.earlier.made
        if stated is None or created is None:
            return None
        if stated.at is not None:
            later = (stated.at - created).total_seconds() / _DAY_S
        elif stated.ago is not None and self.age_days is not None:
            shown = stated.ago.total_seconds() / _DAY_S
            later = self.age_days - shown - next(more for least, more in _ROUNDED_DAYS if shown >= least)
        else:
            return None
        return later if later > _RENEWED_AFTER_DAYS else 0.0

    @property
    def renewed(self) -> bool | None:
        """Whether the stated posting time is more than a day later than the creation time."""
        return None if self.renewed_days is None else self.renewed_days > 0

    @cached_property
    def year(self) -> float | None:
        """Year of posting with its fraction, for example 2026.25."""
        moment = self.created or _at(self.posting.posted_at) or _at(self.posting.observed_at)
        return None if moment is None else moment.year + (moment.timetuple().tm_yday - 1) / 366

    @property
    def weeks(self) -> tuple[float, float | None] | None:
        """Stated duration in weeks."""
        return duration_weeks(self.posting.duration or "")

    @property
    def hours(self) -> tuple[float, float | None] | None:
        """Stated hours per week."""
        return weekly_hours(self.posting.weekly_hours or self.posting.duration or "")

    @property
    def title_words(self) -> int:
        """Number of words in the title, as spaces part them."""
        return len(self.posting.title.split())


def _at(moment: Moment | None) -> datetime | None:
    return None if moment is None else moment.at


def _days(moment: Moment | None, observed_at: Moment | None) -> float | None:
    elapsed = None if moment is None else age(moment, observed_at)
    return None if elapsed is None else elapsed.total_seconds() / _DAY_S
