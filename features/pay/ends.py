"""Which end of the pay an amount is: the most ("up to $500"), the least ("from $20"), or both."""

from __future__ import annotations

import re

from features.pay.amounts import Amount

__all__ = ["ends_of", "is_capped"]

_AT_MOST = re.compile(
    r"(?:<=?|≤|less than|under|below|up ?to|at most|max(?:imum)?(?: of| budget| price| pay| rate)?"
    r"|no more than|not more than|not (?:to )?exceed(?:ing)?|limited to|capped at|no higher than)"
    r" ?(?:is|of|:|-)? ?\Z"
)
_AT_LEAST = re.compile(
    r"(?:>=?|≥|more than|over|above|from|at least|min(?:imum)?(?: of)?|start(?:ing|s)?(?: at| from)?"
    r"|upwards of) ?(?:is|of|:|-)? ?\Z"
)
_MAX_AFTER = re.compile(r" ?[(,-]? ?(?:max(?:imum)?|or less|tops|at most|at the most)(?![a-z])(?! ?(?:of )?[$£€0-9])")
_MORE_AFTER = re.compile(r" ?(?:and up|or more|minimum)(?![a-z0-9])")
_OR_MORE = re.compile(r" ?(?:and up|or more|\+)(?! ?[a-z0-9$])")


def ends_of(text: str, amount: Amount, finish: int) -> tuple[float | None, float | None, int]:
    """Return the low and the high end that the words round an amount give it, and where the statement ends.

    Parameters
    ----------
    text : str
        A folded text.
    amount : Amount
        The amount in it.
    finish : int
        Where its statement ends without such words.

    Examples
    --------
    >>> from features.pay.amounts import amounts_in
    >>> ends_of("up to $50", amounts_in("up to $50")[0], 9)
    (None, 50.0, 9)
    """
    if amount.low != amount.high:
        return amount.low, amount.high, finish
    floor = max(0, amount.start - 28)
    for place in (amount.end, finish):
        most = _MAX_AFTER.match(text, place)
        if most:
            return None, amount.high, max(finish, most.end())
    if _AT_MOST.search(text, floor, amount.start):
        return None, amount.high, finish
    more = _MORE_AFTER.match(text, amount.end) or _OR_MORE.match(text, finish)
    if amount.open or more or _AT_LEAST.search(text, floor, amount.start):
        return amount.low, None, max(finish, more.end() if more else 0)
    return amount.low, amount.high, finish


def is_capped(text: str, end: int) -> bool:
    """Return whether the words behind an amount say that it is the most."""
    return bool(_MAX_AFTER.match(text, end))
