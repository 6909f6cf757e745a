"""The market for such work: quantiles of pay, and where the stated pay stands among them."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from features.bundle_format import QUANTILES, feature_names
from features.fields.facts import Facts
from features.fields.registry import MARKET_FEATURES
from serving.bundle import Bundle
from serving.models.reader import Page, Reader
from serving.models.trees import Forest

__all__ = ["Kind", "MarketBand", "PayModel"]

Kind = Literal["hourly", "fixed"]
_KINDS: tuple[Kind, ...] = ("hourly", "fixed")
_P25 = QUANTILES.index(0.25)


@dataclass(frozen=True, slots=True)
class MarketBand:
    """Quantiles of log pay (natural log of US dollars) and the doubt of the 25th percentile, as a deviation of it."""

    kind: Kind
    log_quantiles: NDArray[np.float64]
    p25_sd: float

    def usd(self, level: int) -> float:
        """Return one quantile in US dollars (per hour for hourly work)."""
        return math.exp(float(self.log_quantiles[level]))

    def low_budget(self, pay_usd: float) -> float:
        """Return the chance that a pay lies under the 25th percentile, the percentile's own doubt included."""
        return 0.5 * math.erfc((math.log(pay_usd) - float(self.log_quantiles[_P25])) / (self.p25_sd * math.sqrt(2.0)))

    def percentile(self, pay_usd: float) -> float:
        """Return where a pay stands, 1 to 99: linear in log pay between the quantiles, and beyond by the outer slopes."""
        x, at = math.log(pay_usd), self.log_quantiles
        levels = [100.0 * level for level in QUANTILES]
        right = int(np.clip(np.searchsorted(at, x), 1, len(levels) - 1))
        width = max(float(at[right] - at[right - 1]), 1e-6)
        place = levels[right - 1] + (x - float(at[right - 1])) / width * (levels[right] - levels[right - 1])
        return min(99.0, max(1.0, place))


class PayModel:
    """The pay models of a bundle, one a kind."""

    def __init__(self, bundle: Bundle, reader: Reader) -> None:
        self._reader = reader
        n_features = len(feature_names()["pay"])
        self._settings = bundle.pay
        self._weights = {kind: bundle.pay_arrays[f"{kind}.weights"].astype(np.float64) for kind in _KINDS}
        for kind, weights in self._weights.items():
            if len(weights) != len(bundle.vocabulary.terms):
                raise ValueError(f"{kind}: {len(weights):,} word weights for {len(bundle.vocabulary.terms):,} terms")
        self._forests = {kind: _forest(bundle, kind, n_features) for kind in _KINDS}

    def bands(self, page: Page) -> list[MarketBand | None]:
        """Return the market for the work of each posting of a page; None where the kind of pay is not known."""
        phrases = self._reader.phrases(page)
        from_text = {kind: page.words.dot(w) + phrases.dot(w) for kind, w in self._weights.items()}
        kinds = [facts.posting.pay.type if facts.posting.pay else None for facts in page.facts]
        return [
            None if kind is None else self._band(kind, facts, float(from_text[kind][number]))
            for number, (kind, facts) in enumerate(zip(kinds, page.facts, strict=True))
        ]

    def _band(self, kind: Kind, facts: Facts, from_text: float) -> MarketBand:
        settings = self._settings[kind]
        estimate = settings["intercept"] + from_text
        inputs = np.append(MARKET_FEATURES.row(facts), estimate)[None, :]
        raw = self._forests[kind].predict(inputs)[0]
        return MarketBand(kind, np.sort(raw + np.array(settings["shift"])), float(settings["p25_sd"]))


def _forest(bundle: Bundle, kind: str, n_features: int) -> Forest:
    """Return the forests of all quantiles as one."""
    return Forest.joined([Forest.of(bundle.pay_arrays, f"{kind}.p{round(100 * q)}.", n_features) for q in QUANTILES])
