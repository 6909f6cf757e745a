"""The market for such work: quantiles of pay, and where the stated pay stands among them."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal, Self

import numpy as np
from numpy.typing import NDArray

from features.bundle_format import PAY_HEADS, QUANTILES, feature_names
from features.fields.registry import MARKET_FEATURES
from features.pay.eras import eras
from features.pay.standing import percentile
from features.text.terms import TermMatrix
from serving.bundle import Bundle
from serving.models.reader import Page, Reader
from serving.models.trees import Forest

__all__ = ["Kind", "MarketBand", "PayModel"]

Kind = Literal["hourly", "fixed"]
_KINDS: tuple[Kind, ...] = ("hourly", "fixed")
_P25, _P50, _P75 = (QUANTILES.index(level) for level in (0.25, 0.50, 0.75))


@dataclass(frozen=True, slots=True)
class MarketBand:
    """Quantiles of log pay (natural log of US dollars) and the doubt of the 25th percentile, as a deviation of it.

    ``hourly`` is what an hour of such work is paid, where the band is for fixed prices.
    """

    kind: Kind
    log_quantiles: tuple[float, ...]
    p25_sd: float
    hourly: MarketBand | None = None

    @property
    def by_the_hour(self) -> MarketBand:
        """What an hour of such work is paid."""
        return self.hourly or self

    @property
    def hourly_usd(self) -> float:
        """The middle of what an hour of such work is paid."""
        return self.by_the_hour.usd(_P50)

    @property
    def log_middle(self) -> float:
        """Natural log of the middle of the market."""
        return self.log_quantiles[_P50]

    @property
    def implied_hours(self) -> tuple[float, float] | None:
        """Fewest and most hours of a usual project: from its 25th to its 75th percentile, at the middle pay of an hour."""
        return None if self.kind == "hourly" else (self.usd(_P25) / self.hourly_usd, self.usd(_P75) / self.hourly_usd)

    def usd(self, level: int) -> float:
        """Return one quantile in US dollars (per hour for hourly work)."""
        return math.exp(self.log_quantiles[level])

    def low_budget(self, pay_usd: float, doubt: float = 0.0) -> float:
        """Return the chance that a pay lies under the 25th percentile, the percentile's own doubt included.

        Parameters
        ----------
        pay_usd : float
        doubt : float
            Of the pay itself, as a deviation of its natural log.
        """
        gap, deviation = math.log(pay_usd) - self.log_quantiles[_P25], math.hypot(self.p25_sd, doubt)
        return 0.5 * math.erfc(gap / (deviation * math.sqrt(2.0)))

    def percentile(self, pay_usd: float) -> float:
        """Return where a pay stands among the quantiles, 1 to 99."""
        return percentile(self.log_quantiles, pay_usd)


class PayModel:
    """The pay models of a bundle, one a kind.

    Parameters
    ----------
    bundle : Bundle
    reader : Reader
        Of the same bundle: its pages are read.

    Raises
    ------
    ValueError
        If the bundle's parts do not fit each other.
    """

    def __init__(self, bundle: Bundle, reader: Reader) -> None:
        self._reader = reader
        self._kinds = {kind: _Kind.of(bundle, kind) for kind in _KINDS}

    def bands(self, page: Page) -> list[MarketBand | None]:
        """Return the market for the work of each posting of a page; None where the kind of pay is not known."""
        phrases = self._reader.phrases(page)
        kinds = [None if facts.posting.pay is None else facts.posting.pay.type for facts in page.facts]
        hourly = self._quantiles("hourly", [i for i, kind in enumerate(kinds) if kind], page, phrases)
        fixed = self._quantiles("fixed", [i for i, kind in enumerate(kinds) if kind == "fixed"], page, phrases)
        bands: list[MarketBand | None] = []
        for number, kind in enumerate(kinds):
            if kind is None:
                bands.append(None)
                continue
            hour = MarketBand("hourly", hourly[number], self._kinds["hourly"].p25_sd)
            bands.append(hour if kind == "hourly" else MarketBand(kind, fixed[number], self._kinds[kind].p25_sd, hour))
        return bands

    def _quantiles(self, kind: Kind, of: list[int], page: Page, phrases: TermMatrix) -> dict[int, tuple[float, ...]]:
        """Return the quantiles of one kind for some postings of a page, by number."""
        if not of:
            return {}
        model, facts = self._kinds[kind], [page.facts[i] for i in of]
        years = np.array([fact.year for fact in facts], dtype=np.float64)
        quantiles = model.log_quantiles(MARKET_FEATURES.rows(facts), model.heads(page.words, phrases)[of], years)
        return dict(zip(of, map(tuple, quantiles.tolist()), strict=True))


@dataclass(frozen=True)
class _Kind:
    """The model of one kind: heads, the straight line of each quantile, forests and shifts."""

    weights: NDArray[np.float64]
    intercept: NDArray[np.float64]
    start: NDArray[np.float64]
    shift: NDArray[np.float64]
    era_shift: dict[int, NDArray[np.float64]]
    forest: Forest
    p25_sd: float

    @classmethod
    def of(cls, bundle: Bundle, kind: Kind) -> Self:
        settings, weights = bundle.pay[kind], bundle.pay_arrays[f"{kind}.weights"].astype(np.float64)
        intercept, start, shift = (np.array(settings[name], dtype=np.float64) for name in ("intercept", "start", "shift"))
        shapes = {
            "weights": (weights.shape, (len(bundle.vocabulary.terms), len(PAY_HEADS))),
            "intercept": (intercept.shape, (len(PAY_HEADS),)),
            "start": (start.shape, (len(QUANTILES), 2)),
            "shift": (shift.shape, (len(QUANTILES),)),
        }
        for name, (found, wanted) in shapes.items():
            if found != wanted:
                raise ValueError(f"{kind}: {name} has shape {found} in place of {wanted}")
        of_era = {int(era): np.array(own, dtype=np.float64) for era, own in settings["era_shift"].items()}
        if any(own.shape != shift.shape for own in of_era.values()):
            raise ValueError(f"{kind}: a shift of an era has another number of quantiles")
        return cls(weights, intercept, start, shift, of_era, _forest(bundle, kind), float(settings["p25_sd"]))

    def heads(self, words: TermMatrix, phrases: TermMatrix) -> NDArray[np.float64]:
        """Return what the heads say of each posting, shape (n, n_heads)."""
        return words.dots(self.weights) + phrases.dots(self.weights) + self.intercept

    def log_quantiles(
        self, fields: NDArray[np.float64], said: NDArray[np.float64], years: NDArray[np.float64]
    ) -> NDArray[np.float64]:
        """Return the quantiles of log pay, shape (n, 5), never crossing."""
        grown = self.forest.predict(np.column_stack([fields, said]))
        line = self.start[:, 0] + np.outer(said[:, 0], self.start[:, 1])
        shift = np.array([self.era_shift.get(era, self.shift) for era in eras(years).tolist()])
        return np.sort(line + grown + shift, axis=1)


def _forest(bundle: Bundle, kind: Kind) -> Forest:
    """Return the forests of all quantiles as one."""
    n = len(feature_names()["pay"])
    return Forest.joined([Forest.of(bundle.pay_arrays, f"{kind}.p{round(100 * q)}.", n) for q in QUANTILES])
