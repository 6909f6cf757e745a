"""Words: what every model and the rules' quick look see of a folded text.

1. A word is a longest run of ``a``-``z`` and ``0``-``9`` of the folded text (`features.folding`), every digit read as ``0``:
   40 and 45 mean the same to a model, and no number of a training text can become a term. Everything else separates;
   ``don't`` is the two words ``don t``.
2. A sentence ends at a line's end, at ``|``, ``?`` and ``!``, and at ``.`` or ``;`` before a space
   (`features.text.sentences` gives the places).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache

from features.folding import FoldedPosting

__all__ = ["END", "FIELD", "POSTING", "phrase", "plain_word", "posting_words", "read_words"]

#: Marks among the words: where a sentence ends, where a posting's next field begins, and where a posting begins.
END, FIELD, POSTING = b"\x01", b"\x02", b"\x03"

_END = b"\t" + END + b"\t"
_FIELD, _POSTING = FIELD.decode(), POSTING.decode()
_MARKS = re.compile(f"[{_FIELD}{_POSTING}]")
_DIGITS = dict.fromkeys(map(ord, "123456789"), "0")
_ENDERS = b"\x01\n|!\r"
_TAB = 9


def _kept(c: int) -> int:
    if c in _ENDERS:
        return END[0]
    if c < 128 and chr(c).isdigit():
        return ord("0")
    # A full stop ends a sentence before a space only, so whatever else separates becomes a tab.
    return c if c in b" .;\x02\x03" or (c < 128 and chr(c).isalpha()) else _TAB


_KEPT = bytes(_kept(c) for c in range(256))
_STOPS = bytes(_TAB if c in b".;" else c for c in range(256))


def read_words(postings: Iterable[Sequence[str]]) -> list[bytes]:
    r"""Return the words of the folded fields of postings in order, with marks among them.

    Each posting begins with `POSTING`, each field but its first with `FIELD`, and `END` stands where a sentence ends.

    Examples
    --------
    >>> read_words([["pay 25", "don't call. text me!"]])
    [b'\x03', b'pay', b'00', b'\x02', b'don', b't', b'call', b'\x01', b'text', b'me', b'\x01']
    """
    texts = list(postings)
    joined = _joined(texts)
    if joined.count(_FIELD) + joined.count(_POSTING) != sum(map(len, texts)):
        joined = _joined([[_MARKS.sub("\t", text) for text in fields] for fields in texts])
    # Beyond ASCII everything becomes a question mark, so a real one is told apart before.
    body = joined.replace("?", "\n").encode("ascii", "replace").translate(_KEPT)
    body = body.replace(b". ", _END).replace(b"; ", _END).replace(END, _END)
    return body.translate(_STOPS).split()


def posting_words(postings: Iterable[FoldedPosting]) -> list[bytes]:
    """Return the words of postings, as `read_words` does."""
    return read_words([[text.text for text in folded.values()] for folded in postings])


def _joined(postings: Sequence[Sequence[str]]) -> str:
    return "".join([f"\t{_POSTING}\t" + f"\t{_FIELD}\t".join(fields) for fields in postings])


def plain_word(word: str) -> bytes:
    """Return a word of the folded text as `read_words` has it."""
    return word.translate(_DIGITS).encode()


@lru_cache(maxsize=65_536)
def phrase(text: str) -> str:
    """Return the words of a short text, such as the name of a skill, joined by single spaces.

    Examples
    --------
    >>> phrase("Google Sheets (v2)")
    'google sheets v0'
    """
    return b" ".join(word for word in read_words([[text.lower()]]) if word[0] > POSTING[0]).decode()
