"""Folding: the text as a reader means it, whatever the writer did to hide it, with every offset kept.

The flow: markup is read (`markup`), characters become plain lower-case ones and hidden ones go (`characters`), then words
spelled to slip through are put together again (`spelling`). Every step goes through `folded.Folded`, which knows of each
folded character which slice of the original it stands for. Most texts need none of it: `needs_folding` tells in one pass.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from features.folding.characters import fold_characters, hidden_marks
from features.folding.folded import Folded, Mark
from features.folding.markup import read_markup
from features.folding.spelling import join_spelled
from features.folding.triggers import needs_folding
from features.posting import Posting

__all__ = [
    "Folded",
    "FoldedPosting",
    "Mark",
    "fold",
    "fold_hidden",
    "fold_plain",
    "fold_posting",
    "fold_postings",
    "needs_folding",
]

#: The folded text of each field that is read, in reading order.
FoldedPosting = dict[str, Folded]


def fold(text: str) -> Folded:
    """Return the text as a reader means it, in lower case, with the place of each character in the original.

    Examples
    --------
    >>> folded = fold("Find me on T e l e g r а m")
    >>> folded.text
    'find me on telegram'
    >>> folded.original(11, 19)
    (11, 26)
    """
    return _folded(text) if needs_folding(text) else Folded.plain(text)


def _folded(text: str) -> Folded:
    return join_spelled(fold_characters(read_markup(Folded.of(text)))).marked(hidden_marks(text))


def fold_posting(posting: Posting) -> FoldedPosting:
    """Return every field of a posting's own text folded, once for all that read them."""
    return fold_postings([posting])[0]


def fold_postings(postings: Sequence[Posting]) -> list[FoldedPosting]:
    """Return the folded fields of each posting, title and description first."""
    hidden = fold_hidden([posting.texts() for posting in postings])
    return [hidden.get(number) or fold_plain(posting) for number, posting in enumerate(postings)]


def fold_plain(posting: Posting) -> FoldedPosting:
    """Return the folded fields of a posting in which folding changes nothing but capitals."""
    return {field: Folded.plain(text) for field, text in posting.texts().items()}


def fold_hidden(postings: Sequence[Mapping[str, str]]) -> dict[int, FoldedPosting]:
    """Return the folded fields of the postings in which folding may change more than capitals, by their number.

    Parameters
    ----------
    postings : sequence of mapping of str to str
        The texts of each, as `features.posting.Posting.texts` gives them.
    """
    # One pass over all: where the whole needs no folding, no part of it does.
    joined = ["\n".join(texts.values()) for texts in postings]
    if not needs_folding("\n".join(joined)):
        return {}
    return {
        number: {field: fold(text) for field, text in postings[number].items()}
        for number, text in enumerate(joined)
        if needs_folding(text)
    }
