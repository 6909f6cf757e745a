"""Words: what every model and the rules' quick look see of a folded text.

1. A word is a longest run of ``a``-``z`` and ``0``-``9`` of the folded text (`features.folding`), every digit read as ``0``:
   40 and 45 mean the same to a model, and no number of a training text can become a term. Everything else separates;
   ``don't`` is the two words ``don t``.
2. A sentence ends at a line's end, at ``|``, ``?`` and ``!``, and at ``.`` or ``;`` before a space
   (`features.text.sentences` gives the places).

Many postings are read in a few steps over whole arrays. No word becomes an object of its own: each gets a key, a number of
64 bits by which a lexicon finds it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

__all__ = ["END", "FIELD", "POSTING", "Words", "phrase", "plain_word", "read_words"]

#: Marks among the words: where a sentence ends, where a posting's next field begins, and where a posting begins.
END, FIELD, POSTING = b"\x01", b"\x02", b"\x03"

_FIELD, _POSTING = FIELD.decode(), POSTING.decode()
_MARKS = re.compile(f"[{_FIELD}{_POSTING}]")
_DIGITS = dict.fromkeys(map(ord, "123456789"), "0")

# Codes of five bits: 0 separates, 1 to 3 are the marks, then come the letters and all digits as one.
_LETTERS = "abcdefghijklmnopqrstuvwxyz0"
_FIRST = 4
_SPACE, _STOP = 32, 33
_LISTED = bytes(c if 0 < c < _FIRST else 0 for c in range(_FIRST)) + _LETTERS.encode() + bytes(256 - _FIRST - len(_LETTERS))


def _code(c: int) -> int:
    if c in b"\x01\n|!\r":
        return END[0]
    if c in FIELD + POSTING:
        return c
    if c in b".;":
        return _STOP
    letter = "0" if 48 <= c <= 57 else chr(c).lower() if c < 128 else " "
    return _FIRST + _LETTERS.index(letter) if letter in _LETTERS else _SPACE if c == 32 else 0


_CODES = bytes(map(_code, range(256)))
#: Eight letters are read at once. A word up to that length is its own key; each further eight count by an odd number
#: without pattern (the golden ratio in 64 bits and its powers). Beyond 64 letters nothing counts.
_AT_ONCE, _COUNTED = 8, 64
_MIX = np.array([pow(0x9E3779B97F4A7C15, i, 2**64) for i in range(_COUNTED // _AT_ONCE)], dtype=np.uint64)
_LEFT = np.array([(1 << 8 * letters) - 1 for letters in range(_AT_ONCE + 1)], dtype=np.uint64)
#: Set in the key of every word and of no mark.
_IS_WORD = np.uint64(1 << 63)


@dataclass(frozen=True, slots=True, eq=False)
class Words:
    """Words and marks in order.

    Parameters
    ----------
    codes : ndarray of uint8, shape (n_characters,)
    starts, ends : ndarray of int64, shape (n,)
        The slice of the codes that is each word or mark.
    keys : ndarray of uint64, shape (n,)
        Equal for equal words; a mark's key is its code.
    """

    codes: NDArray[np.uint8]
    starts: NDArray[np.int64]
    ends: NDArray[np.int64]
    keys: NDArray[np.uint64]

    def __len__(self) -> int:
        return len(self.keys)

    def listed(self, where: slice = slice(None)) -> list[bytes]:
        r"""Return words as texts, with `END`, `FIELD` and `POSTING` among them.

        Examples
        --------
        >>> read_words([["Pay 25", "don't call. Text me!"]]).listed()
        [b'\x03', b'pay', b'00', b'\x02', b'don', b't', b'call', b'\x01', b'text', b'me', b'\x01']
        """
        starts, ends = self.starts[where].tolist(), self.ends[where].tolist()
        if not starts:
            return []
        text = self.codes[starts[0] : ends[-1]].tobytes().translate(_LISTED)
        first = starts[0]
        return [text[start - first : end - first] for start, end in zip(starts, ends, strict=True)]


def read_words(postings: Iterable[Sequence[str]]) -> Words:
    """Return the words of the folded fields of postings; capitals are read as small letters.

    Each posting begins with `POSTING`, each field but its first with `FIELD`, and `END` stands where a sentence ends.
    """
    texts = list(postings)
    joined = _joined(texts)
    body = _plain(joined)
    if body.count(FIELD) + body.count(POSTING) != sum(map(len, texts)):
        body = _plain(_joined([[_MARKS.sub("\t", text) for text in fields] for fields in texts]))
    codes = np.frombuffer(bytearray(body.translate(_CODES)), dtype=np.uint8)
    stops = np.flatnonzero(codes == _STOP)
    codes[stops[codes.take(stops + 1, mode="clip") == _SPACE]] = END[0]
    # Codes are unsigned, so that one comparison tells a range.
    word, mark = (codes - np.uint8(_FIRST)) < len(_LETTERS), (codes - np.uint8(1)) < _FIRST - 1
    first, last = word.copy(), word.copy()
    first[1:] &= ~word[:-1]
    last[:-1] &= ~word[1:]
    starts, ends = np.flatnonzero(first | mark), np.flatnonzero(last | mark) + 1
    return Words(codes, starts, ends, _keys(codes, starts, ends))


def _keys(codes: NDArray[np.uint8], starts: NDArray[np.int64], ends: NDArray[np.int64]) -> NDArray[np.uint64]:
    """Return the keys of words and marks; behind the last there must be seven codes more."""
    windows = np.ndarray(max(0, len(codes) - _AT_ONCE + 1), dtype="<u8", buffer=codes, strides=(1,))
    length = ends - starts
    keys: NDArray[np.uint64] = windows[starts] & _LEFT.take(length, mode="clip")
    # Nobody can craft a long word that is taken for a mark.
    keys |= np.where(keys < _FIRST, np.uint64(0), _IS_WORD)
    longer = np.flatnonzero(length > _AT_ONCE)
    for done, mix in zip(range(_AT_ONCE, _COUNTED, _AT_ONCE), _MIX[1:], strict=True):
        more = windows[starts[longer] + done] & _LEFT.take(length[longer] - done, mode="clip")
        keys[longer] = (keys[longer] + more * mix) | _IS_WORD
        longer = longer[length[longer] > done + _AT_ONCE]
        if not len(longer):
            break
    return keys


def _joined(postings: Sequence[Sequence[str]]) -> str:
    return "".join([_POSTING + _FIELD.join(fields) for fields in postings])


def _plain(text: str) -> bytes:
    # Beyond ASCII everything becomes a question mark, so a real one is told apart before.
    return text.replace("?", "\n").encode("ascii", "replace") + bytes(_AT_ONCE - 1)


def plain_word(word: str) -> bytes:
    """Return a word of the folded text as `Words.listed` has it."""
    return word.translate(_DIGITS).encode()


@lru_cache(maxsize=65_536)
def phrase(text: str) -> str:
    """Return the words of a short text, such as the name of a skill, joined by single spaces.

    Examples
    --------
    >>> phrase("Google Sheets (v2)")
    'google sheets v0'
    """
    return b" ".join(word for word in read_words([[text]]).listed() if word[0] > POSTING[0]).decode()
