"""Fair price: what a reader's judgement of a pay rests on, as numbers.

A percentile tells where a pay stands among offers. Where most offers for some work are under a fair price, their middle is
still low; how readers judged the pay of postings says that.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

__all__ = ["FAIR_INPUTS", "fair_inputs"]

#: ``log_spread`` is from the 10th to the 90th percentile; dollars are on the natural log. The last is by how much hourly pay
#: lies under the 10th percentile, else 0: of fixed prices there readers called as many fair, small jobs looking larger.
FAIR_INPUTS = ("fixed_price", "log_pay", "log_p50", "log_spread", "log10_length", "hourly_log_under_p10")
#: Readers saw texts cut at so many characters (data card of the labels).
_LONGEST_READ = 2_200


def fair_inputs(is_fixed: bool, log_pay: float, log_quantiles: Sequence[float], description_length: int) -> list[float]:
    """Return the inputs of the model of readers' judgement, in the order of `FAIR_INPUTS`.

    Parameters
    ----------
    is_fixed : bool
        A price for the whole work, not per hour.
    log_pay : float
        Natural log of US dollars, per hour for hourly work.
    log_quantiles : sequence of float
        Of the market for such work, as the model of pay gives them.
    description_length : int
        Characters.
    """
    length = math.log10(1 + min(description_length, _LONGEST_READ))
    spread = float(log_quantiles[-1] - log_quantiles[0])
    under = 0.0 if is_fixed else max(0.0, float(log_quantiles[0]) - log_pay)
    return [float(is_fixed), log_pay, float(log_quantiles[len(log_quantiles) // 2]), spread, length, under]
