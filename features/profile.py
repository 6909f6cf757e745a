"""The freelancer: an optional profile with documented defaults (contract, section 2)."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, model_validator

from features.errors import InputError, shown
from features.validation import input_error

__all__ = ["TIERS", "Profile", "read_profile"]


def _no_bool(value: object) -> object:
    if isinstance(value, bool):
        raise ValueError(f"{shown(value)} is not a number; write a number, or leave it out")
    return value


#: More than any rate, price or fee; beyond it sums overflow.
_MOST = 1_000_000
Number = Annotated[float, Field(ge=0, le=_MOST, allow_inf_nan=False), BeforeValidator(_no_bool)]
Percent = Annotated[float, Field(ge=0, le=100, allow_inf_nan=False), BeforeValidator(_no_bool)]
#: As many as a posting may name.
_MOST_SKILLS = 100
#: Levels of experience, as the marketplace names them, lowest first.
TIERS = ("entry", "intermediate", "expert")
Tier = Literal["entry", "intermediate", "expert"]
Whole = Annotated[int, Field(ge=0, le=10_000_000), BeforeValidator(_no_bool)]


class Profile(BaseModel):
    """What a freelancer says of themself. Money in US dollars; the service fee in percent of the pay.

    The defaults of ``service_fee_percent`` (flat 10% since May 2023) and ``connect_price_usd`` ($0.15) are the
    marketplace's published prices; everything else is unknown until it is given. ``tier`` is the freelancer's own level of
    experience.
    """

    model_config = ConfigDict(frozen=True, extra="ignore")

    hourly_rate_usd: Number | None = None
    min_fixed_usd: Number | None = None
    skills: Annotated[tuple[str, ...], Field(max_length=_MOST_SKILLS)] = ()
    tier: Tier | None = None
    proposals_sent: Whole | None = None
    hires: Whole | None = None
    service_fee_percent: Percent = 10.0
    connect_price_usd: Number = 0.15
    minutes_per_proposal: Number | None = None
    blocked_clients: tuple[str, ...] = ()
    trusted_clients: tuple[str, ...] = ()
    max_connects: Whole | None = None

    @model_validator(mode="after")
    def _hires_come_from_proposals(self) -> Profile:
        if self.hires and self.proposals_sent is not None and self.hires > self.proposals_sent:
            raise ValueError(
                f"hires is {self.hires} but proposals_sent is {self.proposals_sent}; "
                "a hire needs a proposal, so correct one of them"
            )
        return self


def read_profile(data: bytes | str | Mapping[str, Any]) -> Profile:
    """Read a profile from JSON or from a mapping.

    Raises
    ------
    InputError
        Naming the field, its value and the next step.

    Examples
    --------
    >>> read_profile('{"hourly_rate_usd": 45}').service_fee_percent
    10.0
    """
    if isinstance(data, (bytes, str)):
        data = _parsed(data)
    if not isinstance(data, Mapping):
        raise InputError("profile", f'is {shown(data)}; write one JSON object, for example {{"hourly_rate_usd": 45}}')
    try:
        return Profile.model_validate({key: value for key, value in data.items() if value is not None})
    except ValidationError as error:
        raise input_error(error, whole="profile") from None


def _parsed(data: bytes | str) -> Any:
    try:
        return json.loads(data)
    except (ValueError, RecursionError) as error:
        raise InputError("profile", f"is not JSON ({error}); write one JSON object in UTF-8") from None
