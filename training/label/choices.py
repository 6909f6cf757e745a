"""What may be answered, each with its key and its words: one list for the page, the checks and the guideline."""

from __future__ import annotations

from typing import NamedTuple

from features.rules.files import TYPES as KNOWN_TYPES
from training.sources.labels import PAY_LABELS

__all__ = ["PAY", "RISKS", "TYPES", "Choice", "told"]


class Choice(NamedTuple):
    """One answer: its name in the file of labels, the key that gives it, and what it says in a few words."""

    name: str
    key: str
    text: str


RISKS = (
    Choice("0", "0", "No danger"),
    Choice("1", "1", "Suspicious"),
    Choice("2", "2", "Clear danger"),
)
_TYPES = {
    "off_platform_contact": ("c", "Contact elsewhere"),
    "off_platform_payment": ("p", "Paid elsewhere"),
    "advance_fee": ("a", "Pays to work"),
    "account_rental": ("r", "Account rental"),
    "identity_harvest": ("i", "Identity papers"),
    "money_movement": ("m", "Moves money on"),
    "fake_engagement": ("f", "Fake engagement"),
    "academic_dishonesty": ("h", "Graded work"),
    "credential_or_malware": ("k", "Hacking, malware"),
    "unpaid_work": ("w", "Unpaid work"),
    "too_good": ("t", "Too good"),
    "recruitment_scheme": ("b", "A scheme, no job"),
    "illegal_or_tos": ("n", "Against the law"),
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
