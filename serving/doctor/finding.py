"""What the doctor found of one thing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

__all__ = ["Finding", "State"]

State = Literal["ok", "look", "broken"]


@dataclass(frozen=True, slots=True)
class Finding:
    """What was found of one thing: ``ok``, something to ``look`` at, or ``broken``, and in a sentence what and what next."""

    what: str
    state: State
    said: str
