"""What may be answered, each with its key and its words: one list for the page, the checks and the guideline."""

from __future__ import annotations

from typing import NamedTuple

from features.rules.files import TYPES as KNOWN_TYPES
from training.sources.pay_labels import PAY_LABELS

__all__ = ["PAY", "RISKS", "TYPES", "Choice", "told"]


class Choice(NamedTuple):
    """One answer: its name in the file of labels, the key that gives it, and what it says in a few words."""

    name: str
    key: str
    text: str


RISKS = (
    Choice("0", "0", "No danger"),
    Choice("1", "1", "Suspicious: ask first"),
    Choice("2", "2", "Clear danger or breach"),
)
_TYPES = {
    "off_platform_contact": ("c", "Contact elsewhere before a contract"),
    "off_platform_payment": ("p", "Paid outside the marketplace"),
    "advance_fee": ("a", "The freelancer pays first"),
    "account_rental": ("r", "Uses somebody's account or name"),
    "identity_harvest": ("i", "Identity papers, codes, bank data"),
    "money_movement": ("m", "Passes money or parcels on"),
    "fake_engagement": ("f", "Fake reviews, followers, accounts"),
    "academic_dishonesty": ("h", "Somebody's graded work"),
    "credential_or_malware": ("k", "Breaking in, or harmful programs"),
    "unpaid_work": ("w", "Real work without pay"),
    "too_good": ("t", "Pay too good for the work"),
    "recruitment_scheme": ("b", "A scheme dressed as a job"),
    "illegal_or_tos": ("n", "Against the law or a site's rules"),
    "other": ("o", "Another danger"),
}
#: In the order of the contract.
TYPES = tuple(Choice(name, *_TYPES[name]) for name in KNOWN_TYPES)
_PAY = {"far_below": "Far below", "below": "Below", "fair": "Fair", "above": "Above", "unknown": "Cannot tell"}
PAY = tuple(Choice(name, key, _PAY[name]) for name, key in zip((*PAY_LABELS, "unknown"), "56789", strict=True))


def told() -> dict[str, list[dict[str, str]]]:
    """Return all of them for the page."""
    return {
        name: [choice._asdict() for choice in choices] for name, choices in (("risk", RISKS), ("types", TYPES), ("pay", PAY))
    }
