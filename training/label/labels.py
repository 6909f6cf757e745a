"""A label: what one annotator says of one posting, checked against the posting's own words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from features.errors import InputError, shown
from features.posting import Posting
from training.label.choices import PAY, TYPES

__all__ = ["LONGEST_QUOTE", "Evidence", "Label", "label_of", "read_label"]

#: In characters: evidence is the words that matter, not a paragraph (`tests/test_sample_data.py` holds the sample to it).
LONGEST_QUOTE = 120
_MOST_QUOTES = 10
_DANGERS = (1, 2)
_TYPE_NAMES = tuple(choice.name for choice in TYPES)
_PAY_NAMES = tuple(choice.name for choice in PAY)


@dataclass(frozen=True, slots=True)
class Evidence:
    """Exact words: ``quote`` is ``text[start:end]`` of the field, in Unicode code points."""

    field: str
    start: int
    end: int
    quote: str


@dataclass(frozen=True, slots=True)
class Label:
    """One answer, with the meaning that ``data/README.md`` gives each part."""

    risk: int
    types: tuple[str, ...]
    evidence: tuple[Evidence, ...]
    lookalike: bool
    pay: str

    def as_dict(self) -> dict[str, Any]:
        """Return it as JSON has it."""
        return asdict(self)


def label_of(value: Mapping[str, Any]) -> Label:
    """Return a label that was checked when it was written down.

    Raises
    ------
    KeyError, TypeError, ValueError
        If a part is missing or of another kind.
    """
    evidence = tuple(Evidence(str(e["field"]), int(e["start"]), int(e["end"]), str(e["quote"])) for e in value["evidence"])
    return Label(int(value["risk"]), tuple(value["types"]), evidence, bool(value["lookalike"]), str(value["pay"]))


def read_label(value: Mapping[str, Any], posting: Posting) -> Label:
    """Read an answer from the page.

    Raises
    ------
    InputError
        Naming the part, what is wrong with it and what to do: for people, who read it on the page.
    """
    risk, pay, lookalike = value.get("risk"), value.get("pay"), value.get("lookalike", False)
    if type(risk) is not int or risk not in (0, *_DANGERS):
        raise InputError("risk", "is not chosen; press 0, 1 or 2")
    types = _types(value.get("types", []))
    evidence = _evidence(value.get("evidence", []), posting)
    if risk and not evidence:
        raise InputError("evidence", f"is missing: risk {risk} rests on exact words; select them and press e")
    if risk and not types:
        raise InputError("types", f"are missing: risk {risk} needs at least one; press its letter, or o for another danger")
    if not risk and (types or evidence):
        raise InputError("risk", "0 takes no types and no evidence; take them away, or choose 1 or 2")
    if type(lookalike) is not bool or (lookalike and risk):
        raise InputError("lookalike", "is for honest use of risky words, so only with risk 0; take it away with l")
    if pay not in _PAY_NAMES:
        raise InputError("pay", "is not judged; press a key from 5 to 9, where 9 is: cannot tell")
    return Label(risk, types, evidence, lookalike, str(pay))


def _types(value: object) -> tuple[str, ...]:
    given = value if isinstance(value, list) else [value]
    strange = [name for name in given if name not in _TYPE_NAMES]
    if strange:
        raise InputError("types", f"{shown(strange[0])} is none of {', '.join(_TYPE_NAMES)}; choose among them")
    return tuple(name for name in _TYPE_NAMES if name in given)


def _evidence(value: object, posting: Posting) -> tuple[Evidence, ...]:
    given = value if isinstance(value, list) else [value]
    if len(given) > _MOST_QUOTES:
        raise InputError("evidence", f"has {len(given)} quotes; {_MOST_QUOTES} are enough, so take some away")
    quotes = {_quote(one, posting) for one in given}
    fields = list(posting.texts())
    return tuple(sorted(quotes, key=lambda quote: (fields.index(quote.field), quote.start, quote.end)))


def _quote(value: object, posting: Posting) -> Evidence:
    part = value if isinstance(value, Mapping) else {}
    field, start, end, quote = (part.get(name) for name in ("field", "start", "end", "quote"))
    text = posting.texts().get(field, "") if isinstance(field, str) else ""
    exact = type(start) is int and type(end) is int and 0 <= start < end <= len(text) and text[start:end] == quote
    if not exact:
        raise InputError("evidence", "is not exactly the posting's words; take it away and select it again")
    if not str(quote).strip():
        raise InputError("evidence", "has no words; select some")
    if len(str(quote)) > LONGEST_QUOTE:
        cure = f"at most {LONGEST_QUOTE} are kept; select the words that matter"
        raise InputError("evidence", f"is {len(str(quote)):,} characters long; {cure}")
    return Evidence(str(field), int(str(start)), int(str(end)), str(quote))
