"""How unsure the model is of each posting: the binary entropy of its chance of danger, as the scorer tells it."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import numpy as np

from features.posting import Posting
from training.metrics import Array
from training.served import served

__all__ = ["chances_of_danger", "entropy"]

#: What the danger model reads. Times and counters are left behind: as read they are not in the shape that a page shows.
_READ = {"title", "description", "skills", "category", "tier", "pay", "duration", "weekly_hours", "questions"}
_COLUMN = "scam.probability"


def chances_of_danger(postings: Iterable[Posting], bundle: Path | None) -> Array:
    """Return the chance of danger of each posting, shape (n,), as the scorer answers it.

    Raises
    ------
    BundleError, DataError
        If the scorer does not take the bundle, or a posting.
    """
    rows: list[dict[str, Any]] = [posting.model_dump(mode="json", include=_READ) for posting in postings]
    if not rows:
        return np.zeros(0)
    return served(bundle, rows, columns=[_COLUMN])[_COLUMN].to_numpy(np.float64)


def entropy(chance: Array) -> Array:
    """Return the doubt of chances in bits: 0 where the model is sure, 1 at one half.

    Examples
    --------
    >>> import numpy as np
    >>> entropy(np.array([0.0, 0.11, 0.5, 1.0])).round(2).tolist()
    [0.0, 0.5, 1.0, 0.0]
    """
    inside = np.clip(chance, 1e-12, 1 - 1e-12)
    bits: Array = -(inside * np.log2(inside) + (1 - inside) * np.log2(1 - inside))
    return bits
