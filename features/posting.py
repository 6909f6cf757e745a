"""The posting: what a page shows, read into one frozen, typed value.

The flow: ``read_posting(bytes | mapping)`` → pydantic with our readers of page strings (`features.reading`) →
`Posting`, or one `InputError` that names the field, its value and the next step. Absent stays ``None``.

The country of a client is carried so that an answer can be matched with its posting; nothing in `features` reads it.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Annotated, Any, Literal

import orjson
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, WithJsonSchema, model_validator

from features.errors import InputError, shown
from features.reading.counts import CountRange, read_count, read_count_range, read_counts
from features.reading.currency import read_currency
from features.reading.flags import read_flag
from features.reading.moments import Moment, read_moment
from features.reading.money import read_money
from features.reading.pay import read_pay, read_pay_type
from features.reading.percents import read_percent, read_rating
from features.reading.texts import read_id, read_list, read_text
from features.reading.work import read_hours_text, read_tier
from features.validation import input_error

__all__ = ["LIMITS", "Activity", "Client", "Pay", "Posting", "read_posting"]

#: Contract, section 1. Above these a posting is refused with a clear error.
LIMITS = {"title": 1_000, "description": 50_000, "skills": 100, "questions": 50, "short_text": 2_000}

_short = partial(read_text, limit=LIMITS["short_text"])


def _schema(*types: str, **more: Any) -> WithJsonSchema:
    return WithJsonSchema({"type": [*types, "null"], **more})


ShortText = Annotated[str | None, BeforeValidator(_short), _schema("string")]
HoursText = Annotated[str | None, BeforeValidator(read_hours_text), _schema("string", "number")]
Flag = Annotated[bool | None, BeforeValidator(read_flag), _schema("boolean", "string")]
Money = Annotated[float | None, BeforeValidator(read_money), _schema("number", "string")]
Count = Annotated[int | None, BeforeValidator(read_count), _schema("integer", "string")]
Percent = Annotated[float | None, BeforeValidator(read_percent), _schema("number", "string")]
Rating = Annotated[float | None, BeforeValidator(read_rating), _schema("number", "string")]
When = Annotated[Moment | None, BeforeValidator(read_moment), _schema("string", "number")]
Tier = Annotated[Literal["entry", "intermediate", "expert"] | None, BeforeValidator(read_tier), _schema("string")]


class _Part(BaseModel):
    # Unknown extra fields are kept out of scoring and do not fail (contract, section 1).
    model_config = ConfigDict(frozen=True, extra="ignore", str_strip_whitespace=False)


class Pay(_Part):
    """The stated pay. ``min`` and ``max`` are amounts in ``currency``, per hour when ``type`` is hourly."""

    type: Annotated[
        Literal["hourly", "fixed"] | None,
        BeforeValidator(read_pay_type),
        _schema("string", enum=["hourly", "fixed", None]),
    ] = None
    min: Money = None
    max: Money = None
    currency: Annotated[str | None, BeforeValidator(read_currency), _schema("string")] = None

    @model_validator(mode="before")
    @classmethod
    def _from_page(cls, value: object) -> object:
        return read_pay(value)


class Client(_Part):
    """What the page says of the client. ``None`` is unknown, never zero."""

    id: Annotated[str | None, BeforeValidator(read_id), _schema("string", "integer")] = None
    payment_verified: Flag = None
    phone_verified: Flag = None
    country: ShortText = None
    rating: Rating = None
    reviews: Count = None
    jobs_posted: Count = None
    hire_rate_percent: Percent = None
    open_jobs: Count = None
    total_spent_usd: Money = None
    hires: Count = None
    active_hires: Count = None
    avg_hourly_usd: Money = None
    hours: Money = None
    member_since: When = None
    enterprise: Flag = None


class Activity(_Part):
    """Counters of this posting at ``observed_at``."""

    proposals: Annotated[CountRange | None, BeforeValidator(read_count_range), _schema("integer", "string")] = None
    last_viewed: When = None
    hires: Count = None
    interviewing: Count = None
    invites_sent: Count = None
    unanswered_invites: Count = None


class Posting(_Part):
    """One posting at the moment it was observed (contract, section 1)."""

    id: Annotated[str | None, BeforeValidator(read_id), _schema("string", "integer")] = None
    url: ShortText = None
    source: ShortText = None
    observed_at: Annotated[Moment | None, BeforeValidator(partial(read_moment, relative=False)), _schema("string")] = None
    posted_at: When = None
    title: Annotated[
        str,
        BeforeValidator(partial(read_text, limit=LIMITS["title"], required=True)),
        WithJsonSchema({"type": "string", "maxLength": LIMITS["title"]}),
    ]
    description: Annotated[
        str,
        BeforeValidator(partial(read_text, limit=LIMITS["description"], required=True)),
        WithJsonSchema({"type": "string", "maxLength": LIMITS["description"]}),
    ]
    skills: Annotated[
        tuple[str, ...] | None, BeforeValidator(partial(read_list, most=LIMITS["skills"])), _schema("array", "string")
    ] = None
    category: ShortText = None
    tier: Tier = None
    pay: Annotated[Pay | None, WithJsonSchema({"anyOf": [{"type": "object"}, {"type": "string"}, {"type": "null"}]})] = None
    duration: ShortText = None
    weekly_hours: HoursText = None
    connects: Count = None
    boost_bids: Annotated[tuple[int, ...] | None, BeforeValidator(read_counts), _schema("array")] = None
    invited: Flag = None
    questions: Annotated[
        tuple[str, ...] | None,
        BeforeValidator(partial(read_list, most=LIMITS["questions"], split=False, whole=True)),
        _schema("array", "string"),
    ] = None
    client: Client = Field(default_factory=Client)
    activity: Activity = Field(default_factory=Activity)

    def texts(self) -> dict[str, str]:
        """Return the fields that the client wrote, by name: ``title``, ``description``, then ``questions.0`` and on."""
        fields = {"title": self.title, "description": self.description}
        if self.questions:
            fields |= {f"questions.{number}": text for number, text in enumerate(self.questions) if text.strip()}
        return fields

    def text_of(self, field: str) -> str:
        """Return the text of one of them."""
        return self.texts()[field]

    @model_validator(mode="before")
    @classmethod
    def _parts_may_be_null(cls, value: object) -> object:
        if isinstance(value, Mapping):
            return {key: item for key, item in value.items() if item is not None or key not in ("client", "activity")}
        return value

    @model_validator(mode="after")
    def _says_something(self) -> Posting:
        if not self.title.strip() and not self.description.strip():
            raise ValueError("title and description are both empty; give at least one of them")
        return self


def read_posting(data: bytes | str | Mapping[str, Any]) -> Posting:
    """Read one posting from JSON or from a mapping.

    Parameters
    ----------
    data : bytes or str or mapping
        One JSON object in UTF-8 (of a key given twice, the last value counts), or its fields. NaN in a mapping, as
        tables have it, is unknown; JSON has no NaN.

    Raises
    ------
    InputError
        Naming the first field at fault, its value and the next step, with the count of the others.

    Examples
    --------
    >>> read_posting('{"title": "Clean a sheet", "description": "", "pay": "Hourly: $15-$30"}').pay.max
    30.0
    """
    fields = _parsed(data) if isinstance(data, (bytes, str)) else data
    if not isinstance(fields, Mapping):
        raise InputError(
            "", f'{shown(fields)} is not a posting; write one JSON object such as {{"title": "…", "description": ""}}'
        )
    try:
        return Posting.model_validate(fields)
    except ValidationError as error:
        raise input_error(error) from None


def _parsed(data: bytes | str) -> object:
    try:
        return orjson.loads(data)
    except orjson.JSONDecodeError as error:
        raise InputError(
            "", f"is not JSON in UTF-8 ({error.msg}, line {error.lineno}, column {error.colno}); correct it there"
        ) from None
