"""What an annotator sees of a posting: the words, the pay and the work.

Not the client's country, nor how new or how busy the client is: they never count (`guideline.md`), and what is not seen
cannot sway. Nor what the model says: labels are there to correct it.
"""

from __future__ import annotations

from features.posting import Pay, Posting

__all__ = ["facts", "fields", "states_pay"]

_NAMES = {"title": "Title", "description": "Text"}


def fields(posting: Posting) -> list[dict[str, str]]:
    """Return the texts of which words may be evidence: field, what people call it, and the text itself."""
    texts = {name: text for name, text in posting.texts().items() if text.strip()}
    return [{"name": name, "label": _NAMES.get(name) or _question(name), "text": text} for name, text in texts.items()]


def facts(posting: Posting) -> list[dict[str, str]]:
    """Return what else is stated of the work; what is not stated is left out, except the pay."""
    known = {
        "Pay": _pay(posting.pay),
        "Length": posting.duration,
        "Hours": posting.weekly_hours,
        "Level": posting.tier,
        "Category": posting.category,
        "Skills": ", ".join(posting.skills or ()),
    }
    return [{"name": name, "text": text} for name, text in known.items() if text]


def states_pay(posting: Posting) -> bool:
    """Return whether there is a pay to judge."""
    return posting.pay is not None and (posting.pay.min is not None or posting.pay.max is not None)


def _question(name: str) -> str:
    return f"Question {int(name.rpartition('.')[2]) + 1}"


def _pay(pay: Pay | None) -> str:
    ends = [] if pay is None else [f"{end:,.2f}".removesuffix(".00") for end in (pay.min, pay.max) if end is not None]
    if pay is None or not ends:
        kind = "" if pay is None or pay.type is None else f" ({pay.type})"
        return f"not stated{kind}"
    unit = {"hourly": " an hour", "fixed": " for the whole"}.get(pay.type or "", "")
    amount = " to ".join(dict.fromkeys(ends))
    return f"{amount} {pay.currency or 'USD'}{unit}"
