"""Given: an answer as it goes out, and what is counted and kept of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

from serving.answer import Answer, Level, Verdict

__all__ = ["Given"]


@dataclass(frozen=True, slots=True)
class Given:
    """An answer in its bytes: a tenth of the memory of the answer itself, and made once.

    Parameters
    ----------
    body : bytes
        `Answer.to_json`.
    bundle : str
        What made it.
    verdict, level : str
    missing : tuple of str
        Unknown fields that could decide.
    """

    body: bytes
    bundle: str
    verdict: Verdict
    level: Level
    missing: tuple[str, ...]

    @classmethod
    def of(cls, answer: Answer) -> Self:
        """Return what goes out of an answer."""
        missing = tuple(one.field for one in answer.missing)
        return cls(answer.to_json(), answer.versions.bundle, answer.verdict, answer.level, missing)
