"""The node of the official ``marketplaceJobPostingsSearch``. Money comes as texts, and small counts may be null."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from features.importers.placing import known, no_stars_without_reviews, place, unless_zero

__all__ = ["FIELDS", "fits", "to_contract"]

#: (path in the node, field of the contract); the first known one counts. ``freelancersToHire`` is left out: see
#: `features.importers.scraper_csv`.
FIELDS = (
    ("id", "id"),
    ("ciphertext", "id"),
    ("publishedDateTime", "posted_at"),
    ("createdDateTime", "posted_at"),
    ("observed_at", "observed_at"),
    ("category", "category"),
    ("subcategory", "category"),
    ("experienceLevel", "tier"),
    ("durationLabel", "duration"),
    ("totalApplicants", "activity.proposals"),
    ("client.totalHires", "client.hires"),
    ("client.totalPostedJobs", "client.jobs_posted"),
    ("client.totalSpent", "client.total_spent_usd"),
    ("client.verificationStatus", "client.payment_verified"),
    ("client.totalReviews", "client.reviews"),
    ("client.location.country", "client.country"),
)
_MARKS = (
    "ciphertext", "createdDateTime", "publishedDateTime", "totalApplicants", "experienceLevel", "hourlyBudgetMin",
    "hourlyBudgetMax", "freelancersToHire",
)  # fmt: skip
_TEXTS = ("title", "description")
#: The API's names for the page's durations.
_DURATIONS = {
    "WEEK": "Less than 1 month",
    "MONTH": "Less than 1 month",
    "QUARTER": "1 to 3 months",
    "SEMESTER": "3 to 6 months",
    "ONGOING": "More than 6 months",
}


def fits(row: Mapping[str, Any]) -> bool:
    """Return whether a row is a search node, or an edge that holds one."""
    node = _node(row)
    return any(mark in node for mark in _MARKS)


def to_contract(row: Mapping[str, Any]) -> dict[str, Any]:
    """Return a search node in the shape of the contract.

    Examples
    --------
    >>> node = {"title": "T", "description": "D", "ciphertext": "~021898377891861965802",
    ...         "hourlyBudgetMin": {"rawValue": "15.0", "currency": "USD"}, "amount": {"rawValue": "0.0"}}
    >>> to_contract(node)["pay"]
    {'type': 'hourly', 'min': '15.0', 'currency': 'USD'}
    """
    node = _node(row)
    posting = {name: node[name] for name in _TEXTS if name in node}
    for path, field in FIELDS:
        place(posting, field, _plain(_at(node, path)))
    client = node.get("client")
    if known(client) and not isinstance(client, Mapping):
        posting["client"] = client  # its reader says what is wrong
    else:
        rating = no_stars_without_reviews(_at(node, "client.totalFeedback"), _at(node, "client.totalReviews"))
        place(posting, "client.rating", rating)
    place(posting, "duration", _named(node.get("duration")))
    place(posting, "weekly_hours", node.get("engagement"))
    place(posting, "skills", _names(node.get("skills")))
    _place_pay(posting, node)
    return posting


def _node(row: Mapping[str, Any]) -> Mapping[str, Any]:
    inner = row.get("node")
    return inner if isinstance(inner, Mapping) else row


def _at(node: Mapping[str, Any], path: str) -> Any:
    value: Any = node
    for name in path.split("."):
        value = value.get(name) if isinstance(value, Mapping) else None
    return value


def _plain(value: Any) -> Any:
    """Return an amount out of its wrapper, and a category out of its."""
    if isinstance(value, Mapping):
        return next((value[name] for name in ("rawValue", "name", "preferredLabel") if name in value), value)
    return value


def _named(duration: Any) -> Any:
    return _DURATIONS.get(duration, duration) if isinstance(duration, str) else duration


def _names(skills: Any) -> Any:
    """Return the names of skills that come as objects; the list stays as long as it is, for its reader to judge."""
    if not isinstance(skills, list) or len(skills) > 1_000:
        return skills
    return [(skill.get("prettyName") or skill.get("name")) if isinstance(skill, Mapping) else skill for skill in skills]


def _place_pay(posting: dict[str, Any], node: Mapping[str, Any]) -> None:
    low, high, fixed = (unless_zero(_plain(node.get(name))) for name in ("hourlyBudgetMin", "hourlyBudgetMax", "amount"))
    hourly = known(low) or known(high)
    if hourly == known(fixed):
        return  # neither is stated, or both: then nothing tells which one holds
    place(posting, "pay.type", "hourly" if hourly else "fixed")
    place(posting, "pay.min", low if hourly else fixed)
    place(posting, "pay.max", high if hourly else fixed)
    for name in ("hourlyBudgetMin", "hourlyBudgetMax", "amount"):
        place(posting, "pay.currency", _at(node, f"{name}.currency"))
