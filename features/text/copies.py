"""Near-copies: a MinHash signature of a posting's words, by which two texts are compared without keeping either.

The flow: the folded title and description → words, letters only, so that another amount, date or punctuation changes nothing
→ every two neighbouring words → `signature` → `bands`, of which two near-copies share at least one → `likeness`.

The numbers were chosen on 9,592 real texts (``features/README.md``). MinHash is rensa's, whose signatures differ from one
algorithm version to the next: `FORMAT` names both, and signatures of two formats say nothing about each other.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from rensa import RMinHash

from features.folding import FoldedPosting

__all__ = ["BANDS", "FORMAT", "LEAST_WORDS", "NEAR", "SIZE", "Signature", "bands", "likeness", "signature"]

#: Our own version, then the library's.
FORMAT = f"1.{RMinHash.ALGORITHM_VERSION}"
#: Fewer words tell nothing: titles of up to 15 words were found word for word with clients that had nothing in common.
LEAST_WORDS = 20
#: Share of word pairs in common from which a text counts as a near-copy. Two different jobs of equal length that share 60%
#: of their words reach 0.43; a text of 40 to 80 words with five of them changed stays above 0.6.
NEAR = 0.6
#: Hash values in a signature; the likeness they give is off by 0.043 (standard deviation) at `NEAR`.
_VALUES = 128
#: Kept of each value: two values that differ agree in these bits once in 65,536 times.
_KEPT = np.dtype("<u2")
#: Bytes of a signature.
SIZE = _VALUES * _KEPT.itemsize
_SEED = 1
#: Two texts alike by 0.6 share a band with a chance of 0.98, by 0.7 of 0.998; by 0.1, as unrelated ones, of 0.016.
BANDS, _ROWS = 16, 3

#: Scripts written without spaces: there, each character counts as a word.
_UNSPACED = "\u0e00-\u0eff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff"
_WORD = re.compile(rf"[{_UNSPACED}]|[^\W\d_{_UNSPACED}]+")
_FOREIGN = re.compile(r"[^\x00-\x7f]+")
_LETTERS_ONLY = bytes(code if chr(code).isalpha() and code < 128 else 32 for code in range(256))
#: Number and three values side by side: 52 bits, so that a band is a whole number for any database.
_NUMBER_SHIFT = 48
_SHIFTS = np.array([32, 16, 0], dtype=np.int64)


class Signature(NamedTuple):
    """What is kept of a text.

    Parameters
    ----------
    values : bytes
        128 hash values of 16 bits, little-endian: 256 bytes.
    words : int
        How many words it was made of.
    """

    values: bytes
    words: int


def signature(folded: FoldedPosting) -> Signature | None:
    """Return the signature of a posting's title and description; ``None`` for fewer than `LEAST_WORDS` words.

    Parameters
    ----------
    folded : FoldedPosting
        From `features.folding.fold_posting`.
    """
    words = _words(f"{folded['title'].text}\n{folded['description'].text}")
    if len(words) < LEAST_WORDS:
        return None
    minhash = RMinHash(_VALUES, _SEED)
    minhash.update(list(map(b" ".join, pairwise(words))))
    return Signature(np.array(minhash.digest(), dtype=np.uint32).astype(_KEPT).tobytes(), len(words))


def bands(values: bytes) -> tuple[int, ...]:
    """Return the bands of a signature: `BANDS` whole numbers under 2**52. Texts that share none are not near-copies."""
    rows = np.frombuffer(values, _KEPT)[: BANDS * _ROWS].reshape(BANDS, _ROWS).astype(np.int64)
    numbered = (np.arange(BANDS, dtype=np.int64) << _NUMBER_SHIFT) | (rows << _SHIFTS).sum(axis=1)
    return tuple(numbered.tolist())


def likeness(values: bytes, others: Sequence[bytes]) -> NDArray[np.float64]:
    """Return the estimated share of word pairs that a text has in common with each of others (Jaccard).

    Parameters
    ----------
    values : bytes
        The values of one signature.
    others : sequence of bytes, length n
        Those of the others, of the same format.

    Returns
    -------
    array, shape (n,)
        From 0, nothing in common, to 1, the same words in the same order.
    """
    table = np.frombuffer(b"".join(others), _KEPT).reshape(len(others), _VALUES)
    same: NDArray[np.float64] = (table == np.frombuffer(values, _KEPT)).mean(axis=1)
    return same


def _words(text: str) -> list[bytes]:
    foreign = "" if text.isascii() else "".join(_FOREIGN.findall(text))
    if _WORD.search(foreign):
        return [word.encode() for word in _WORD.findall(text)]
    # Most texts, typographic quotes and bullets included: the same words in a quarter of the time.
    return text.encode("ascii", "replace").translate(_LETTERS_ONLY).split()
