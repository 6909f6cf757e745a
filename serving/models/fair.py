"""Fair price: how likely a careful reader calls a pay far below a fair price for the work described."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Self

from features.pay.fair import FAIR_INPUTS, fair_inputs
from serving.models.pay import MarketBand

__all__ = ["FairPrice"]

#: A few hundred judgements make nobody surer than this.
_LEAST = 0.002


@dataclass(frozen=True, slots=True)
class FairPrice:
    """The model of readers' judgement of a bundle."""

    weights: tuple[float, ...]
    intercept: float

    @classmethod
    def of(cls, settings: Mapping[str, Any] | None) -> Self | None:
        """Return the model; None where the bundle's data held too few judgements.

        Raises
        ------
        ValueError
            If it is made for other inputs.
        """
        if settings is None:
            return None
        weights = tuple(float(weight) for weight in settings["weights"])
        if tuple(settings["inputs"]) != FAIR_INPUTS or len(weights) != len(FAIR_INPUTS):
            raise ValueError(f"the model of fair prices has the inputs {settings['inputs']} in place of {FAIR_INPUTS}")
        return cls(weights, float(settings["intercept"]))

    def far_below(self, market: MarketBand, pay_usd: float, description_length: int) -> float:
        """Return the chance that the pay is judged far below a fair price.

        Parameters
        ----------
        market : MarketBand
        pay_usd : float
            US dollars, per hour where the market is.
        description_length : int
            Characters.
        """
        inputs = fair_inputs(market.kind == "fixed", math.log(pay_usd), market.log_quantiles, description_length)
        log_odds = self.intercept + sum(w * x for w, x in zip(self.weights, inputs, strict=True))
        chance = 0.5 * (1 + math.tanh(log_odds / 2))  # the logistic function, without overflow
        return min(max(chance, _LEAST), 1 - _LEAST)
