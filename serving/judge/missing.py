"""What is not known, most decisive first, and whether it leaves enough to judge by.

Each unknown field is tried at two plausible values, a worse and a better one, and the posting is judged again: what that
does to the verdict and to the expected value says how much the field would decide.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import timedelta
from typing import NamedTuple, Self

from features.pay.offer import is_placeholder
from features.posting import Posting
from features.reading.counts import CountRange
from features.reading.moments import Moment
from serving.answer import Level, Missing, Verdict
from serving.judge.case import Case
from serving.judge.verdict import decide, is_about_money
from serving.judge.weighing import Weighing
from serving.judge.what_if import RANK, with_activity, with_client, with_fields, with_pay
from serving.models.ghost import can_be_unseen
from serving.texts import Texts

__all__ = ["Gap", "gaps_of", "level_of", "missing_of", "settled", "settled_at", "settled_by"]

# Two plausible values of each field, about the tenth and the ninetieth percentile where postings tell (grade D).
_RATES, _JOBS_WITH_RATE, _JOBS = (10.0, 80.0), 20, (2, 100)
_SPENT = (0.0, 5_000.0)
_PROPOSALS = (CountRange(50, None), CountRange(0, 4))
_INTERVIEWING = (0, 2)
_LOOKS = (timedelta(days=7), timedelta(hours=1))
_AGES = (timedelta(days=10), timedelta(hours=2))
_DURATIONS = ("Less than 1 month", "More than 6 months")
_HOURS = ("10 hrs/week", "30+ hrs/week")
#: The market's quartiles: its ends would make every posting without a price undecided.
_P25, _P75 = 1, 3
#: A skill that nobody has.
_NOBODYS = "\N{INFINITY}unmatched"


class Gap(NamedTuple):
    """An unknown field.

    ``ends`` are the cases at a worse and at a better value, none where no value can be tried. ``verdicts`` are the worse and
    the better verdict that it may turn to, None where no value can be tried.
    """

    field: str
    ends: tuple[Case, ...]
    verdicts: tuple[Verdict, Verdict] | None

    @classmethod
    def of(cls, field: str, ends: tuple[Case, ...]) -> Self:
        """Return the gap with such ends."""
        if not ends:
            return cls(field, ends, None)
        one, other = decide(ends[0]), decide(ends[-1])
        return cls(field, ends, (one, other) if RANK[one] <= RANK[other] else (other, one))

    @property
    def swing_usd(self) -> float | None:
        """By how much the expected value would differ, in US dollars; None where there is no value."""
        if not self.ends or any(end.bid.gain_usd is None for end in self.ends):
            return None
        bids = [end.bid for end in self.ends]
        values = [(bid.gain_usd or 0.0) - (bid.prices.least_usd + bid.prices.most_usd) / 2 for bid in bids]
        return abs(values[0] - values[-1])

    @property
    def decides(self) -> int:
        """How far apart the verdicts are: 0 for the same, 2 from skip to apply."""
        return 0 if self.verdicts is None else RANK[self.verdicts[1]] - RANK[self.verdicts[0]]


def level_of(case: Case) -> Level:
    """Return ``tile`` when there is no hire rate and no activity beyond the proposals bucket."""
    client, activity = case.evidence.posting.client, case.evidence.posting.activity
    seen = (
        activity.last_viewed,
        activity.hires,
        activity.interviewing,
        activity.invites_sent,
        activity.unanswered_invites,
    )
    return "tile" if client.hire_rate_percent is None and all(value is None for value in seen) else "page"


def gaps_of(weighing: Weighing) -> list[Gap]:
    """Return the unknown fields of a posting that could decide, the most decisive first.

    Where no value can be tried the whole market is unknown (the kind of pay), which comes first, or only the text, last.
    """
    case = weighing.case
    gaps = [Gap.of(field, tuple(map(weighing.of, _ends(field, case)))) for field in _unknown(case)]
    return sorted(gaps, key=_how_little)


def _how_little(gap: Gap) -> tuple[bool, int, bool, float]:
    return gap.field != "pay.type", -gap.decides, gap.swing_usd is None, -(gap.swing_usd or 0.0)


def settled(case: Case, weighing: Weighing) -> Verdict:
    """Return the verdict, the unknown counted: not enough evidence where one field alone could turn a skip into an apply."""
    return _settled(case, (map(weighing.of, _ends(field, case)) for field in _unknown(case)))


def settled_by(case: Case, gaps: Sequence[Gap]) -> Verdict:
    """Return the same where the gaps are known already."""
    return "not_enough_evidence" if is_about_money(case) and any(gap.decides > 1 for gap in gaps) else decide(case)


def settled_at(connects: int, case: Case, gaps: Sequence[Gap]) -> Verdict:
    """Return the same, were the price another one: it moves nothing but the price, so no end is weighed anew."""
    return _settled(case.at_price(connects), ((end.at_price(connects) for end in gap.ends) for gap in gaps))


def _settled(case: Case, ends_of_all: Iterable[Iterable[Case]]) -> Verdict:
    verdict = decide(case)
    return "not_enough_evidence" if is_about_money(case) and any(map(_decides_all, ends_of_all)) else verdict


def _decides_all(ends: Iterable[Case]) -> bool:
    """Return whether one end is a skip and the other an apply; judging stops at an end that is neither."""
    found: set[Verdict] = set()
    for end in ends:
        found.add(decide(end))
        if "consider" in found:
            return False
    return len(found) > 1


def missing_of(gaps: list[Gap], texts: Texts) -> tuple[Missing, ...]:
    """Return the gaps in words."""
    return tuple(Missing(gap.field, _why(gap, texts), _cents(gap.swing_usd)) for gap in gaps)


def _why(gap: Gap, texts: Texts) -> str:
    why = texts["missing"][gap.field]
    verdicts = gap.verdicts
    if verdicts is None or verdicts[0] == verdicts[1]:
        return why
    worse, better = (texts["verdict"][verdict] for verdict in verdicts)
    return f"{why} {texts['change']['between'].format(worse=worse, better=better)}"


def _cents(usd: float | None) -> float | None:
    return None if usd is None else round(usd, 2)


def _ends(field: str, case: Case) -> Iterator[Posting]:
    """Yield the posting with the field at either end; nothing where none can be tried."""
    part, _, name = field.partition(".")
    posting = case.evidence.posting
    if part == "client":
        yield from (with_client(posting, **fields) for fields in _clients(name, posting))
    elif part == "activity":
        values = {
            "proposals": _PROPOSALS,
            "interviewing": _INTERVIEWING,
            "last_viewed": tuple(Moment(at=None, ago=ago) for ago in _LOOKS),
        }[name]
        yield from (with_activity(posting, **{name: value}) for value in values)
    elif field in ("pay", "pay.currency"):
        market = case.evidence.band
        amounts = () if market is None else (market.usd(_P25), market.usd(_P75))
        yield from (with_pay(posting, min=amount, max=amount, currency="USD") for amount in amounts)
    else:
        yield from (with_fields(posting, **update) for update in _others(field, case))


def _clients(name: str, posting: Posting) -> list[dict[str, object]]:
    if name == "hire_rate_percent":
        jobs = posting.client.jobs_posted or _JOBS_WITH_RATE
        return [{"hire_rate_percent": rate, "jobs_posted": jobs} for rate in _RATES]
    return [{name: value} for value in (_JOBS if name == "jobs_posted" else _SPENT)]


def _others(field: str, case: Case) -> list[dict[str, object]]:
    """Return the changes of a field of the posting itself."""
    posting, facts = case.evidence.posting, case.evidence.facts
    if field == "observed_at":
        stated = posting.posted_at
        made = facts.created or (None if stated is None else stated.at)
        return [] if made is None else [{field: Moment(at=made + age, ago=None)} for age in _AGES]
    values: dict[str, tuple[object, ...]] = {
        "connects": tuple(round(end) for end in reversed(case.bid.prices.ends)),
        "duration": _DURATIONS,
        "weekly_hours": _HOURS,
        "posted_at": tuple(Moment(at=None, ago=age) for age in _AGES),
        "skills": ((_NOBODYS,), case.profile.skills),
    }
    # Where the duration tells the hours, too, they stay.
    kept = {"weekly_hours": posting.weekly_hours or posting.duration} if field == "duration" else {}
    return [kept | {field: value} for value in values.get(field, ())]


def _unknown(case: Case) -> Iterator[str]:
    yield from _unknown_client(case)
    yield from _unknown_pay(case)
    posting = case.evidence.posting
    if not posting.description.strip():
        yield "description"
    if not posting.skills and case.profile.skills:
        yield "skills"
    yield from _unknown_activity(case)
    if case.evidence.facts.age_days is None:
        dated = posting.posted_at is not None or case.evidence.facts.created is not None
        yield "observed_at" if dated else "posted_at"


def _unknown_activity(case: Case) -> Iterator[str]:
    activity, taken = case.evidence.posting.activity, case.evidence.ghost.taken
    # Once somebody is hired, neither interviews nor looks say anything of a ghost; the others still compete.
    if activity.interviewing is None and not taken:
        yield "activity.interviewing"
    if activity.proposals is None:
        yield "activity.proposals"
    if activity.last_viewed is None and not taken and can_be_unseen(case.evidence.facts):
        yield "activity.last_viewed"


def _unknown_client(case: Case) -> Iterator[str]:
    client = case.evidence.posting.client
    # Once somebody is hired, the record says little of what is left.
    if case.evidence.ghost.taken:
        return
    if client.hire_rate_percent is None and case.evidence.ghost.record.kind not in ("counted", "new"):
        yield "client.hire_rate_percent"
        if client.total_spent_usd is None and client.hires is None:
            yield "client.total_spent_usd"
    elif client.jobs_posted is None:
        yield "client.jobs_posted"


def _unknown_pay(case: Case) -> Iterator[str]:
    posting, market, facts = case.evidence.posting, case.evidence.pay.market, case.evidence.facts
    if case.bid.prices.connects is None:
        yield "connects"
    if market is None:
        yield "pay.type"
        return
    effort = case.evidence.pay.effort
    if facts.offer is None and effort is not None and effort.is_rate:
        return  # the text tells the pay of a period or of words
    if facts.offer is None:
        stated = posting.pay is not None and (posting.pay.min or posting.pay.max) and not is_placeholder(posting)
        yield "pay.currency" if stated else "pay"
    if market.kind == "hourly":
        yield from (name for name, value in (("duration", facts.weeks), ("weekly_hours", facts.hours)) if value is None)
