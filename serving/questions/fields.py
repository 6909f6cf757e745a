"""The fields of a profile as questions: how an answer is read, and how a value is shown.

What may stand in a profile is said in one place, `features.profile`; here is only how people write it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from features.errors import InputError
from features.profile import Profile, read_profile

__all__ = ["FIELDS", "check_together", "is_list", "read_answer", "shown_value", "usual", "value_of"]

#: Every field, in the order in which it is asked for.
FIELDS = tuple(Profile.model_fields)

_DEFAULTS = Profile()
#: ``$45``, ``$1,200.50``, ``10 %``; commas only where thousands have them, for ``45,5`` may be meant as 45.5.
_AMOUNT = re.compile(r"\$? ?([0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?|[0-9]+(?:\.[0-9]+)?) ?%?")


def is_list(field: str) -> bool:
    """Return whether a field takes several values."""
    return isinstance(getattr(_DEFAULTS, field), tuple)


def usual(field: str) -> Any:
    """Return what stands in for a field that is not given; None or nothing where it is unknown."""
    return getattr(_DEFAULTS, field)


def read_answer(field: str, text: str) -> Any:
    """Return the value that an answer gives to a field.

    Raises
    ------
    InputError
        From `features.profile.read_profile`, where the field cannot have it.

    Examples
    --------
    >>> read_answer("hourly_rate_usd", "$45"), read_answer("skills", "Python, , SQL, Python")
    (45, ['Python', 'SQL'])
    """
    if not _is_text(text):
        raise InputError(field, f"{text[:40]!a} is not UTF-8; type it again")
    if is_list(field):
        names = (" ".join(name.split()) for name in text.split(","))
        return value_of(field, list(dict.fromkeys(name for name in names if name)))
    word = text.strip()
    if amount := _AMOUNT.fullmatch(word):
        return value_of(field, amount[1].replace(",", ""))
    return value_of(field, word.lower() if word.isalpha() else word)


def value_of(field: str, raw: Any) -> Any:
    """Return the value of a field as a profile reads it, in the shape that JSON has for it.

    Raises
    ------
    InputError
        Where the field cannot have it.
    """
    return _plain(getattr(read_profile({field: raw}), field))


def shown_value(value: Any) -> str:
    """Return a value as it is shown between question and answer."""
    return ", ".join(value) if isinstance(value, (list, tuple)) else f"{value}"


def check_together(values: Mapping[str, Any]) -> None:
    """Check what holds between fields.

    Raises
    ------
    InputError
        Where two of them contradict each other.
    """
    read_profile(values)


def _plain(value: Any) -> Any:
    if isinstance(value, tuple):
        return list(value)
    return int(value) if isinstance(value, float) and value.is_integer() else value


def _is_text(text: str) -> bool:
    """Return whether a text can be written as UTF-8: a terminal hands on bytes of other encodings as lone surrogates."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True
