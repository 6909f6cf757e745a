"""What an annotator sees of a posting: the words, the pay and the work.

Not the client's country, nor how new or how busy the client is: they never count (`guideline.md`), and what is not seen
cannot sway. Nor what the model says: labels are there to correct it.
"""

from __future__ import annotations

from features.posting import Pay, Posting

__all__ = ["facts", "fields", "states_pay"]

#: Marketplaces that show US dollars and leave the currency out, as the scorer reads them (`features.pay.offer`).
_IN_DOLLARS = (None, "upwork")
_NAMES = {"title": "Title", "description": "Text"}


def fields(posting: Posting) -> list[dict[str, str]]:
    """Return the texts of which words may be evidence: field, what people call it, and the text itself."""
    texts = {name: text for name, text in posting.texts().items() if text.strip()}
    return [{"name": name, "label": _NAMES.get(name) or _question(name), "text": text} for name, text in texts.items()]


def facts(posting: Posting) -> list[dict[str, str]]:
    """Return what else is stated of the work; what is not stated is left out, except the pay."""
    known = {
        "Pay": _pay(posting.pay, posting.source or None),
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


def _pay(pay: Pay | None, source: str | None) -> str:
    ends = [] if pay is None else [f"{end:,.2f}".removesuffix(".00") for end in (pay.min, pay.max) if end is not None]
    if pay is None or not ends:
        kind = "" if pay is None or pay.type is None else f" ({pay.type})"
        return f"not stated{kind}"
    unit = {"hourly": " an hour", "fixed": " for the whole"}.get(pay.type or "", "")
    amount = " to ".join(dict.fromkeys(ends))
    currency = pay.currency or ("USD" if source in _IN_DOLLARS else None)
    return f"{amount} {currency}{unit}" if currency else f"{amount}{unit}, in a currency that is not stated"
