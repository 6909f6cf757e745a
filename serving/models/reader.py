"""Postings read once for all models of a bundle."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from features.fields.facts import Facts
from features.folding import FoldedPosting, fold_hidden, fold_plain
from features.posting import Posting
from features.rules import finder
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
    facts : list of Facts
    hidden : dict of int to FoldedPosting
        By number: where folding changes more than capitals.
    reading : Reading
        In the lexicon of the `Reader`.
    words : TermMatrix
        Title and description over the bundle's vocabulary.
    """

    facts: list[Facts]
    hidden: dict[int, FoldedPosting]
    reading: Reading
    words: TermMatrix

    def folded(self, number: int) -> FoldedPosting:
        """Return the folded fields of one posting."""
        return self.hidden.get(number) or fold_plain(self.facts[number].posting)


class Reader:
    """Reads postings in one lexicon: the words of the bundle's models and of the rules."""

    def __init__(self, bundle: Bundle) -> None:
        words = bundle.vocabulary.words().union(bundle.risk["request_terms"], finder().prefilter.words())
        self.lexicon = Lexicon(words)
        self._terms = TermReader(bundle.vocabulary, self.lexicon)

    def read(self, postings: Sequence[Posting]) -> Page:
        """Return postings as the models look at them."""
        texts = [posting.texts() for posting in postings]
        hidden = fold_hidden(texts)
        fields = [list(of.values()) for of in texts]
        for number, folded in hidden.items():
            fields[number] = [text.text for text in folded.values()]
        reading = self.lexicon.read(read_words(fields))
        return Page([Facts(posting) for posting in postings], hidden, reading, self._terms.words(reading))

    def phrases(self, page: Page) -> TermMatrix:
        """Return skills, category and tier of a page's postings over the bundle's vocabulary."""
        return self._terms.phrases([facts.posting for facts in page.facts])
