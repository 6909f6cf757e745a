"""Which posting is asked next: where the model doubts, and what is unlike everything that was asked.

What is worth a person's minute is a label that teaches something. Two things say that it may, each from 0 to 1:

- *doubt*: the binary entropy of the chance of danger (`doubt`). A label where the model is sure seldom changes it.
- *novelty*: 1 less the cosine to the nearest text that was asked, in a space of hashed, TF-IDF-weighted words (`likeness`).

They are added, half and half, and the greatest sum is asked first; then novelty is counted again (maximal marginal
relevance, Carbonell and Goldstein 1998). A sum and not a product: a model that is sure and wrong, as of a kind of danger
that it never saw, has no doubt, and a product would never ask there. Doubt is near zero for most postings and novelty
differs little among them, so the sum begins with what is truly doubtful and goes on with what is unlike the rest.

Near-copies of what was asked come last, whatever the model says: they would teach the same thing again. So do titles
without a text, which leave little to judge. Novelty counts what was *asked*, skipped postings included, so whoever stops
and comes back goes on with the very same order. Ties are broken by a hash of seed and key, so the order of rows in a file
means nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from features.bundle_format import sha256
from training.metrics import Array

__all__ = ["DOUBT", "Compared", "in_order", "overlap"]

#: Weight of doubt; novelty has the rest.
DOUBT = 0.5
#: More than any sum: what is put off comes after everything else.
_LAST = 2.0
_HASH_HEX = 16


class Compared(Protocol):
    """Texts that can be compared, by number."""

    def nearest(self, to: Sequence[int]) -> Array:
        """Return the likeness of each to the nearest of some, from 0 to 1."""

    def copies(self, of: int) -> NDArray[np.bool_]:
        """Return which are near-copies of one."""


def overlap(keys: Sequence[str], share: float) -> list[int]:
    """Return the numbers of the postings that every annotator is asked first, in the same order for each.

    A hash of the key alone chooses them, so they are also a fair draw: shares may be estimated from them.

    Examples
    --------
    >>> overlap(["x", "y", "z"], share=1.0), overlap(["x", "y", "z"], share=0.5)
    ([1, 0, 2], [1])
    """
    places = [int(sha256(f"overlap:{key}".encode())[:_HASH_HEX], 16) / 16**_HASH_HEX for key in keys]
    return sorted((n for n, place in enumerate(places) if place < share), key=lambda n: places[n])


def in_order(
    keys: Sequence[str],
    doubt: Array,
    texts: Compared,
    *,
    asked: Sequence[int] = (),
    first: Sequence[int] = (),
    last: Sequence[int] = (),
    seed: int = 0,
) -> Iterator[int]:
    """Yield the numbers of the postings that were not asked, the most informative first; each is worked out when it is due.

    Parameters
    ----------
    keys : sequence of str, length n
    doubt : ndarray, shape (n,)
        In bits, 0 to 1.
    texts : Compared
        Those of the same postings.
    asked : sequence of int
        What is known already; not yielded.
    first : sequence of int
        What comes before everything else, in this order.
    last : sequence of int
        What is put off as near-copies are.
    seed : int
        Breaks ties.
    """
    known = list(asked)
    nearest = texts.nearest(known)
    put_off = np.zeros(len(keys), dtype=np.bool_)
    put_off[list(last)] = True
    waiting = np.ones(len(keys), dtype=np.bool_)
    waiting[known] = False
    for one in known:
        put_off |= texts.copies(one)
    ties = np.array([int(sha256(f"{seed}:{key}".encode())[:_HASH_HEX], 16) for key in keys], dtype=np.uint64)
    due = [one for one in first if waiting[one]]
    while waiting.any():
        if due:
            chosen = due.pop(0)
        else:
            worth = DOUBT * doubt + (1 - DOUBT) * (1 - nearest) - _LAST * put_off
            best = np.flatnonzero(waiting & (worth == worth[waiting].max()))
            chosen = int(best[ties[best].argmin()])
        waiting[chosen] = False
        yield chosen
        nearest = np.maximum(nearest, texts.nearest([chosen]))
        put_off |= texts.copies(chosen)
