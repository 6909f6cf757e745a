"""The best set under a budget: an exact 0/1 knapsack, whatever its size.

The flow: what is free is taken → of one price only as many as the budget buys → a bound on what any set can bring settles
nearly all of the others → dynamic programming over the few that are left, on its undominated states alone. So the work
depends on how close the race is, and neither on the number of postings nor on the budget.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

__all__ = ["best_set"]

#: Values are compared in ten-thousandths of a dollar, as answers print them: whole numbers add up without rounding, so that
#: ties are ties.
_UNITS = 10_000
#: Bounds are not whole numbers. So much of them is left for rounding: it makes the search wider, and never wrong.
_ROUNDING = 1e-9

Numbers = NDArray[np.float64]
Counts = NDArray[np.int64]
Places = NDArray[np.intp]


def best_set(values_usd: Numbers, connects: Counts, budget: int) -> Places:
    """Return the places of the set of the greatest total value whose Connects fit the budget, in ascending order.

    Of several such sets the one of the fewest Connects; of these the one that takes the cheapest posting, and of one price
    the earliest, on which they differ. What is worth nothing is never taken.

    Parameters
    ----------
    values_usd : ndarray of float
        What each brings after its costs.
    connects : ndarray of int
        What each costs of the budget; not negative.
    budget : int

    Examples
    --------
    >>> best_set(np.array([3.0, 2.0, 2.0]), np.array([16, 8, 8]), 20).tolist()
    [1, 2]
    """
    values = np.rint(np.asarray(values_usd, dtype=np.float64) * _UNITS)
    able = np.flatnonzero((values > 0) & (connects <= budget))
    free, paid = able[connects[able] == 0], able[connects[able] > 0]
    paid = paid[_could_fit(values[paid], connects[paid], budget)]
    if connects[paid].sum() > budget:
        paid = paid[np.lexsort((paid, connects[paid]))]
        paid = paid[_search(_settle(values[paid], connects[paid], budget))]
    return np.sort(np.concatenate([free, paid]))


def _could_fit(values: Numbers, connects: Counts, budget: int) -> Places:
    """Return the places of the best of each price: as many as the budget buys, for no set holds more of them."""
    order = np.lexsort((-values, connects))
    sorted_ = connects[order]
    place = np.arange(len(order))
    first = np.searchsorted(sorted_, sorted_)  # where its price begins
    return order[place - first < budget // sorted_]


@dataclass(frozen=True, slots=True)
class _Race:
    """What is left to decide.

    ``taken`` and ``close`` are places, and the rest is out. ``values``, ``connects`` and ``scores`` are those of ``close``;
    a score is the value less the Connects at the going rate, ``rate``. ``greedy`` are those that the best rates alone would
    take. ``least`` is what some set is known to bring.
    """

    taken: Places
    close: Places
    values: Numbers
    connects: Counts
    scores: Numbers
    greedy: NDArray[np.bool_]
    rate: float
    budget: int
    least: float


def _settle(values: Numbers, connects: Counts, budget: int) -> _Race:
    """Decide what no good set can do otherwise.

    At any price of a Connect no set brings more than the budget at that price and every score above zero. A posting decided
    against the sign of its score takes that much off, so it may be only where the best set known allows it.
    """
    rates = values / connects
    order = np.argsort(-rates, kind="stable")
    spent = np.cumsum(connects[order])
    fitting = int(np.searchsorted(spent, budget, side="right"))  # of the best rates, so many in a row
    rate = float(rates[order[fitting]])
    scores = values - rate * connects
    most = rate * budget + float(np.maximum(scores, 0).sum())
    least = _greedy(values[order], connects[order], fitting, budget)
    slack = most - least + _ROUNDING * most
    taken, close = np.flatnonzero(scores > slack), np.flatnonzero(np.abs(scores) <= slack)
    greedy = np.zeros(len(values), dtype=np.bool_)
    greedy[order[:fitting]] = True
    return _Race(
        taken=taken,
        close=close,
        values=values[close],
        connects=connects[close],
        scores=scores[close],
        greedy=greedy[close],
        rate=rate,
        budget=budget - int(connects[taken].sum()),
        least=least - float(values[taken].sum()) - _ROUNDING * most,
    )


def _greedy(values: Numbers, connects: Counts, fitting: int, budget: int) -> float:
    """Return what a good set brings: the best rates, and then again and again the most valuable that still fits."""
    total = float(values[:fitting].sum())
    room = budget - int(connects[:fitting].sum())
    values, connects = values[fitting:].copy(), connects[fitting:]
    while len(fits := np.flatnonzero((connects <= room) & (values > 0))):
        best = fits[np.argmax(values[fits])]
        total += float(values[best])
        room -= int(connects[best])
        values[best] = 0
    return total


def _search(race: _Race) -> Places:
    """Return the places of the best set: what is taken, and the best of the close ones.

    A state is a price and the most that it buys; one that costs more and brings no more is dropped, and so is one that could
    not reach the best set known. Nor is the best set far from the greedy one: of what only one of the two takes, no part of
    the one costs as much as a part of the other, or the parts could be changed for a gain; so these are fewer than twice
    the dearest price (by the pigeonhole principle), and the prices paid on the way are never further apart than they cost.
    """
    dearest = int(race.connects.max(initial=0))
    reach = 2 * (dearest + 1) * dearest
    path = np.cumsum((race.greedy * race.connects)[::-1])[::-1]
    ahead = np.r_[0.0, np.cumsum(np.maximum(race.scores, 0))]
    costs, worths = np.zeros(1, dtype=np.int64), np.zeros(1)
    steps: list[tuple[Counts, NDArray[np.bool_]]] = []
    for number in reversed(range(len(race.close))):  # backwards, so that the way back meets the cheapest first
        with_cost, with_worth = costs + race.connects[number], worths + race.values[number]
        costs, worths = np.concatenate([with_cost, costs]), np.concatenate([with_worth, worths])
        taking = np.arange(len(costs)) < len(with_cost)
        hopeful = worths + race.rate * (race.budget - costs) + ahead[number] >= race.least
        near = np.abs(costs - path[number]) <= reach
        kept = np.flatnonzero((costs <= race.budget) & hopeful & near)
        kept = kept[np.lexsort((-worths[kept], costs[kept]))]  # stable: of equal states the one that takes
        before = np.r_[-np.inf, np.maximum.accumulate(worths[kept])[:-1]]
        kept = kept[worths[kept] > before]
        costs, worths = costs[kept], worths[kept]
        steps.append((costs, taking[kept]))
    return np.concatenate([race.taken, race.close[_way_back(steps, race.connects)]])


def _way_back(steps: list[tuple[Counts, NDArray[np.bool_]]], connects: Counts) -> Places:
    """Return which of the close ones led to the last state of the last step, the best."""
    cost = int(steps[-1][0][-1]) if steps else 0
    found = []
    for number, (costs, taking) in enumerate(reversed(steps)):
        if taking[np.searchsorted(costs, cost)]:
            found.append(number)
            cost -= int(connects[number])
    return np.array(found, dtype=np.intp)
