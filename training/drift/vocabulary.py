"""The vocabulary of a bundle, read without the code that serves it."""

from __future__ import annotations

import numpy as np

from features.errors import BundleCorrupt
from features.text.terms import Vocabulary
from training.rebundle import Whole

__all__ = ["vocabulary_of"]


def vocabulary_of(bundle: Whole) -> Vocabulary:
    """Return the terms that a bundle knows.

    Raises
    ------
    BundleCorrupt
        If its file holds something else.
    """
    try:
        settings = bundle.settings("vocabulary.json")
        return Vocabulary(tuple(settings["terms"]), np.array(settings["idf"], dtype=np.float64))
    except (KeyError, TypeError, ValueError) as error:
        raise BundleCorrupt(f"{bundle.folder / 'vocabulary.json'}: {error} cannot be read; train the bundle again") from None
