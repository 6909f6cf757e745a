"""Sentences: the words of a folded text in the groups that one thought fills.

The definition, which `quick_words` and `sentences` share:

1. A word is a longest run of ``a``-``z`` and ``0``-``9`` of the folded text. Everything else separates; ``don't`` is the two
   words ``don t``.
2. A sentence ends at a line's end, at ``|``, ``?`` and ``!``, and at ``.`` or ``;`` before a space.
3. A sentence of more than `MOST_WORDS` words is read in overlapping windows, so that the work on one sentence has a bound.

`quick_words` gives words in microseconds and without places; `read` gives places too, for the sentences in which something
may be found.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

__all__ = ["END", "MOST_WORDS", "STEP", "Sentence", "Token", "quick_words", "read", "sentences", "spans"]

MOST_WORDS = 60
STEP = 40
#: The mark of a sentence's end among `quick_words`.
END = b"\x01"

_ENDS = tuple((end, b" \x01 ") for end in (b"\x01", b"\n", b"|", b"!", b"\r", b". ", b"; "))
_KEPT = bytes(c if c == 1 or (c < 128 and chr(c).isalnum()) else 32 for c in range(256))
_END = re.compile(r"[\n\r|?!\x01]|[.;](?= )")
_TOKEN = re.compile(r"[a-z0-9]+|[@$€£%+]")


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


def quick_words(folded: str) -> list[bytes]:
    r"""Return the words of a folded text in order, with `END` where a sentence ends.

    Examples
    --------
    >>> quick_words("don't call. text me!")
    [b'don', b't', b'call', b'\x01', b'text', b'me', b'\x01']
    """
    body = folded.replace("?", "\n").encode("ascii", "replace")
    for old, new in _ENDS:
        body = body.replace(old, new)
    return body.translate(_KEPT).split()


def spans(folded: str) -> Iterator[tuple[int, int]]:
    """Yield the slice of each sentence of a folded text, without reading its words."""
    start = 0
    for match in _END.finditer(folded):
        if match.start() > start:
            yield start, match.start()
        start = match.end()
    if start < len(folded):
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
