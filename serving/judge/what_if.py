"""What if a field of the posting said something else: copies of a posting with other values in some of its fields."""

from __future__ import annotations

from typing import Any, TypeVar

from pydantic import BaseModel

from features.posting import Pay, Posting

__all__ = ["with_activity", "with_client", "with_fields", "with_pay"]

_set = object.__setattr__
_Part = TypeVar("_Part", bound=BaseModel)


def with_client(posting: Posting, **fields: Any) -> Posting:
    """Return the posting with other fields of its client."""
    return with_fields(posting, client=with_fields(posting.client, **fields))


def with_activity(posting: Posting, **fields: Any) -> Posting:
    """Return the posting with other counters."""
    return with_fields(posting, activity=with_fields(posting.activity, **fields))


def with_pay(posting: Posting, **fields: Any) -> Posting:
    """Return the posting with another pay of the same kind."""
    return with_fields(posting, pay=with_fields(posting.pay or Pay(), **fields))


def with_fields(part: _Part, **fields: Any) -> _Part:
    """Return a copy with other values, which nobody checks: as ``model_copy`` does, in a tenth of the time."""
    copy = object.__new__(type(part))
    _set(copy, "__dict__", part.__dict__ | fields)
    # Which fields were sent matters to nobody once they are read.
    _set(copy, "__pydantic_fields_set__", part.__pydantic_fields_set__)
    _set(copy, "__pydantic_extra__", None)
    _set(copy, "__pydantic_private__", None)
    return copy
