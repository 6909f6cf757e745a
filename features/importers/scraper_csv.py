"""The columns that scrapers of the marketplace share. An empty cell is unknown.

``numberOfPositionsToHire`` and GraphQL's ``freelancersToHire`` are not read: zero there means "not specified", and is
no proof that the job is filled.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from features.importers.placing import known, no_stars_without_reviews, place, unless_zero

__all__ = ["COLUMNS", "fits", "to_contract"]

#: (column, field of the contract). Of two columns for one field the first known one counts: a renewed posting has a
#: later ``ts_publish`` than ``ts_create``, and it is the published time that the page shows.
COLUMNS = (
    ("job_id", "id"),
    ("url", "url"),
    ("source", "source"),
    ("observed_at", "observed_at"),
    ("ts_publish", "posted_at"),
    ("ts_create", "posted_at"),
    ("skills", "skills"),
    ("category_name", "category"),
    ("level", "tier"),
    ("duration", "duration"),
    ("connects_required", "connects"),
    ("questions", "questions"),
    ("client_country", "client.country"),
    ("payment_verified", "client.payment_verified"),
    ("phone_verified", "client.phone_verified"),
    ("client_reviews", "client.reviews"),
    ("buyer_jobs_postedCount", "client.jobs_posted"),
    ("buyer_hire_rate_pct", "client.hire_rate_percent"),
    ("buyer_jobs_openCount", "client.open_jobs"),
    ("client_total_spent", "client.total_spent_usd"),
    ("client_hires", "client.hires"),
    ("buyer_stats_activeAssignmentsCount", "client.active_hires"),
    ("buyer_avgHourlyJobsRate_amount", "client.avg_hourly_usd"),
    ("buyer_stats_hoursCount", "client.hours"),
    ("buyer_company_contractDate", "client.member_since"),
    ("enterpriseJob", "client.enterprise"),
    ("applicants", "activity.proposals"),
    ("lastBuyerActivity", "activity.last_viewed"),
    ("clientActivity_totalHired", "activity.hires"),
    ("clientActivity_totalInvitedToInterview", "activity.interviewing"),
    ("clientActivity_invitationsSent", "activity.invites_sent"),
    ("clientActivity_unansweredInvites", "activity.unanswered_invites"),
)
_TEXTS = ("title", "description")
#: Names that the contract does not have, so that one of them tells the shape.
_MARKS = frozenset(
    {column for column, field in COLUMNS if column != field} - {"level", "payment_verified", "phone_verified"}
) | {"hourly_min", "hourly_max", "fixed_budget_amount"}


def fits(row: Mapping[str, Any]) -> bool:
    """Return whether a row has a scraper's columns."""
    return any(mark in row for mark in _MARKS)


def to_contract(row: Mapping[str, Any]) -> dict[str, Any]:
    """Return a scraper's row in the shape of the contract.

    Examples
    --------
    >>> to_contract({"title": "T", "description": "D", "type": "Hourly", "hourly_min": "15", "hourly_max": "30"})["pay"]
    {'type': 'Hourly', 'min': '15', 'max': '30'}
    """
    posting = {name: row[name] if known(row[name]) else "" for name in _TEXTS if name in row}
    for column, field in COLUMNS:
        place(posting, field, row.get(column))
    place(posting, "client.rating", no_stars_without_reviews(row.get("client_rating"), row.get("client_reviews")))
    _place_pay(posting, row)
    return posting


def _says_fixed(kind: object) -> bool:
    return isinstance(kind, str) and "fixed" in kind[:40].lower()


def _place_pay(posting: dict[str, Any], row: Mapping[str, Any]) -> None:
    place(posting, "pay.type", row.get("type"))
    low, high = unless_zero(row.get("hourly_min")), unless_zero(row.get("hourly_max"))
    fixed = unless_zero(row.get("fixed_budget_amount"))
    hourly = known(low) or known(high)
    if known(fixed) and (not hourly or _says_fixed(row.get("type"))):
        low = high = fixed
    place(posting, "pay.min", low)
    place(posting, "pay.max", high)
    # The column that holds the amount tells its kind where the type is not given.
    if known(low) or known(high):
        place(posting, "pay.type", "hourly" if hourly else "fixed")
