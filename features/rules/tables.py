"""The rules as a table, for the README and the command line."""

from __future__ import annotations

from features.rules.record import Ruleset

__all__ = ["rule_table"]


def rule_table(rules: Ruleset) -> str:
    """Return every rule as a Markdown table."""
    rows = [f"| `{rule.id}` | {rule.type} | {rule.text} | {rule.source} |" for rule in rules.rules]
    return "\n".join(["| rule | type | sentence | source |", "|---|---|---|---|", *rows]) + "\n"
