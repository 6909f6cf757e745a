"""Postings read once for all models of a bundle."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from features.fields.facts import Facts
from features.folding import FoldedPostings
from features.rules import finder
from features.rules.prefilter import words_of
from features.text.lexicon import Lexicon, Reading
from features.text.terms import TermMatrix, TermReader
from features.text.words import read_words
from serving.bundle import Bundle

__all__ = ["Page", "Reader"]


@dataclass(frozen=True, slots=True, eq=False)
class Page:
    """Postings with what was read of them; the same number of a posting in every part.

    Parameters
    ----------
    facts : sequence of Facts
    folded : FoldedPostings
    reading : Reading
        In the lexicon of the `Reader`.
    words : TermMatrix
        Title and description over the bundle's vocabulary.
    """

    facts: Sequence[Facts]
    folded: FoldedPostings
    reading: Reading
    words: TermMatrix


class Reader:
    """Reads postings in one lexicon: the words of the bundle's models and of the rules."""

    def __init__(self, bundle: Bundle) -> None:
        words = bundle.vocabulary.words().union(bundle.risk["request_terms"], words_of(finder().chains))
        self.lexicon = Lexicon(words)
        self._terms = TermReader(bundle.vocabulary, self.lexicon)

    def read(self, facts: Sequence[Facts]) -> Page:
        """Return postings as the models look at them."""
        folded = FoldedPostings.of([one.posting for one in facts])
        reading = self.lexicon.read(read_words(folded.texts()))
        return Page(facts, folded, reading, self._terms.words(reading))

    def phrases(self, page: Page) -> TermMatrix:
        """Return skills, category and tier of a page's postings over the bundle's vocabulary."""
        return self._terms.phrases(page.folded.postings)
