"""Folding: the text as a reader means it, whatever the writer did to hide it, with every offset kept.

The flow: markup is read (`markup`), characters become plain lower-case ones and hidden ones go (`characters`), then words
spelled to slip through are put together again (`spelling`). Every step goes through `folded.Folded`, which knows of each
folded character which slice of the original it stands for. Most texts need none of it: `needs_folding` tells in one pass.
"""

from __future__ import annotations

from features.folding.characters import fold_characters, hidden_marks
from features.folding.folded import Folded, Mark
from features.folding.markup import read_markup
from features.folding.spelling import join_spelled
from features.folding.triggers import needs_folding
from features.posting import Posting

__all__ = ["Folded", "FoldedPosting", "Mark", "fold", "fold_posting", "needs_folding"]

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
    return _folded(text) if needs_folding(text) else Folded.of(text).lowered()


def _folded(text: str) -> Folded:
    return join_spelled(fold_characters(read_markup(Folded.of(text)))).marked(hidden_marks(text))


def fold_posting(posting: Posting) -> FoldedPosting:
    """Return title and description folded, once for all that read them."""
    texts = {"title": posting.title, "description": posting.description}
    # One pass over both: where the two together need no folding, neither does.
    if not needs_folding("\n".join(texts.values())):
        return {field: Folded.of(text).lowered() for field, text in texts.items()}
    return {field: fold(text) for field, text in texts.items()}
