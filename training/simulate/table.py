"""The study as Markdown."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from scipy.stats import t

from training.simulate.study import OURS, One

__all__ = ["paired", "study_table"]


def paired(results: Sequence[One], rival: str) -> tuple[float, float, float]:
    """Return by how much a rival's Brier lies above ours: the mean over seeds with its 95% interval (Student's t)."""
    gaps = np.array([one.briers[rival] - one.briers[OURS] for one in results])
    if len(gaps) < 2:
        return float(gaps.mean()), float("nan"), float("nan")
    half = float(t.ppf(0.975, len(gaps) - 1) * gaps.std(ddof=1) / np.sqrt(len(gaps)))
    return float(gaps.mean()), float(gaps.mean()) - half, float(gaps.mean()) + half


def study_table(results: Sequence[One], truth: Mapping[str, float]) -> str:
    """Return what came back of the truth, and the Briers, as two tables."""
    counts = {name: np.mean([one.counts[name] for one in results]) for name in results[0].counts}
    head = (
        f"{len(results)} simulated marketplaces; on average {counts['spells']:,.0f} postings that were seen open, "
        f"{counts['censored'] / counts['spells']:.0%} of them still open at the end, {counts['hired']:,.0f} hired, "
        f"{counts['withdrawn']:,.0f} withdrawn."
    )
    lines = [
        head,
        "",
        "| what | truth | mean estimate | 90% interval holds the truth |",
        "|---|---:|---:|---:|",
    ]
    for place, estimate in enumerate(results[0].estimates):
        name = estimate.name
        found = [one.estimates[place] for one in results]
        held = sum(one.holds(truth[name]) for one in found)
        mean = np.mean([one.value for one in found])
        lines.append(f"| {name} | {truth[name]:.3f} | {mean:.3f} | {held} of {len(found)} ({held / len(found):.0%}) |")
    lines += [
        "",
        "Brier of the chance of no hire, at publication, on 20,000 fresh postings of the same marketplace, all followed for",
        "30 days; lower is better. The last column is the rival's less ours: mean over seeds, with its 95% interval.",
        "",
        "| model | mean Brier | above the hazard model |",
        "|---|---:|---:|",
    ]
    for name in results[0].briers:
        mean = np.mean([one.briers[name] for one in results])
        gap = "" if name == OURS else "{:+.4f} ({:+.4f} to {:+.4f})".format(*paired(results, name))
        lines.append(f"| {name} | {mean:.4f} | {gap} |")
    return "\n".join(lines) + "\n"
