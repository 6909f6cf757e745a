"""One pydantic error, told as our own: the field, its value and the next step."""

from __future__ import annotations

from typing import TYPE_CHECKING

from features.errors import InputError, shown

if TYPE_CHECKING:
    from pydantic import ValidationError

__all__ = ["input_error"]


def input_error(error: ValidationError, *, whole: str = "") -> InputError:
    """Return the first fault as an `InputError`, with the count of the others.

    Parameters
    ----------
    error : pydantic.ValidationError
        What the model refused.
    whole : str
        What to call the object itself when no single field is at fault.
    """
    faults = error.errors(include_url=False, include_context=False)
    first = faults[0]
    field = ".".join(str(part) for part in first["loc"]) or whole
    more = f" (and {len(faults) - 1} more)" if len(faults) > 1 else ""
    return InputError(field, _sentence(first["type"], first["msg"], first.get("input")) + more)


def _sentence(kind: str, message: str, value: object) -> str:
    if kind == "value_error":
        return message.removeprefix("Value error, ")
    if kind == "missing":
        return 'is missing; give a text, or "" if there is none'
    if kind in ("model_type", "dict_type"):
        return (
            f'{shown(value)} is not an object; write one in braces such as {{"hires": 3}}, or leave it out if it is unknown'
        )
    return (
        f"{shown(value)} cannot be used: {message[:1].lower() + message[1:]}; correct it, or leave it out if it is unknown"
    )
