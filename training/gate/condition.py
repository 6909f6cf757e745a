"""A condition of the gate, and what is said of it."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["Condition"]


@dataclass(frozen=True, slots=True)
class Condition:
    """Whether it holds; ``said`` is a sentence with the figures it rests on, and where it fails also the next step."""

    name: str
    holds: bool
    said: str
