"""Renew ``data/rates.toml`` from the European Central Bank's file: ``python -m training.rates eurofxref.csv``."""

from __future__ import annotations

import csv
import datetime
import sys
from pathlib import Path

from features.errors import BidworthyError, DataError
from features.pay.rates import RATES_FILE, read_rates
from features.reading.currency import read_currency

__all__ = ["main", "table_of"]


def table_of(rows: list[list[str]], kept: str) -> str:
    """Return the new table.

    Parameters
    ----------
    rows : list of list of str
        The bank's file: a row of codes behind "Date", then rows of units of a euro, the newest first.
    kept : str
        The table until now: its comments, source and pegs stay.

    Raises
    ------
    DataError
        If the file has no such rows.
    """
    if len(rows) < 2 or not rows[0] or rows[0][0].strip() != "Date":
        raise DataError("the file has no row of codes behind Date; give the bank's eurofxref.csv or eurofxref-hist.csv")
    per_euro = {code.strip(): value.strip() for code, value in zip(rows[0], rows[1], strict=False)}
    date = _date(per_euro.pop("Date"))
    try:
        units = {code: float(value) for code, value in per_euro.items() if _known(code) and value not in ("", "N/A")}
        dollars = {"EUR": units["USD"]} | {code: units["USD"] / unit for code, unit in units.items() if code != "USD"}
    except (KeyError, ValueError, ZeroDivisionError) as error:
        raise DataError(f"the newest row cannot be read ({error!r}); give the bank's file as it is") from None
    lines = "".join(f"{code} = {float(f'{rate:.6g}')!r}\n" for code, rate in sorted(dollars.items()))
    head, _, rest = kept.partition("[usd_per_unit]\n")
    pegs = rest[rest.index("\n[pegged]") :] if "\n[pegged]" in rest else ""
    dated = "\n".join(f"date = {date.isoformat()}" if line.startswith("date = ") else line for line in head.split("\n"))
    return f"{dated}[usd_per_unit]\n{lines}{pegs}"


def _date(text: str) -> datetime.date:
    for form in ("%Y-%m-%d", "%d %B %Y"):
        try:
            return datetime.datetime.strptime(text, form).replace(tzinfo=datetime.UTC).date()
        except ValueError:
            continue
    raise DataError(f"{text!r} is no date as the bank writes it, 2026-10-30 or 30 October 2026")


def _known(code: str) -> bool:
    try:
        return read_currency(code) is not None
    except ValueError:
        return False


def main() -> None:
    """Print the new table."""
    try:
        with Path(sys.argv[1]).open(encoding="utf-8", newline="") as file:
            rows = list(csv.reader(file))
        read_rates(RATES_FILE)
        sys.stdout.write(table_of(rows, RATES_FILE.read_text(encoding="utf-8")))
    except (BidworthyError, OSError, IndexError) as error:
        sys.exit(f"rates: {error}")


if __name__ == "__main__":
    main()
