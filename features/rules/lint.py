"""The linter of rule files: what a reader of TOML cannot see, and whether every example does what it says."""

from __future__ import annotations

import re
from collections.abc import Iterator

from features.rules.finder import Finder
from features.rules.record import Rule

__all__ = ["problems"]

_ID = re.compile(r"[a-z][a-z0-9_]{2,40}")
#: Log odds beyond this would let one rule decide by itself, whatever else is known.
_WEIGHTS = (0.5, 4.0)


def problems(finder: Finder) -> Iterator[str]:
    """Yield one sentence for each thing that is wrong: rule, what, and what to do."""
    for rule in finder.rules.rules:
        yield from _form(rule)
        yield from _examples(finder, rule)


def _form(rule: Rule) -> Iterator[str]:
    place = f"{rule.family}.toml, {rule.id}"
    if not _ID.fullmatch(rule.id):
        yield f"{place}: an id is lower-case letters, digits and underscores; rename it"
    if rule.family not in (rule.type, "other"):
        yield f"{place}: type {rule.type} stands in the file of {rule.family}; move it to {rule.type}.toml"
    if not _WEIGHTS[0] <= rule.weight <= _WEIGHTS[1]:
        yield f"{place}: weight {rule.weight:g} is outside {_WEIGHTS[0]:g} to {_WEIGHTS[1]:g}; weights are natural log odds"
    if not rule.text.endswith("."):
        yield f"{place}: its sentence for people ends without a full stop; write a sentence"
    if not rule.source:
        yield f"{place}: no source; say where the knowledge comes from, with its grade"
    if not rule.patterns and not rule.marks:
        yield f"{place}: neither patterns nor marks, so it can never fire; add one or remove the rule"
    if not rule.fires or not rule.quiet:
        yield f"{place}: needs at least one example that fires and one that stays quiet; add them"
    twice = {pattern for pattern in rule.notation if rule.notation.count(pattern) > 1}
    yield from (f"{place}: the pattern {pattern!r} stands twice; remove one" for pattern in sorted(twice))


def _examples(finder: Finder, rule: Rule) -> Iterator[str]:
    for text in rule.fires:
        if not _fires(finder, rule, text):
            yield f"{rule.id}: must fire on {text!r} and does not; correct the pattern or the example"
    for text in rule.quiet:
        if _fires(finder, rule, text):
            yield f"{rule.id}: must stay quiet on {text!r} and fires; narrow the pattern or excuse it"


def _fires(finder: Finder, rule: Rule, text: str) -> bool:
    return any(hit.rule.id == rule.id and hit.excuse is None for hit in finder.find("text", text))
