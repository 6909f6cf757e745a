"""The gate in words: figures as a table, conditions as a list."""

from __future__ import annotations

from collections.abc import Sequence

from training.gate.compared import Compared
from training.gate.condition import Condition
from training.gate.slices import ALL

__all__ = ["conditions_told", "figures_told"]


def figures_told(found: Compared) -> str:
    """Return every figure of all rows, and those of slices that differ, as Markdown."""
    lines = [line for line in found.lines if line.slice == ALL or line.worse]
    rows = [
        f"| {line.paper} | {line.slice} | {line.loss} | {line.gap.rows:,} | {line.gap.champion:.4f} | "
        f"{line.gap.challenger:.4f} | {line.gap.value:+.4f} ({line.gap.low:+.4f} to {line.gap.high:+.4f}) | "
        f"{'worse' if line.worse else 'better' if line.better else ''} |"
        for line in lines
    ]
    head = "| of | slice | loss | rows | champion | challenger | difference | |\n|---|---|---|---:|---:|---:|---|---|"
    rest = len(found.lines) - len(lines)
    small = f"\nToo few rows to tell: {'; '.join(found.too_small)}." if found.too_small else ""
    return "\n".join([head, *rows]) + f"\n\n{rest} more figures of slices differ by no more than noise.{small}\n"


def conditions_told(conditions: Sequence[Condition]) -> str:
    """Return each condition with whether it holds."""
    return "\n".join(f"{'holds ' if one.holds else 'FAILS '} {one.name}: {one.said}" for one in conditions)
