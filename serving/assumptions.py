"""Assumptions: named, bounded, editable values with a source, for what no data teaches."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from features.errors import CallError, shown

__all__ = ["Assumption", "Assumptions", "load_assumptions"]

_DEFAULTS = Path(__file__).with_name("assumptions.toml")


@dataclass(frozen=True, slots=True)
class Assumption:
    """One value with its bounds, its grade (A official … D our own) and where it comes from."""

    name: str
    value: float
    low: float
    high: float
    grade: str
    source: str


@dataclass(frozen=True, slots=True)
class Assumptions:
    """All assumptions by name; ``assumptions["weeks"]`` is the value."""

    records: Mapping[str, Assumption]

    def __getitem__(self, name: str) -> float:
        return self.records[name].value


def load_assumptions(path: Path | None = None) -> Assumptions:
    """Return the defaults, with the values that a file changes.

    The file is TOML: ``name = number``, or a table with ``value`` as in ``serving/assumptions.toml``.

    Raises
    ------
    CallError
        If the file cannot be read, a name is unknown, or a value is outside its bounds.
    """
    defaults = {name: Assumption(name=name, **table) for name, table in _read(_DEFAULTS).items()}
    changes = {} if path is None else _read(path)
    return Assumptions(defaults | {name: _changed(defaults, name, value) for name, value in changes.items()})


def _read(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise CallError(
            f"{path} cannot be read as a TOML file of assumptions: {error}; correct it, or leave it out"
        ) from None


def _changed(defaults: Mapping[str, Assumption], name: str, given: object) -> Assumption:
    if name not in defaults:
        raise CallError(f"{name} is no assumption; serving/assumptions.toml lists them all")
    old = defaults[name]
    value = given.get("value") if isinstance(given, dict) else given
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not old.low <= value <= old.high:
        raise CallError(f"{name} is {shown(value)}; write a number from {old.low:g} to {old.high:g}")
    return Assumption(name, float(value), old.low, old.high, old.grade, old.source)
