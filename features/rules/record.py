"""The records of the rule files, as they stand in memory."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from features.rules.notation import Pattern

__all__ = ["EXCUSES", "Excuse", "Hit", "Rule", "Ruleset"]

Where = Literal["before", "around", "special"]
#: The names that a rule's ``excuses`` may use, beside those of ``excuses.toml``.
EXCUSES = ("quotation", "enterprise")


@dataclass(frozen=True)
class Excuse:
    """A context in which a request is none.

    Parameters
    ----------
    name : str
        As rules name it.
    text : str
        What it is, for people.
    where : {"before", "around"}
        ``before``: it begins before the match ends, and ends at most ``reach`` tokens before the match begins.
        ``around``: anywhere in the sentence.
    reach : int
        In tokens.
    patterns : tuple of Pattern
    """

    name: str
    text: str
    where: Where
    reach: int
    patterns: tuple[Pattern, ...]


@dataclass(frozen=True)
class Rule:
    """One act that a careful freelancer refuses.

    Parameters
    ----------
    id : str
        Stable name, shown as the reason's code.
    family : str
        The file it stands in.
    type : str
        The contract's scam type.
    text : str
        The sentence for people.
    weight : float
        Natural log odds of danger that the rule's author expects of it, about 1 (ask first) to 4 (refuse).
    source : str
        Where the knowledge comes from, with its grade.
    patterns : tuple of Pattern
        Any of them is enough.
    notation : tuple of str
        The same as they stand in the file.
    marks : tuple of str
        Kinds of hidden characters (`features.folding.Mark`) that are enough by themselves.
    excuses : tuple of str
        Names of the contexts that excuse it.
    fires, quiet : tuple of str
        Examples, which are tests.
    """

    id: str
    family: str
    type: str
    text: str
    weight: float
    source: str
    patterns: tuple[Pattern, ...]
    notation: tuple[str, ...]
    marks: tuple[str, ...]
    excuses: tuple[str, ...]
    fires: tuple[str, ...]
    quiet: tuple[str, ...]


@dataclass(frozen=True)
class Ruleset:
    """All rules and excuses, their version and the digest of the files they were read from."""

    version: str
    digest: str
    rules: tuple[Rule, ...]
    excuses: tuple[Excuse, ...]


@dataclass(frozen=True, slots=True)
class Hit:
    """A rule found: ``text[start:end]`` of the original field; the excuse's name where one applies."""

    rule: Rule
    field: str
    start: int
    end: int
    excuse: str | None = None
