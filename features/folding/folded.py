"""A folded text and its map back to the original."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Literal, Self

__all__ = ["Folded", "Mark"]

MarkKind = Literal["invisible", "direction", "look_alike", "spaced", "leet"]


@dataclass(frozen=True, slots=True)
class Mark:
    """A place where the writer hid something: its kind and its slice of the original."""

    kind: MarkKind
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Folded:
    """A text after folding.

    Parameters
    ----------
    text : str
        What a reader means, in lower case once folding is done.
    starts, ends : sequence of int, shape (len(text),)
        Slice of the original that each character stands for, in code points. Starts never decrease.
    marks : tuple of Mark
        Where something was hidden.
    """

    text: str
    starts: Sequence[int]
    ends: Sequence[int]
    marks: tuple[Mark, ...] = ()

    @classmethod
    def of(cls, text: str) -> Self:
        """Return the text as it is."""
        return cls(text, range(len(text)), range(1, len(text) + 1))

    @classmethod
    def plain(cls, text: str) -> Self:
        """Return a text in which nothing is hidden in lower case."""
        low = _lower(text)
        return cls(low, range(len(low)), range(1, len(low) + 1))

    def lowered(self) -> Self:
        """Return it in lower case."""
        return replace(self, text=_lower(self.text))

    def marked(self, marks: Sequence[Mark]) -> Self:
        """Return it with more marks, in the order of the original."""
        return replace(self, marks=tuple(sorted((*self.marks, *marks), key=lambda m: (m.start, m.end))))

    def original(self, start: int, end: int) -> tuple[int, int]:
        """Return the slice of the original that ``text[start:end]`` stands for; it must not be empty."""
        return self.starts[start], self.ends[end - 1]

    def rewrite(self, pattern: re.Pattern[str], new: Callable[[re.Match[str]], str | None]) -> Self:
        """Return the text with matches rewritten; each new character stands for the whole match.

        ``new`` may return None to leave a match as it is.
        """
        pieces: list[str] = []
        starts: list[int] = []
        ends: list[int] = []
        done = 0
        for match in pattern.finditer(self.text):
            text = new(match)
            if text is None or match.end() == match.start():
                continue
            start, end = self.original(*match.span())
            pieces += [self.text[done : match.start()], text]
            starts += [*self.starts[done : match.start()], *([start] * len(text))]
            ends += [*self.ends[done : match.start()], *([end] * len(text))]
            done = match.end()
        if not done:
            return self
        pieces.append(self.text[done:])
        starts += self.starts[done:]
        ends += self.ends[done:]
        return replace(self, text="".join(pieces), starts=starts, ends=ends)


def _lower(text: str) -> str:
    """Return the text in lower case and as long; the few letters whose lower case is longer stay as they are."""
    low = text.lower()
    return low if len(low) == len(text) else "".join(c.lower() if len(c.lower()) == 1 else c for c in text)
