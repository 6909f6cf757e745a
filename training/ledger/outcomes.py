"""Outcomes with the client's record as of posting, a row each, in the columns that `training.sources.outcomes` reads."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from features.client_record import record_of
from features.fields.facts import Facts
from features.posting import Client
from training.ledger.ending import Ending, begun, ending_of
from training.ledger.records import Seen
from training.sources.outcomes import POSTS_WHEN_UNKNOWN

__all__ = ["COLUMNS", "outcomes_of"]

COLUMNS = (
    "row_id",
    "source",
    "posted_at",
    "title",
    "category",
    "pay_type",
    "pay_min",
    "pay_max",
    "currency",
    "client_id",
    "client_prior_posts",
    "client_prior_resolved",
    "client_prior_hires",
    "outcome_hired",
    "mature",
    "client_prior_hire_rate",
    "client_prior_value_usd",
)


def outcomes_of(postings: Iterable[Seen], as_of: datetime | None = None) -> list[dict[str, Any]]:
    """Return a row for each posting that was seen; None is unknown.

    ``mature`` and ``outcome_hired`` are those of `ending_of`: a young open posting is not mature and has no outcome. What
    the client's record was comes from the first page that was seen. Where that page counts a hire already, the record counts
    it too, so the record stays empty, and training leaves the row out.

    Parameters
    ----------
    postings : iterable of Seen
    as_of : datetime, optional
        The day on which one asks, see `ending_of`.
    """
    return [_row(seen, ending_of(seen, as_of)) for seen in postings if seen.looks]


def _row(seen: Seen, ending: Ending) -> dict[str, Any]:
    first = seen.looks[0].posting
    pay = first.pay
    known = ending.hired is None or not first.activity.hires
    return {
        "row_id": seen.name,
        "source": seen.source,
        "posted_at": _posted(seen),
        "title": first.title or None,
        "category": first.category,
        "pay_type": pay and pay.type,
        "pay_min": pay and pay.min,
        "pay_max": pay and pay.max,
        "currency": pay and pay.currency,
        # Never empty: rows without a client would count as postings of one and the same.
        "client_id": seen.client,
        **(_record(first.client) if known else {}),
        "outcome_hired": None if ending.hired is None else int(ending.hired),
        "mature": str(ending.mature).lower(),
    }


def _posted(seen: Seen) -> str | None:
    """Return when it was posted; None where no page tells (the first look is not that)."""
    start = begun(seen) if any(Facts(look.posting).age_days is not None for look in seen.looks) else None
    return None if start is None else start.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _record(client: Client) -> dict[str, Any]:
    """Return the columns of the client's record: the posting itself and other open ones have no outcome yet."""
    record, jobs, spent = record_of(client, POSTS_WHEN_UNKNOWN), client.jobs_posted, client.total_spent_usd
    found = {"client_prior_posts": None if jobs is None else max(0, jobs - 1), "client_prior_value_usd": spent}
    if record.kind == "rate_only":
        return found | {"client_prior_hire_rate": record.hires / record.posts}
    # "Hired before" without a count is told by the money alone; without that, too, nothing can be said in these columns.
    if record.kind in ("counted", "new") or (record.kind == "hired_before" and spent):
        return found | {"client_prior_resolved": round(record.posts), "client_prior_hires": round(record.hires)}
    return found
