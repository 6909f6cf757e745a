"""Sentences: where the words of a folded text stand, in the groups that one thought fills.

Words and the ends of sentences are those of `features.text.words`, which reads them in microseconds and without places; this
module gives the places, for the sentences in which something may be found. A sentence of more than `MOST_WORDS` words is
read in overlapping windows, so that the work on one sentence has a bound.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from features.folding import Folded
from features.text.words import plain_word

__all__ = ["MOST_WORDS", "STEP", "Sentence", "Token", "place_of", "read", "sentences", "spans"]

MOST_WORDS = 60
#: From one window to the next; what they share is longer than any match may be (a test looks at every rule).
STEP = 20

_END = re.compile(r"[\n\r|?!\x01]|[.;](?= )")
_TOKEN = re.compile(r"[a-z0-9]+|[@$€£%+]")
_WORD = re.compile("[a-z0-9]+")


class Token(NamedTuple):
    """A word, or one of the signs ``@ $ € £ % +``, and its place in the folded text."""

    text: str
    start: int
    end: int


class Sentence(NamedTuple):
    """One sentence, or one window of a long one; it has at least one word."""

    tokens: tuple[Token, ...]

    @property
    def start(self) -> int:
        """Where its first token starts."""
        return self.tokens[0].start

    @property
    def end(self) -> int:
        """Where its last token ends."""
        return self.tokens[-1].end


def spans(folded: str) -> Iterator[tuple[int, int]]:
    """Yield the slice of each sentence of a folded text, the empty ones too, without reading its words."""
    start = 0
    for match in _END.finditer(folded):
        yield start, match.start()
        start = match.end()
    yield start, len(folded)


def read(folded: str, start: int, end: int) -> Iterator[Sentence]:
    """Yield the sentence in a slice whole, or in overlapping windows when it is long; nothing when it has no word."""
    tokens = [Token(match.group(), *match.span()) for match in _TOKEN.finditer(folded, start, end)]
    words = [i for i, token in enumerate(tokens) if token.text.isalnum()]
    if not words:
        return
    for first in range(0, max(1, len(words) - MOST_WORDS + STEP), STEP):
        begin = 0 if first == 0 else words[first]
        stop = words[first + MOST_WORDS] if first + MOST_WORDS < len(words) else len(tokens)
        yield Sentence(tuple(tokens[begin:stop]))


def sentences(folded: str) -> list[Sentence]:
    """Return the sentences of a folded text, in order."""
    return [sentence for start, end in spans(folded) for sentence in read(folded, start, end)]


def place_of(words: str, folded: Folded) -> tuple[int, int] | None:
    """Return the slice of the original where a term's words first stand side by side; None when they do not.

    Parameters
    ----------
    words : str
        As `features.text.words.read_words` has them, joined by single spaces.
    folded : Folded
    """
    wanted = words.encode().split(b" ")
    for start, end in spans(folded.text):
        tokens = [(plain_word(match.group()), *match.span()) for match in _WORD.finditer(folded.text, start, end)]
        for i in range(len(tokens) - len(wanted) + 1):
            if [word for word, _, _ in tokens[i : i + len(wanted)]] == wanted:
                return folded.original(tokens[i][1], tokens[i + len(wanted) - 1][2])
    return None
