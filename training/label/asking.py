"""Put together what the order rests on: the model's doubt, the texts, what was answered and what is known."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from features.posting import Posting
from training.label.doubt import chances_of_danger, entropy
from training.label.likeness import Texts
from training.label.order import in_order, overlap

__all__ = ["Asking", "asked_in_order"]


@dataclass(frozen=True, slots=True)
class Asking:
    """How to ask.

    Parameters
    ----------
    known : collection of str
        Postings with labels from elsewhere: not asked, and what is like them is no news.
    overlap : float
        Share of the postings that every annotator is asked first.
    bundle : Path or None
        The model whose doubt counts; the one that ships when left out.
    seed : int
        Breaks ties.
    """

    known: Collection[str] = ()
    overlap: float = 0.0
    bundle: Path | None = None
    seed: int = 0


def asked_in_order(
    postings: Mapping[str, Posting], answered: Collection[str], asking: Asking, say: Callable[[str], None]
) -> Iterator[str]:
    """Yield the keys of the postings that were not answered and are not known, in the order of `order`.

    Reading and scoring are done before this returns; a posting is chosen when it is due.

    Raises
    ------
    BundleError, DataError
        If the scorer does not take the bundle, or a posting.
    """
    keys = list(postings)
    open_ones = [n for n, key in enumerate(keys) if key not in answered and key not in asking.known]
    say(f"scoring {len(open_ones):,} postings that have no answer yet")
    doubt = np.zeros(len(keys))
    doubt[open_ones] = entropy(chances_of_danger((postings[keys[n]] for n in open_ones), asking.bundle))
    say(f"comparing {len(keys):,} texts")
    titles_only = [n for n, key in enumerate(keys) if not postings[key].description.strip()]
    bare = set(titles_only)
    chosen = in_order(
        keys,
        doubt,
        Texts(list(postings.values())),
        asked=[n for n, key in enumerate(keys) if key in answered or key in asking.known],
        # A title alone leaves little to agree on.
        first=[n for n in overlap(keys, asking.overlap) if n not in bare],
        last=titles_only,
        seed=asking.seed,
    )
    return (keys[n] for n in chosen)
