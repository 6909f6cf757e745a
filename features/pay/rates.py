"""Currencies to US dollars, by a dated table (``data/rates.toml``)."""

from __future__ import annotations

import datetime
import math
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from features.errors import DataError, shown
from features.reading.currency import read_currency

__all__ = ["RATES_FILE", "Rates", "load_rates", "read_rates"]

RATES_FILE = Path(__file__).parents[2] / "data" / "rates.toml"


@dataclass(frozen=True, slots=True)
class Rates:
    """A table of exchange rates.

    Parameters
    ----------
    date : date
        The day of the rates.
    source : str
        Who published them.
    usd_per_unit : mapping of str to float
        US dollars for one unit, by ISO 4217 code.
    """

    date: datetime.date
    source: str
    usd_per_unit: Mapping[str, float]

    def usd(self, amount: float, currency: str | None) -> float | None:
        """Return an amount in US dollars; None for a currency that is not told or not in the table.

        Examples
        --------
        >>> rates = load_rates()
        >>> rates.usd(10.0, "USD"), rates.usd(10.0, None)
        (10.0, None)
        """
        if currency == "USD":
            return amount
        rate = None if currency is None else self.usd_per_unit.get(currency)
        return None if rate is None else amount * rate


@cache
def load_rates() -> Rates:
    """Return the table that ships."""
    return read_rates(RATES_FILE)


def read_rates(path: Path) -> Rates:
    """Read a table.

    Raises
    ------
    DataError
        If it cannot be read, or a date, a rate or a code in it is wrong; the message names it.
    """
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise DataError(f"{path.name}: cannot be read ({error}); take the file from the project again") from None
    date, source = table.get("date"), table.get("source")
    if not isinstance(date, datetime.date):
        raise DataError(f"{path.name}: date is {shown(date)}; write the day of the rates, for example date = 2026-10-30")
    if not isinstance(source, str) or not source:
        raise DataError(f"{path.name}: source is {shown(source)}; write who published the rates")
    parts = [table.get("usd_per_unit"), table.get("pegged", {})]
    if not all(isinstance(part, dict) for part in parts) or not parts[0]:
        raise DataError(
            f'{path.name}: usd_per_unit is {shown(parts[0])}; write a table such as "[usd_per_unit]" and "EUR = 1.1"'
        )
    return Rates(date, source, {code: _rate(path, code, rate) for part in parts for code, rate in (part or {}).items()})


def _rate(path: Path, code: str, rate: object) -> float:
    try:
        known = read_currency(code) == code
    except ValueError:
        known = False
    if not known:
        raise DataError(f"{path.name}: {shown(code)} is no currency that is known here; write an ISO code such as EUR")
    if isinstance(rate, bool) or not isinstance(rate, (int, float)) or not math.isfinite(rate) or rate <= 0:
        raise DataError(f"{path.name}: {code} is {shown(rate)}; write the US dollars for one unit, above 0")
    return float(rate)
