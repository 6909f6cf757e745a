"""A factor of the product that an expected gain is, with what it rests on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field as default
from math import exp

__all__ = ["Factor"]


@dataclass(frozen=True, slots=True)
class Factor:
    """One factor.

    Parameters
    ----------
    code : str
        Of its sentence.
    log : float
        Natural log; 0 changes nothing.
    field : str
        The field of the posting that it rests on.
    name : str
        Of the assumption it comes from.
    values : mapping
        What its sentence says.
    why : str
        A word on where it comes from, for the list of assumptions.
    """

    code: str
    log: float
    field: str
    name: str
    values: Mapping[str, str | int] = default(default_factory=dict)
    why: str = ""

    @property
    def note(self) -> str:
        """The factor as a line of the list of assumptions."""
        return f"{self.name}: {exp(self.log):.3g}" + (f" ({self.why})" if self.why else "")
