"""Whom a posting is about: the slices in which no bundle may get worse."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from features.client_record import record_of
from features.fields.facts import Facts
from features.posting import Posting

__all__ = ["ALL", "slices_of"]

ALL = "all"
#: Characters of a description, under which it is terse.
_TERSE = 200
#: A hire rate without a count (``record_posts_when_unknown`` in serving/assumptions.toml): no kind of record rests on it.
_POSTS_WHEN_UNKNOWN = 5.0
#: Words of a text from which on its language can be told, and the least share of these among them in English: it is
#: 0.2 to 0.4, and hardly any in other languages.
_LEAST_WORDS, _ENGLISH_SHARE = 12, 0.06
_WORD = re.compile(r"[^\W\d_]+")
_ENGLISH = frozenset(
    {"the", "a", "an", "and", "or", "of", "to", "in", "for", "with", "on", "is", "are", "be", "we", "you", "i", "our"}
    | {"your", "this", "that", "it", "will", "need", "have", "as", "from", "by", "who", "can"}
)
#: Sources and years with fewer postings are "other" ones.
_LEAST = 30


def slices_of(postings: Sequence[Posting], sources: Sequence[str]) -> dict[str, NDArray[np.bool_]]:
    """Return who belongs to each slice, shape (n,) each; a posting belongs to several.

    Parameters
    ----------
    postings : sequence of Posting, length n
    sources : sequence of str, length n
        Where each was collected.
    """
    named = [_names(posting, source) for posting, source in zip(postings, sources, strict=True)]
    counts = Counter(name for names in named for name in names)
    wanted = sorted(name for name, count in counts.items() if count >= _LEAST or not name.startswith(("source", "year")))
    return {
        ALL: np.ones(len(postings), dtype=bool),
        **{name: np.array([name in names for names in named]) for name in wanted},
    }


def _names(posting: Posting, source: str) -> set[str]:
    record = record_of(posting.client, _POSTS_WHEN_UNKNOWN)
    names = {f"source: {source}", f"pay: {posting.pay.type if posting.pay and posting.pay.type else 'not stated'}"}
    if record.kind == "new":
        names.add("new clients")
    elif record.kind == "unknown":
        names.add("clients without a record shown")
    if len(posting.description) < _TERSE:
        names.add("terse postings" if posting.description else "titles alone")
    if posting.tier:
        names.add(f"tier: {posting.tier}")
    year = Facts(posting).year
    if year is not None:
        names.add(f"year: {int(year)}")
    words = _WORD.findall(f"{posting.title} {posting.description}".lower())
    if len(words) >= _LEAST_WORDS and sum(word in _ENGLISH for word in words) < _ENGLISH_SHARE * len(words):
        names.add("not in English")
    return names
