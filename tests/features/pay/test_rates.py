"""The table of currencies: dated, of known codes, and unknown stays unknown."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest

from features.errors import DataError
from features.pay.rates import RATES_FILE, load_rates, read_rates
from features.reading.currency import read_currency
from training.rates import table_of

GOOD = 'date = 2026-10-30\nsource = "a bank"\n\n[usd_per_unit]\nEUR = 1.1\nGBP = 1.3\n\n[pegged]\nAED = 0.27\n'
BANK = [["Date", " USD", " GBP", " ISK", " RUB", " "], ["30 October 2026", "1.2", "0.8", "150", "N/A", ""]]


def test_the_table_that_ships_is_dated_and_known() -> None:
    """Its day has passed, and every code is one that a posting may have."""
    rates = load_rates()
    assert datetime.date(2026, 1, 1) < rates.date < datetime.datetime.now(tz=datetime.UTC).date()
    assert len(rates.usd_per_unit) > 25
    assert all(read_currency(code) == code for code in rates.usd_per_unit)
    assert 0.5 < rates.usd_per_unit["GBP"] < 2.5


def test_an_amount_is_converted_or_unknown(tmp_path: Path) -> None:
    """By the table's own number; a currency that is not there, or not told, gives nothing."""
    (tmp_path / "rates.toml").write_text(GOOD)
    rates = read_rates(tmp_path / "rates.toml")
    assert rates.usd(20.0, "GBP") == pytest.approx(26.0)
    assert rates.usd(100.0, "AED") == pytest.approx(27.0)
    assert (rates.usd(20.0, "USD"), rates.usd(20.0, "PKR"), rates.usd(20.0, None)) == (20.0, None, None)


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        (("date = 2026-10-30\n", ""), "date is None; write the day"),
        (('source = "a bank"', "source = 3"), "source is 3; write who"),
        (("EUR = 1.1", "EUR = -1.1"), "EUR is -1.1; write the US dollars"),
        (("EUR = 1.1", 'EUR = "1.1"'), "EUR is '1.1'; write the US dollars"),
        (("EUR = 1.1", "EUR = nan"), "EUR is NaN|EUR is nan"),
        (("EUR = 1.1", "XQQ = 1.1"), "'XQQ' is no currency"),
        (("[usd_per_unit]", "[usd]"), "usd_per_unit is None"),
        (("EUR = 1.1", "EUR 1.1"), "cannot be read"),
    ],
)
def test_a_broken_table_is_told(tmp_path: Path, change: tuple[str, str], problem: str) -> None:
    """The file, the entry, its value and the next step."""
    (tmp_path / "rates.toml").write_text(GOOD.replace(*change))
    with pytest.raises(DataError, match=rf"rates.toml: .*({problem})"):
        read_rates(tmp_path / "rates.toml")
    with pytest.raises(DataError, match="cannot be read"):
        read_rates(tmp_path / "none.toml")


def test_the_banks_file_becomes_a_table(tmp_path: Path) -> None:
    """Dollars of a euro over units of a euro; comments, source and pegs stay; unknown codes and gaps are left out."""
    (tmp_path / "rates.toml").write_text(table_of(BANK, RATES_FILE.read_text(encoding="utf-8")))
    rates = read_rates(tmp_path / "rates.toml")
    assert rates.date == datetime.date(2026, 10, 30)
    assert {code: rates.usd_per_unit[code] for code in ("EUR", "GBP")} == {"EUR": 1.2, "GBP": 1.5}
    assert set(rates.usd_per_unit) == {"EUR", "GBP", "AED", "QAR", "SAR"}


@pytest.mark.parametrize(
    ("rows", "problem"),
    [([], "no row of codes"), ([BANK[0], ["soon"]], "no date"), ([BANK[0], ["2026-10-30"]], "newest row")],
)
def test_another_file_is_refused(rows: list[list[str]], problem: str) -> None:
    """What is no table of the bank is told."""
    with pytest.raises(DataError, match=problem):
        table_of(rows, GOOD)
