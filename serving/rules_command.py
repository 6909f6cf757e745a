"""``bidworthy rules``: check the rule files, and explain what the rules see in a text."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from features.errors import RuleError
from features.folding import fold
from features.rules import Finder, finder, load_rules
from features.rules.lint import problems

__all__ = ["check", "explain"]


def check(folder: Path | None) -> Iterator[str]:
    """Yield what is wrong with the rules of a folder, or one line that says how many are right.

    Raises
    ------
    RuleError
        If a file cannot be read, or at the end if anything was wrong.
    """
    found = finder() if folder is None else Finder(load_rules(folder))
    wrong = list(problems(found))
    yield from wrong
    if wrong:
        raise RuleError(f"{len(wrong)} problems; correct the rules named above")
    patterns = sum(len(rule.patterns) for rule in found.rules.rules)
    examples = sum(len(rule.fires) + len(rule.quiet) for rule in found.rules.rules)
    rules, excuses = len(found.rules.rules), len(found.rules.excuses)
    yield (
        f"rules {found.rules.version}: {rules} rules, {patterns} patterns, {excuses} excuses, {examples} examples, all right"
    )


def explain(text: str, folder: Path | None = None) -> Iterator[str]:
    """Yield what the rules see in a text: the words after folding, each rule found, its place, weight and excuse."""
    found = finder() if folder is None else Finder(load_rules(folder))
    folded = fold(text)
    if folded.text != text.lower():
        yield f"read as: {folded.text}"
    hits = found.find("text", text)
    for hit in hits:
        state = f"excused ({hit.excuse})" if hit.excuse else f"weight {hit.rule.weight:g}"
        yield f"{hit.rule.id} [{hit.rule.type}], {state}: {hit.rule.text}"
        yield f"  {hit.start}-{hit.end}: {text[hit.start : hit.end]!r}"
        yield f"  source: {hit.rule.source}"
    if not hits:
        yield "no rule found anything; that is no proof of honesty, only of silence"
