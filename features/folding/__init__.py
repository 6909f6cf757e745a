"""Folding: the text as a reader means it, whatever the writer did to hide it, with every offset kept.

The flow: markup is read (`markup`), characters become plain lower-case ones and hidden ones go (`characters`), then words
spelled to slip through are put together again (`spelling`). Every step goes through `folded.Folded`, which knows of each
folded character which slice of the original it stands for. Most texts need none of it: `needs_folding` tells in one pass.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

from features.folding.characters import fold_characters, hidden_marks
from features.folding.folded import Folded, Mark
from features.folding.markup import read_markup
from features.folding.spelling import join_spelled
from features.folding.triggers import needs_folding
from features.posting import Posting

__all__ = ["Folded", "FoldedPosting", "FoldedPostings", "Mark", "fold", "fold_posting", "needs_folding"]

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
    """Return the fields of a posting's own text folded, title and description first."""
    return FoldedPostings.of([posting])[0]


@dataclass(frozen=True, slots=True, eq=False)
class FoldedPostings:
    """Postings whose texts are folded where anything may be hidden, and else only when somebody asks.

    Parameters
    ----------
    postings : sequence of Posting
    hidden : dict of int to FoldedPosting
        By number: those in which folding may change more than capitals.
    fields : list of dict of str to str
        The original texts of each.
    """

    postings: Sequence[Posting]
    hidden: dict[int, FoldedPosting]
    fields: list[dict[str, str]]

    @classmethod
    def of(cls, postings: Sequence[Posting]) -> Self:
        """Fold postings."""
        # One pass over all: where the whole needs no folding, no part of it does.
        fields = [posting.texts() for posting in postings]
        joined = ["\n".join(texts.values()) for texts in fields]
        if not needs_folding("\n".join(joined)):
            return cls(postings, {}, fields)
        numbers = [number for number, text in enumerate(joined) if needs_folding(text)]
        return cls(postings, {n: {field: fold(text) for field, text in fields[n].items()} for n in numbers}, fields)

    def __getitem__(self, number: int) -> FoldedPosting:
        """Return the folded fields of one posting, title and description first."""
        known = self.hidden.get(number)
        return known or {field: Folded.plain(text) for field, text in self.fields[number].items()}

    def texts(self) -> list[list[str]]:
        """Return the fields of each posting, folded but for capitals."""
        return [
            [text.text for text in self.hidden[number].values()] if number in self.hidden else [*texts.values()]
            for number, texts in enumerate(self.fields)
        ]
